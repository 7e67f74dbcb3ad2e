// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/forwarding_journal.hpp"
#include "../support/sample_client.hpp"
#include "../support/virtual_world.hpp"

#include <dollr/api/operations.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <optional>

/// The guards of a SEND look at the time when it leaves, not when its turn began.

using namespace dollr;
using namespace dollr::tests;

namespace {

/// A journal over which the test decides when a put has ended.
class held_journal final : public forwarding_journal {
public:
    using forwarding_journal::forwarding_journal;
    void put(std::span<record> records, completion_of<put_end> done) override {
        held_ = std::move(done);
        records_ = records;
        holds_send =
            std::any_of(records.begin(), records.end(), [](record const& r) { return r.type == record_type::send; });
        if (!holds_send) let_go();
    }
    void let_go() {
        holds_send = false;
        forwarding_journal::put(records_, std::move(held_));
    }

    bool holds_send = false;

private:
    completion_of<put_end> held_;
    std::span<record> records_;
};

/// The process stands still for 20 minutes, once, after it has read the time so often.
class standing_clock final : public dollr::clock {
public:
    explicit standing_clock(sandbox::manual_clock& time) : time_(&time) {}
    [[nodiscard]] instant now() const noexcept override {
        auto const read = time_->now();
        if (++readings == stands_after) time_->advance(std::chrono::minutes{20});
        return read;
    }
    [[nodiscard]] bool is_servers() const noexcept override { return true; }

    mutable std::size_t readings = 0;
    std::size_t stands_after = 0;

private:
    sandbox::manual_clock* time_;
};

struct guarded_desk final : observer, sample_secrets {
    sandbox::manual_clock clock;
    sandbox::server server;
    tests::fuse fuse;
    virtual_transport transport{server, clock, fuse};
    memory_journal disk;
    inline_journal direct{disk};
    held_journal held{disk};
    standing_clock time{clock};
    counting_entropy chance;
    std::unique_ptr<runner> work;
    std::map<std::string, verdict> verdicts;
    std::function<void(std::string const&)> on_passcode;

    explicit guarded_desk(bool holds)
        : work(runner::make({.transport = transport,
                             .journal = holds ? static_cast<journal&>(held) : direct,
                             .clock = time,
                             .entropy = chance,
                             .digest = toy_digest,
                             .secrets = *this,
                             .observer = *this})
                   .value()) {}

    void pay(std::string const& key) {
        work->pay(a_payment(key, flow::intent_kind::payout, 1), {.deadline = std::chrono::hours{48}},
                  [](result<settlement> const&) {});
    }
    void step() {
        auto const wake = work->turn();
        auto const next = std::min(wake, transport.next());
        if (next != steady_time::max()) clock.advance_to(std::max(clock.now().steady, next));
        transport.deliver();
    }
    [[nodiscard]] auto count(record_type t) const {
        auto const all = disk.history();
        return std::count_if(all.begin(), all.end(), [t](record const& r) { return r.type == t; });
    }

    bool passcode(payment_status const& p, api::passcode_payload& out) override {
        if (on_passcode) on_passcode(p.key);
        return sample_secrets::passcode(p, out);
    }
    void on_verdict(payment_status const& p, verdict const& v) override { verdicts.insert_or_assign(p.key, v); }
};

}  // namespace

TEST_CASE("a SEND does not leave when the person asked for another's passcode took longer than its session lasts") {
    guarded_desk d{false};
    std::vector<std::string> asked;
    d.on_passcode = [&](std::string const& key) {
        asked.push_back(key);
        if (asked.size() != 2) return;
        CHECK(d.count(record_type::send) == 0);  // the first one's is to be written in this very turn
        d.clock.advance(std::chrono::minutes{20});
    };
    d.pay("one");
    d.pay("two");
    for (int i = 0; i < 1000 && asked.size() < 2; ++i) d.step();
    REQUIRE(asked.size() == 2);
    REQUIRE(asked[0] != asked[1]);
    CHECK(d.count(record_type::send) >= 1);
    CHECK(d.count(record_type::unsent) == d.count(record_type::send));
    CHECK(d.server.state().executions.empty());
    for (int i = 0; i < 1000 && d.verdicts.size() < 2; ++i) d.step();
    CHECK(d.verdicts.at(asked[0]).outcome == phase::not_executed);
    CHECK(d.server.ledger().size() == (d.verdicts.at(asked[1]).outcome == phase::completed ? 1 : 0));
}

