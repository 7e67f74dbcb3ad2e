// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"

// The rows of the attempt's table about crashes, leases and the journal.
using namespace bench;

TEST_CASE("any, crash, then recovery: recorded without an open SEND -> recorded") {
    table t;
    t.recorded().crash();
    CHECK(t.phase() == phase::recorded);
    CHECK(t.got<effect::need_token>());  // nothing can have left: no poll first
}

TEST_CASE("any, crash, then recovery: sending, unknown -> unknown; poll first") {
    table t;
    t.sending().crash();
    CHECK(t.phase() == phase::unknown);
    CHECK(t.in() == 1s);
    t.until_poll();
    CHECK(t.got<effect::poll>());
    CHECK(t.state().sends == 1);
}

TEST_CASE("any, crash, then recovery: live, action -> live") {
    for (auto const go : {&table::live, &table::action}) {
        table t;
        (t.*go)().crash();
        CHECK(t.phase() == phase::live);
        CHECK(t.in() == 1s);
    }
}

TEST_CASE("any, crash, then recovery: action is shown again if a client_secret comes again") {
    table t;
    t.action().crash().poll(action_wanted(true));
    CHECK(t.phase() == phase::action);
    t.write();
    CHECK(t.got<effect::require_action>());
}

TEST_CASE("any, crash, then recovery: confirming, parked, terminal stay") {
    for (auto const& [go, where] :
         {std::pair{&table::confirming, phase::confirming}, std::pair{&table::parked, phase::parked},
          std::pair{&table::rejected, phase::rejected}, std::pair{&table::not_executed, phase::not_executed}}) {
        table t;
        (t.*go)().crash();
        CHECK(t.phase() == where);
        CHECK(t.last.notes.escalate == (where == phase::parked));
    }
}

TEST_CASE("any, crash, then recovery: quiet and lag restart") {
    table t;
    t.unknown().wait(10min).crash();
    auto const recovered = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(not_found());
    CHECK(t.wrote(record_type::send));
    CHECK(t.now.steady - recovered == 150s);
}

TEST_CASE("any, crash, then recovery: confirming waits the whole quiet period again") {
    table t;
    t.confirming().wait(10min).crash();
    auto const recovered = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(not_found());
    CHECK(t.phase() == phase::rejected);
    CHECK(t.now.steady - recovered == 150s);
}

TEST_CASE("any, crash, then recovery: park runs on from the record") {
    table t;
    t.rules.resends = false;
    t.sending().wait(20min).crash();
    auto const recovered = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(not_found());
    CHECK(t.phase() == phase::parked);
    CHECK(t.now.steady - recovered <= 11min);
}

TEST_CASE("any, crash, then recovery: 24 h run on from the record") {
    table t;
    t.live().wait(23h).crash();
    auto const recovered = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(saw(pending));
    CHECK(t.phase() == phase::parked);
    CHECK(t.now.steady - recovered <= 62min);
}

TEST_CASE("any, crash, then recovery: a terminal not yet told is told, one that was told is not") {
    table t;
    t.verdict(completed).crash();
    REQUIRE(t.got<effect::done>());
    CHECK(t.out<effect::done>().verdict.outcome == phase::completed);
    CHECK(t.out<effect::done>().verdict.durable);
    t.tell(event::ticked{}).write().crash();
    CHECK(t.got<effect::wait_until>());
}

TEST_CASE("any, crash, then recovery: notes of parked and of late truth are raised again") {
    table t;
    t.not_executed().tell(event::ticked{}).write().poll(saw(pending)).write().crash();
    CHECK(t.noted(anomaly::late_truth));
    CHECK(t.last.notes.escalate);
}

TEST_CASE("any, crash, then recovery: a payout without its passcode is polled, not re-sent") {
    table t{operation_type::payout};
    t.sending().crash();
    while (!t.got<effect::need_secret>()) t.poll(not_found());
    t.tell(event::secret_refused{});
    while (!t.got<effect::persist>()) t.poll(not_found());
    CHECK(t.phase() == phase::parked);
}

TEST_CASE(
    "any, crash, then recovery: an attempt that would recover as recorded recovers as unknown after a torn tail, and "
    "says so durably") {
    table t;
    t.recorded();
    t.durable.attempt.anomalies |= anomaly::missing_sequence;
    t.crash();
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::unknown);
    CHECK(t.state().sends == 1);
    t.write().crash();
    CHECK(t.phase() == phase::unknown);
}

