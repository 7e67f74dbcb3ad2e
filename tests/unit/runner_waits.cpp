// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/journal_samples.hpp"
#include "../support/sample_client.hpp"
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Nobody waits for ever behind a journal that says nothing, and what came too late for somebody is given back.

using namespace dollr;
using namespace dollr::tests;

namespace {

/// Answers when the test says so, and with what it says.
class told_journal final : public journal {
public:
    void put(std::span<record>, completion_of<put_end> done) override { done({put_result::durable, {}}); }
    void claim(std::vector<intent> asked, bool, completion_of<result<journal_claims>> done) override {
        wanted = std::move(asked);
        claimed = std::move(done);
        if (answers) (*this)();
    }
    void unfinished(completion_of<result<std::vector<record>>> done) override {
        if (lists) return done(*lists);
        listed = std::move(done);
    }
    void due_for_audit(server_time, std::size_t, completion_of<result<std::vector<record>>> done) override {
        done(std::vector<record>{});
    }
    void renew(completion_of<result<std::vector<intent_key>>> done) override { done(std::vector<intent_key>{}); }
    void release(intent_key const& key) override { released.emplace_back(key.text()); }
    [[nodiscard]] duration lease_length() const noexcept override { return std::chrono::seconds{90}; }

    /// Answers the claim that waits.
    void operator()() {
        claimed(answers ? answers() : result<journal_claims>{journal_claims{{wanted[0].key}, {}, {}}});
    }

    std::function<journal_claims()> answers;
    std::optional<std::vector<record>> lists;
    std::vector<intent> wanted;
    std::vector<std::string> released;
    completion_of<result<journal_claims>> claimed;
    completion_of<result<std::vector<record>>> listed;
};

struct waiting_desk {
    sandbox::manual_clock clock;
    sandbox::server server;
    tests::fuse fuse;
    virtual_transport transport{server, clock, fuse};
    told_journal held;
    steered_clock time{clock};
    counting_entropy chance;
    sample_secrets secrets;
    observer nobody;
    std::unique_ptr<runner> work = runner::make({.transport = transport,
                                                 .journal = held,
                                                 .clock = time,
                                                 .entropy = chance,
                                                 .digest = toy_digest,
                                                 .secrets = secrets,
                                                 .observer = nobody})
                                       .value();
};

}  // namespace

TEST_CASE("a recovery ends at its deadline though the journal is never read, and when it is cancelled") {
    for (auto const cancels : {false, true}) {
        waiting_desk d;
        std::optional<result<std::vector<settlement>>> told;
        auto const id =
            d.work->recover({.deadline = std::chrono::minutes{1}}, [&](auto end) { told.emplace(std::move(end)); });
        CHECK(d.work->turn() == d.clock.now().steady + std::chrono::minutes{1});
        CHECK_FALSE(told);
        cancels ? d.work->cancel(id) : d.clock.advance(std::chrono::minutes{1});
        static_cast<void>(d.work->turn());
        REQUIRE(told);
        CHECK(told->error().kind == error_kind::expired);
        CHECK(told->error().moved == money_moved::unknown);
        d.held.listed(std::vector<record>{});  // too late, and harmless
        CHECK(d.work->turn() == steady_time::max());
    }
}

TEST_CASE("a deadline that nobody would write is now, or never, and overflows nothing") {
    for (auto const deadline : {duration::min(), duration{-1}, duration::zero(), duration::max()}) {
        waiting_desk d;
        d.clock.advance(-std::chrono::hours{1});  // a steady clock starts anywhere, also below zero
        std::optional<result<settlement>> told;
        d.work->pay(a_payment("rent", flow::intent_kind::payout), {.deadline = deadline},
                    [&](auto end) { told.emplace(std::move(end)); });
        for (int i = 0; i < 3; ++i) static_cast<void>(d.work->turn());
        CHECK(told.has_value() == (deadline <= duration::zero()));
    }
}

TEST_CASE("a transport that answers twice is heard once") {
    auto heard = 0;
    completion done{[&](exchange_result const&) { ++heard; }};
    done(no_response{});
    done(no_response{});
    CHECK(heard == 1);
}

TEST_CASE("what another worker ended since it was listed is told by a recovery, which begins nothing") {
    waiting_desk d;
    auto const under_way = samples::of("rent", phase::recorded);
    auto ended = under_way;
    ended.type = record_type::verdict;
    ended.attempt = {};
    ended.attempt.phase = phase::not_executed;
    ended.attempt.told = ended.attempt.proven = true;
    d.held.lists = {under_way};
    d.held.answers = [&] { return journal_claims{{}, {}, {ended}}; };
    std::optional<result<std::vector<settlement>>> told;
    d.work->recover({}, [&](auto end) { told.emplace(std::move(end)); });
    for (int i = 0; i < 10 && !told; ++i) static_cast<void>(d.work->turn());
    REQUIRE(told);
    REQUIRE(told->value().size() == 1);
    CHECK(told->value()[0].not_moved());
    CHECK(told->value()[0].before);
    CHECK(d.transport.started == 0);
}

TEST_CASE("a claim that comes when nobody waits any more is given back") {
    waiting_desk d;
    std::optional<result<settlement>> told;
    d.work->pay(a_payment("rent", flow::intent_kind::payout), {.deadline = std::chrono::seconds{1}},
                [&](auto end) { told.emplace(std::move(end)); });
    static_cast<void>(d.work->turn());
    d.clock.advance(std::chrono::seconds{1});
    static_cast<void>(d.work->turn());
    REQUIRE(told);
    CHECK(told->error().kind == error_kind::expired);
    d.held();
    static_cast<void>(d.work->turn());
    CHECK(d.held.released == std::vector<std::string>{"rent"});
    CHECK(d.transport.started == 0);
}
