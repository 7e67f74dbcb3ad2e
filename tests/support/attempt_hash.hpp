// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_HASH_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_HASH_HPP

#include "attempt_access.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <type_traits>

/// A machine and a record's state as a number: equal ones have the same, and a search tells states apart by it.
namespace dollr {

namespace tests {

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

}  // namespace tests

/// Of a record's state.
inline std::size_t hash_value(attempt_state const& s) noexcept {
    tests::hasher h;
    h.all(s.generation, s.phase, s.operation, s.reference_id, s.session, s.account, s.currency, s.payer, s.payee,
          s.payer_converted, s.payee_converted, s.expiry, s.sends, s.proven, s.told, s.payer_compared, s.payee_compared,
          s.status, s.anomalies, s.started, s.doubted, s.first_seen, s.settled, s.audit_at);
    return h.seed;
}

template <class Rules>
std::size_t hash_value(basic_attempt<Rules> const& a) noexcept {
    return attempt_access::hash(a);
}

template <class Rules>
std::size_t attempt_access::hash(basic_attempt<Rules> const& a) noexcept {
    tests::hasher h;
    h.all(hash_value(a.state_), a.intent_.key, a.lease_.owner, a.lease_.epoch, a.flow_.kind, a.flow_.step);
    h.all(a.before_.phase, a.before_.sends, a.before_.proven, a.before_.told, a.before_.verdict_durable,
          a.before_.doubted, a.before_.settled, a.before_.audit_at);
    h.all(jitter{a.jitter_}.next(), a.schedule_.begun_, a.schedule_.interval_, a.skew_,
          a.date_.value_or(duration::max()), a.exchange_end_, a.send_not_before_, a.lease_until_, a.poll_at_,
          a.park_at_, a.live_until_, a.action_until_);
    h.all(a.token_, a.serial_, a.awaiting_, a.writing_, a.not_found_, a.unsent_);
    h.all(a.begun_, a.dropped_, a.poisoned_, a.cancelled_, a.blocked_, a.token_asked_, a.token_wanted_,
          a.token_renewed_, a.secret_, a.secret_asked_, a.shown_, a.verdict_durable_, a.told_durable_, a.reaffirming_,
          a.reaffirmed_);
    return h.seed;
}

}  // namespace dollr

#endif
