// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file
#include "../support/forwarding_journal.hpp"
#include "../support/journal_samples.hpp"
#include "../support/sample_client.hpp"
#include "../support/temporary_folder.hpp"
#include "../support/virtual_world.hpp"

#include <dollr/file/journal.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/// The runner under a bad day of its hosts: writes that take minutes, a person who is asked for a passcode and takes
/// 20, callbacks that throw, a key that is paid and recovered by several at once, processes that die or fork. A seed
/// replays exactly.

using namespace dollr;
using namespace dollr::tests;
using namespace std::chrono_literals;

namespace {

struct host_failure {};

/// What a day was like, so that none is counted as bad that was not.
struct happened {
    std::size_t slow_puts = 0, slow_hosts = 0, thrown = 0, asked_twice = 0, sends = 0, completed = 0, others = 0;
};

/// Draws in thousandths; never, once the day is over.
struct dice {
    jitter chance;
    bool loaded = true;
    bool fall(unsigned thousandths) { return loaded && chance.next() % 1000 < thousandths; }
};

class slow_journal final : public forwarding_journal {
public:
    slow_journal(blocking_journal& to, sandbox::manual_clock& time, dice& luck, happened& seen)
        : forwarding_journal(to), time_(&time), luck_(&luck), seen_(&seen) {}

    void put(std::span<record> records, completion_of<put_end> done) override {
        if (!luck_->fall(100)) return forwarding_journal::put(records, std::move(done));
        ++seen_->slow_puts;
        due_ = time_->now().steady + luck_->chance.between(1s, 30min);
        records_ = records;
        done_ = std::move(done);
    }
    [[nodiscard]] steady_time next() const { return due_; }
    void deliver() {
        if (due_ > time_->now().steady) return;
        due_ = steady_time::max();
        forwarding_journal::put(records_, std::move(done_));
    }
    void forget() { due_ = steady_time::max(), done_ = {}; }

private:
    sandbox::manual_clock* time_;
    dice* luck_;
    happened* seen_;
    steady_time due_ = steady_time::max();
    std::span<record> records_;
    completion_of<put_end> done_;
};

std::string id_in(http_request const& r) {
    constexpr std::string_view member = R"("reference_id":")";
    auto const body = r.body.reveal();
    auto const at = body.find(member);
    return at == std::string_view::npos ? std::string{} : std::string{body.substr(at + member.size(), 36)};
}

/// Looks at each request that moves money in the moment in which it leaves.
class watched_wire final : public transport {
public:
    watched_wire(virtual_transport& to, memory_journal const& disk, sandbox::manual_clock& time, happened& seen)
        : to_(&to), disk_(&disk), time_(&time), seen_(&seen) {}

    void start(http_request&& request, duration timeout, completion done) override {
        if (request.hazard != hazard::moves_money) return to_->start(std::move(request), timeout, std::move(done));
        ++seen_->sends;
        auto const id = id_in(request);
        auto const all = disk_->latest();
        auto const newest = std::find_if(all.begin(), all.end(),
                                         [&](record const& r) { return r.attempt.reference_id.to_string() == id; });
        CHECK(under_way_.insert(id).second);  // nobody else has one of this id on its way
        REQUIRE(newest != all.end());
        CHECK(newest->attempt.phase == phase::sending);
        CHECK(newest->attempt.expiry - time_->now().server >= policy{}.expiry_margin);
        to_->start(std::move(request), timeout, [this, id, done = std::move(done)](exchange_result end) mutable {
            under_way_.erase(id);
            done(std::move(end));
        });
    }
    void forget() { under_way_.clear(); }

private:
    virtual_transport* to_;
    memory_journal const* disk_;
    sandbox::manual_clock* time_;
    happened* seen_;
    std::set<std::string> under_way_;
};

struct day final : observer, sample_secrets {
    happened& seen;
    dice luck;
    policy rules;
    sandbox::manual_clock clock;
    sandbox::server server;
    tests::fuse fuse;
    virtual_transport network{server, clock, fuse};
    memory_journal disk;
    slow_journal journal{disk, clock, luck, seen};
    watched_wire wire{network, disk, clock, seen};
    steered_clock time{clock};
    counting_entropy entropy;
    std::unique_ptr<runner> work;
    std::size_t waiting = 0;
    std::multimap<std::string, settlement> told;

