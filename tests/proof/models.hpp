// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_MODELS_HPP
#define DOLLR_TESTS_PROOF_MODELS_HPP

#include "world.hpp"

#include <string_view>
#include <vector>

/// The worlds that are searched. Each asks one question in depth: a world with everything in it at once would be too
/// large to be exhausted.
namespace proof {

/// Short times, so that the graphs are small; the relations between them are those of the defaults.
inline policy short_rules() {
    policy p;
    p.jitter_min = 1000;
    p.first_poll_min = p.first_poll_max = 1s;
    p.poll_first = 75s;
    for (int i = 0; i < 3; ++i) p.poll_stages[i] = {std::chrono::milliseconds{i + 1}, 75s};  // one stage
    p.not_found_min = 2;
    p.sends_max = 2;
    p.doubt_max = 8min;
    p.live_max = 8min;
    p.action_max = 3min;
    p.poll_parked = 10min;
    p.rejected_watch = 10min;
    p.audits[0] = 5min, p.audits[1] = 10min, p.audits[2] = 11min;
    p.retry_first = p.retry_max = 30s;
    return p;
}

enum class depth { shallow, deep };

inline std::vector<model> models(depth how) {
    bool const deep = how == depth::deep;
    auto const pick = [deep](budget shallow, budget more) { return deep ? more : shallow; };
    std::vector<model> all;
    auto const add = [&all](std::string_view name, budget allowed, auto change) {
        model m;
        m.name = name;
        m.allowed = allowed;
        m.right = short_rules();
        change(m);
        m.rules = m.right;
        all.push_back(m);
    };
    auto const trusts = [](model& m) { m.right.trust_session_expiry = m.enforces_expiry = true; };
    //                     crashes, takeovers, faults, journal faults, packets, copies
    add("plain", pick({1, 0, 1, 0, 1, 0}, {3, 0, 1, 0, 1, 0}), [](model&) {});
    add("a fleet", {0, 1, 1, 0, 1, 0}, [](model&) {});
    if (deep) add("a fleet that crashes", {1, 1, 0, 0, 1, 0}, [](model&) {});
    if (deep) add("a fleet of three", {0, 2, 0, 0, 1, 0}, [](model&) {});
    add("expiry trusted", pick({1, 0, 1, 0, 1, 0}, {2, 0, 1, 0, 2, 0}), trusts);
    add("a fleet, expiry trusted", pick({0, 1, 0, 0, 1, 0}, {0, 1, 1, 0, 1, 0}), trusts);
    add("expiry enforced, not trusted", pick({1, 0, 1, 0, 1, 0}, {2, 0, 1, 0, 1, 0}),
        [](model& m) { m.enforces_expiry = true; });
    add("a journal that fails", pick({1, 0, 0, 1, 1, 0}, {1, 0, 1, 1, 1, 0}), [](model& m) { m.torn_tails = true; });
    add("refusals with effect", pick({1, 0, 1, 0, 1, 0}, {2, 0, 1, 0, 1, 0}),
        [](model& m) { m.refuses_with_effect = m.refuses_copies = true; });
    add("odd answers", pick({0, 0, 2, 0, 1, 0}, {1, 0, 2, 0, 1, 0}),
        [](model& m) { m.odd_answers = m.stale_answers = true; });
    add("a payout", pick({1, 0, 1, 0, 1, 0}, {2, 0, 1, 0, 1, 0}), [](model& m) {
        m.operation = operation_type::payout;
        m.cancels = true;
    });
    add("a busy pool", pick({0, 0, 1, 0, 1, 0}, {1, 0, 1, 0, 1, 0}), [](model& m) { m.defers = true; });
    add("3-D Secure", pick({0, 0, 1, 0, 1, 0}, {1, 0, 2, 0, 1, 0}),
        [](model& m) { m.asks_action = m.other_amounts = true; });
    add("an operator", pick({0, 0, 1, 0, 1, 0}, {1, 0, 1, 0, 1, 0}), [&](model& m) {
        trusts(m);
        m.session = 25min;
        m.resolves = true;
    });
    add("a clock that is ahead", pick({1, 0, 1, 0, 1, 0}, {2, 0, 1, 0, 1, 0}), [&](model& m) {
        trusts(m);
        m.clock_error = 20min;
        m.reattempts = m.resolves = m.strips_dates = true;
    });
    return all;
}

/// Worlds that break a promise which the library rests on: what then happens is counted, not held against it.
inline std::vector<model> broken_worlds() {
    std::vector<model> all;
    auto const add = [&all](std::string_view name, budget allowed, auto change) {
        model m;
        m.name = name;
        m.allowed = allowed;
        m.right = short_rules();
        change(m);
        m.rules = m.right;
        all.push_back(m);
    };
    add("a server that races with itself", {1, 0, 1, 0, 1, 1}, [](model& m) { m.races = true; });
    add("a network that delivers twice", {1, 0, 1, 0, 1, 1}, [](model&) {});
    add("FAILED that is not final", {1, 0, 1, 0, 1, 0}, [](model& m) { m.flips = true; });
    return all;
}

}  // namespace proof

#endif
