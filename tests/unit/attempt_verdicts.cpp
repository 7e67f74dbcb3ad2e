// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"

// The rows of the attempt's table for the terminal phases, and what the application may do after them.
using namespace bench;

namespace {

void settle(table& t, phase where) {
    if (where == phase::completed) t.verdict(completed);
    if (where == phase::failed) t.verdict(failed);
    if (where == phase::rejected) t.rejected();
    if (where == phase::not_executed) t.not_executed();
    REQUIRE(t.phase() == where);
    REQUIRE(t.got<effect::done>());
    t.tell(event::ticked{}).write();  // that it was told becomes durable
}

constexpr phase terminals[] = {phase::completed, phase::failed, phase::rejected, phase::not_executed};

}  // namespace

TEST_CASE("completed, failed, PENDING, PROCESSING, requires_action, unknown text, 404 -> same: note, ignore") {
    for (phase const where : {phase::completed, phase::failed}) {
        for (auto const& seen : {saw(pending), saw(processing), action_wanted(true), odd_text(), not_found()}) {
            table t;
            settle(t, where);
            t.poll(seen);
            CHECK(t.phase() == where);
            CHECK(t.noted(anomaly::regression));
            CHECK(t.wrote(record_type::verdict));  // only that it was asked
        }
    }
}

TEST_CASE("rejected, not_executed, any status but 404 -> same: persist LATE_TRUTH, escalate") {
    for (phase const where : {phase::rejected, phase::not_executed}) {
        for (auto const& seen :
             {saw(pending), saw(processing), saw(completed), saw(failed), action_wanted(true), odd_text()}) {
            table t;
            settle(t, where);
            t.poll(seen);
            REQUIRE(t.wrote(record_type::late_truth));
            CHECK(t.last.notes.escalate);
            CHECK(t.noted(anomaly::late_truth));
            CHECK(t.phase() == where);
            t.write();
            CHECK(t.got<effect::wait_until>());
            t.poll(seen);
            CHECK(t.wrote(record_type::verdict));  // known already: only that it was asked
            CHECK(t.noted(anomaly::late_truth));
        }
    }
}

TEST_CASE("completed, failed, the other one -> same: persist LATE_TRUTH, escalate") {
    for (phase const where : {phase::completed, phase::failed}) {
        table t;
        settle(t, where);
        t.poll(saw(where == phase::completed ? failed : completed));
        REQUIRE(t.wrote(record_type::late_truth));
        CHECK(t.last.notes.escalate);
        CHECK(t.noted(anomaly::verdict_flip));
        CHECK(t.phase() == where);
        t.write();
        CHECK_FALSE(t.machine.proof().has_value());
    }
}

TEST_CASE(
    "rejected not proven, every 10 min until the fence -> same: poll; a 404 after it, and expiry trusted: proven") {
    table t;
    t.rejected();
    t.rules.trust_session_expiry = true;  // the operator has learnt that expiry is enforced
    t.tell(event::ticked{}).write();
    int polls = 0;
    while (!t.state().proven) {
        CHECK(t.in() <= 10min);
        t.poll(not_found());
        REQUIRE(t.wrote(record_type::verdict));
        if (!t.state().proven) t.write();
        ++polls;
    }
    CHECK(polls >= 5);
    CHECK(t.now.server <= t.state().expiry + 181s);
    t.write();
    REQUIRE(t.got<effect::done>());
    CHECK(t.out<effect::done>().verdict.proven);
}

TEST_CASE("when the next audit is due stands in the record, and another process makes it") {
    for (phase const where : {phase::completed, phase::failed}) {
        table t;
        settle(t, where);
        CHECK(t.durable.attempt.audit_at == t.state().settled + 5min);
        t.crash().wait(2h);
        t.crash().poll(saw(where == phase::completed ? completed : failed));
        REQUIRE(t.wrote(record_type::verdict));
        t.write();
        CHECK(t.durable.attempt.told);
        CHECK(t.durable.attempt.audit_at == t.state().settled + 24h);
        CHECK(t.due() == t.now.steady + (t.state().settled + 24h - t.now.server));
        t.wait(72h).crash().poll(saw(where == phase::completed ? completed : failed)).write();
        CHECK(t.durable.attempt.audit_at == server_time{});
        CHECK(t.due() == steady_time::max());
    }
}

TEST_CASE("an audit that gets no answer stays due, and is made again") {
    table t;
    settle(t, phase::completed);
    t.wait(1h).crash().poll(saw(observation::kind::maybe_sent));
    CHECK(t.got<effect::wait_until>());
    CHECK(t.in() <= 1min);
    t.poll(saw(completed));
    CHECK(t.wrote(record_type::verdict));
}

TEST_CASE("a contradiction that another process finds is told, and audited anew") {
    table t;
    settle(t, phase::failed);
    t.wait(4min).crash().wait(1min + 1s).tell(event::ticked{}).poll(saw(completed));
    REQUIRE(t.wrote(record_type::late_truth));
    CHECK(t.last.notes.escalate);
    t.write();
    CHECK(t.durable.attempt.audit_at == t.now.server + 5min);
    CHECK(t.phase() == phase::failed);
}

TEST_CASE("rejected not proven, every 10 min for 24 h if expiry is not trusted -> same: poll") {
    table t;
    settle(t, phase::rejected);
    auto const begun = t.now.steady;
    int polls = 0;
    while (t.due() != steady_time::max()) {
        t.poll(not_found()).write();
        ++polls;
    }
    CHECK(polls >= 143);
    CHECK(t.now.steady - begun >= 23h + 50min);
    CHECK_FALSE(t.state().proven);
}

