// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/sample_client.hpp"
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

using namespace dollr;
using namespace dollr::tests;
using flow::intent_kind;

namespace {

http_response json(int status, std::string_view body) {
    http_response r;
    r.status = status;
    r.content_type = "application/json";
    r.body.assign(body);
    return r;
}

bool asks(http_request const& request, std::string_view target) {
    return request.target.find(target) != std::string::npos;
}

exchange_result unreachable() { return no_response{delivery::never_sent, false, "connection refused"}; }

/// The answer of the world's own server with `from` replaced by `to`.
exchange_result altered(virtual_world& world, http_request const& request, std::string_view from, std::string_view to) {
    auto end = sandbox::carry_out(world.server().handle(request, world.clock().now().server), std::chrono::seconds{30});
    auto& answer = std::get<http_response>(end.result);
    std::string text{answer.body.reveal()};
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    answer.body.assign(text);
    return std::move(end.result);
}

}  // namespace

TEST_CASE("a session that ended in 1970 is opened once, not for ever") {
    virtual_world world;
    std::size_t sessions = 0;
    world.transport().intercept = [&](http_request const& r) -> std::optional<exchange_result> {
        if (!asks(r, "/sessions/")) return std::nullopt;
        if (++sessions > 20) return unreachable();
        return altered(world, r, "\"expires_at\":\"2026-06-23T00:15:00", "\"expires_at\":\"1970-01-01T00:00:00");
    };
    world.add(a_payment("key", intent_kind::payout));
    CHECK(world.run());
    CHECK(sessions == 1);
    CHECK(world.newest("key").attempt.phase == phase::not_executed);
}

TEST_CASE("a prediction in a currency that nobody asked for is not paid") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout}) {
        CAPTURE(wire_name(kind));
        virtual_world world;
        auto const side = kind == intent_kind::collection ? "\"payer_currency\":\"USD\"" : "\"payee_currency\":\"USD\"";
        auto const other =
            kind == intent_kind::collection ? "\"payer_currency\":\"LRD\"" : "\"payee_currency\":\"LRD\"";
        world.transport().intercept = [&](http_request const& r) -> std::optional<exchange_result> {
            if (!asks(r, "amount-and-fees")) return std::nullopt;
            return altered(world, r, side, other);
        };
        world.add(a_payment("key", kind));
        CHECK(world.run());
        CHECK(world.newest("key").attempt.phase == phase::not_executed);
        CHECK(world.charges("key") == 0);
    }
}

TEST_CASE("whoever is asked to come back in an hour does not ask for the others as well") {
    virtual_world world;
    std::size_t limited = 0;
    std::size_t after = 0;
    world.transport().intercept = [&](http_request const& r) -> std::optional<exchange_result> {
        if (limited != 0 && world.clock().now().steady < steady_time{std::chrono::hours{1}} &&
            r.method == http_method::post)
            ++after;
        if (limited != 0 || !asks(r, "mmo-provider-info")) return std::nullopt;
        ++limited;
        auto answer = json(429, "{\"detail\":\"slow down\"}");
        answer.retry_after = "3600";
        return answer;
    };
    for (int i = 0; i < 20; ++i) world.add(a_payment("key-" + std::to_string(i), intent_kind::payout));
    CHECK(world.run());
    CHECK(after <= 8);
    for (int i = 0; i < 20; ++i) {
        CAPTURE(i);
        CHECK(world.charges("key-" + std::to_string(i)) ==
              (world.newest("key-" + std::to_string(i)).attempt.phase == phase::completed));
    }
}

TEST_CASE("a cancellation that comes while the intent is being written is not forgotten") {
    virtual_world world;
    world.add(a_payment("key", intent_kind::payout));
    world.work().each([&](task_id id, flow::payment&) { world.work().deliver(id, event::cancelled{}); });
    CHECK(world.run());
    CHECK(world.newest("key").attempt.phase == phase::not_executed);
    CHECK(world.charges("key") == 0);
}

TEST_CASE("a cancellation while a failed payment is asked about stops its next attempt") {
    virtual_world world;
    auto const p = a_payment("key", intent_kind::collection, 2);
    world.add(p);
    REQUIRE(world.run());
    REQUIRE(world.newest("key").attempt.phase == phase::failed);
    world.restart();
    world.reattempt(world.newest("key"), p);
    world.work().each([&](task_id id, flow::payment&) { world.work().deliver(id, event::cancelled{}); });
    CHECK(world.run());
    CHECK(world.newest("key").attempt.generation == 1);
    CHECK(world.newest("key").attempt.phase == phase::failed);
}

