// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/sample_client.hpp"
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

/// What the runner does with leases: takes them with every write, renews them three times in their length, sends
/// nothing when too little of them is left, and lets go of what another worker has taken.

using namespace dollr;
using namespace dollr::tests;

namespace {

/// A journal whose leases the test decides about.
class leased_journal final : public shared_journal {
public:
    [[nodiscard]] duration lease_length() const noexcept override { return std::chrono::seconds{90}; }
    result<journal_claims> claim(std::span<intent const> wanted, bool) override {
        journal_claims out;
        for (auto const& one : wanted) out.taken.push_back(one.key);
        return out;
    }
    void release(std::span<intent_key const>) override {}
    bool renew(std::vector<intent_key>& lost) override {
        ++renewals;
        if (away) return false;
        lost.insert(lost.end(), taken.begin(), taken.end());
        taken.clear();
        return true;
    }

    put_result put(std::span<record> records) override {
        auto const sends =
            std::any_of(records.begin(), records.end(), [](record const& r) { return r.type == record_type::send; });
        if (sends && clock != nullptr) clock->advance(std::exchange(slow, {}));
        if (sent_in_this_turn != nullptr) CHECK_FALSE(*sent_in_this_turn);
        return inside.put(records);
    }
    [[nodiscard]] std::vector<record> latest() const override { return inside.latest(); }
    [[nodiscard]] std::vector<record> unfinished() const override { return inside.unfinished(); }
    [[nodiscard]] record const* find(intent_key const& key) const override { return inside.find(key); }
    [[nodiscard]] error const* failure() const override { return inside.failure(); }
    [[nodiscard]] auto history() const { return inside.history(); }

    int renewals = 0;
    bool away = false;
    std::vector<intent_key> taken;
    sandbox::manual_clock* clock = nullptr;
    duration slow{};  ///< how long the next SEND takes to write
    bool const* sent_in_this_turn = nullptr;

private:
    memory_journal inside;
};

struct leased_desk final : observer, sample_secrets {
    explicit leased_desk(policy p = {}) : rules(p) {}

    policy rules;
    sandbox::manual_clock clock;
    sandbox::server server;
    tests::fuse fuse;
    virtual_transport transport{server, clock, fuse};
    leased_journal journal;
    inline_journal port{journal};
    steered_clock time{clock};
    counting_entropy chance;
    std::unique_ptr<runner> made = runner::make({.transport = transport,
                                                 .journal = port,
                                                 .clock = time,
                                                 .entropy = chance,
                                                 .digest = toy_digest,
                                                 .secrets = *this,
                                                 .observer = *this},
                                                rules)
                                       .value();
    runner& work = *made;
    std::vector<phase> verdicts;

    task_id begin(std::string const& key, int magic) {
        auto const p = a_payment(key, flow::intent_kind::payout, magic);
        return work
            .add(flow::payment::begin(p, *flow::content_of(p, toy_digest), numbered_id(++minted), rules, 7),
                 event::started{})
            .value();
    }
    /// For so long; the driver may sleep through it, as one that was stopped does.
    void run(duration passing) {
        auto const end = clock.now().steady + passing;
        while (true) {
            auto const wake = work.turn();
            auto const next = std::min(wake, transport.next());
            if (next >= end) break;
            clock.advance_to(next);
            transport.deliver();
        }
        clock.advance_to(end);
    }
    phase phase_of(task_id id) {
        auto const* const task = work.find(id);
        return task == nullptr ? phase::none : task->phase();
    }

    void on_verdict(payment_status const&, verdict const& v) override { verdicts.push_back(v.outcome); }

    std::uint64_t minted = 0;
};

}  // namespace

TEST_CASE("leases are renewed every 30 s, and a payment that polls for ten minutes keeps its own") {
    leased_desk d;
    auto const id = d.begin("slow", 4);
    d.run(std::chrono::minutes{5});
    CHECK(d.phase_of(id) == phase::live);
    CHECK(d.journal.renewals >= 9);
    CHECK(d.journal.renewals <= 11);
    d.run(std::chrono::minutes{8});
    CHECK(d.verdicts == std::vector{phase::completed});
}

