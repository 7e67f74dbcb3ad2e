// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

using namespace dollr;
using namespace dollr::tests;
using flow::intent_kind;

/// Every fault that the sandbox knows, at once and by chance, with processes that die in between; then good weather, in
/// which all must come to rest. A seed replays exactly.

TEST_CASE("in any weather each payment is charged once or not at all, and what was charged is reported") {
    constexpr std::uint64_t seeds = 200;
    constexpr int payments = 12;
    std::size_t deaths = 0;
    std::size_t completed = 0;
    std::size_t others = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        jitter chance{seed};
        sandbox::options options;
        options.seed = seed;
        options.rates = sandbox::fault_rates::even(static_cast<std::uint32_t>(1000 + chance.next() % 8000));
        policy rules;
        rules.trust_session_expiry = seed % 2 == 0;
        virtual_world world{options, rules};
        std::vector<flow::payment_intent> wanted;
        for (int i = 0; i < payments; ++i)
            wanted.push_back(
                a_payment("key-" + std::to_string(i), i % 2 == 0 ? intent_kind::payout : intent_kind::collection));

        auto const work = [&](bool lit) {
            lit ? world.fuse().light(chance.next() % 400) : world.fuse().put_out();
            try {
                for (auto const& p : wanted) world.pay(p);
                return world.run();
            } catch (crash const&) {
                ++deaths;
                return false;
            }
        };
        for (int life = 0; life < 3; ++life) {
            work(true);
            world.restart();
        }
        world.server().set_rates({});
        // A 403 stops the payouts that are not sent until the program is started again.
        bool rested = work(false);
        if (world.work().tasks().breaker_open()) {
            world.restart();
            rested = work(false);
        }
        REQUIRE(rested);
        for (auto const& p : wanted) {
            CAPTURE(p.key);
            auto const r = world.newest(p.key);
            CAPTURE(static_cast<int>(r.attempt.phase));
            CAPTURE(world.work().tasks().breaker_open());
            CAPTURE((world.payment(p.key) ? world.payment(p.key)->last_error() : std::string{"-"}));
            auto const charges = world.charges(p.key);
            CHECK(charges <= 1);
            CHECK((is_terminal(r.attempt.phase) || r.attempt.phase == phase::parked));
            if (r.attempt.phase == phase::completed) CHECK(charges == 1);
            if (charges == 1)
                CHECK((r.attempt.phase == phase::completed || r.attempt.phase == phase::parked ||
                       has(r.attempt.anomalies, anomaly::late_truth)));
            ++(r.attempt.phase == phase::completed ? completed : others);
        }
        CHECK(world.journal().refusals == 0);
    }
    CHECK(deaths > seeds);
    CHECK(completed > others);
}