TEST_CASE("a SEND does not leave when its write took longer than its session lasts, and leaves when it did not") {
    for (auto const taken : {1, 20}) {
        CAPTURE(taken);
        guarded_desk d{true};
        d.pay("key");
        for (int i = 0; i < 1000 && !d.held.holds_send; ++i) d.step();
        REQUIRE(d.held.holds_send);
        d.clock.advance(std::chrono::minutes{taken});
        static_cast<void>(d.work->turn());
        CHECK(d.server.state().executions.empty());
        d.held.let_go();
        static_cast<void>(d.work->turn());
        CHECK(d.server.state().executions.size() == (taken == 1 ? 1 : 0));
        for (int i = 0; i < 1000 && d.verdicts.empty(); ++i) d.step();
        CHECK(d.verdicts.at("key").outcome == (taken == 1 ? phase::completed : phase::not_executed));
    }
}

TEST_CASE("wherever the process stands still for longer than its session lasts, no SEND leaves after that") {
    std::size_t moments = 0;
    std::size_t at_the_door = 0;
    for (bool stood = true; stood;) {
        ++moments;
        CAPTURE(moments);
        guarded_desk d{false};
        d.time.stands_after = moments;
        d.transport.intercept = [&](http_request const& r) -> std::optional<exchange_result> {
            // After the last reading there are a few instructions to the transport's own, which counts from then on.
            auto const here = d.time.readings == moments;
            at_the_door += here && r.hazard == hazard::moves_money;
            if (r.hazard == hazard::moves_money && !here)
                CHECK(d.clock.now().server < d.disk.find(*intent_key::try_parse("key"))->attempt.expiry);
            return {};
        };
        d.pay("key");
        for (int i = 0; i < 1000 && d.verdicts.empty(); ++i) d.step();
        REQUIRE_FALSE(d.verdicts.empty());
        auto const end = d.verdicts.at("key").outcome;
        CHECK((end == phase::completed || end == phase::not_executed || end == phase::rejected));
        CHECK(d.server.ledger().size() == (end == phase::completed ? 1 : 0));
        stood = d.time.readings >= moments;
    }
    CHECK(moments > 100);
    CHECK(at_the_door == 1);
}

TEST_CASE("whoever has nothing left to do wakes up for nothing, and fetches no token") {
    auto const wakes_for_nothing = [](guarded_desk& d) {
        auto wake = steady_time::min();
        for (int i = 0; i < 10; ++i) wake = d.work->turn();
        return wake == steady_time::max() && d.work->idle();
    };
    guarded_desk paid{false};
    paid.pay("key");
    for (int i = 0; i < 1000 && paid.verdicts.empty(); ++i) paid.step();
    REQUIRE(paid.verdicts.at("key").outcome == phase::completed);
    CHECK(wakes_for_nothing(paid));
    guarded_desk down{false};
    down.transport.intercept = [](http_request const&) -> std::optional<exchange_result> {
        return no_response{delivery::never_sent, false, "no connection (a test)"};
    };
    std::optional<error_kind> end;
    down.work->call<api::list_parties>({}, {}, {}, std::chrono::seconds{8},
                                       [&](result<std::vector<api::party_response>> told) { end = told.error().kind; });
    for (int i = 0; i < 1000 && !end; ++i) down.step();
    CHECK(end == error_kind::never_sent);
    CHECK(wakes_for_nothing(down));
}
