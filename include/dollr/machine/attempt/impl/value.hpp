// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_VALUE_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_VALUE_HPP

#include <dollr/machine/attempt/attempt.hpp>

#include <algorithm>
#include <type_traits>

/// The attempt as a value: made, read, compared, brought to a canonical form.
namespace dollr {

inline attempt attempt::begin(attempt_state const& wanted, dollr::intent const& of, policy const& rules,
                              std::uint64_t seed, flow_progress const& flow) noexcept {
    attempt a;
    a.policy_ = &rules;
    a.intent_ = of;
    a.flow_ = flow;
    a.state_.generation = std::max<std::uint32_t>(wanted.generation, 1);
    a.state_.operation = wanted.operation;
    // Another version (reference_id::of_any_version) could be written into a journal, but not read back: it is no id
    // here, and a request without one is not built.
    if (wanted.reference_id.is_version_4()) a.state_.reference_id = wanted.reference_id;
    a.state_.session = wanted.session;
    a.state_.account = wanted.account;
    a.state_.currency = wanted.currency;
    a.state_.payer = wanted.payer;
    a.state_.payee = wanted.payee;
    a.state_.payer_converted = wanted.payer_converted;
    a.state_.payee_converted = wanted.payee_converted;
    a.state_.expiry = detail::sane(wanted.expiry);
    a.jitter_ = jitter{seed};
    a.dropped_ = false;
    return a;
}

inline attempt attempt::recover(dollr::record const& newest, policy const& rules, std::uint64_t seed) noexcept {
    attempt a;
    a.policy_ = &rules;
    a.intent_ = newest.intent;
    a.lease_ = newest.lease;
    a.flow_ = newest.flow;
    a.state_ = newest.attempt;
    for (server_time* t : {&a.state_.expiry, &a.state_.doubted, &a.state_.first_seen, &a.state_.settled})
        *t = detail::sane(*t);
    a.jitter_ = jitter{seed};
    a.dropped_ = newest.attempt.phase == phase::none;  // a flow's own step: there is no attempt in it
    return a;
}

inline dollr::record attempt::record(record_type why, instant now) const noexcept {
    dollr::record r;
    r.type = why;
    r.written = now.server;
    r.intent = intent_;
    r.lease = lease_;
    r.flow = flow_;
    r.attempt = state_;
    return r;
}

inline dollr::verdict attempt::verdict() const noexcept {
    dollr::verdict v;
    v.outcome = state_.phase;
    v.proven = state_.phase == phase::rejected && state_.proven;
    v.durable = verdict_durable_;
    v.mismatch = has(state_.anomalies, anomaly::amount_mismatch);
    v.payer_compared = state_.payer_compared;
    v.payee_compared = state_.payee_compared;
    v.reaffirmed = reaffirmed_;
    v.sends = state_.sends;
    return v;
}

inline std::optional<paid> attempt::proof() const noexcept {
    bool const contradicted =
        has(state_.anomalies, anomaly::amount_mismatch) || has(state_.anomalies, anomaly::verdict_flip);
    if (state_.phase != phase::completed || !state_.told || contradicted) return std::nullopt;
    paid p;
    p.by_ = paid::ground::attempt;
    p.reference_id_ = state_.reference_id;
    p.operation_ = state_.operation;
    p.payer_compared_ = state_.payer_compared;
    p.payee_compared_ = state_.payee_compared;
    return p;
}

/// What canonical() takes for now: not zero, because a zero server time means `never` in a record.
inline constexpr instant canonical_origin{steady_time{}, server_time{std::chrono::hours{24 * 365}}};

namespace detail {

/// With the times that none of the phases in `looking` ever looks at again forgotten.
constexpr attempt_state canonical_state(attempt_state s, phases looking, policy const& p, instant now) noexcept {
    auto const since = [&](server_time& t, duration reach, phases lookers) {
        if (t == server_time{}) return;  // never
        bool const matters = looking.meets(lookers);
        t = matters ? moved(t, now.server, canonical_origin.server, reach) : canonical_origin.server;
    };
    constexpr phases doubting = phase::none | phase::recorded | phase::sending | phase::unknown | phase::confirming;
    s.started = {};
    since(s.expiry, fence_after_expiry(p) + 2 * p.exchange_max, unfinished_phases | phase::rejected);
    since(s.doubted, p.doubt_max, doubting);
    since(s.first_seen, p.live_max, unfinished_phases);
    since(s.settled, std::max(p.audits[2], p.rejected_watch), terminal_phases);
    return s;
}

}  // namespace detail

/// A record's state with its times relative to `now`, and those that its phase never looks at again forgotten: two that
/// differ only in when they happened become equal. A time of zero stays zero, because it means `never`.
constexpr attempt_state canonical(attempt_state const& s, policy const& p, instant now) noexcept {
    return detail::canonical_state(s, s.phase, p, now);
}

inline attempt attempt::canonical(instant at) const noexcept {
    instant const now{detail::sane(at.steady), detail::sane(at.server)};
    attempt a = *this;
    if (!policy_) return a;
    policy const& p = *policy_;
    auto const move = [&](steady_time& t, duration reach = {}) {
        t = detail::moved_end(t, now.steady, canonical_origin.steady, reach);
    };
    bool const writing =
        awaiting_ == awaited::persisted;  // it may be taken back: the phase before looks at its times, too
    phases const looking = writing ? state_.phase | before_.phase : phases{state_.phase};
    auto const looks_from = [&](phases all) { return looking.meets(all); };
    a.state_ = detail::canonical_state(state_, looking, p, now);
    if (writing) {
        attempt_state back = state_;
        back.doubted = before_.doubted;
        back.settled = before_.settled;
        back = detail::canonical_state(back, looking, p, now);
        a.before_.doubted = back.doubted;
        a.before_.settled = back.settled;
    } else {
        a.before_ = {};
        a.writing_ = {};
    }
    a.jitter_ = jitter{};
    duration const disagreement = (now.steady.time_since_epoch() + skew_) - now.server.time_since_epoch();
    duration const agreed = canonical_origin.server.time_since_epoch() - canonical_origin.steady.time_since_epoch();
    a.skew_ = begun_ ? agreed + disagreement : duration{};
    move(a.exchange_end_, p.quiet + p.exchange_max);
    move(a.send_not_before_);
    move(a.lease_until_);
    move(a.poll_at_);
    move(a.park_at_);
    move(a.live_until_);
    move(a.action_until_);
    move(a.settled_at_, std::max(p.audits[2], p.rejected_watch));
    constexpr phases doubting = phase::sending | phase::unknown | phase::confirming;
    constexpr phases unsent = phase::recorded | phase::sending | phase::unknown;
    if (!looks_from(doubting)) a.park_at_ = steady_time::max();
    // The answer of a first send sets them; a later send that never left keeps those of an earlier one.
    bool const earlier_send = (state_.phase == phase::sending && state_.sends > 1) ||
                              (writing && before_.phase == phase::sending && before_.sends > 1);
    if (!earlier_send && !looks_from(phase::unknown | phase::confirming)) a.exchange_end_ = {}, a.not_found_ = 0;
    if (!looks_from(unsent)) a.send_not_before_ = {}, a.unsent_ = 0;
    if (!looks_from(unfinished_phases) || state_.first_seen == server_time{}) a.live_until_ = steady_time::max();
    if (!looks_from(phase::action)) a.action_until_ = steady_time::max();
    if (!looks_from(terminal_phases)) a.settled_at_ = {};
    if (!writing && !polled_phases.contains(state_.phase) && !is_terminal(state_.phase)) a.poll_at_ = {};
    if (awaiting_ == awaited::send_answer || awaiting_ == awaited::poll_answer) a.poll_at_ = {};
    if (looks_from(phase::unknown | phase::live | phase::confirming | phase::action) || reaffirming_) {
        duration const age = std::min(now.steady - schedule_.begun(), std::end(p.poll_stages)[-1].until);
        a.schedule_.shift(schedule_.begun() - (canonical_origin.steady - age));
    } else {
        a.schedule_ = {};
    }
    a.token_ = std::min<std::uint64_t>(token_, 1);
    a.serial_ = awaiting_ == awaited::send_answer || awaiting_ == awaited::poll_answer ? 1 : 0;
    a.not_found_ = std::min(a.not_found_, p.not_found_min);
    a.unsent_ = std::min<std::uint8_t>(a.unsent_, 7);
    return a;
}

namespace detail {

struct hasher {
    std::size_t seed = 0;