    day(std::uint64_t seed, happened& all) : seen(all), luck{jitter{seed}}, server(options_of(seed)) {
        rules.trust_session_expiry = seed % 2 == 0;
        restart();
    }
    static sandbox::options options_of(std::uint64_t seed) {
        sandbox::options o;
        o.seed = seed;
        o.rates = sandbox::fault_rates::even(static_cast<std::uint32_t>(1000 + seed % 8 * 1000));
        return o;
    }

    /// The process dies.
    void restart() {
        network.forget();
        journal.forget();
        wire.forget();
        waiting = 0;
        work = runner::make({.transport = wire,
                             .journal = journal,
                             .clock = time,
                             .entropy = entropy,
                             .digest = toy_digest,
                             .secrets = *this,
                             .observer = *this},
                            rules)
                   .value();
    }
    void pay(flow::payment_intent const& p, duration patience) {
        ++waiting;
        work->pay(p, {.deadline = patience}, [this, key = p.key](result<settlement> const& end) {
            --waiting;
            if (end) told.emplace(key, *end);
            maybe_throw();
        });
    }
    void recover() {
        ++waiting;
        work->recover({.deadline = 48h}, [this](result<std::vector<settlement>> const&) {
            --waiting;
            maybe_throw();
        });
    }
    void run(duration most) {
        auto const end = clock.now().steady + most;
        while (waiting != 0 && clock.now().steady < end) {
            auto wake = clock.now().steady;
            try {
                wake = work->turn();
            } catch (host_failure const&) {
                continue;
            }
            auto const next = std::min({wake, network.next(), journal.next(), end});
            clock.advance_to(std::max(clock.now().steady, next));
            network.deliver();
            journal.deliver();
        }
    }
    [[nodiscard]] std::size_t charges(std::string_view key) const {
        auto const& all = server.ledger();
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& e) {
            return flow::key_in({e.document_reference.value_or(""), e.account_name}) == key;
        }));
    }

    void maybe_throw() {
        if (!luck.fall(150)) return;
        ++seen.thrown;
        throw host_failure{};
    }
    bool credentials(api::obtain_token_payload& out) override {
        maybe_throw();
        return sample_secrets::credentials(out);
    }
    bool passcode(payment_status const& p, api::passcode_payload& out) override {
        if (luck.fall(200)) {
            ++seen.slow_hosts;
            clock.advance(20min);
        }
        maybe_throw();
        return sample_secrets::passcode(p, out);
    }
    void on_note(payment_status const&, notes const&) override { maybe_throw(); }
    void on_verdict(payment_status const&, verdict const&) override { maybe_throw(); }
    void on_pause(duration, std::string_view) override { maybe_throw(); }
    void on_token_error(error const&) override { maybe_throw(); }
};

std::vector<flow::payment_intent> some_payments() {
    std::vector<flow::payment_intent> all;
    for (int i = 0; i < 6; ++i)
        all.push_back(a_payment("key-" + std::to_string(i),
                                i % 2 == 0 ? flow::intent_kind::payout : flow::intent_kind::collection));
    return all;
}

}  // namespace