TEST_CASE("other terminals, audit polls at 5 min, 1 h, 24 h -> same: poll") {
    for (phase const where : {phase::completed, phase::failed, phase::not_executed}) {
        table t;
        settle(t, where);
        auto const begun = t.now.steady;
        observation const seen =
            where == phase::not_executed ? not_found() : saw(where == phase::completed ? completed : failed);
        for (duration const at : {duration{5min}, duration{1h}, duration{24h}}) {
            CHECK(t.due() == begun + at);
            t.poll(seen);
            CHECK(t.last.notes == notes{});
            REQUIRE(t.wrote(record_type::verdict));
            t.write();
        }
        CHECK(t.due() == steady_time::max());
    }
}

TEST_CASE("other terminals, one audit poll before any reattempt: done says whether it agrees") {
    for (phase const where : terminals) {
        table t;
        settle(t, where);
        CHECK_FALSE(may_reattempt(t.state(), {}));
        CHECK_FALSE(may_reattempt(t.state(), {.reaffirmed = false, .accept_unproven = true}));
        t.tell(event::resumed{}).until_poll();
        t.answer(saw(observation::kind::other, 503)).until_poll();  // no news: asked again
        t.answer(where == phase::completed ? saw(completed) : where == phase::failed ? saw(failed) : not_found());
        REQUIRE(t.got<effect::done>());
        verdict const v = t.out<effect::done>().verdict;
        CHECK(v.reaffirmed);
        CHECK(may_reattempt(t.state(), {.reaffirmed = v.reaffirmed}) ==
              (where == phase::failed || where == phase::not_executed));
        CHECK(may_reattempt(t.state(), {.reaffirmed = true, .accept_unproven = true}) == (where != phase::completed));
    }
}

TEST_CASE("reattempt is not offered when the poll before it contradicts the verdict") {
    table failed_first;
    settle(failed_first, phase::failed);
    failed_first.tell(event::resumed{}).poll(saw(pending));
    REQUIRE(failed_first.got<effect::done>());
    CHECK_FALSE(failed_first.out<effect::done>().verdict.reaffirmed);

    table flipped;
    settle(flipped, phase::failed);
    flipped.tell(event::resumed{}).poll(saw(completed)).write();
    REQUIRE(flipped.got<effect::done>());
    CHECK_FALSE(may_reattempt(flipped.state(), {.reaffirmed = true, .accept_unproven = true}));

    table appeared;
    settle(appeared, phase::not_executed);
    appeared.tell(event::resumed{}).poll(saw(pending)).write();
    CHECK_FALSE(may_reattempt(appeared.state(), {.reaffirmed = true, .accept_unproven = true}));
}

TEST_CASE("reattempt is never offered from a phase that is not terminal") {
    for (phase const p : {phase::none, phase::recorded, phase::sending, phase::unknown, phase::live, phase::action,
                          phase::confirming, phase::parked, phase::completed}) {
        attempt_state s;
        s.phase = p;
        CHECK_FALSE(may_reattempt(s, {.reaffirmed = true, .accept_unproven = true}));
    }
}

TEST_CASE("a proven rejected is offered a reattempt without accept_unproven") {
    attempt_state s;
    s.phase = phase::rejected;
    s.proven = true;
    CHECK(may_reattempt(s, {.reaffirmed = true}));
}

TEST_CASE("a poll that was out before the application asked does not count as the one more poll") {
    table t;
    settle(t, phase::failed);
    t.until_poll();
    auto const early = t.serial();
    t.tell(event::resumed{});
    REQUIRE(t.got<effect::poll>());
    CHECK(t.serial() != early);
    t.tell(event::answered{early, t.now.steady, saw(failed)});
    CHECK(t.noted(anomaly::stale_answer));
    CHECK_FALSE(t.machine.verdict().reaffirmed);
}

TEST_CASE("a mismatch that only an audit shows is escalated, and the proof is withdrawn") {
    table t;
    attempt_state s = wanted(operation_type::collection);
    s.payee = usd("25.00");
    t.machine = attempt::begin(s, some_intent(), t.rules, 7);
    settle(t, phase::completed);
    CHECK(t.machine.proof());
    observation o = saw(completed);
    o.payee = usd("20.00");
    t.poll(o);
    CHECK(t.noted(anomaly::amount_mismatch));
    CHECK(t.last.notes.escalate);
    CHECK_FALSE(t.machine.proof());
}

TEST_CASE("a verdict never changes, whatever comes (I4)") {
    for (phase const where : terminals) {
        for (auto const& seen :
             {saw(pending), saw(processing), saw(completed), saw(failed), action_wanted(true), odd_text(), not_found(),
              saw(observation::kind::forbidden, 403), saw(observation::kind::unauthorized, 401)}) {
            table t;
            settle(t, where);
            t.tell(event::resumed{});
            for (int i = 0; i < 30; ++i) {
                if (t.got<effect::poll>()) {
                    t.answer(seen);
                } else if (t.got<effect::persist>()) {
                    t.write();
                } else if (t.got<effect::need_token>()) {
                    t.tell(event::token_ready{++t.token});
                } else {
                    t.wait(1h).tell(event::ticked{});
                }
                CHECK(t.phase() == where);
            }
        }
    }
}
