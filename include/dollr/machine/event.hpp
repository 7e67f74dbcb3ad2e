// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_EVENT_HPP
#define DOLLR_MACHINE_EVENT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/time.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

/// What happened, in the past tense. Every machine answers every event with exactly one effect (effect.hpp).
namespace dollr {

/// What an answer, or its absence, means to a machine: the codec reads bytes and leaves only this.
struct observation {
    enum class kind : std::uint8_t {
        status,         ///< 2xx that decoded, for this reference_id and this operation
        unreadable,     ///< 2xx that did not decode, was cut off, or was too large
        wrong_subject,  ///< 2xx that decoded but speaks of another reference_id or operation
        unauthorized,   ///< 401
        forbidden,      ///< 403 with a JSON body from our host
        not_found,      ///< 404 with a JSON body from our host
        refused,        ///< 422 with a JSON body from our host, not about the reference_id
        duplicate,      ///< 409, or a 422 whose issues name reference_id
        rate_limited,   ///< 429
        other,          ///< redirects, any other 4xx, 5xx, HTML where JSON was due
        never_sent,     ///< no byte of the request was handed to a connection
        maybe_sent,     ///< no answer: time-out, reset, cut off before the status line, cancelled
    };
    kind what{};
    int http_status = 0;                     ///< 0 without an answer
    std::optional<execution_status> status;  ///< of kind::status; empty: a text outside the set
    bool requires_action = false;
    bool has_client_secret = false;  ///< the bytes stay with the driver
    std::optional<money> payer;      ///< as executed
    std::optional<money> payee;
    std::optional<duration> retry_after;  ///< already clamped to 1 s .. 1 h
    std::optional<server_time> date;      ///< of an answer that is the API's own: what its clock showed
    anomaly anomalies = anomaly::none;    ///< what the codec noticed

    friend bool operator==(observation const&, observation const&) = default;
};

[[nodiscard]] constexpr std::string_view to_text(observation::kind value) noexcept;

namespace event {

struct started {
    friend bool operator==(started, started) = default;
};  ///< a new attempt or flow
struct recovered {
    friend bool operator==(recovered, recovered) = default;
};  ///< rebuilt from its last record
struct ticked {
    friend bool operator==(ticked, ticked) = default;
};  ///< the time waited for has come

/// The record of the last persist effect is durable, and the lease runs until then (steady time, max: for ever).
struct persisted {
    steady_time lease_until = steady_time::max();
    friend bool operator==(persisted, persisted) = default;
};
struct persist_failed {
    friend bool operator==(persist_failed, persist_failed) = default;
};  ///< write or sync failed
struct write_refused {
    friend bool operator==(write_refused, write_refused) = default;
};  ///< another worker's epoch
struct leased {
    steady_time until = steady_time::max();
    friend bool operator==(leased, leased) = default;
};
struct lease_lost {
    friend bool operator==(lease_lost, lease_lost) = default;
};

struct token_ready {
    std::uint64_t generation = 0;
    friend bool operator==(token_ready, token_ready) = default;
};
struct token_refused {
    friend bool operator==(token_refused, token_refused) = default;
};
struct secret_ready {
    friend bool operator==(secret_ready, secret_ready) = default;
};
struct secret_refused {
    friend bool operator==(secret_refused, secret_refused) = default;
};

/// The exchange with this serial ended. `asked` is when its request was released to the transport.
struct answered {
    std::uint32_t serial = 0;
    steady_time asked{};
    observation seen{};
    friend bool operator==(answered const&, answered const&) = default;
};

struct action_ended {
    friend bool operator==(action_ended, action_ended) = default;
};  ///< the payer finished 3-D Secure
struct cancelled {
    friend bool operator==(cancelled, cancelled) = default;
};  ///< the application gives up what has not left
struct resumed {
    friend bool operator==(resumed, resumed) = default;
};  ///< the application says: ask again for what was refused

/// What the last effect asked for (persist of a SEND, a secret, a token) is not carried out now, and nothing was
/// written: the pool wants no send before `until` (max: until told otherwise). The machine goes back to where it was
/// and waits.
struct deferred {
    steady_time until = steady_time::max();
    friend bool operator==(deferred, deferred) = default;
};

/// An operator decided, with evidence.
struct resolved {
    phase verdict{};
    dollr::evidence evidence{};
    std::optional<server_time> date{};  ///< of the server's clock just now, if it was asked; not_executed needs one
    friend bool operator==(resolved const&, resolved const&) = default;
};

}  // namespace event

using attempt_event =
    std::variant<event::started, event::recovered, event::ticked, event::persisted, event::persist_failed,
                 event::write_refused, event::leased, event::lease_lost, event::token_ready, event::token_refused,
                 event::secret_ready, event::secret_refused, event::answered, event::action_ended, event::cancelled,
                 event::resumed, event::deferred, event::resolved>;

constexpr std::string_view to_text(observation::kind value) noexcept {
    switch (value) {
        case observation::kind::status:
            return "status";
        case observation::kind::unreadable:
            return "unreadable";
        case observation::kind::wrong_subject:
            return "wrong subject";
        case observation::kind::unauthorized:
            return "unauthorized";
        case observation::kind::forbidden:
            return "forbidden";
        case observation::kind::not_found:
            return "not found";
        case observation::kind::refused:
            return "refused";
        case observation::kind::duplicate:
            return "duplicate";
        case observation::kind::rate_limited:
            return "rate limited";
        case observation::kind::other:
            return "other";
        case observation::kind::never_sent:
            return "never sent";
        case observation::kind::maybe_sent:
            return "maybe sent";
    }
    return {};
}

}  // namespace dollr

#endif
