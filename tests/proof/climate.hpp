// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_CLIMATE_HPP
#define DOLLR_TESTS_PROOF_CLIMATE_HPP

#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/sandbox/fault_rates.hpp>

#include <cstddef>
#include <cstdint>

/// How a world is disposed: every fault has a weight of its own, drawn from the seed. Most are rare, a few are not, so
/// that each seed is another kind of bad day.
namespace proof {

using namespace dollr;
using namespace std::chrono_literals;

/// What may go wrong on the client's side, in thousandths of each occasion.
struct climate {
    policy rules;
    sandbox::fault_rates rates;  ///< of the server and the network
    operation_type operation = operation_type::payout;
    duration session = 15min;
    bool enforces_expiry = true;
    bool refuses_copies = false;
    std::uint16_t slow = 0;   ///< an exchange takes up to its deadline
    std::uint16_t crash = 0;  ///< at an effect
    std::uint16_t torn = 0;   ///< such a crash loses the journal's end
    std::uint16_t stall = 0;  ///< an effect is carried out minutes later, when another worker has taken over
    std::uint16_t journal_fails = 0;
    std::uint16_t token_refused = 0;
    std::uint16_t token_deferred = 0;
    std::uint16_t passcode_late = 0;
    std::uint16_t passcode_refused = 0;
    std::uint16_t cancel = 0;
    std::uint16_t deferred = 0;  ///< the pool has no place for a send
    std::uint16_t stale_answer = 0;
    std::uint16_t resolve = 0;       ///< an operator looks at a parked one
    std::uint16_t changes_mind = 0;  ///< the server, after a verdict was told
    std::uint16_t clock_ahead = 0;   ///< a process that recovers has a clock that is up to three hours ahead
    std::uint16_t undated = 0;       ///< an answer loses its Date to somebody in between
    std::uint16_t watch = 50;        ///< goes on to look after a verdict was told
};

/// The kinds of fault that a climate has weights for.
inline constexpr std::size_t kinds_of_fault =
    (sandbox::fault_count - 1) + (sandbox::fault_rates::outcome_count - 1) + 16;

inline climate drawn_climate(std::uint64_t seed) {
    jitter chance{seed};
    auto const weight = [&chance](std::uint32_t whole) -> std::uint32_t {
        auto const kind = chance.next() % 20;
        auto const part = static_cast<std::uint32_t>(chance.next() % 1000);
        if (kind < 11) return 0;
        if (kind < 19) return whole / 1000 * part / 50;  // up to 2 %
        return whole / 1000 * part / 4;                  // up to 25 %
    };
    climate c;
    for (std::size_t i = 1; i < sandbox::fault_count; ++i) {
        c.rates.moves_money[i] = weight(1'000'000);
        c.rates.others[i] = weight(1'000'000);
    }
    for (std::size_t i = 1; i < sandbox::fault_rates::outcome_count; ++i) c.rates.outcomes[i] = weight(1'000'000);
    // A 404 that lies about what is older than the lag bound would break a promise, and a day of polls is long.
    c.rates.others[static_cast<std::size_t>(sandbox::fault::not_found)] = 0;
    c.rates.outcomes[static_cast<std::size_t>(sandbox::outcome::never_ends)] /= 20;
    c.operation = chance.next() % 2 ? operation_type::payout : operation_type::collection;
    c.refuses_copies = chance.next() % 3 == 0;
    c.enforces_expiry = chance.next() % 3 != 0;
    c.rules.trust_session_expiry = c.enforces_expiry && chance.next() % 2 == 0;
    c.session = chance.between(10min, 40min);
    for (auto* of : {&c.slow, &c.crash, &c.torn, &c.stall, &c.journal_fails, &c.token_refused, &c.token_deferred,
                     &c.passcode_late, &c.passcode_refused, &c.cancel, &c.deferred, &c.stale_answer, &c.resolve,
                     &c.changes_mind, &c.clock_ahead, &c.undated})
        *of = static_cast<std::uint16_t>(weight(1000));
    c.torn = static_cast<std::uint16_t>(c.torn * 4);
    c.resolve = static_cast<std::uint16_t>(c.resolve * 4);
    c.changes_mind = static_cast<std::uint16_t>(c.changes_mind * 4);
    c.clock_ahead = static_cast<std::uint16_t>(c.clock_ahead * 4);
    c.undated = static_cast<std::uint16_t>(c.undated * 4);
    return c;
}

}  // namespace proof

#endif
