// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/virtual_world.hpp"

#include <dollr/journal/record_codec.hpp>
#include <dollr/sandbox/magic.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>

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
    for (auto const kind : {intent_kind::collection, intent_kind::payout, intent_kind::transfer})
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
                auto const held = world.work().tasks().breaker_open();
                CHECK((ended || r.attempt.phase == phase::parked || held));
                if (ended && world.charges("key") == 1)
                    CHECK((r.attempt.phase == phase::completed || has(r.attempt.anomalies, anomaly::late_truth)));
                if (r.attempt.phase == phase::completed) CHECK(world.charges("key") == 1);
            }
}

TEST_CASE("an answer or a request that was lost is asked for, and the payment completes under its one id") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout, intent_kind::transfer})
        for (int const code : {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 41, 42, 43}) {
            CAPTURE(code);
            CAPTURE(wire_name(kind));
            virtual_world world;
            world.add(a_payment("key", kind, code));
            REQUIRE(world.run());
            CHECK(world.newest("key").attempt.phase == phase::completed);
            CHECK(world.charges("key") == 1);
            CHECK(world.newest("key").attempt.generation == 1);
        }
}

TEST_CASE("mistake 25: what was created by a request whose answer was lost is found again, not made twice") {
    for (int const code : {60, 61, 62, 63, 64, 65, 66, 67, 68, 69}) {
        CAPTURE(code);
        virtual_world world;
        auto p = a_payment("key", intent_kind::collection, code, "23.50");
        p.items = {{"Phone card", 3, *amount::try_parse("4.50")}, {"Charger", 1, *amount::try_parse("10.00")}};
        world.add(p);
        REQUIRE(world.run());
        CHECK(world.newest("key").attempt.phase == phase::completed);
        CHECK(world.charges("key") == 1);
        CHECK(world.server().ledger().front().payer_amount == p.amount);
        CHECK(world.server().state().invoices.size() == 1);
    }
}

TEST_CASE("the process may die at any write and at any send: everything comes to rest and is charged once") {
    std::size_t deaths = 0;
    for (auto const kind : {intent_kind::collection, intent_kind::payout, intent_kind::transfer})
        for (int const code : {0, 1, 2, 6, 20, 21, 27, 40, 62, 67}) {
            CAPTURE(code);
            CAPTURE(wire_name(kind));
            auto const p = a_payment("key", kind, code);
            for (std::size_t moment = 0;; ++moment) {
                CAPTURE(moment);
                policy rules;
                rules.trust_session_expiry = true;
                virtual_world world{{}, rules};
                world.fuse().light(moment);
                bool rested = false;
                try {
                    world.pay(p);
                    rested = world.run();
                } catch (crash const&) {
                    ++deaths;
                    world.restart();
                    world.pay(p);
                    rested = world.run();
                }
                REQUIRE(rested);
                auto const r = world.newest("key");
                CHECK(is_terminal(r.attempt.phase));
                CHECK((r.attempt.phase == phase::completed) == (world.charges("key") == 1));
                CHECK(world.charges("key") <= 1);
                CHECK(world.journal().refusals == 0);
                if (!world.fuse().burnt()) break;
            }
        }
    CHECK(deaths > 1000);
}

TEST_CASE("a wrong passcode is tried once, and every payout that was not sent stays where it was") {
    virtual_world world;
    world.code = "000000";
    for (int i = 0; i < 20; ++i) world.add(a_payment("salary-" + std::to_string(i), intent_kind::payout));
    REQUIRE(world.run());
    CHECK(world.work().tasks().breaker_open());
    CHECK(world.server().state().counters.refused_passcodes == 1);
    CHECK(world.server().ledger().empty());
}

TEST_CASE("wrong credentials are tried once") {
    virtual_world world;
    world.client_secret = "wrong";
    for (int i = 0; i < 20; ++i) world.add(a_payment("salary-" + std::to_string(i), intent_kind::payout));
    REQUIRE(world.run());
    CHECK(world.token_errors == 1);
    CHECK(world.requests() == 1);
}

TEST_CASE("a declined payment is tried again only when asked, under a new id, after one more poll") {
    virtual_world world;
    auto const p = a_payment("key", intent_kind::collection, 2);
    world.add(p);
    REQUIRE(world.run());
    REQUIRE(world.newest("key").attempt.phase == phase::failed);
    auto const first = world.newest("key").attempt.reference_id;
    world.restart();
    world.reattempt(world.newest("key"), p);
    REQUIRE(world.run());
    CHECK(world.newest("key").attempt.generation == 2);
    CHECK(world.newest("key").attempt.reference_id != first);
    CHECK(world.newest("key").attempt.phase == phase::failed);
    CHECK(world.charges("key") == 0);
}

TEST_CASE("an intent that was given up before its attempt may be tried again") {
    virtual_world world;
    auto p = a_payment("key", intent_kind::payout, 50);  // an inactive account
    world.add(p);
    REQUIRE(world.run());
    CHECK(world.newest("key").attempt.phase == phase::not_executed);
    CHECK(world.newest("key").attempt.reference_id.is_nil());
    world.restart();
    world.reattempt(world.newest("key"), p);
    REQUIRE(world.run());
    CHECK(world.newest("key").attempt.generation == 2);
    CHECK(world.journal().refusals == 0);
}

TEST_CASE("a journal that fails stops everything before it is sent") {
    virtual_world world;
    world.add(a_payment("key", intent_kind::payout));
    world.journal().poison();
    static_cast<void>(world.run(std::chrono::minutes{5}));
    CHECK(world.work().journal_failure() != nullptr);
    CHECK(world.requests() == 0);
    CHECK(world.server().ledger().empty());
}

TEST_CASE(
    "mistake 24: the passcode is stored with no record and said in no text, and is asked for at the moment of "
    "sending") {
    virtual_world world;
    for (int const code : {0, 21, 23, 38, 40})
        world.add(a_payment("salary-" + std::to_string(code), intent_kind::payout, code));
    static_cast<void>(world.run());
    REQUIRE(world.passcodes_asked != 0);
    for (auto const& r : world.journal().history()) {
        std::array<std::byte, record_payload_max> room{};
        auto const size = encode_payload(r, room);
        std::string_view const bytes{reinterpret_cast<char const*>(room.data()), size};
        CHECK(bytes.find(world.code) == std::string_view::npos);
        CHECK(bytes.find(world.client_secret) == std::string_view::npos);
    }
    for (int const code : {0, 21, 23, 38, 40}) {
        auto const* const p = world.payment("salary-" + std::to_string(code));
        if (p != nullptr) CHECK(p->last_error().find(world.code) == std::string::npos);
    }
}