TEST_CASE("a second attempt that comes to nothing does not hide the first, whose FAILED may still turn out COMPLETED") {
    for (std::size_t moment = 0;; ++moment) {  // at which the process dies, too
        CAPTURE(moment);
        virtual_world world;
        auto const p = a_payment("salary", intent_kind::payout, 13);  // FAILED, and COMPLETED minutes later
        world.add(p);
        REQUIRE(world.run(std::chrono::minutes{2}));
        REQUIRE(world.newest("salary").attempt.phase == phase::failed);
        world.restart();
        bool refuses = true;
        world.transport().intercept = [&](http_request const& r) -> std::optional<exchange_result> {
            if (refuses && asks(r, "/predictions/amount")) return json(422, R"({"detail":[]})");
            return std::nullopt;
        };
        world.fuse().light(moment);
        bool rested = false;
        try {
            world.reattempt(world.newest("salary"), p);
            rested = world.run(std::chrono::minutes{2});
        } catch (crash const&) {
        }
        bool const died = world.fuse().burnt();
        world.fuse().put_out();
        CHECK((rested || died));
        CHECK(world.newest("salary").attempt.generation == 1);
        CHECK_FALSE(world.newest("salary").attempt.reference_id.is_nil());
        world.restart();
        world.clock().advance(std::chrono::hours{1});
        refuses = false;
        world.reattempt(world.newest("salary"), p);
        CHECK(world.run());
        CHECK(world.charges("salary") == 1);
        CHECK(has(world.newest("salary").attempt.anomalies, anomaly::late_truth | anomaly::verdict_flip));
        if (!died) break;
    }
}

TEST_CASE("a client_secret that nobody will be shown is not kept") {
    virtual_world world;
    world.add(a_payment("key", intent_kind::collection, 7));
    static_cast<void>(world.run(std::chrono::minutes{3}));
    REQUIRE(world.newest("key").attempt.phase == phase::action);
    CHECK(world.actions == 1);
    world.work().each([&](task_id, flow::payment& p) { CHECK(p.take_client_secret().empty()); });
}

TEST_CASE("a completed payment stays completed when its receipt cannot even be asked for") {
    virtual_world world;
    bool bad = false;
    world.transport().intercept = [&](http_request const& r) -> std::optional<exchange_result> {
        if (asks(r, "/status/") && asks(r, "source")) {
            bad = true;
            return json(401, "{\"detail\":\"expired\"}");
        }
        if (bad && asks(r, "token"))
            return json(200, "{\"access_token\":\"a\\nb\",\"token_type\":\"bearer\",\"expires_in\":60}");
        return std::nullopt;
    };
    world.add(a_payment("key", intent_kind::collection));
    CHECK(world.run());
    CHECK(bad);
    CHECK(world.charges("key") == 1);
    REQUIRE(world.verdicts.contains("key"));
    CHECK(world.verdicts.at("key").outcome == phase::completed);
    CHECK(world.journal().refusals == 0);
}

TEST_CASE("a second attempt ends unasked when the server does not say what became of the first") {
    virtual_world world;
    auto const p = a_payment("key", intent_kind::collection, 2);
    world.add(p);
    REQUIRE(world.run());
    world.restart();
    world.transport().intercept = [&](http_request const& r) -> std::optional<exchange_result> {
        if (asks(r, "/status/")) return json(503, "{\"detail\":\"down\"}");
        return std::nullopt;
    };
    world.reattempt(world.newest("key"), p);
    CHECK(world.run(std::chrono::hours{2}));
    CHECK(world.newest("key").attempt.generation == 1);
    CHECK(world.newest("key").attempt.phase == phase::failed);
}

TEST_CASE("a payment that is recovered an hour later is asked about before it is parked") {
    virtual_world world;
    auto const p = a_payment("key", intent_kind::payout, 20);
    world.fuse().put_out();
    world.add(p);
    while (true) {
        auto const wake = world.work().turn();
        if (wake <= world.clock().now().steady) continue;  // a record is durable: what follows from it leaves now
        auto const next = world.transport().next();
        REQUIRE(next != steady_time::max());
        if (world.newest("key").attempt.phase == phase::sending) break;
        world.clock().advance_to(next);
        world.transport().deliver();
    }
    world.restart();
    world.clock().advance(std::chrono::hours{1});
    auto const before = world.clock().now().steady;
    world.recover(world.newest("key"), p);
    CHECK(world.run());
    CHECK(world.newest("key").attempt.phase == phase::completed);
    CHECK(world.escalations == 0);
    CHECK(world.clock().now().steady - before < std::chrono::minutes{1});
}

