// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_CANONICAL_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_CANONICAL_HPP

#include "attempt_access.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>

/// Machines that differ only in when things happened are made equal, so that the graph of a search is finite: times
/// become relative, those that no phase looks at again are forgotten, counters stop at their guards.
namespace dollr {

/// What canonical() takes for now: not zero, because a zero server time means `never` in a record.
inline constexpr instant canonical_origin{steady_time{}, server_time{std::chrono::hours{24 * 365}}};

namespace tests {

/// `t` as if `now` were `origin`, and never earlier than `reach` before it: what is older makes no difference.
template <class Time>
constexpr Time moved(Time t, Time now, Time origin, duration reach) noexcept {
    return origin + std::max(t - now, -reach);
}

/// With the times that none of the phases in `looking` ever looks at again forgotten.
constexpr attempt_state canonical_state(attempt_state s, phases looking, policy const& p, instant now) noexcept {
    auto const since = [&](server_time& t, duration reach, phases lookers) {
        if (t == server_time{}) return;  // never
        bool const matters = (looking.bits & lookers.bits) != 0;
        t = matters ? moved(t, now.server, canonical_origin.server, reach) : canonical_origin.server;
    };
    constexpr phases doubting = phase::none | phase::recorded | phase::sending | phase::unknown | phase::confirming;
    s.started = {};
    since(s.expiry, fence_after_expiry(p) + 2 * p.exchange_max, unfinished_phases | phase::rejected);
    since(s.doubted, p.doubt_max, doubting);
    since(s.first_seen, p.live_max, unfinished_phases);
    since(s.settled, std::max(p.audits[2], p.rejected_watch), terminal_phases);
    since(s.audit_at, {}, terminal_phases);
    return s;
}

}  // namespace tests

/// A record's state with its times relative to `now`, and those that its phase never looks at again forgotten: two that
/// differ only in when they happened become equal. A time of zero stays zero, because it means `never`.
constexpr attempt_state canonical(attempt_state const& s, policy const& p, instant now) noexcept {
    return tests::canonical_state(s, s.phase, p, now);
}

/// The same machine as if now were `canonical_origin`.
template <class Machine>
Machine canonical(Machine const& was, instant at) noexcept {
    Machine a = was;
    attempt_access::forget_when(was, a, at);
    return a;
}

template <class Rules>
void attempt_access::forget_when(basic_attempt<Rules> const& was, basic_attempt<Rules>& a, instant at) noexcept {
    using awaited = typename basic_attempt<Rules>::awaited;
    instant const now{detail::sane(at.steady), detail::sane(at.server)};
    if (!was.policy_) return;
    policy const& p = *was.policy_;
    auto const move = [&](steady_time& t, duration reach = {}) {
        if (t != steady_time::max()) t = tests::moved(t, now.steady, canonical_origin.steady, reach);
    };
    bool const writing =
        was.awaiting_ == awaited::persisted;  // it may be taken back: the phase before looks at its times, too
    phases const looking = writing ? was.state_.phase | was.before_.phase : phases{was.state_.phase};
    auto const looks_from = [&](phases all) { return (looking.bits & all.bits) != 0; };
    a.state_ = tests::canonical_state(was.state_, looking, p, now);
    if (writing) {
        attempt_state back = was.state_;
        back.doubted = was.before_.doubted;
        back.settled = was.before_.settled;
        back.audit_at = was.before_.audit_at;
        back = tests::canonical_state(back, looking, p, now);
        a.before_.doubted = back.doubted;
        a.before_.settled = back.settled;
        a.before_.audit_at = back.audit_at;
    } else {
        a.before_ = {};
        a.writing_ = {};
    }
    a.jitter_ = jitter{};
    auto const as_at_origin = [&](duration reading) {
        duration const disagreement = (now.steady.time_since_epoch() + reading) - now.server.time_since_epoch();
        return canonical_origin.server.time_since_epoch() - canonical_origin.steady.time_since_epoch() + disagreement;
    };
    a.skew_ = was.begun_ ? as_at_origin(was.skew_) : duration{};
    if (was.date_) a.date_ = as_at_origin(*was.date_);
    move(a.exchange_end_, p.quiet + p.exchange_max);
    move(a.send_not_before_);
    move(a.lease_until_);
    move(a.poll_at_);
    move(a.park_at_);
    move(a.live_until_);
    move(a.action_until_);
    constexpr phases doubting = phase::sending | phase::unknown | phase::confirming;
    constexpr phases unsent = phase::recorded | phase::sending | phase::unknown;
    if (!looks_from(doubting)) a.park_at_ = steady_time::max();
    // The answer of a first send sets them; a later send that never left keeps those of an earlier one.
    bool const earlier_send = (was.state_.phase == phase::sending && was.state_.sends > 1) ||
                              (writing && was.before_.phase == phase::sending && was.before_.sends > 1);
    if (!earlier_send && !looks_from(phase::unknown | phase::confirming)) a.exchange_end_ = {}, a.not_found_ = 0;
    if (!looks_from(unsent)) a.send_not_before_ = {}, a.unsent_ = 0;
    if (!looks_from(unfinished_phases) || was.state_.first_seen == server_time{}) a.live_until_ = steady_time::max();
    if (!looks_from(phase::action)) a.action_until_ = steady_time::max();
    if (!writing && !polled_phases.contains(was.state_.phase) && !is_terminal(was.state_.phase)) a.poll_at_ = {};
    if (was.awaiting_ == awaited::send_answer || was.awaiting_ == awaited::poll_answer) a.poll_at_ = {};
    bool const is_audited = looks_from(terminal_phases) && was.state_.audit_at != server_time{};
    if (looks_from(phase::unknown | phase::live | phase::confirming | phase::action) || was.reaffirming_ ||
        is_audited) {
        duration const age = std::min(now.steady - was.schedule_.begun_, std::end(p.poll_stages)[-1].until);
        a.schedule_.begun_ = canonical_origin.steady - age;
    } else {
        a.schedule_ = {};
    }
    a.token_ = std::min<std::uint64_t>(was.token_, 1);
    a.serial_ = was.awaiting_ == awaited::send_answer || was.awaiting_ == awaited::poll_answer ? 1 : 0;
    a.not_found_ = std::min(a.not_found_, p.not_found_min);
    a.unsent_ = std::min<std::uint8_t>(a.unsent_, 7);
}

}  // namespace dollr

#endif
