// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_OBSERVER_HPP
#define DOLLR_PORT_OBSERVER_HPP

#include <dollr/api/auth.hpp>
#include <dollr/api/executions.hpp>
#include <dollr/journal/record.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

/// What a program is told, and what it is asked.
namespace dollr {

/// A payment as a program sees it. A copy: it stays as it is while the payment goes on.
struct payment_status {
    std::string key;
    operation_type operation{};
    dollr::phase phase = phase::none;
    std::string_view step;  ///< what is being done, for a person; static text
    std::optional<dollr::reference_id> reference_id;
    std::string last_error;  ///< the last thing that went wrong, for a person; empty once something went right
};

/// Told as things happen, at the end of a turn of the loop and on its thread, after all that the turn had to send has
/// left. May call the client. One that throws loses nothing: the rest is told by the next turn.
class observer {
public:
    virtual ~observer() = default;

    /// Something odd, or a person should look (`escalate`).
    virtual void on_note(payment_status const&, notes const&) {}
    /// The payer must confirm with 3-D Secure; the secret opens the page for it, and is wiped after this call.
    virtual void on_action(payment_status const&, secret_string const& /*client_secret*/) {}
    virtual void on_verdict(payment_status const&, verdict const&) {}
    virtual void on_token_error(error const&) {}
    /// Nothing is sent for so long (in the target's time), because of that; duration::max(): until resume().
    virtual void on_pause(duration, std::string_view /*why*/) {}
    virtual void on_journal_failed(error const&) {}
};

/// Who we are. Asked when it is needed, within a turn; what it gives is wiped after use.
class secret_source {
public:
    virtual ~secret_source() = default;

    /// False: there are none.
    virtual bool credentials(api::obtain_token_payload& out) = 0;
    /// For an operation that takes one. False: there is none. May take as long as a person needs: what was due in the
    /// meantime is looked at again afterwards.
    virtual bool passcode(payment_status const&, api::passcode_payload&) { return false; }
};

}  // namespace dollr

#endif