TEST_CASE("any, crash, then recovery: a recorded with an open SEND is unknown") {
    table t;
    t.recorded();
    t.durable.attempt.sends = 1;
    t.crash();
    CHECK(t.phase() == phase::unknown);
}

TEST_CASE("any, crash between any two effects of a payout: nothing is sent without a poll once a SEND may be durable") {
    for (int steps = 1; steps < 12; ++steps) {
        for (bool const durable :
             {false, true}) {  // was the record that was being written durable when the process died?
            table t{operation_type::payout};
            t.tell(event::started{});
            bool released = false;
            for (int i = 0; i < steps; ++i) {
                if (t.got<effect::persist>()) {
                    t.write();
                } else if (t.got<effect::need_token>()) {
                    t.tell(event::token_ready{1});
                } else if (t.got<effect::need_secret>()) {
                    t.tell(event::secret_ready{});
                } else if (t.got<effect::send>()) {
                    released = true;
                    t.answer(saw(pending));
                }
            }
            if (t.got<effect::persist>() && durable) t.durable = t.out<effect::persist>().record;
            if (t.got<effect::send>()) released = true;
            if (t.durable.attempt.phase == phase::none) continue;  // not even begun
            t.crash();
            if (released) CHECK(t.phase() != phase::recorded);
            if (t.phase() == phase::recorded) {
                CHECK(t.got<effect::need_token>());
            } else {
                t.until_poll();
                CHECK(t.got<effect::poll>());
            }
        }
    }
}

TEST_CASE("any, lease lost, write refused by epoch -> same: drop: another worker owns it") {
    for (auto const go :
         {&table::recorded, &table::asked_secret, &table::written, &table::sending, &table::unknown, &table::live,
          &table::action, &table::confirming, &table::parked, &table::rejected, &table::not_executed}) {
        for (bool const lease : {true, false}) {
            table t{operation_type::payout};
            (t.*go)();
            auto const before = t.phase();
            if (lease) {
                t.tell(event::lease_lost{});
            } else {
                t.tell(event::write_refused{});
            }
            CHECK(t.got<effect::drop>());
            CHECK(t.phase() == before);
            t.tell(event::ticked{});
            CHECK(t.got<effect::drop>());
            t.tell(event::secret_ready{});
            CHECK(t.got<effect::drop>());
        }
    }
}

TEST_CASE("any, journal write or sync fails: recorded: drop") {
    table first;
    first.tell(event::started{}).tell(event::persist_failed{});
    CHECK(first.got<effect::drop>());
    CHECK(first.last.notes.escalate);
    table send;
    send.written().tell(event::persist_failed{});
    CHECK(send.got<effect::drop>());
    CHECK(send.last.notes.escalate);
    table idle{operation_type::payout};
    idle.asked_secret().tell(event::persist_failed{});  // another attempt's write failed
    CHECK(idle.got<effect::drop>());
}

TEST_CASE(
    "any, journal write or sync fails -> the phase before the write, poisoned: escalate; no send in this process") {
    table t;
    t.unknown();
    while (!t.got<effect::persist>()) t.poll(not_found());
    REQUIRE(t.wrote(record_type::send));
    t.tell(event::persist_failed{});
    CHECK(t.phase() == phase::unknown);
    CHECK(t.state().sends == 1);
    CHECK(t.machine.poisoned());
    CHECK(t.last.notes.escalate);
    for (int i = 0; i < 200; ++i) {
        t.poll(not_found());
        CHECK_FALSE(t.got<effect::send>());
        CHECK_FALSE(t.got<effect::persist>());
    }
    CHECK(t.phase() == phase::parked);  // in memory
}

TEST_CASE("any, journal write or sync fails: COMPLETED and FAILED are told as done{durable: false}") {
    for (auto const status : {completed, failed}) {
        table at_once;
        at_once.live().poll(saw(status)).tell(event::persist_failed{});
        REQUIRE(at_once.got<effect::done>());
        CHECK_FALSE(at_once.out<effect::done>().verdict.durable);
        table later;
        later.sending().answer(saw(pending)).tell(event::persist_failed{});
        CHECK(later.phase() == phase::unknown);
        later.poll(saw(pending)).poll(saw(status));
        REQUIRE(later.got<effect::done>());
        CHECK_FALSE(later.out<effect::done>().verdict.durable);
    }
}

