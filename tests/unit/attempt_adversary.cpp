// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"
#include "attempt_canonical.hpp"
#include "attempt_hash.hpp"

// Things that happen at the worst moment.
using namespace bench;

TEST_CASE("cancelled while ATTEMPT is being written: not_executed once it is durable") {
    table t;
    t.tell(event::started{});
    command const write = t.last;
    t.tell(event::cancelled{});
    CHECK(t.got<effect::wait_until>());
    t.last = write;
    t.write();
    CHECK(t.wrote(record_type::verdict));
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("cancelled while SEND is being written: nothing leaves, UNSENT, then not_executed") {
    table t;
    t.written();
    command const write = t.last;
    t.tell(event::cancelled{});
    t.last = write;
    t.write();
    REQUIRE(t.wrote(record_type::unsent));
    t.write();
    REQUIRE(t.wrote(record_type::verdict));
    t.write();
    CHECK(t.out<effect::done>().verdict.outcome == phase::not_executed);
}

TEST_CASE("cancelled while a send is out: its answer decides") {
    table t;
    t.sending().tell(event::cancelled{});
    t.tell(event::answered{1, t.now.steady, saw(completed)});
    CHECK(t.phase() == phase::completed);
}

TEST_CASE("cancelled while a send is out that then never left: not_executed") {
    table t;
    t.sending().tell(event::cancelled{});
    t.tell(event::answered{1, t.now.steady, saw(observation::kind::never_sent)});
    t.write().write();
    CHECK(t.out<effect::done>().verdict.outcome == phase::not_executed);
}

TEST_CASE("a lost lease while a secret is awaited: drop, and the late secret changes nothing") {
    table t{operation_type::payout};
    t.asked_secret().tell(event::lease_lost{});
    CHECK(t.got<effect::drop>());
    t.tell(event::secret_ready{});
    CHECK(t.got<effect::drop>());
}

TEST_CASE("a secret that comes when its attempt is live already is not kept") {
    table t{operation_type::payout};
    t.unknown();
    while (!t.got<effect::need_secret>()) t.poll(not_found());
    t.tell(event::ticked{}).poll(saw(pending)).write();
    t.tell(event::secret_ready{});
    CHECK(t.got<effect::wait_until>());
    CHECK(t.phase() == phase::live);
}

TEST_CASE("the lease that runs out while a person looks for the passcode stops the send, not the attempt") {
    table t{operation_type::payout};
    t.leased = t.now.steady + 90s;
    t.asked_secret();
    t.wait(60s).tell(event::secret_ready{});
    CHECK(t.got<effect::wait_until>());
    CHECK(t.phase() == phase::recorded);
    t.leased = t.now.steady + 90s;
    t.tell(event::leased{t.leased});
    CHECK(t.wrote(record_type::send));
}

TEST_CASE("deferred SEND: nothing was written, so nothing is open, and the secret is asked for again") {
    table t{operation_type::payout};
    t.written().tell(event::deferred{t.now.steady + 5min});
    CHECK(t.phase() == phase::recorded);
    CHECK(t.state().sends == 0);
    CHECK(t.in() == 5min);
    t.tick();
    REQUIRE(t.got<effect::need_secret>());
    t.tell(event::secret_ready{});
    CHECK(t.wrote(record_type::send));
}

TEST_CASE("deferred without end: waits for the application or for the end of its session") {
    table t{operation_type::payout};
    t.written().tell(event::deferred{});
    CHECK(t.in() == 59min);
    t.wait(1min).tell(event::resumed{});
    CHECK(t.got<effect::need_secret>());
    t.tell(event::deferred{});
    CHECK(t.in() == 58min);
    t.tick();
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("deferred and cancelled: not_executed at once") {
    table t;
    t.written().tell(event::cancelled{}).tell(event::deferred{t.now.steady});
    CHECK(t.wrote(record_type::verdict));
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("deferred send again: unknown as before, and the next 404 decides anew") {
    table t;
    t.unknown();
    while (!t.got<effect::persist>()) t.poll(not_found());
    t.tell(event::deferred{t.now.steady + 1min});
    CHECK(t.phase() == phase::unknown);
    CHECK(t.state().sends == 1);
    auto const deferred = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(not_found());
    CHECK(t.wrote(record_type::send));
    CHECK(t.now.steady - deferred >= 1min);
}

TEST_CASE("a server clock that jumps forward does not make a fence") {
    table t{operation_type::collection, 20min};
    t.rules.trust_session_expiry = true;
    t.rules.resends = false;
    t.unknown();
    t.now.server += 2h;  // a wrong Date
    for (int i = 0; i < 5; ++i) t.poll(not_found());
    CHECK(t.phase() == phase::unknown);
}

TEST_CASE("a 404 without a Date, or whose Date is before the fence, proves nothing, whatever our clock says") {
    table t{operation_type::collection, 20min};
    t.rules.trust_session_expiry = true;
    t.rules.resends = false;
    t.unknown().crash(2h);
    for (int i = 0; i < 5; ++i) t.poll(not_found());
    CHECK(t.phase() == phase::unknown);
    t.wait(25min).tell(event::ticked{});  // by now it is over, but this 404 does not say what time it is
    if (t.got<effect::persist>()) t.write();
    t.dates = false;
    t.poll(not_found());
    CHECK_FALSE(is_terminal(t.phase()));
    t.dates = true;
    t.poll(not_found());
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("a worker whose clock is ahead proves it once the server's clock is past the fence") {
    table t{operation_type::collection, 20min};
    t.rules.trust_session_expiry = true;
    t.rules.resends = false;
    t.unknown().crash(2h);
    while (!is_terminal(t.phase())) {
        t.poll(not_found());
        if (t.got<effect::persist>()) t.write();
    }
    CHECK(t.phase() == phase::not_executed);
    CHECK(t.now.server - t.ahead >= t.state().expiry + fence_after_expiry(t.rules));
}

TEST_CASE("what was sent, and proven unexecuted by a clock that was ahead, is not paid again before the fence") {
    table t{operation_type::collection, 20min};
    t.unknown();
    t.durable.attempt.phase = phase::not_executed;  // as a program wrote it that believed its own clock
    t.durable.attempt.told = true;
    t.durable.attempt.settled = t.now.server;
    t.crash(2h);
    auto const asks_again = [&] {
        t.tell(event::resumed{}).poll(not_found());
        REQUIRE(t.got<effect::done>());
        auto const reaffirmed = t.out<effect::done>().verdict.reaffirmed;
        CHECK(may_reattempt(t.state(), {reaffirmed}) == reaffirmed);
        t.tell(event::ticked{});
        return reaffirmed;
    };
    CHECK_FALSE(asks_again());
    t.wait(25min);
    CHECK(asks_again());
}

TEST_CASE("an operator's word that nothing was executed needs the server's own clock") {
    table t{operation_type::collection, 1h};
    t.parked().crash(2h);
    evidence const seen{{'A'}, {}};
    t.tell(event::resolved{phase::not_executed, seen});
    CHECK(t.phase() == phase::parked);
    t.tell(event::ticked{}).poll(not_found());
    t.tell(event::resolved{phase::not_executed, seen});
    CHECK(t.phase() == phase::parked);
    t.wait(40min).tell(event::ticked{}).poll(not_found());
    t.tell(event::resolved{phase::not_executed, seen});
    CHECK(t.wrote(record_type::resolution));
}

TEST_CASE("a server clock that jumps back does not open a session again") {
    table t{operation_type::payout, 10min};
    t.asked_secret().wait(9min + 30s);
    t.now.server -= 1h;
    t.tell(event::secret_ready{});
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("a server clock that jumps forward stops a send") {
    table t{operation_type::payout, 1h};
    t.asked_secret();
    t.now.server += 2h;
    t.tell(event::secret_ready{});
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("times that no clock shows do not overflow") {
    for (auto const extreme : {server_time::min(), server_time::max()}) {
        policy const rules;
        attempt_state s = wanted(operation_type::collection);
        s.expiry = extreme;
        auto a = attempt::begin(s, some_intent(), rules, 1);
        for (auto const steady : {steady_time::min(), steady_time{}, steady_time::max()}) {
            for (auto const server : {server_time::min(), server_time{}, server_time::max()}) {
                auto b = a;
                for (attempt_event const& e :
                     {attempt_event{event::started{}}, attempt_event{event::persisted{}},
                      attempt_event{event::token_ready{1}}, attempt_event{event::persisted{steady}},
                      attempt_event{event::answered{1, steady, saw(pending)}}, attempt_event{event::persisted{}},
                      attempt_event{event::deferred{steady}}, attempt_event{event::ticked{}}}) {
                    (void)b.handle(e, {steady, server});
                    CHECK(violated(b) == "");
                    (void)hash_value(canonical(b, instant{steady, server}));
                }
            }
        }
    }
}

TEST_CASE("an asked time in the future is not believed") {
    table t;
    t.unknown();
    for (int i = 0; i < 5; ++i) {
        t.until_poll();
        t.tell(event::answered{t.serial(), steady_time::max(), not_found()});
        CHECK(t.phase() == phase::unknown);
    }
}

TEST_CASE("a request that never leaves is tried until its session ends, slower and slower") {
    table t{operation_type::collection, 20min};
    t.written();
    int sends = 0;
    while (t.phase() != phase::not_executed) {
        t.write();
        if (t.got<effect::send>()) ++sends, t.answer(saw(observation::kind::never_sent));
        if (t.got<effect::wait_until>()) t.tick();
    }
    CHECK(sends > 10);
    CHECK(sends < 40);
    t.write();
    CHECK(t.out<effect::done>().verdict.sends == 0);
}

TEST_CASE("an attempt is a regular value") {
    table t;
    t.unknown();
    attempt copy = t.machine;
    CHECK(copy == t.machine);
    CHECK(hash_value(copy) == hash_value(t.machine));
    (void)copy.handle(event::lease_lost{}, t.now);
    CHECK(copy != t.machine);
    CHECK(attempt{}.dropped());
    CHECK(attempt{}.handle(event::started{}, t.now).what == command::action{effect::drop{}});
}

TEST_CASE("canonical forgets when, and nothing else") {
    table early;
    table late;
    late.now.steady += 1000h;
    late.machine = attempt::begin(wanted(operation_type::collection), some_intent(), early.rules, 9);
    early.sending().answer(saw(observation::kind::maybe_sent));
    late.sending().answer(saw(observation::kind::maybe_sent));
    CHECK(canonical(early.machine, early.now) == canonical(late.machine, late.now));
    attempt c = canonical(early.machine, early.now);
    CHECK(canonical(c, canonical_origin) == c);
    auto const next = c.handle(event::ticked{}, canonical_origin);
    early.tell(event::ticked{});
    CHECK(std::get<effect::wait_until>(next.what).until - canonical_origin.steady == early.in());
}
