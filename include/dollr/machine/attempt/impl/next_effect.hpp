// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_NEXT_EFFECT_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_NEXT_EFFECT_HPP

#include <dollr/machine/attempt/attempt.hpp>

#include <algorithm>

/// What to do next, from the phase alone: the same after a persist, after a timer and after a crash.
namespace dollr {

template <class Rules>
command::action basic_attempt<Rules>::next_effect(instant now) noexcept {
    // Of the other two phases, none has no attempt and sending always awaits its write or its answer (invariant I3).
    constexpr phases resting = phase::recorded | polled_phases | terminal_phases;
    bool const free = awaiting_ == awaited::nothing;
    if (!(free & resting.contains(state_.phase))) return idle(now);
    switch (state_.phase) {
        case phase::recorded:
            return next_effect_of_recorded(now);
        case phase::unknown:
        case phase::confirming:
            if (now.steady >= park_at_) return fire(trigger::doubt_over, now);
            break;
        case phase::live:
            if (now.steady >= live_until_) return fire(trigger::live_over, now);
            break;
        case phase::action:
            if (!shown_) {
                shown_ = true;
                action_until_ = now.steady + policy_->action_max;
                return effect::require_action{std::min(poll_at_, action_until_)};
            }
            if (now.steady >= action_until_) return fire(trigger::action_over, now);
            break;
        case phase::completed:
        case phase::failed:
        case phase::rejected:
        case phase::not_executed:
            if (!state_.told) {
                state_.told = true;
                return effect::done{verdict()};
            }
            if (!told_durable_ && !poisoned_) {  // so that the next process need not tell it again
                remember();
                awaiting_ = awaited::persisted;
                writing_ = record_type::verdict;
                return effect::persist{record(record_type::verdict, now)};
            }
            break;
        default:  // parked
            break;
    }
    if (now.steady < poll_at_) return idle(now);
    if (token_ == 0 || token_wanted_) return ask_token(now);
    awaiting_ = awaited::poll_answer;
    return effect::poll{++serial_, now.steady + policy_->exchange_max};
}

template <class Rules>
command::action basic_attempt<Rules>::next_effect_of_recorded(instant now) noexcept {
    if (poisoned_) return drop();
    if (cancelled_) return fire(trigger::cancelled, now);
    if (overdue(now)) return fire(trigger::overdue, now);
    if (blocked_ || now.steady < send_not_before_ || !lease_lasts(now)) return idle(now);
    if (token_ == 0) return ask_token(now);
    if (needs_secret() && !secret_) {
        if (secret_asked_) return idle(now);
        secret_asked_ = true;
        return effect::need_secret{};
    }
    return fire(trigger::ready, now);
}

/// The SEND is durable. The world may have changed while it was written, so everything that allowed it must still hold.
template <class Rules>
command::action basic_attempt<Rules>::release(instant now) noexcept {
    if (cancelled_ || !lease_lasts(now) || overdue(now)) return fire(trigger::never_sent, now);
    awaiting_ = awaited::send_answer;
    return effect::send{++serial_, now.steady + policy_->exchange_max, state_.sends > 1 || unsent_ > 0};
}

/// Nothing changes: when something will by time alone.
template <class Rules>
command::action basic_attempt<Rules>::idle(instant now) const noexcept {
    if (awaiting_ != awaited::nothing || !begun_) return effect::wait_until{steady_time::max()};
    bool const polls = (polled_phases | terminal_phases).contains(state_.phase) & !token_asked_;
    steady_time const poll = polls ? poll_at_ : steady_time::max();
    switch (state_.phase) {
        case phase::recorded: {
            bool const asked = blocked_ || token_asked_ || secret_asked_ || !lease_lasts(now);
            return effect::wait_until{asked ? when_overdue(now) : std::min(when_overdue(now), send_not_before_)};
        }
        case phase::unknown:
        case phase::confirming:
            return effect::wait_until{std::min(poll, park_at_)};
        case phase::live:
            return effect::wait_until{std::min(poll, live_until_)};
        case phase::action:
            return effect::wait_until{std::min(poll, action_until_)};
        default:
            return effect::wait_until{poll};
    }
}

template <class Rules>
command::action basic_attempt<Rules>::ask_token(instant now) noexcept {
    if (token_asked_) return idle(now);
    token_asked_ = true;
    return effect::need_token{token_wanted_};
}

template <class Rules>
command::action basic_attempt<Rules>::unexpected(instant now) noexcept {
    raise(anomaly::unexpected_event);
    return idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::drop() noexcept {
    dropped_ = true;
    return effect::drop{};
}

template <class Rules>
void basic_attempt<Rules>::raise(anomaly a) noexcept {
    notes_.raised |= a;
    state_.anomalies |= a;
}

/// Server time runs with the steady clock from the first event and from the last Date, and with the wall clock. Where
/// they disagree somebody has set a clock, or a Date was wrong: a send takes the latest reading, a proof the earliest.
template <class Rules>
server_time basic_attempt<Rules>::latest_server(instant now) const noexcept {
    auto const at = now.steady.time_since_epoch();
    return std::max({now.server, server_time{at + skew_}, server_time{at + date_.value_or(skew_)}});
}

template <class Rules>
server_time basic_attempt<Rules>::earliest_server(instant now) const noexcept {
    auto const at = now.steady.time_since_epoch();
    return std::min({now.server, server_time{at + skew_}, server_time{at + date_.value_or(skew_)}});
}

template <class Rules>
bool basic_attempt<Rules>::lease_lasts(instant now) const noexcept {
    return lease_until_ >= now.steady + policy_->lease_min;
}

template <class Rules>
bool basic_attempt<Rules>::overdue(instant now) const noexcept {
    return latest_server(now) >= state_.expiry - policy_->expiry_margin;
}

template <class Rules>
steady_time basic_attempt<Rules>::when_overdue(instant now) const noexcept {
    return now.steady + (state_.expiry - policy_->expiry_margin - latest_server(now));
}

template <class Rules>
steady_time basic_attempt<Rules>::when_fenced(instant now) const noexcept {
    return now.steady + (state_.expiry + fence_after_expiry(*policy_) - earliest_server(now));
}

/// So long ago already nothing of it could land any more. Our own readings may all come from one wrong clock: without a
/// Date of the server nothing is over.
template <class Rules>
bool basic_attempt<Rules>::is_over(instant now, duration ago) const noexcept {
    return date_ && earliest_server(now) - ago >= state_.expiry + fence_after_expiry(*policy_);
}

/// It was over when this answer was asked for, and the answer itself says what time it is there.
template <class Rules>
bool basic_attempt<Rules>::after_fence(instant now, context const& c) const noexcept {
    return c.seen != nullptr && c.seen->date && is_over(now, now.steady - c.asked);
}

}  // namespace dollr

#endif
