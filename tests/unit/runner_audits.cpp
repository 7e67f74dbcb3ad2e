// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/forwarding_journal.hpp"
#include "../support/ports.hpp"
#include "../support/sample_client.hpp"
#include "../support/virtual_world.hpp"

#include <dollr/client/memory_journal.hpp>
#include <dollr/client/runner.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

// Verdicts that were told are looked at again, by whoever has the journal open.

using namespace dollr;
using namespace dollr::tests;

namespace {

/// Whose claims fail while somebody says so.
class moody_journal final : public forwarding_journal {
public:
    using forwarding_journal::forwarding_journal;
    void claim(std::vector<intent> wanted, bool again, completion_of<result<journal_claims>> done) override {
        if (refuses_claims) return done(invalid_input("it cannot be reached", "wait"));
        forwarding_journal::claim(std::move(wanted), again, std::move(done));
    }

    bool refuses_claims = false;
};

std::string to_text_of(record const& r) { return r.attempt.reference_id.to_string(); }

constexpr auto minutes = [](int n) { return std::chrono::minutes{n}; };

struct audited_desk final : observer, sample_secrets {
    sandbox::manual_clock clock;
    sandbox::server server;
    tests::fuse fuse;
    virtual_transport transport{server, clock, fuse};
    memory_journal disk;
    moody_journal journal{disk};
    steered_clock time{clock};
    counting_entropy chance;
    std::unique_ptr<runner> work = open();
    std::set<std::string> contradicted;  ///< each is told at least once

    std::unique_ptr<runner> open() {
        return runner::make({.transport = transport,
                             .journal = journal,
                             .clock = time,
                             .entropy = chance,
                             .digest = toy_digest,
                             .secrets = *this,
                             .observer = *this})
            .value();
    }
    /// Another process.
    void restart() {
        work.reset();
        work = open();
    }
    std::optional<result<settlement>> pay(std::string const& key, int magic, pay_options how = {}) {
        std::optional<result<settlement>> told;
        work->pay(a_payment(key, flow::intent_kind::payout, magic), how,
                  [&](result<settlement> end) { told.emplace(std::move(end)); });
        for (int i = 0; i < 2000 && !told; ++i) step();
        return told;
    }
    void step() {
        auto const wake = work->turn();
        auto const next = std::min(wake, transport.next());
        if (next != steady_time::max()) clock.advance_to(std::max(clock.now().steady, next));
        transport.deliver();
    }
    /// What a loop does that stays, and has nothing else to do.
    void stay(duration how_long) {
        auto const end = clock.now().steady + how_long;
        while (clock.now().steady < end) {
            auto const turned = work->turn();
            auto const wake = std::min(turned, work->next_audit());
            clock.advance_to(std::clamp(std::min(wake, transport.next()), clock.now().steady, end));
            transport.deliver();
        }
    }
    record const& newest(std::string const& key) { return *disk.find(*intent_key::try_parse(key)); }

    void on_note(payment_status const& p, notes const& n) override {
        if (n.escalate && has(n.raised, anomaly::late_truth)) contradicted.insert(p.key);
    }
};

}  // namespace

TEST_CASE("an execution that failed and completes after all is found by the next process, whatever it was opened for") {
    audited_desk d;
    REQUIRE(d.pay("order", 13)->value().declined());
    CHECK(d.newest("order").attempt.audit_at == d.newest("order").attempt.settled + minutes(5));
    d.clock.advance(minutes(6));
    d.restart();
    REQUIRE(d.pay("another", 1)->value().paid());
    d.stay(minutes(1));
    CHECK(d.contradicted == std::set<std::string>{"order"});
    CHECK(has(d.newest("order").attempt.anomalies, anomaly::late_truth));
    CHECK(d.newest("order").attempt.phase == phase::failed);
    for (auto const reattempt : {false, true}) {
        auto const again = d.pay("order", 13, {.reattempt = reattempt})->value();
        CHECK(again.verdict.outcome == phase::failed);  // as it was told
        CHECK(again.sent);
        CHECK(again.contradicted);
        CHECK(again.unknown());
        CHECK(again.advice().starts_with("the server has told two different ends"));
    }
    CHECK(d.server.ledger().size() == 2);  // the late one, and the other
}