TEST_CASE("whatever its hosts do, nothing leaves too late or twice at once, is charged twice, lost or left undone") {
    constexpr std::uint64_t seeds = 150;
    happened all;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        day d{seed, all};
        auto const wanted = some_payments();
        for (int life = 0; life < 3; ++life) {
            for (auto const& p : wanted) {
                d.pay(p, 10h);
                if (!d.luck.fall(300)) continue;
                ++all.asked_twice;
                d.pay(p, 10h);
            }
            for (auto n = d.luck.chance.next() % 3; n != 0; --n) d.recover();
            d.run(d.luck.chance.between(1s, 2h));
            d.restart();
        }
        d.server.set_rates({});
        for (auto const& p : wanted) d.pay(p, 48h);  // a host that is as bad as ever keeps nobody waiting
        d.run(40h);
        CHECK(d.waiting == 0);
        d.restart();
        d.luck.loaded = false;
        d.recover();
        d.recover();
        for (auto const& p : wanted) d.pay(p, 48h);
        d.run(50h);
        REQUIRE(d.waiting == 0);
        d.clock.advance(24h);  // what is under way somewhere happens
        d.server.advance_to(d.clock.now().server);
        for (auto const& p : wanted) {
            CAPTURE(p.key);
            auto const& r = *d.disk.find(*intent_key::try_parse(p.key));
            auto const charges = d.charges(p.key);
            auto const open = r.attempt.phase == phase::parked || has(r.attempt.anomalies, anomaly::late_truth);
            CHECK(charges <= 1);
            CHECK((is_terminal(r.attempt.phase) || r.attempt.phase == phase::parked));
            if (!open) CHECK((r.attempt.phase == phase::completed) == (charges == 1));
            auto const [from, to] = d.told.equal_range(p.key);
            for (auto one = from; one != to; ++one) {
                if (one->second.paid()) CHECK(charges == 1);
                if ((one->second.declined() || one->second.not_moved()) && r.attempt.generation == 1 && !open)
                    CHECK(charges == 0);
            }
            ++(r.attempt.phase == phase::completed ? all.completed : all.others);
        }
    }
    MESSAGE("sends: " << all.sends << "  slow puts: " << all.slow_puts << "  slow hosts: " << all.slow_hosts
                      << "  thrown: " << all.thrown << "  asked twice: " << all.asked_twice
                      << "  completed: " << all.completed << "  others: " << all.others);
    CHECK(all.slow_puts > seeds);
    CHECK(all.slow_hosts > seeds / 2);
    CHECK(all.thrown > seeds);
    CHECK(all.completed > all.others);
}

namespace {

/// Seen by parent and child.
struct outside {
    std::size_t sends_of_the_child = 0;
};

std::string bytes_of(std::string const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("a forked child of a runner writes nothing and sends no money, at whatever moment, and its parent goes on") {
    auto* const memory = ::mmap(nullptr, sizeof(outside), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    auto& shared = *new (memory) outside;
    int moment = 0;
    for (bool done = false; !done;) {
        ++moment;
        CAPTURE(moment);
        samples::temporary_folder const folder;
        auto const path = folder / "payments.journal";
        sandbox::manual_clock clock;
        sandbox::server server;
        tests::fuse fuse;
        virtual_transport wire{server, clock, fuse};
        auto disk = file_journal::create(path, samples::header()).value();
        inline_journal journal{disk};
        steered_clock time{clock};
        counting_entropy entropy;
        sample_secrets secrets;
        observer nobody;
        auto work = runner::make({.transport = wire,
                                  .journal = journal,
                                  .clock = time,
                                  .entropy = entropy,
                                  .digest = toy_digest,
                                  .secrets = secrets,
                                  .observer = nobody})
                        .value();
        auto in_child = false;
        wire.intercept = [&](http_request const& r) -> std::optional<exchange_result> {
            if (in_child && r.hazard == hazard::moves_money) ++shared.sends_of_the_child;
            return {};
        };
        std::optional<result<settlement>> told;
        work->pay(a_payment("rent", flow::intent_kind::payout), {.deadline = 48h},
                  [&](result<settlement> end) { told.emplace(std::move(end)); });
        auto const step = [&] {
            auto const turned = work->turn();
            auto const wake = std::min(turned, wire.next());
            if (wake != steady_time::max()) clock.advance_to(std::max(clock.now().steady, wake));
            wire.deliver();
        };
        for (int i = 1; i < moment && !told; ++i) step();
        done = told.has_value();
        auto const before = bytes_of(path);
        auto const child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            in_child = true;
            for (int i = 0; i < 100; ++i) step();
            work.reset();
            ::_exit(0);
        }
        int status = -1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
        CHECK(shared.sends_of_the_child == 0);
        CHECK(bytes_of(path) == before);
        for (int i = 0; i < 1000 && !told; ++i) step();
        REQUIRE(told);
        CHECK(told->value().paid());
        CHECK(server.ledger().size() == 1);
        if (done) CHECK(moment > 10);
    }
    ::munmap(memory, sizeof(outside));
}