TEST_CASE("any, journal write or sync fails: rejected and not_executed are not told") {
    table rejecting;
    rejecting.confirming();
    while (!rejecting.got<effect::persist>()) rejecting.poll(not_found());
    rejecting.tell(event::persist_failed{});
    CHECK(rejecting.phase() == phase::confirming);
    for (int i = 0; i < 100; ++i) {
        rejecting.poll(not_found());
        CHECK_FALSE(rejecting.got<effect::done>());
    }
    table fenced{operation_type::collection, 10min};
    fenced.rules.trust_session_expiry = true;
    fenced.rules.resends = false;
    fenced.unknown();
    while (!fenced.got<effect::persist>()) fenced.poll(not_found());
    REQUIRE(fenced.wrote(record_type::verdict));
    fenced.tell(event::persist_failed{});
    CHECK(fenced.phase() == phase::unknown);
    for (int i = 0; i < 100; ++i) {
        fenced.poll(not_found());
        CHECK_FALSE(fenced.got<effect::done>());
    }
}

TEST_CASE("any, journal write or sync fails while polling or while a send is out: the answer still counts") {
    table polling;
    polling.live().until_poll().tell(event::persist_failed{});
    CHECK(polling.got<effect::wait_until>());
    polling.tell(event::answered{2, polling.now.steady, saw(completed)});
    REQUIRE(polling.got<effect::done>());
    CHECK_FALSE(polling.out<effect::done>().verdict.durable);
    table out;
    out.sending().tell(event::persist_failed{}).tell(event::answered{1, out.now.steady, saw(pending)});
    CHECK(out.phase() == phase::live);
    CHECK(out.got<effect::wait_until>());
}

TEST_CASE("any, an operator's verdict that cannot be written is not told") {
    table t;
    t.parked().tell(event::resolved{phase::completed, {}}).tell(event::persist_failed{});
    CHECK(t.phase() == phase::parked);
    CHECK_FALSE(t.got<effect::done>());
    CHECK(t.last.notes.escalate);
    t.tell(event::resolved{phase::failed, {}});
    CHECK(t.noted(anomaly::unexpected_event));
    CHECK(t.phase() == phase::parked);
}

TEST_CASE("any, UNSENT cannot be written: unknown in memory, and polled") {
    table t;
    t.sending().answer(saw(observation::kind::never_sent)).tell(event::persist_failed{});
    CHECK(t.phase() == phase::unknown);
    CHECK(t.state().sends == 1);
    t.until_poll();
    CHECK(t.got<effect::poll>());
}

TEST_CASE("any, a stale serial -> same: note, wait_until") {
    table t;
    t.live().until_poll();
    auto const serial = t.serial();
    t.tell(event::answered{serial + 1, t.now.steady, saw(completed)});
    CHECK(t.noted(anomaly::stale_answer));
    CHECK(t.got<effect::wait_until>());
    CHECK(t.phase() == phase::live);
    t.tell(event::answered{serial, t.now.steady, saw(pending)});
    t.tell(event::answered{serial, t.now.steady, saw(completed)});  // twice
    CHECK(t.noted(anomaly::stale_answer));
    CHECK(t.phase() == phase::live);
}

TEST_CASE("any, an event that this phase does not name -> same: note, wait_until") {
    table t;
    t.live();
    for (attempt_event const& e :
         {attempt_event{event::started{}}, attempt_event{event::recovered{}}, attempt_event{event::persisted{}},
          attempt_event{event::token_refused{}}, attempt_event{event::secret_ready{}},
          attempt_event{event::secret_refused{}}, attempt_event{event::action_ended{}},
          attempt_event{event::cancelled{}}, attempt_event{event::deferred{}},
          attempt_event{event::resolved{phase::completed, {}}}}) {
        t.tell(e);
        CHECK(t.noted(anomaly::unexpected_event));
        CHECK(t.got<effect::wait_until>());
        CHECK(t.phase() == phase::live);
    }
}
