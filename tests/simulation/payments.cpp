// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

using namespace dollr;
using namespace dollr::tests;
using flow::intent_kind;

TEST_CASE("a collection goes from party to receipt and is charged once") {
    virtual_world world;
    world.add(a_payment("order-1", intent_kind::collection));
    REQUIRE(world.run());
    CHECK(world.verdicts.at("order-1").outcome == phase::completed);
    CHECK(world.charges("order-1") == 1);
    CHECK(world.payment("order-1")->has_receipt());
    CHECK(world.payment("order-1")->attempt()->proof().has_value());
}

TEST_CASE("a payout asks for the passcode once and is charged once") {
    virtual_world world;
    world.add(a_payment("salary-1", intent_kind::payout));
    REQUIRE(world.run());
    CHECK(world.verdicts.at("salary-1").outcome == phase::completed);
    CHECK(world.charges("salary-1") == 1);
    CHECK(world.passcodes_asked == 1);
}

TEST_CASE("whatever magic strikes, nothing is charged twice, nothing is lost, and everything comes to rest") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout})
        for (auto const trusts : {false, true})
            for (sandbox::magic const& m : sandbox::magic_values) {
                CAPTURE(int{m.code});
                CAPTURE(wire_name(kind));
                CAPTURE(trusts);
                policy rules;
                rules.trust_session_expiry = trusts;
                virtual_world world{{}, rules};
                world.add(a_payment("key", kind, m.code));
                CHECK(world.run());
                CHECK(world.charges("key") <= 1);
                auto const r = world.newest("key");
                auto const ended = is_terminal(r.attempt.phase);
                auto const held = world.runner().tasks().tripped();
                CHECK((ended || r.attempt.phase == phase::parked || held));
                if (ended && world.charges("key") == 1)
                    CHECK((r.attempt.phase == phase::completed || has(r.attempt.anomalies, anomaly::late_truth)));
                if (r.attempt.phase == phase::completed) CHECK(world.charges("key") == 1);
            }
}