TEST_CASE("what another worker took is dropped at the next renewal, and the others go on") {
    leased_desk d;
    auto const lost = d.begin("lost", 4);
    auto const kept = d.begin("kept", 4);
    d.run(std::chrono::minutes{2});
    REQUIRE(d.phase_of(lost) == phase::live);
    d.journal.taken.push_back(*intent_key::try_parse("lost"));
    d.run(std::chrono::seconds{31});
    CHECK(d.phase_of(lost) == phase::none);
    CHECK(d.phase_of(kept) == phase::live);
    d.run(std::chrono::minutes{15});
    CHECK(d.verdicts == std::vector{phase::completed});
}

TEST_CASE("a payment is dropped while it only prepares, too") {
    leased_desk d;
    auto const id = d.begin("early", 0);
    static_cast<void>(d.work.turn());  // its first record
    d.journal.taken.push_back(*intent_key::try_parse("early"));
    d.clock.advance(std::chrono::seconds{31});
    static_cast<void>(d.work.turn());
    CHECK(d.work.find(id) == nullptr);
    CHECK(d.server.ledger().empty());
}

TEST_CASE("a SEND that took most of its lease, or all of its session, to write does not leave") {
    for (duration const slow : {std::chrono::seconds{80}, std::chrono::seconds{1200}}) {
        CAPTURE(slow.count());
        leased_desk d;
        d.journal.clock = &d.clock;
        d.journal.slow = slow;
        d.begin("slow", 1);
        while (d.journal.slow != duration{}) d.run(std::chrono::milliseconds{100});
        d.run(std::chrono::milliseconds{200});
        auto const count = [&](record_type t) {
            auto const all = d.journal.history();
            return std::count_if(all.begin(), all.end(), [t](record const& r) { return r.type == t; });
        };
        CHECK(count(record_type::send) == 1);
        CHECK(count(record_type::unsent) == 1);
        CHECK(d.server.state().executions.size() == 0);
        d.run(std::chrono::minutes{30});
        REQUIRE(d.verdicts.size() == 1);
        CHECK(d.verdicts[0] == (slow < std::chrono::minutes{2} ? phase::completed : phase::not_executed));
    }
}

TEST_CASE("once a send was given to the transport, its turn asks the journal for nothing") {
    leased_desk d;
    bool sent = false;
    d.journal.sent_in_this_turn = &sent;
    std::size_t posts = 0;
    d.transport.intercept = [&](http_request const& r) -> std::optional<exchange_result> {
        sent = sent || r.method == http_method::post;
        posts += r.method == http_method::post;
        return std::nullopt;
    };
    for (int i = 0; i < 20; ++i) d.begin("payment " + std::to_string(i), 1);
    for (int turns = 0; turns < 5000 && d.verdicts.size() < 20; ++turns) {
        sent = false;
        auto const wake = d.work.turn();
        sent = false;
        d.clock.advance_to(std::max(d.clock.now().steady, std::min(wake, d.transport.next())));
        d.transport.deliver();
    }
    CHECK(d.verdicts == std::vector(20, phase::completed));
    CHECK(posts >= 100);  // five of each payment, and the token
}

TEST_CASE("a second send waits until the lease can be renewed again") {
    leased_desk d;
    auto const id = d.begin("again", 21);  // the request is lost: the same id goes out again after a quiet period
    d.run(std::chrono::seconds{60});
    REQUIRE(d.phase_of(id) == phase::unknown);
    auto const sends = [&] {
        auto const all = d.journal.history();
        return std::count_if(all.begin(), all.end(), [](record const& r) { return r.type == record_type::send; });
    };
    REQUIRE(sends() == 1);
    d.journal.away = true;
    d.run(std::chrono::minutes{6});
    CHECK(sends() == 1);  // the quiet period was long over
    d.journal.away = false;
    d.run(std::chrono::minutes{4});
    CHECK(sends() == 2);
    CHECK(d.verdicts == std::vector{phase::completed});
    CHECK(d.server.ledger().size() == 1);
}