TEST_CASE("a payment that may have left is parked and told so when no token is to be had for days") {
    virtual_world world;
    auto const p = a_payment("key", intent_kind::payout, 20);
    bool down = false;
    world.transport().intercept = [&](http_request const&) -> std::optional<exchange_result> {
        if (down) return unreachable();
        return std::nullopt;
    };
    world.add(p);
    while (true) {
        auto const wake = world.work().turn();
        if (wake <= world.clock().now().steady) continue;  // a record is durable: what follows from it leaves now
        if (world.newest("key").attempt.phase == phase::sending) break;
        REQUIRE(world.transport().next() != steady_time::max());
        world.clock().advance_to(world.transport().next());
        world.transport().deliver();
    }
    world.restart();
    down = true;
    world.recover(world.newest("key"), p);
    CHECK(world.run());
    CHECK(world.newest("key").attempt.phase == phase::parked);
}

TEST_CASE("reattempts chain, also over crashes at any moment, and each has an id of its own") {
    std::size_t deaths = 0;
    for (std::size_t moment = 0;; ++moment) {
        CAPTURE(moment);
        virtual_world world;
        auto const p = a_payment("key", intent_kind::collection, 2);
        world.add(p);
        REQUIRE(world.run());
        std::set<std::string> ids;
        world.fuse().light(moment);
        while (world.newest("key").attempt.generation < 3 || !is_terminal(world.newest("key").attempt.phase)) {
            world.restart();
            auto const newest = world.newest("key");
            try {
                switch (flow::disposition_of(&newest, *flow::content_of(p, toy_digest), true)) {
                    case flow::disposition::reattempt:
                        world.reattempt(newest, p);
                        break;
                    case flow::disposition::go_on:
                        world.recover(newest, p);
                        break;
                    default:
                        FAIL("not to be tried again");
                }
                auto const rested = world.run();
                REQUIRE(rested);
            } catch (crash const&) {
                ++deaths;
            }
        }
        for (auto const& r : world.journal().history())
            if (r.type == record_type::attempt) CHECK(ids.insert(r.attempt.reference_id.to_string()).second);
        CHECK(ids.size() == 3);
        CHECK(world.charges("key") == 0);
        CHECK(world.journal().refusals == 0);
        if (!world.fuse().burnt()) break;
    }
    CHECK(deaths > 20);
}

TEST_CASE("stopped at any turn, it comes to rest; resumed, every payment is made once") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout})
        for (int const code : {0, 6, 20, 21, 25, 36, 62})
            for (int turns = 0; turns < 60; ++turns) {
                CAPTURE(wire_name(kind));
                CAPTURE(code);
                CAPTURE(turns);
                policy rules;
                rules.in_flight_max = 2;
                virtual_world world{{}, rules};
                for (int i = 0; i < 4; ++i) world.add(a_payment("key-" + std::to_string(i), kind, code));
                auto const step = [&] {
                    auto const wake = world.work().turn();
                    auto const next = std::min(wake, world.transport().next());
                    if (next == steady_time::max()) return false;
                    world.clock().advance_to(next);
                    world.transport().deliver();
                    return true;
                };
                for (int i = 0; i < turns; ++i) step();
                world.work().stop();
                int more = 0;
                while (step() && ++more < 1000) {
                }
                REQUIRE(more < 1000);
                REQUIRE(world.work().idle());
                auto const sent = world.requests();
                world.clock().advance(std::chrono::minutes{1});
                static_cast<void>(world.work().turn());
                REQUIRE(world.requests() == sent);
                world.work().resume();
                REQUIRE(world.run());
                for (int i = 0; i < 4; ++i) {
                    auto const key = "key-" + std::to_string(i);
                    CHECK(world.charges(key) == 1);
                    CHECK(world.newest(key).attempt.phase == phase::completed);
                }
            }
}

TEST_CASE("one at a time, with tokens of a minute and sessions of two: thirty payments") {
    for (auto const refuses : {false, true}) {
        CAPTURE(refuses);
        sandbox::options options;
        options.repeated_post = refuses ? sandbox::repeated_post::is_refused : sandbox::repeated_post::answers_state;
        options.token_lifetime = std::chrono::minutes{1};
        options.session_lifetime = std::chrono::seconds{120};
        options.answer_after = std::chrono::seconds{2};
        policy rules;
        rules.in_flight_max = 1;
        virtual_world world{options, rules};
        for (int i = 0; i < 30; ++i)
            world.add(a_payment("key-" + std::to_string(i), i % 2 ? intent_kind::payout : intent_kind::collection));
        CHECK(world.run());
        for (int i = 0; i < 30; ++i) {
            auto const key = "key-" + std::to_string(i);
            CHECK(world.newest(key).attempt.phase == phase::completed);
            CHECK(world.charges(key) == 1);
        }
    }
}

