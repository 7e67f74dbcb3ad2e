// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>

/// What provably never began is begun by the next payment of the same key; and no verdict is seen before it is durable.

using namespace dollr;
using namespace dollr::tests;
using flow::intent_kind;

namespace {

constexpr std::chrono::minutes two_minutes{2};

/// A world whose server answers nobody until `back`.
struct outage {
    virtual_world world;
    bool down = true;
    std::set<std::string> asked;  ///< targets, while it is up

    explicit outage(policy rules = {}) : world{{}, rules} {
        world.transport().intercept = [this](http_request const& r) -> std::optional<exchange_result> {
            if (down && r.target.find("token") == std::string::npos)
                return no_response{delivery::never_sent, false, "connection refused"};
            asked.insert(r.target);
            return std::nullopt;
        };
    }
};

bool asks_status(std::set<std::string> const& targets) {
    for (auto const& t : targets)
        if (t.find("/status/") != std::string::npos && t.find("source") == std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("a server that was down at the start is paid by the next run, once, and nobody is asked about nothing") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout, intent_kind::transfer}) {
        CAPTURE(wire_name(kind));
        outage o;
        auto const p = a_payment("rent", kind, 1);  // COMPLETED at once, so no status is ever asked for
        o.world.pay(p);
        REQUIRE(o.world.run(std::chrono::minutes{10}));
        REQUIRE(o.world.newest("rent").attempt.phase == phase::not_executed);
        CHECK(o.world.payment("rent")->last_error().find("connection refused") != std::string::npos);
        o.down = false;
        o.world.restart();
        o.world.pay(p);
        REQUIRE(o.world.run());
        CHECK(o.world.newest("rent").attempt.phase == phase::completed);
        CHECK(o.world.newest("rent").attempt.generation == 2);
        CHECK(o.world.charges("rent") == 1);
        CHECK_FALSE(asks_status(o.asked));
        CHECK(o.world.journal().refusals == 0);
    }
}

TEST_CASE("a server that stays down is tried once a run, for as many runs as it takes") {
    outage o;
    auto const p = a_payment("rent", intent_kind::payout);
    for (std::uint32_t runs = 1; runs <= 5; ++runs) {
        o.world.restart();
        o.world.pay(p);
        REQUIRE(o.world.run(std::chrono::minutes{10}));
        CHECK(o.world.newest("rent").attempt.phase == phase::not_executed);
        CHECK(o.world.newest("rent").attempt.generation == runs);
    }
    o.down = false;
    o.world.restart();
    o.world.pay(p);
    REQUIRE(o.world.run());
    CHECK(o.world.newest("rent").attempt.phase == phase::completed);
    CHECK(o.world.charges("rent") == 1);
}

TEST_CASE("an attempt that was never sent is asked about once more, and followed by one with an id of its own") {
    virtual_world world;
    auto const p = a_payment("rent", intent_kind::payout);
    world.code = "000000";  // nothing is sent with a second passcode until somebody corrects it
    world.pay(a_payment("first", intent_kind::payout));
    world.pay(p);
    REQUIRE(world.run());
    auto const before = world.newest("rent").attempt;
    REQUIRE(before.phase == phase::recorded);
    world.restart();
    world.clock().advance(std::chrono::hours{1});  // its session is over
    world.pay(p);
    REQUIRE(world.run());
    REQUIRE(world.newest("rent").attempt.phase == phase::not_executed);
    REQUIRE(world.newest("rent").attempt.sends == 0);
    world.code = "123456";
    world.restart();
    world.pay(p);
    REQUIRE(world.run());
    CHECK(world.newest("rent").attempt.phase == phase::completed);
    CHECK(world.newest("rent").attempt.generation == 2);
    CHECK(world.newest("rent").attempt.reference_id != before.reference_id);
    CHECK(world.charges("rent") == 1);
}

TEST_CASE("what failed, was rejected, or may have left stays so until the application gives its word") {
    policy rules;
    rules.trust_session_expiry = true;
    for (int const magic : {2, 3, 38, 40}) {
        CAPTURE(magic);
        virtual_world world{{}, rules};
        auto const p = a_payment("rent", intent_kind::collection, magic);
        world.pay(p);
        REQUIRE(world.run());
        auto const end = world.newest("rent");
        REQUIRE(is_terminal(end.attempt.phase));
        REQUIRE(end.attempt.sends != 0);
        world.restart();
        world.pay(p);
        REQUIRE(world.run(two_minutes));
        CHECK(world.newest("rent").attempt.generation == 1);
        CHECK(world.charges("rent") == 0);
    }
}

TEST_CASE("the process may die at any moment of beginning again: it is charged once") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout})
        for (std::size_t moment = 0;; ++moment) {
            CAPTURE(wire_name(kind));
            CAPTURE(moment);
            outage o;
            auto const p = a_payment("rent", kind, 20);
            o.world.pay(p);
            REQUIRE(o.world.run(std::chrono::minutes{10}));
            REQUIRE(o.world.newest("rent").attempt.phase == phase::not_executed);
            o.down = false;
            o.world.restart();
            o.world.fuse().light(moment);
            bool rested = false;
            try {
                o.world.pay(p);
                rested = o.world.run();
            } catch (crash const&) {
                o.world.restart();
                o.world.pay(p);
                rested = o.world.run();
            }
            REQUIRE(rested);
            CHECK(o.world.newest("rent").attempt.phase == phase::completed);
            CHECK(o.world.charges("rent") == 1);
            CHECK(o.world.journal().refusals == 0);
            if (!o.world.fuse().burnt()) break;
        }
}

TEST_CASE("whatever magic strikes, nobody sees a verdict before the journal has it") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout})
        for (int magic = 0; magic <= 86; ++magic) {
            CAPTURE(wire_name(kind));
            CAPTURE(magic);
            policy rules;
            rules.trust_session_expiry = true;
            virtual_world world{{}, rules};
            std::size_t verdicts = 0;
            world.journal().on_put = [&](std::span<record const> records) {
                for (auto const& r : records) {
                    auto const known = world.newest("rent").attempt.phase;
                    auto const* const shown = world.payment("rent");
                    REQUIRE(shown != nullptr);
                    if (is_terminal(known) || !is_terminal(r.attempt.phase)) continue;
                    ++verdicts;
                    CHECK_FALSE(is_terminal(shown->phase()));
                    CHECK_FALSE(shown->outcome());
                    CHECK_FALSE(is_terminal(shown->newest(world.clock().now()).attempt.phase));
                }
            };
            world.pay(a_payment("rent", kind, magic));
            REQUIRE(world.run());
            CHECK(verdicts == is_terminal(world.newest("rent").attempt.phase));
        }
}
