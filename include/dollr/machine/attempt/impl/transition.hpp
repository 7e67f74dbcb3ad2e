// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_TRANSITION_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_TRANSITION_HPP

#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/attempt/expectation.hpp>
#include <dollr/machine/attempt/lifecycle.hpp>

#include <algorithm>
#include <limits>
#include <variant>

/// A trigger finds its rule; the rule changes the state; the state says what follows.
namespace dollr {

template <class Rules>
command::action basic_attempt<Rules>::fire(trigger on, instant now, context const& c) noexcept {
    if (on == trigger::not_found && state_.phase != phase::sending && c.asked >= exchange_end_ &&
        not_found_ < std::numeric_limits<std::uint8_t>::max())
        ++not_found_;
    rule const& found = rules_.follow(state_.phase, on, [&](guard g) { return holds(g, now, c); });
    bool const asks_secret = on == trigger::not_found && state_.phase == phase::unknown && needs_secret() && !secret_ &&
                             !secret_asked_ && may_send_but_for_secret(now, c);
    if (c.seen) learn(*c.seen, now);
    action next = apply(found, now, c);
    if (asks_secret && std::holds_alternative<effect::wait_until>(next)) {
        secret_asked_ = true;
        return effect::need_secret{};
    }
    return next;
}

template <class Rules>
bool basic_attempt<Rules>::holds(guard g, instant now, context const& c) const noexcept {
    policy const& p = *policy_;
    switch (g) {
        case guard::always:
            return true;
        case guard::another_send_open:
            return state_.sends > (state_.phase == phase::sending ? 1 : 0);
        case guard::only_send_open:
            return state_.sends == 1;
        case guard::secret_unshown:
            return c.seen->has_client_secret && !shown_;
        case guard::already_seen:
            return state_.first_seen != server_time{};
        case guard::fence_passed:
            return !poisoned_ && !state_.proven && p.trust_session_expiry && after_fence(now, c);
        case guard::fence_passed_unseen:
            return !poisoned_ && state_.first_seen == server_time{} && p.trust_session_expiry && after_fence(now, c);
        case guard::may_send_again:
            return may_send_but_for_secret(now, c) && (secret_ || !needs_secret());
        case guard::refusal_stands:
            return !poisoned_ && not_found_ >= p.not_found_min && c.asked >= exchange_end_ + p.quiet &&
                   (!p.trust_session_expiry || after_fence(now, c));
        case guard::token_not_renewed:
            return !token_renewed_;
        case guard::news:
            return !has(state_.anomalies, anomaly::late_truth) || detail::status_code(c.seen->status) != state_.status;
        case guard::resolvable:
            return is_terminal(c.decision->verdict) && !poisoned_ &&
                   (c.decision->verdict != phase::not_executed || is_over(now));
        case guard::torn_tail:
            return has(state_.anomalies, anomaly::missing_sequence);
    }
    return false;
}

template <class Rules>
bool basic_attempt<Rules>::may_send_but_for_secret(instant now, context const& c) const noexcept {
    policy const& p = *policy_;
    if (poisoned_ || cancelled_ || blocked_ || !p.resends || state_.sends >= p.sends_max) return false;
    if (overdue(now) || !lease_lasts(now) || now.steady < send_not_before_) return false;
    return not_found_ >= p.not_found_min && c.asked >= exchange_end_ + p.quiet;
}

template <class Rules>
void basic_attempt<Rules>::learn(observation const& seen, instant now) noexcept {
    raise(detail::oddity_of(seen));
    if (seen.what != observation::kind::status) return;
    if (state_.first_seen == server_time{}) {
        state_.first_seen = now.server;
        live_until_ = now.steady + policy_->live_max;
    }
    if (seen.status) {
        bool const older = state_.status != 0 &&
                           observe(static_cast<execution_status>(state_.status - 1), *seen.status) == observed::stale;
        if (older) {
            raise(anomaly::regression);
        } else {
            state_.status = detail::status_code(seen.status);
        }
    }
    auto const hold_against = [&](std::optional<money> const& expected, std::optional<money> const& executed,
                                  bool converted, bool& was_compared) {
        compared const outcome = compare_side(expected, executed, converted, policy_->fx_drift_max);
        if (outcome == compared::not_compared) return;
        was_compared = true;
        if (outcome == compared::drifted) raise(anomaly::fx_drift);
        if (outcome != compared::differs) return;
        raise(anomaly::amount_mismatch);
        if (is_terminal(state_.phase)) notes_.escalate = true;  // the verdict was told without it
    };
    hold_against(state_.payer, seen.payer, state_.payer_converted, state_.payer_compared);
    hold_against(state_.payee, seen.payee, state_.payee_converted, state_.payee_compared);
}

template <class Rules>
command::action basic_attempt<Rules>::apply(rule const& r, instant now, context const& c) noexcept {
    policy const& p = *policy_;
    dollr::phase const from = state_.phase;
    dollr::phase to = from;
    if (r.to.what == destination::kind::to) to = r.to.phase;
    if (r.to.what == destination::kind::as_resolved) to = c.decision->verdict;

    raise(r.note);
    if (r.escalate) notes_.escalate = true;
    remember();
    state_.phase = to;
    if (r.write == record_type::attempt) state_.started = now.server;
    if (r.write == record_type::send) {
        ++state_.sends;
        not_found_ = 0;
        if (state_.doubted == server_time{}) {
            state_.doubted = now.server;
            park_at_ = now.steady + p.doubt_max;
        }
    }
    if (r.write == record_type::unsent) {
        --state_.sends;
        secret_ = false;  // the driver wipes it at this persist
        if (state_.sends == 0) state_.doubted = {};
        unsent_ = static_cast<std::uint8_t>(std::min(unsent_ + 1, 0xFF));
        send_not_before_ = std::max(send_not_before_, now.steady + retry_delay(p, jitter_, unsent_));
    }
    if (r.write == record_type::verdict || r.write == record_type::resolution) {
        if (!is_terminal(from)) state_.settled = now.server;
        if (to == phase::rejected) state_.proven = p.trust_session_expiry && after_fence(now, c);
        state_.told = false;
        verdict_durable_ = false;
        reaffirming_ = reaffirmed_ = false;
    }
    if (r.write == record_type::late_truth) state_.settled = now.server;
    bool const looked = c.seen != nullptr &&
                        (c.seen->what == observation::kind::status || c.seen->what == observation::kind::not_found);
    if (is_terminal(to) && (!is_terminal(from) || r.write != no_record)) {
        state_.audit_at = next_audit(state_, p, now.server);
    } else if (is_terminal(from) && looked && state_.audit_at != server_time{}) {
        state_.audit_at = next_audit(state_, p, std::max(now.server, state_.settled));
    }
    if (is_terminal(from) && reaffirming_ && c.seen) {
        // What was sent can still land before the fence, whatever clock the verdict was made by.
        bool const may_land = state_.sends != 0 && (from == phase::not_executed || state_.proven);
        bool const nothing = c.seen->what == observation::kind::not_found && (!may_land || after_fence(now, c));
        bool const agrees = from == phase::completed ? c.seen->status == execution_status::completed
                            : from == phase::failed  ? c.seen->status == execution_status::failed
                                                     : nothing;
        reaffirmed_ = agrees;
        if (looked) reaffirming_ = false, state_.told = false;
    }
    if (to != phase::recorded && to != phase::sending && to != phase::unknown) secret_ = false;
    keep_pace(r.then, from, now, c);
    if (r.then == pace::renew_token) return ask_token(now);

    bool const audited = is_terminal(from) && state_.audit_at != before_.audit_at;
    record_type const write = r.write == no_record && audited ? record_type::verdict : r.write;
    bool const writes = write != no_record && !(write == record_type::seen && to == from);
    if (writes && !poisoned_) {
        awaiting_ = awaited::persisted;
        writing_ = write;
        dollr::record next = record(write, now);
        if (c.decision) next.evidence = c.decision->evidence;
        return effect::persist{next};
    }
    return next_effect(now);
}

template <class Rules>
void basic_attempt<Rules>::keep_pace(pace how, dollr::phase from, instant now, context const& c) noexcept {
    policy const& p = *policy_;
    auto const after_doubt = [&] {
        schedule_.restart(now.steady);
        poll_at_ = now.steady + jitter_.between(p.first_poll_min, p.first_poll_max);
    };
    if (c.seen && c.seen->what != observation::kind::unauthorized) token_renewed_ = false;
    switch (how) {
        case pace::unchanged:
            break;
        case pace::after_doubt:
            after_doubt();
            break;
        case pace::restart:
            schedule_.restart(now.steady);
            poll_at_ = next_poll(now, c);
            break;
        case pace::next:
            if (from != state_.phase) schedule_.restart(now.steady);
            poll_at_ = next_poll(now, c);
            break;
        case pace::at_once:
            poll_at_ = now.steady;
            break;
        case pace::renew_token:
            token_wanted_ = token_renewed_ = true;
            if (from == phase::sending) {
                after_doubt();
            } else {
                poll_at_ = now.steady;
            }
            break;
    }
    if (is_terminal(state_.phase) && !is_terminal(from)) {
        schedule_.restart(now.steady);
        poll_at_ = next_poll(now, c);
    }
}

template <class Rules>
steady_time basic_attempt<Rules>::next_poll(instant now, context const& c) noexcept {
    policy const& p = *policy_;
    steady_time at = steady_time::max();
    bool const rests = is_terminal(state_.phase) && !reaffirming_;
    if (rests && state_.audit_at == server_time{}) return at;
    steady_time const audit{state_.audit_at.time_since_epoch() - skew_};
    if (state_.phase == phase::parked) {
        at = now.steady + jitter_.part_of(p.poll_parked, p.jitter_min);
    } else if (rests && (audit > now.steady || c.seen == nullptr)) {  // or it is long due, and nobody has been asked
        at = std::max(audit, now.steady);
    } else {
        at = schedule_.next(p, jitter_, now.steady);
    }
    if (c.seen && c.seen->retry_after) {
        at = std::max(at, now.steady + std::min(*c.seen->retry_after, p.poll_retry_after_max));
    }
    // Be there when a 404 begins to mean something.
    auto const not_later_than = [&](steady_time when) {
        if (when > now.steady && when < at) at = when;
    };
    if (state_.phase == phase::unknown || state_.phase == phase::confirming) not_later_than(exchange_end_ + p.quiet);
    if (p.trust_session_expiry && (!is_terminal(state_.phase) || state_.phase == phase::rejected))
        not_later_than(when_fenced(now));
    return at;
}

template <class Rules>
void basic_attempt<Rules>::remember() noexcept {
    before_ = {state_.phase,     state_.sends,   state_.proven,  state_.told,
               verdict_durable_, state_.doubted, state_.settled, state_.audit_at};
}

/// The persist did not happen: everything that it would have made durable is as before.
template <class Rules>
void basic_attempt<Rules>::take_back() noexcept {
    state_.phase = before_.phase;
    state_.sends = before_.sends;
    state_.proven = before_.proven;
    state_.told = before_.told;
    state_.doubted = before_.doubted;
    state_.settled = before_.settled;
    state_.audit_at = before_.audit_at;
    verdict_durable_ = before_.verdict_durable;
}

}  // namespace dollr

#endif
