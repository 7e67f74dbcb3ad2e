// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_MISTAKES_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_MISTAKES_HPP

#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/attempt/faults.hpp>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <variant>

/// What a machine with a deliberate fault does (attempt_faults.hpp). Nothing here runs without one.
namespace dollr {

/// Hears wrongly, follows the rules, then does something else.
inline command::action attempt::mistake(attempt_event event, instant now) noexcept {
    dollr::fault const f = policy_->fault;
    bool const had_secret = secret_;
    if (auto* const e = std::get_if<event::answered>(&event)) {
        detail::mishear(f, e->seen, awaiting_ == awaited::send_answer);
        if (f == fault::answer_dates_the_404) e->asked = now.steady;
        if (f == fault::stale_answer_is_believed) e->serial = serial_;
    }
    attempt_event const came = event;
    if (f == fault::refused_write_is_ignored && std::holds_alternative<event::write_refused>(event))
        event = event::persisted{};
    if (f == fault::journal_failure_is_ignored && std::holds_alternative<event::persist_failed>(event))
        event = event::persisted{};
    if (f == fault::lease_loss_is_ignored && std::holds_alternative<event::lease_lost>(event)) event = event::ticked{};
    action done = do_wrong(came, take(event, now), now);
    auto* const write = std::get_if<effect::persist>(&done);
    if (f == fault::secret_is_kept && had_secret) secret_ = true;
    if (f == fault::secret_is_recorded && write && secret_) {
        constexpr std::string_view passcode = "123456";
        std::copy(passcode.begin(), passcode.end(), write->record.evidence.why.begin());
    }
    return done;
}

inline command::action attempt::do_wrong(attempt_event const& event, action right, instant now) noexcept {
    auto const* const answer = std::get_if<event::answered>(&event);
    auto const* const write = std::get_if<effect::persist>(&right);
    bool const sends = write && write->record.type == record_type::send;
    bool const sends_again = sends && state_.sends > 1;
    auto const rewritten = [&] { return effect::persist{record(record_type::send, now)}; };
    switch (policy_->fault) {
        case fault::new_id_on_not_found:
        case fault::failed_pays_again:
            if (!sends_again) break;
            mint(now);
            return rewritten();
        case fault::published_recipe:
        case fault::new_id_per_try: {
            bool const forgot = std::holds_alternative<event::recovered>(event) && state_.phase == phase::recorded;
            if (forgot && state_.sends != 0) mint(now);
            bool const pending = answer && detail::trigger_of(answer->seen) == trigger::processing;
            if (!sends_again || pending) break;
            mint(now);
            return rewritten();
        }
        case fault::other_request_is_sent:
            if (!sends_again) break;
            ++state_.session.value;
            return rewritten();
        case fault::send_before_persist:
            if (!sends) break;
            awaiting_ = awaited::nothing;
            return release(now);
        case fault::verdict_before_persist:
            if (!write || write->record.type != record_type::verdict || state_.told) break;
            awaiting_ = awaited::nothing;
            return next_effect(now);
        case fault::cancel_is_verdict:
            if (!std::holds_alternative<event::cancelled>(event)) break;
            if (state_.phase != phase::unknown) break;
            awaiting_ = awaited::nothing;
            return fire(trigger::cancelled, now);
        case fault::other_operation_is_polled:
            if (std::holds_alternative<effect::poll>(right))
                state_.operation =
                    state_.operation == operation_type::payout ? operation_type::collection : operation_type::payout;
            break;
        case fault::redirect_is_followed:
            if (!answer || answer->seen.http_status / 100 != 3) break;
            state_.phase = phase::sending;
            awaiting_ = awaited::send_answer;
            return effect::send{++serial_, now.steady + policy_->exchange_max, true};
        case fault::verdict_is_not_told:
            if (std::holds_alternative<effect::done>(right)) return idle(now);
            break;
        case fault::asking_stops:
            if (state_.phase != phase::unknown) break;
            poll_at_ = park_at_ = steady_time::max();
            return idle(now);
        case fault::crash_skips_quiet:
            if (std::holds_alternative<event::recovered>(event)) exchange_end_ = now.steady - policy_->quiet;
            break;
        default:
            break;
    }
    return right;
}

/// A new reference_id and a new session, as if the payment had never been sent.
inline void attempt::mint(instant now) noexcept {
    auto bytes = state_.reference_id.bytes();
    ++bytes[15];
    state_.reference_id = reference_id::from_random(bytes);
    ++state_.session.value;
    state_.expiry = std::max(state_.expiry, now.server + std::chrono::minutes{15});
    state_.sends = state_.phase == phase::sending ? 1 : 0;
    state_.first_seen = {};
    state_.status = 0;
    not_found_ = 0;
}

}  // namespace dollr

#endif
