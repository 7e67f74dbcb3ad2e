// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_invariants.hpp"

#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/pool.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <vector>

// A pool of attempts in virtual time against a server that loses, delays, refuses and fails. The driver is the one of
// pool.hpp's introduction.
using namespace dollr;
using namespace std::chrono_literals;

namespace {

struct server {
    jitter chance{1};
    std::uint64_t faults_in = 5;  ///< one in so many exchanges goes wrong
    struct execution {
        execution_status status = execution_status::pending;
        steady_time begun{};
        int charges = 0;
    };
    std::map<std::size_t, execution> executions;  // by attempt

    std::uint64_t below(std::uint64_t n) { return chance.next() % n; }
    void execute(std::size_t who, steady_time now) {
        execution& e = executions[who];
        if (e.charges++ != 0) --e.charges;  // deduplicated by reference_id
        if (e.begun == steady_time{}) e.begun = now;
    }
    observation show(std::size_t who, steady_time now) {
        observation o;
        auto const found = executions.find(who);
        if (found == executions.end()) {
            o.what = observation::kind::not_found, o.http_status = 404;
            return o;
        }
        execution& e = found->second;
        if (now - e.begun > 40s) e.status = who % 7 == 0 ? execution_status::failed : execution_status::completed;
        o.what = observation::kind::status, o.http_status = 200, o.status = e.status;
        return o;
    }
};

struct happening {
    steady_time at{};
    std::uint64_t order = 0;
    std::function<void()> what;
    friend bool operator>(happening const& a, happening const& b) {
        return a.at > b.at || (a.at == b.at && a.order > b.order);
    }
};

struct simulation {
    policy rules;
    server world;
    std::priority_queue<happening, std::vector<happening>, std::greater<>> future;
    std::uint64_t order = 0;
    instant now{steady_time{100h}, server_time{10'000h}};
    pool<attempt> tasks{rules, 3};
    std::map<std::uint32_t, phase> verdicts;
    std::size_t in_flight_most = 0;
    std::size_t fetches = 0;
    bool journal_works = true;

    void later(duration after, std::function<void()> what) {
        future.push({now.steady + after, ++order, std::move(what)});
    }

    void begin(operation_type op) {
        attempt_state s;
        s.operation = op;
        s.reference_id = reference_id::from_random({static_cast<std::uint8_t>(tasks.size())});
        s.expiry = now.server + 1h;
        tasks.deliver(tasks.add(attempt::begin(s, {}, rules, tasks.size())), event::started{}, now);
    }

    // the driver
    void turn() {
        while (auto const job = tasks.next(now)) carry_out(*job);
        in_flight_most = std::max(in_flight_most, tasks.in_flight());
    }
    void carry_out(job const& j) {
        task_id const id = j.task;
        if (j.what == job::kind::fetch_token) {
            ++fetches;
            return later(200ms, [this, g = j.token] { tasks.token_arrived(g, 30min, now); });
        }
        if (auto const* e = std::get_if<effect::send>(&j.order.what)) return exchange(id, e->serial, true);
        if (auto const* e = std::get_if<effect::poll>(&j.order.what)) return exchange(id, e->serial, false);
        if (std::holds_alternative<effect::persist>(j.order.what)) {
            return later(5ms, [this, id] {
                tasks.deliver(
                    id, journal_works ? attempt_event{event::persisted{}} : attempt_event{event::persist_failed{}},
                    now);
            });
        }
        if (std::holds_alternative<effect::need_secret>(j.order.what))
            return later(3s, [this, id] { tasks.deliver(id, event::secret_ready{}, now); });
        if (auto const* e = std::get_if<effect::done>(&j.order.what)) {
            verdicts[id.index] = e->verdict.outcome;
            tasks.remove(id);
        }
        if (std::holds_alternative<effect::drop>(j.order.what)) tasks.remove(id);
    }
    void exchange(task_id id, std::uint32_t serial, bool is_send) {
        steady_time const asked = now.steady;
        bool const bad = world.below(world.faults_in) == 0;
        observation o;
        o.what = observation::kind::maybe_sent;
        duration took{100 + static_cast<std::int64_t>(world.below(400))};
        std::uint64_t const how = bad ? world.below(8) : 100;
        if (is_send && how != 0 && how != 1 && how != 2 && how != 3) world.execute(id.index, now.steady);
        if (is_send && how == 1)
            later(duration{static_cast<std::int64_t>(world.below(120'000))},
                  [this, id] { world.execute(id.index, now.steady); });
        switch (how) {
            case 0:
            case 1:
            case 4:
                took = 30s;
                break;  // lost, delayed, executed but the answer was lost
            case 2:
                o.what = observation::kind::other, o.http_status = 503;
                break;
            case 3:
                o.what = observation::kind::rate_limited, o.retry_after = 5s;
                break;
            case 5:
                o.what = observation::kind::other, o.http_status = 502;
                break;
            case 6:
                o.what = observation::kind::unauthorized;
                break;
            case 7:
                o.what = observation::kind::unreadable;
                break;
            default:
                o = world.show(id.index, now.steady);
        }
        later(took, [this, id, serial, asked, o] { tasks.deliver(id, event::answered{serial, asked, o}, now); });
    }
    /// False: nothing will ever happen again.
    bool step() {
        turn();
        std::optional<steady_time> next = tasks.next_timer(now);
        if (!future.empty() && (!next || future.top().at < *next)) next = future.top().at;
        if (!next) return false;
        duration const pass = std::max(*next - now.steady, duration{});
        now.steady += pass;
        now.server += pass;
        while (!future.empty() && future.top().at <= now.steady) {
            auto const what = future.top().what;
            future.pop();
            what();
        }
        tasks.each([](task_id, attempt& a) {
            if (violated(a) != "") FAIL(violated(a));
        });
        return true;
    }
    /// All but those that are parked, and rightly: the server never heard of them, and only a person can say so.
    std::size_t unfinished() {
        std::size_t n = 0;
        tasks.each([&](task_id id, attempt const& a) {
            n += a.phase() != phase::parked || world.executions.contains(id.index);
        });
        return n;
    }
    void finish() {
        for (int i = 0; i < 500'000 && unfinished() != 0 && step(); ++i) {
        }
        REQUIRE(unfinished() == 0);
    }
};

}  // namespace

TEST_CASE("a pool of attempts against a faulty server: every one has the server's own verdict, none is charged twice") {
    simulation s;
    s.world.faults_in = 3;
    constexpr std::size_t count = 150;
    for (std::size_t i = 0; i < count; ++i) s.begin(i % 3 == 0 ? operation_type::payout : operation_type::collection);
    s.finish();
    CHECK(s.verdicts.size() + s.tasks.size() == count);
    MESSAGE("parked, and rightly: ", s.tasks.size());
    for (auto const& [who, verdict] : s.verdicts) {
        CAPTURE(who);
        CAPTURE(static_cast<int>(verdict));
        auto const found = s.world.executions.find(who);
        REQUIRE(found != s.world.executions.end());
        CHECK(found->second.charges == 1);
        CHECK(verdict == (found->second.status == execution_status::failed ? phase::failed : phase::completed));
    }
    CHECK(s.in_flight_most <= s.rules.in_flight_max);
    CHECK(s.tasks.in_flight() == 0);
    MESSAGE("virtual minutes ", (s.now.steady - steady_time{100h}) / 1min, ", token fetches ", s.fetches);
}

TEST_CASE("a pool that is stopped comes to rest with every answer awaited, and goes on when resumed") {
    simulation s;
    for (int i = 0; i < 40; ++i) s.begin(operation_type::payout);
    for (int i = 0; i < 60; ++i) REQUIRE(s.step());
    s.tasks.stop(s.now);
    while (s.step()) {
    }
    CHECK_FALSE(s.tasks.awaiting());
    CHECK(s.tasks.size() != 0);
    std::size_t const charged = s.world.executions.size();
    s.tasks.resume(s.now);
    s.finish();
    CHECK(s.verdicts.size() + s.tasks.size() == 40);
    MESSAGE("parked, and rightly: ", s.tasks.size());
    CHECK(s.world.executions.size() > charged);
}

TEST_CASE(
    "a journal that fails stops all sending: what was never sent is dropped, what was sent is followed in memory") {
    simulation s;
    for (int i = 0; i < 40; ++i) s.begin(operation_type::collection);
    for (int i = 0; i < 60; ++i) REQUIRE(s.step());
    s.journal_works = false;
    std::size_t const charged = s.world.executions.size();
    s.tasks.each([&](task_id id, attempt&) { s.tasks.deliver(id, event::persist_failed{}, s.now); });
    std::size_t const on_their_way = s.tasks.in_flight();
    s.finish();
    CHECK(s.world.executions.size() <= charged + on_their_way);
    for (auto const& [who, verdict] : s.verdicts) CHECK((verdict == phase::completed || verdict == phase::failed));
}