TEST_CASE("credentials that are refused half-way send no payment with a token that is over") {
    sandbox::options options;
    options.token_lifetime = std::chrono::minutes{1};
    options.answer_after = std::chrono::seconds{6};
    policy rules;
    rules.in_flight_max = 4;
    for (int moment = 0; moment < 60; ++moment) {
        CAPTURE(moment);
        virtual_world world{options, rules};
        for (int i = 0; i < 20; ++i) world.add(a_payment("key-" + std::to_string(i), intent_kind::payout));
        while (world.passcodes_asked < 2) static_cast<void>(world.run(std::chrono::seconds{1}));
        static_cast<void>(world.run(std::chrono::seconds{moment * 5}));
        world.client_secret = "revoked";
        CHECK(world.run());
        for (int i = 0; i < 20; ++i) {
            auto const key = "key-" + std::to_string(i);
            CAPTURE(key);
            CHECK((world.charges(key) == 1 || world.newest(key).attempt.phase <= phase::recorded ||
                   world.newest(key).attempt.phase == phase::not_executed));
        }
    }
}

TEST_CASE("the same key twice in one run is attempted once") {
    virtual_world world;
    for (int i = 0; i < 3; ++i) world.add(a_payment("key", intent_kind::payout));
    CHECK(world.run());
    CHECK(world.charges("key") == 1);
}

TEST_CASE("a payer or payee abroad is paid the converted amount") {
    for (auto const kind : {intent_kind::collection, intent_kind::payout})
        for (std::string_view const unit : {"USD", "RWF", "LRD"})
            for (std::string_view const digits : {"250788230001", "231771230001"}) {
                CAPTURE(wire_name(kind));
                CAPTURE(unit);
                CAPTURE(digits);
                virtual_world world;
                auto p = a_payment("key", kind, 0, unit == "RWF" ? "2500" : "25.00", unit);
                p.phone = *phone::try_parse(digits);
                world.add(p);
                CHECK(world.run());
                CHECK(world.verdicts.at("key").outcome == phase::completed);
                CHECK_FALSE(world.verdicts.at("key").mismatch);
                CHECK(world.charges("key") == 1);
            }
}

TEST_CASE("a payment that completed just before a crash is proven to whoever pays it again") {
    sandbox::server server;
    sandbox::manual_clock time;
    steered_clock clock{time};
    sandbox::transport wire{server, time};
    counting_entropy entropy;
    auto const order = a_payment("order", intent_kind::collection);
    memory_journal whole;
    direct_client first{wire, whole, clock, entropy, toy_digest};
    auto const end = first.pay(order);
    REQUIRE(end.has_value());
    REQUIRE(end->proof.has_value());

    for (std::size_t written = 1; written <= whole.history().size(); ++written) {
        CAPTURE(written);
        memory_journal torn;
        for (auto r : whole.history().first(written)) REQUIRE(torn.put(std::span{&r, 1}) == put_result::durable);
        if (torn.latest().front().attempt.phase == phase::none) continue;
        direct_client second{wire, torn, clock, entropy, toy_digest};
        auto const again = second.pay(order);
        REQUIRE(again.has_value());
        CHECK(again->proof.has_value());
        CHECK(again->verdict.outcome == phase::completed);
        CHECK(again->verdict.durable);
        CHECK(server.ledger().size() == 1);
    }
}

namespace {

/// Another worker takes the payment over as soon as its request has left.
struct lost_journal : memory_journal {
    put_result put(std::span<record> records) override {
        if (records[0].attempt.phase > phase::sending) return put_result::refused;
        return memory_journal::put(records);
    }
};

}  // namespace

TEST_CASE("a payment that another worker took over after it was sent is not said to have stayed") {
    sandbox::server server;
    sandbox::manual_clock time;
    steered_clock clock{time};
    sandbox::transport wire{server, time};
    counting_entropy entropy;
    lost_journal journal;
    direct_client client{wire, journal, clock, entropy, toy_digest};
    auto const end = client.pay(a_payment("order", intent_kind::collection));
    REQUIRE(end.has_error());
    CHECK(end.error().moved == money_moved::unknown);
}

TEST_CASE("a program that is told something may begin its next payment there and then") {
    virtual_world world;
    int added = 0;
    world.on_noted = [&] {
        for (int i = 0; i < 100; ++i) world.add(a_payment("next-" + std::to_string(++added), intent_kind::collection));
    };
    world.add(a_payment("key", intent_kind::collection, 1));
    while (true) {
        auto const wake = world.work().turn();
        if (wake <= world.clock().now().steady) continue;  // a record is durable: what follows from it leaves now
        if (world.newest("key").attempt.phase == phase::sending) break;
        world.clock().advance_to(world.transport().next());
        world.transport().deliver();
    }
    world.journal().poison();  // the verdict comes, is noted not to be durable, and is not told as one
    static_cast<void>(world.run(std::chrono::minutes{1}));
    CHECK(added != 0);
    CHECK_FALSE(world.verdicts.contains("key"));
}
