// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_HANDLE_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_HANDLE_HPP

#include <dollr/machine/attempt/attempt.hpp>

#include <algorithm>
#include <utility>
#include <variant>

/// One function an event: what it means for the machine, before the rules.
namespace dollr {

template <class Rules>
command basic_attempt<Rules>::handle(attempt_event const& event, instant at) noexcept {
    if (dropped_) return {effect::drop{}};
    // A server time of zero means `never` in a record, so no event happens then.
    instant const now{detail::sane(at.steady), std::max(detail::sane(at.server), server_time{duration{1}})};
    action what = take(event, now);
    return {std::move(what), std::exchange(notes_, {})};
}

template <class Rules>
command::action basic_attempt<Rules>::take(attempt_event const& event, instant now) noexcept {
    return std::visit([&](auto const& e) { return on(e, now); }, event);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::started, instant now) noexcept {
    if (begun_ || state_.phase != phase::none) return unexpected(now);
    begun_ = true;
    skew_ = now.server.time_since_epoch() - now.steady.time_since_epoch();
    return fire(trigger::started, now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::recovered, instant now) noexcept {
    if (begun_ || state_.phase == phase::none) return unexpected(now);
    policy const& p = *policy_;
    begun_ = true;
    skew_ = now.server.time_since_epoch() - now.steady.time_since_epoch();
    exchange_end_ = now.steady;  // quiet begins again, in full
    auto const left = [&](server_time since, duration whole) {
        if (since == server_time{}) return whole;
        return whole - std::clamp<duration>(now.server - since, duration::zero(), whole);
    };
    if (state_.doubted == server_time{}) state_.doubted = state_.phase == phase::recorded ? server_time{} : now.server;
    duration const ask_first = p.first_poll_max + p.exchange_max;  // however long nobody looked
    park_at_ = now.steady + std::max(left(state_.doubted, p.doubt_max), ask_first);
    if (state_.first_seen != server_time{})
        live_until_ = now.steady + std::max(left(state_.first_seen, p.live_max), ask_first);
    verdict_durable_ = is_terminal(state_.phase);
    told_durable_ = state_.told;
    if (has(state_.anomalies, anomaly::late_truth) || state_.phase == phase::parked) {
        notes_.raised |= state_.anomalies;
        notes_.escalate = true;
    }
    if (state_.phase == phase::recorded && has(state_.anomalies, anomaly::missing_sequence)) {
        state_.sends = std::max<std::uint8_t>(state_.sends, 1);  // one may be among the lost records
        state_.doubted = now.server;
    }
    return fire(trigger::recovered, now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::ticked, instant now) noexcept {
    return begun_ ? next_effect(now) : idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::persisted e, instant now) noexcept {
    lease_until_ = detail::sane_end(e.lease_until);
    if (awaiting_ != awaited::persisted) return unexpected(now);
    awaiting_ = awaited::nothing;
    told_durable_ = state_.told;
    if (writing_ == record_type::verdict || writing_ == record_type::resolution) verdict_durable_ = true;
    if (writing_ == record_type::send) return release(now);
    return next_effect(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::persist_failed, instant now) noexcept {
    poisoned_ = true;
    raise(anomaly::not_durable);
    notes_.escalate = true;
    if (awaiting_ == awaited::persisted) {
        awaiting_ = awaited::nothing;
        bool const true_anyway =
            writing_ == record_type::verdict && (state_.phase == phase::completed || state_.phase == phase::failed);
        if (!true_anyway) take_back();
        if (state_.phase == phase::none) return drop();  // ATTEMPT itself
        if (state_.phase == phase::sending) {            // UNSENT, or what the answer said, could not be written
            state_.phase = phase::unknown;
            exchange_end_ = now.steady;
            keep_pace(pace::after_doubt, phase::sending, now, {});
        }
    }
    if (state_.phase == phase::recorded) return drop();
    if (awaiting_ == awaited::nothing && polled_phases.contains(state_.phase))
        keep_pace(pace::next, state_.phase, now, {});
    return begun_ ? next_effect(now) : idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::write_refused, instant) noexcept {
    return drop();
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::leased e, instant now) noexcept {
    lease_until_ = detail::sane_end(e.until);
    return begun_ ? next_effect(now) : idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::lease_lost, instant) noexcept {
    return drop();
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::token_ready e, instant now) noexcept {
    token_ = std::max<std::uint64_t>(e.generation, 1);
    token_asked_ = token_wanted_ = false;
    return begun_ ? next_effect(now) : idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::token_refused, instant now) noexcept {
    if (!std::exchange(token_asked_, false)) return unexpected(now);
    token_ = 0;
    token_wanted_ = false;
    if (awaiting_ != awaited::nothing) return idle(now);
    if (state_.phase == phase::recorded) {
        blocked_ = true;
        raise(anomaly::unauthorized);
        return idle(now);
    }
    return fire(trigger::token_refused, now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::secret_ready, instant now) noexcept {
    if (!std::exchange(secret_asked_, false)) return unexpected(now);
    if (awaiting_ == awaited::persisted) return idle(now);
    if (state_.phase != phase::recorded && state_.phase != phase::unknown) return idle(now);
    secret_ = true;
    if (state_.phase == phase::unknown) poll_at_ = now.steady;  // a send again needs a 404 of now
    return next_effect(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::secret_refused, instant now) noexcept {
    if (!std::exchange(secret_asked_, false)) return unexpected(now);
    blocked_ = true;
    return idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::answered const& e, instant now) noexcept {
    bool const of_send = awaiting_ == awaited::send_answer;
    if ((!of_send && awaiting_ != awaited::poll_answer) || e.serial != serial_) {
        raise(anomaly::stale_answer);
        return idle(now);
    }
    awaiting_ = awaited::nothing;
    raise(e.seen.anomalies);
    if (e.seen.date) learn_date(*e.seen.date, now.steady);
    if (e.seen.retry_after) {
        duration const pause = std::clamp(*e.seen.retry_after, policy_->retry_after_min, policy_->retry_after_max);
        notes_.retry_after = pause;
        send_not_before_ = std::max(send_not_before_, now.steady + pause);
    }
    if (of_send) {
        secret_ = false;
        if (e.seen.what != observation::kind::never_sent) {
            exchange_end_ = now.steady;
            unsent_ = 0;
        }
    }
    return fire(detail::trigger_of(e.seen), now, {&e.seen, std::min(detail::sane(e.asked), now.steady), nullptr});
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::action_ended, instant now) noexcept {
    bool const free = awaiting_ == awaited::nothing || awaiting_ == awaited::poll_answer;
    if (state_.phase != phase::action || !free || !shown_) return unexpected(now);
    awaiting_ = awaited::nothing;
    return fire(trigger::action_over, now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::cancelled, instant now) noexcept {
    switch (state_.phase) {
        case phase::none:
        case phase::recorded:
        case phase::sending:
        case phase::unknown:
            break;
        default:
            return unexpected(now);
    }
    cancelled_ = true;  // what has not left will not leave
    return begun_ ? next_effect(now) : idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::resumed, instant now) noexcept {
    blocked_ = false;
    if (!begun_ || awaiting_ == awaited::persisted) return idle(now);
    if (is_terminal(state_.phase)) {
        if (awaiting_ == awaited::poll_answer)
            awaiting_ = awaited::nothing;  // it was asked before the application asked
        reaffirming_ = true;
        reaffirmed_ = false;
        schedule_.restart(now.steady);
    }
    if (is_terminal(state_.phase) || state_.phase == phase::parked) poll_at_ = now.steady;
    return next_effect(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::deferred e, instant now) noexcept {
    if (awaiting_ == awaited::persisted && writing_ == record_type::send) {
        awaiting_ = awaited::nothing;
        take_back();
        secret_ = false;
        if (state_.phase == phase::unknown) keep_pace(pace::next, phase::unknown, now, {});
    } else if (token_asked_) {  // if both were asked for, the secret was first
        token_asked_ = false;
        if (state_.phase != phase::recorded) keep_pace(pace::next, state_.phase, now, {});
    } else if (secret_asked_) {
        secret_asked_ = false;
    } else {
        return unexpected(now);
    }
    if (e.until == steady_time::max()) {
        blocked_ = true;
    } else {
        send_not_before_ = std::max(send_not_before_, detail::sane_end(e.until));
    }
    return cancelled_ ? next_effect(now) : idle(now);
}

template <class Rules>
command::action basic_attempt<Rules>::on(event::resolved const& e, instant now) noexcept {
    if (awaiting_ == awaited::persisted) return unexpected(now);
    if (e.date) learn_date(*e.date, now.steady);
    awaited const outstanding = std::exchange(awaiting_, awaited::nothing);
    context const c{nullptr, {}, &e};
    if (state_.phase != phase::parked || !holds(guard::resolvable, now, c)) {
        awaiting_ = outstanding;
        return unexpected(now);
    }
    return fire(trigger::resolved, now, c);
}

}  // namespace dollr

#endif