TEST_CASE("a client that stays makes its audits by itself, three of each verdict, and no more") {
    audited_desk d;
    REQUIRE(d.pay("declined", 13)->value().declined());
    REQUIRE(d.pay("paid", 1)->value().paid());
    d.stay(std::chrono::hours{3});
    CHECK(d.contradicted == std::set<std::string>{"declined"});
    CHECK(d.newest("paid").attempt.audit_at == d.newest("paid").attempt.settled + std::chrono::hours{24});
    d.stay(std::chrono::hours{24});
    CHECK(d.newest("paid").attempt.audit_at == server_time{});
    auto const asked = d.transport.started;
    d.stay(std::chrono::hours{48});
    CHECK(d.transport.started == asked);
}

TEST_CASE("nobody waits for an audit: a loop with nothing else to do may end, and hears nothing of it") {
    audited_desk d;
    REQUIRE(d.pay("paid", 1)->value().paid());
    for (int i = 0; i < 10; ++i) static_cast<void>(d.work->turn());
    CHECK(d.work->turn() == steady_time::max());
    CHECK(d.work->idle());
    CHECK(d.work->next_audit() != steady_time::max());
}

TEST_CASE("an audit that gets no answer stays due, and is made when the server is there again") {
    audited_desk d;
    REQUIRE(d.pay("order", 13)->value().declined());
    d.clock.advance(minutes(6));
    d.restart();
    d.transport.intercept = [](http_request const&) {
        return exchange_result{no_response{delivery::never_sent, false, "no connection (a test)"}};
    };
    auto const asked = d.transport.started;
    d.stay(minutes(60));
    CHECK(d.contradicted.empty());
    CHECK(d.newest("order").attempt.audit_at < d.clock.now().server);
    CHECK(d.transport.started - asked < 60);  // once in a while, with a few tries
    CHECK_FALSE(d.work->auditing());          // a program that waits for what is due comes to its end
    CHECK(d.work->idle());
    d.transport.intercept = nullptr;
    d.stay(minutes(12));
    CHECK(d.contradicted == std::set<std::string>{"order"});
}

TEST_CASE("a status that says nothing usable keeps no other audit waiting, and no loop busy") {
    audited_desk d;
    for (int i = 0; i < 70; ++i) REQUIRE(d.pay("paid-" + std::to_string(i), 1)->value().paid());
    REQUIRE(d.pay("last", 13)->value().declined());
    d.clock.advance(minutes(6));
    d.restart();
    auto const last = to_text_of(d.newest("last"));
    d.transport.intercept = [&](http_request const& r) -> std::optional<exchange_result> {
        if (r.target.find("/status") == std::string::npos || r.target.find(last) != std::string::npos) return {};
        http_response answer;
        answer.status = 503;
        return answer;
    };
    d.stay(minutes(5));
    CHECK(d.contradicted == std::set<std::string>{"last"});
    CHECK(d.transport.started < 2000);
}

TEST_CASE("a claim that fails once ends no audits for ever") {
    audited_desk d;
    REQUIRE(d.pay("order", 13)->value().declined());
    d.clock.advance(minutes(6));
    d.restart();
    d.journal.refuses_claims = true;
    d.stay(minutes(2));
    d.journal.refuses_claims = false;
    d.stay(minutes(3));
    CHECK(d.contradicted == std::set<std::string>{"order"});
}

TEST_CASE("whoever pays a key that is being audited is told its verdict, and its second attempt begins after that") {
    audited_desk d;
    REQUIRE(d.pay("paid", 1)->value().paid());
    REQUIRE(d.pay("order", 2)->value().declined());
    d.clock.advance(minutes(6));
    d.restart();
    for (int i = 0; i < 100 && !d.work->auditing(); ++i) d.step();
    REQUIRE(d.work->auditing());
    auto const told = d.pay("order", 2);
    CHECK(told->value().declined());
    CHECK(told->value().before);
    auto const paid = d.pay("paid", 1);
    CHECK(paid->value().paid());
    CHECK(paid->value().before);
    d.clock.advance(std::chrono::hours{1});
    d.restart();
    for (int i = 0; i < 100 && !d.work->auditing(); ++i) d.step();
    REQUIRE(d.work->auditing());
    auto const again = d.pay("order", 2, {.reattempt = true});
    CHECK(again->value().declined());
    CHECK_FALSE(again->value().before);
    CHECK(d.newest("order").attempt.generation == 2);
}
