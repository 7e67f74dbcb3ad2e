// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_EFFECT_HPP
#define DOLLR_MACHINE_EFFECT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/value/time.hpp>

#include <cstdint>
#include <optional>
#include <variant>

/// What to do next, in the imperative. Exactly one effect answers every event, so a driver has nothing to forget:
///
///     effect e = machine.handle(event, now);   log(e.notes);   carry_out(e.what);   loop
namespace dollr {

/// How an attempt ended. Only `completed` means that money moved; only a `proven` rejected and a `not_executed`
/// mean that none can have.
struct verdict {
    dollr::phase outcome = phase::none;
    bool proven = false;    ///< of rejected: nothing can move any more
    bool durable = true;    ///< false: the journal failed; the verdict is true but not written
    bool mismatch = false;  ///< an expected side differs: no `paid` proof can be made of it
    bool payer_compared = false;
    bool payee_compared = false;
    bool reaffirmed = false;  ///< one more poll, which the application asked for by `resumed`, says the same
    std::uint8_t sends = 0;

    friend bool operator==(verdict const&, verdict const&) = default;
};

namespace effect {

/// Write the record and sync it; answer with persisted, persist_failed or write_refused.
struct persist {
    dollr::record record;
    friend bool operator==(persist const&, persist const&) = default;
};
/// Send the operation's own request (of an attempt: the POST that moves money).
/// `again`: a repetition of the same request, which the retry budget counts.
struct send {
    std::uint32_t serial = 0;
    steady_time deadline{};
    bool again = false;
    friend bool operator==(send, send) = default;
};
/// Ask the status of the attempt's operation.
struct poll {
    std::uint32_t serial = 0;
    steady_time deadline{};
    friend bool operator==(poll, poll) = default;
};
/// Nothing before `until` unless something happens. Cancels nothing that is outstanding.
struct wait_until {
    steady_time until{};
    friend bool operator==(wait_until, wait_until) = default;
};
/// A bearer token; `fresh`: the one in use was refused.
struct need_token {
    bool fresh = false;
    friend bool operator==(need_token, need_token) = default;
};
/// What a person or a vault must supply; the bytes stay with the driver.
struct need_secret {
    friend bool operator==(need_secret, need_secret) = default;
};
/// Show 3-D Secure to the payer, with the client_secret of the last answer. Then wait.
struct require_action {
    steady_time until{};
    friend bool operator==(require_action, require_action) = default;
};
/// The end. The driver may go on to feed ticked: a verdict is audited by later polls.
struct done {
    dollr::verdict verdict;
    friend bool operator==(done const&, done const&) = default;
};
/// Another worker owns it: forget the machine.
struct drop {
    friend bool operator==(drop, drop) = default;
};

}  // namespace effect

/// Raised since the last effect; to be logged or escalated before the effect is carried out.
struct notes {
    anomaly raised = anomaly::none;
    bool escalate = false;                ///< an operator should be told: parked, late truth, poisoned journal, 403
    std::optional<duration> retry_after;  ///< the server asked for a pause: no send of anybody before it is over

    friend bool operator==(notes const&, notes const&) = default;
};

struct command {
    /// wait_until comes first: a command that nobody filled in does nothing.
    using action = std::variant<effect::wait_until, effect::persist, effect::send, effect::poll, effect::need_token,
                                effect::need_secret, effect::require_action, effect::done, effect::drop>;
    action what;
    dollr::notes notes{};

    friend bool operator==(command const&, command const&) = default;
};

}  // namespace dollr

#endif