    void mix(std::uint64_t v) noexcept {
        std::uint64_t z = static_cast<std::uint64_t>(seed) + 0x9E3779B97F4A7C15u + v;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        seed = static_cast<std::size_t>(z ^ (z >> 27));
    }
    template <class T>
    void operator()(T const& v) noexcept {
        if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
            mix(static_cast<std::uint64_t>(v));
        } else {
            mix(std::hash<T>{}(v));
        }
    }
    void operator()(duration d) noexcept { mix(static_cast<std::uint64_t>(d.count())); }
    void operator()(steady_time t) noexcept { (*this)(t.time_since_epoch()); }
    void operator()(server_time t) noexcept { (*this)(t.time_since_epoch()); }
    void operator()(std::optional<money> const& m) noexcept {
        mix(m.has_value());
        if (m) (*this)(m->amount), (*this)(m->currency);
    }
    template <class... T>
    void all(T const&... v) noexcept {
        ((*this)(v), ...);
    }
};

}  // namespace detail

/// Of a record's state.
inline std::size_t hash_value(attempt_state const& s) noexcept {
    detail::hasher h;
    h.all(s.generation, s.phase, s.operation, s.reference_id, s.session, s.account, s.currency, s.payer, s.payee,
          s.payer_converted, s.payee_converted, s.expiry, s.sends, s.proven, s.told, s.payer_compared, s.payee_compared,
          s.status, s.anomalies, s.started, s.doubted, s.first_seen, s.settled);
    return h.seed;
}

inline std::size_t attempt::hash() const noexcept {
    detail::hasher h;
    h.all(hash_value(state_), intent_.key, lease_.owner, lease_.epoch, flow_.kind, flow_.step);
    h.all(before_.phase, before_.sends, before_.proven, before_.told, before_.verdict_durable, before_.doubted,
          before_.settled);
    h.all(jitter{jitter_}.next(), schedule_.begun(), schedule_.interval(), skew_, exchange_end_, send_not_before_,
          lease_until_, poll_at_, park_at_, live_until_, action_until_, settled_at_);
    h.all(token_, serial_, awaiting_, writing_, not_found_, unsent_);
    h.all(begun_, dropped_, poisoned_, cancelled_, blocked_, token_asked_, token_wanted_, token_renewed_, secret_,
          secret_asked_, shown_, verdict_durable_, told_durable_, reaffirming_, reaffirmed_);
    return h.seed;
}

}  // namespace dollr

#endif
