// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"

#include <vector>

// The rows of the attempt's table for the polled phases: unknown, live, confirming, parked, action.
using namespace bench;

namespace {

using way = table& (table::*)();
struct start {
    way go;
    phase at;
};
std::vector<start> const polled{{&table::unknown, phase::unknown},
                                {&table::live, phase::live},
                                {&table::confirming, phase::confirming},
                                {&table::parked, phase::parked},
                                {&table::action, phase::action}};

void bring(table& t, start const& s) {
    (t.*s.go)();
    REQUIRE(t.phase() == s.at);
}

/// Polls 404 until something other than waiting and polling comes out.
void starve(table& t) {
    while (!t.got<effect::persist>() && !t.got<effect::need_secret>()) t.poll(not_found());
}

}  // namespace

TEST_CASE("polled phases, poll: PENDING, PROCESSING, unknown status text -> live: persist on first sight, wait") {
    for (auto const& s : polled) {
        for (auto const& seen : {saw(pending), saw(processing), odd_text()}) {
            table t;
            bring(t, s);
            t.poll(seen);
            CHECK(t.phase() == phase::live);
            CHECK(t.wrote(record_type::seen) == (s.at != phase::live));
            CHECK(t.noted(anomaly::unknown_status) == !seen.status);
            if (t.got<effect::persist>()) t.write();
            CHECK(t.got<effect::wait_until>());
        }
    }
}

TEST_CASE("polled phases, a parked one that had seen it already stays parked") {
    for (auto const& seen : {saw(pending), saw(processing), odd_text(), action_wanted(false)}) {
        table t;
        t.parked_live().poll(seen);
        CHECK(t.phase() == phase::parked);
        CHECK(t.got<effect::wait_until>());
    }
}

TEST_CASE("polled phases, poll: requires_action -> action if a client_secret came and none was shown in this process") {
    for (auto const& s : polled) {
        if (s.at == phase::action) continue;
        table t;
        bring(t, s);
        t.poll(action_wanted(true));
        REQUIRE(t.wrote(record_type::seen));
        CHECK(t.phase() == phase::action);
        t.write();
        CHECK(t.got<effect::require_action>());
    }
}

TEST_CASE(
    "polled phases, poll: requires_action without a client_secret, or after one was shown -> live; action stays") {
    for (auto const& s : polled) {
        table t;
        bring(t, s);
        t.poll(action_wanted(false));
        CHECK(t.phase() == (s.at == phase::action ? phase::action : phase::live));
    }
    table shown;
    shown.action().tell(event::action_ended{}).write();
    shown.poll(action_wanted(true));
    CHECK(shown.phase() == phase::live);
    CHECK(shown.got<effect::wait_until>());
}

TEST_CASE("polled phases, poll: COMPLETED, FAILED -> that: persist, done") {
    for (auto const& s : polled) {
        for (auto const& [status, outcome] :
             {std::pair{completed, phase::completed}, std::pair{failed, phase::failed}}) {
            table t;
            bring(t, s);
            t.poll(saw(status));
            REQUIRE(t.wrote(record_type::verdict));
            t.write();
            REQUIRE(t.got<effect::done>());
            CHECK(t.out<effect::done>().verdict.outcome == outcome);
        }
    }
}

TEST_CASE("unknown, 404 -> unknown: count it, wait") {
    table t;
    t.unknown().poll(not_found());
    CHECK(t.phase() == phase::unknown);
    CHECK(t.in() == 2s);
}

TEST_CASE(
    "unknown, a 404 asked >= quiet after the last exchange, >= 3 in all -> sending: persist SEND n + 1, the same id") {
    table t;
    t.unknown();
    auto const end = t.now.steady;
    starve(t);
    REQUIRE(t.wrote(record_type::send));
    CHECK(t.now.steady - end == t.rules.quiet);
    CHECK(t.out<effect::persist>().record.attempt.sends == 2);
    CHECK(t.out<effect::persist>().record.attempt.reference_id == wanted(operation_type::collection).reference_id);
    t.write();
    REQUIRE(t.got<effect::send>());
    CHECK(t.out<effect::send>().again);
}

TEST_CASE("unknown, a 404 asked before the quiet period that arrives after it does not send again") {
    table t;
    t.unknown();
    for (int i = 0; i < 5; ++i) t.poll(not_found());
    t.until_poll();
    auto const asked = t.now.steady;
    t.wait(t.rules.quiet);
    t.tell(event::answered{t.serial(), asked, not_found()});
    CHECK(t.phase() == phase::unknown);
    CHECK_FALSE(t.got<effect::persist>());
}

TEST_CASE("unknown, two 404s are not enough, however late") {
    table t;
    t.unknown();
    for (int i = 0; i < 2; ++i) {
        t.wait(5min);
        t.poll(not_found());
        CHECK(t.phase() == phase::unknown);
        CHECK(t.got<effect::wait_until>());
    }
    t.poll(not_found());
    CHECK(t.wrote(record_type::send));
}

TEST_CASE("unknown, at most 3 open SENDs, a quiet period between each and the next") {
    table t;
    t.unknown();
    for (int n = 2; n <= 3; ++n) {
        auto const end = t.now.steady;
        starve(t);
        REQUIRE(t.wrote(record_type::send));
        CHECK(t.state().sends == n);
        CHECK(t.now.steady - end >= t.rules.quiet);
        t.write().answer(saw(observation::kind::maybe_sent), 30s);
    }
    starve(t);
    CHECK(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::parked);
}

TEST_CASE("unknown, now >= expiry - 60 s: no send again") {
    table t{operation_type::collection, 3min};
    t.unknown();
    starve(t);
    CHECK(t.phase() == phase::parked);
    CHECK(t.state().sends == 1);
}

TEST_CASE("unknown, the policy does not resend: no send again") {
    table t;
    t.rules.resends = false;
    t.unknown();
    starve(t);
    CHECK(t.phase() == phase::parked);
}

TEST_CASE("unknown, cancelled: polled on, but no send again") {
    table t;
    t.unknown().tell(event::cancelled{});
    starve(t);
    CHECK(t.phase() == phase::parked);
    CHECK(t.state().sends == 1);
}

TEST_CASE("unknown, the secret is asked for again before a send again, polls go on, and a fresh 404 decides") {
    table t{operation_type::payout};
    t.unknown();
    starve(t);
    REQUIRE(t.got<effect::need_secret>());
    t.tell(event::ticked{}).poll(not_found());
    CHECK(t.got<effect::wait_until>());  // asked once
    t.poll(saw(observation::kind::other, 503));
    t.tell(event::secret_ready{});
    REQUIRE(t.got<effect::poll>());
    t.answer(not_found());
    CHECK(t.wrote(record_type::send));
    t.write();
    CHECK(t.got<effect::send>());
}

TEST_CASE("unknown, secret refused: a payout without its passcode is polled, not re-sent") {
    table t{operation_type::payout};
    t.unknown();
    starve(t);
    t.tell(event::secret_refused{});
    starve(t);
    CHECK(t.phase() == phase::parked);
    CHECK(t.state().sends == 1);
}

TEST_CASE(
    "unknown; parked that never saw it, a 404 asked after expiry + 30 s + 150 s, and expiry is trusted -> "
    "not_executed") {
    for (bool const parked : {false, true}) {
        table t{operation_type::collection, parked ? 1h : 10min};
        t.rules.trust_session_expiry = true;
        t.rules.resends = false;
        if (parked) {
            t.parked();
        } else {
            t.unknown();
        }
        starve(t);
        REQUIRE(t.wrote(record_type::verdict));
        CHECK(t.now.server >= t.state().expiry + 180s);
        CHECK(t.now.server <= t.state().expiry + 181s);
        t.write();
        REQUIRE(t.got<effect::done>());
        CHECK(t.out<effect::done>().verdict.outcome == phase::not_executed);
    }
}

TEST_CASE("unknown, a 404 asked before the fence that arrives after it proves nothing") {
    table t{operation_type::collection, 10min};
    t.rules.trust_session_expiry = true;
    t.rules.resends = false;
    t.unknown().until_poll();
    auto const asked = t.now.steady;
    t.wait(15min);
    t.tell(event::answered{t.serial(), asked, not_found()});
    CHECK(t.phase() == phase::unknown);
    CHECK(t.got<effect::wait_until>());
}

TEST_CASE("unknown, expiry not trusted: no 404 proves that it was not executed") {
    table t{operation_type::collection, 10min};
    t.unknown();
    t.rules.resends = false;
    starve(t);
    CHECK(t.phase() == phase::parked);
    t.write();
    for (int i = 0; i < 100; ++i) t.poll(not_found());
    CHECK(t.phase() == phase::parked);
}

TEST_CASE("parked that saw it: a 404 after the fence changes nothing") {
    table t;
    t.rules.trust_session_expiry = true;
    t.parked_live().poll(not_found());
    CHECK(t.phase() == phase::parked);
}

TEST_CASE("unknown, confirming, 30 min without proof -> parked: persist, escalate; poll every 10 min") {
    table t;
    t.rules.resends = false;
    t.unknown();
    auto const begun = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(saw(observation::kind::other, 503));
    CHECK(t.now.steady - begun >= 30min);
    CHECK(t.now.steady - begun <= 32min);
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::parked);
    CHECK(t.last.notes.escalate);
    t.write();
    CHECK(t.in() == 10min);
    t.poll(saw(observation::kind::other, 503));
    CHECK(t.in() == 10min);
    CHECK_FALSE(t.last.notes.escalate);

    table refused;
    refused.confirming();
    while (!refused.got<effect::persist>()) refused.poll(saw(observation::kind::other, 503));
    CHECK(refused.phase() == phase::parked);
    CHECK(refused.last.notes.escalate);
}

TEST_CASE("confirming, >= 3 404s, the last asked >= 150 s after the refusal -> rejected, not proven: persist, done") {
    table t;
    t.confirming();
    auto const refusal = t.now.steady;
    starve(t);
    CHECK(t.now.steady - refusal == 150s);
    REQUIRE(t.wrote(record_type::verdict));
    t.write();
    REQUIRE(t.got<effect::done>());
    CHECK(t.out<effect::done>().verdict.outcome == phase::rejected);
    CHECK_FALSE(t.out<effect::done>().verdict.proven);
}

TEST_CASE("confirming, if expiry is trusted: the last 404 asked after the fence -> rejected, proven") {
    table t{operation_type::collection, 15min};
    t.rules.trust_session_expiry = true;
    t.confirming();
    starve(t);
    CHECK(t.phase() == phase::rejected);
    CHECK(t.now.server >= t.state().expiry + 180s);
    t.write();
    CHECK(t.out<effect::done>().verdict.proven);
}

TEST_CASE("live, action, parked, 404 -> same: note if live; never re-send") {
    for (auto const go : {&table::live, &table::action, &table::parked, &table::parked_live}) {
        table t;
        (t.*go)();
        auto const before = t.phase();
        for (int i = 0; i < 20 && t.phase() == before; ++i) {
            if (before == phase::action && i == 5) break;
            t.poll(not_found());
            CHECK(t.phase() == before);
            CHECK(t.got<effect::wait_until>());
            CHECK(t.noted(anomaly::vanished) == (before != phase::parked));
        }
    }
}

TEST_CASE("live, 24 h since first sight -> parked: persist, escalate, keep polling") {
    table t;
    t.live().wait(24h - 1s).tell(event::ticked{});
    REQUIRE(t.got<effect::poll>());
    t.answer(saw(pending), 2s);
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::parked);
    CHECK(t.last.notes.escalate);
    t.write();
    CHECK(t.in() == 10min);
    t.poll(saw(completed));
    CHECK(t.phase() == phase::completed);
}

TEST_CASE("action, ended (the application says so) -> live: poll at once") {
    table t;
    t.action().tell(event::action_ended{});
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::live);
    t.write();
    CHECK(t.got<effect::wait_until>() == false);
    CHECK(t.got<effect::poll>());
}

TEST_CASE("action, 15 min -> live: poll; polls also go on in action") {
    table t;
    t.action();
    auto const begun = t.now.steady;
    int polls = 0;
    while (!t.got<effect::persist>()) {
        t.poll(action_wanted(true));
        ++polls;
        REQUIRE(polls < 1000);
    }
    CHECK(polls > 10);
    CHECK(t.phase() == phase::live);
    CHECK(t.now.steady - begun >= 15min);
    CHECK(t.now.steady - begun <= 16min);
}

TEST_CASE("polled phases, poll: 401 -> same: need_token{fresh}; 401 again with it -> parked: persist, escalate once") {
    for (auto const& s : polled) {
        table t;
        bring(t, s);
        t.poll(saw(observation::kind::unauthorized, 401));
        REQUIRE(t.got<effect::need_token>());
        CHECK(t.out<effect::need_token>().fresh);
        CHECK(t.phase() == s.at);
        t.tell(event::token_ready{9});
        REQUIRE(t.got<effect::poll>());
        t.answer(saw(observation::kind::unauthorized, 401));
        CHECK(t.phase() == phase::parked);
        CHECK(t.noted(anomaly::unauthorized));
        CHECK(t.last.notes.escalate == (s.at != phase::parked));
        CHECK(t.wrote(record_type::seen) == (s.at != phase::parked));
    }
}

TEST_CASE("polled phases, poll: 403 -> parked: persist, escalate once") {
    for (auto const& s : polled) {
        table t;
        bring(t, s);
        t.poll(saw(observation::kind::forbidden, 403));
        CHECK(t.phase() == phase::parked);
        CHECK(t.noted(anomaly::forbidden));
        CHECK(t.last.notes.escalate == (s.at != phase::parked));
    }
}

TEST_CASE("polled phases, the token is refused for ever: parked, escalated once, and asked for at every poll") {
    for (auto const& s : polled) {
        table t;
        bring(t, s);
        t.poll(saw(observation::kind::unauthorized, 401)).tell(event::token_refused{});
        CHECK(t.phase() == phase::parked);
        if (t.got<effect::persist>()) t.write();
        for (int i = 0; i < 5; ++i) {
            t.tick();
            REQUIRE(t.got<effect::need_token>());
            t.tell(event::token_refused{});
            CHECK_FALSE(t.last.notes.escalate);
            CHECK(t.in() == 10min);
        }
        t.tick().tell(event::token_ready{20});
        CHECK(t.got<effect::poll>());
    }
}

TEST_CASE(
    "polled phases, poll: 3xx, other 4xx, 429, 5xx, network, HTML, undecodable, wrong reference_id, wrong "
    "operation_type -> same: back off; never counts as a 404") {
    using kind = observation::kind;
    for (auto const& s : polled) {
        for (auto const& [what, http] :
             {std::pair{kind::other, 302}, std::pair{kind::other, 400}, std::pair{kind::rate_limited, 429},
              std::pair{kind::other, 502}, std::pair{kind::maybe_sent, 0}, std::pair{kind::never_sent, 0},
              std::pair{kind::unreadable, 200}, std::pair{kind::wrong_subject, 200}, std::pair{kind::refused, 422},
              std::pair{kind::duplicate, 409}}) {
            table t;
            bring(t, s);
            t.wait(5min);
            for (int i = 0; i < 4; ++i) {
                t.poll(saw(what, http));
                CHECK(t.phase() == s.at);
                CHECK(t.got<effect::wait_until>());
                CHECK(t.in() >= 2s);
            }
        }
    }
}

TEST_CASE("polled phases, a huge Retry-After of a poll slows the polls down, but does not stop them") {
    table t;
    observation limited = saw(observation::kind::rate_limited, 429);
    limited.retry_after = 24h;
    t.live().poll(limited);
    CHECK(t.last.notes.retry_after == duration{1h});
    CHECK(t.in() == 60s);
}

TEST_CASE(
    "any unfinished, an expected side differs -> by status: flag mismatch in record and verdict; paid cannot be made") {
    for (bool const at_once : {true, false}) {
        table t;
        attempt_state s = wanted(operation_type::collection);
        s.payee = usd("25.00");
        t.machine = attempt::begin(s, some_intent(), t.rules, 7);
        observation o = saw(completed);
        o.payee = usd("24.99");
        if (at_once) {
            t.sending().answer(o);
        } else {
            observation early = saw(pending);
            early.payee = usd("24.99");
            t.sending().answer(early).write().poll(saw(completed));
        }
        REQUIRE(t.wrote(record_type::verdict));
        CHECK(has(t.out<effect::persist>().record.attempt.anomalies, anomaly::amount_mismatch));
        t.write();
        CHECK(t.out<effect::done>().verdict.mismatch);
        CHECK_FALSE(t.machine.proof().has_value());
    }
}

TEST_CASE("parked, operator resolves with evidence -> that verdict: persist who and why") {
    for (auto const outcome : {phase::completed, phase::failed, phase::rejected}) {
        table t;
        t.parked();
        event::resolved decision{outcome, {}};
        decision.evidence.who = {'a', 'd', 'a'};
        decision.evidence.why = {'b', 'a', 'n', 'k'};
        t.tell(decision);
        REQUIRE(t.wrote(record_type::resolution));
        CHECK(t.out<effect::persist>().record.evidence == decision.evidence);
        t.write();
        REQUIRE(t.got<effect::done>());
        CHECK(t.out<effect::done>().verdict.outcome == outcome);
        CHECK_FALSE(t.out<effect::done>().verdict.proven);
    }
}

TEST_CASE("parked, operator resolves: not_executed only after expiry + 180 s") {
    table t;
    t.parked().tell(event::resolved{phase::not_executed, {}});
    CHECK(t.noted(anomaly::unexpected_event));
    CHECK(t.phase() == phase::parked);
    t.wait(t.state().expiry + 180s - t.now.server).tell(event::resolved{phase::not_executed, {}});
    CHECK(t.phase() == phase::parked);  // by our own clock alone
    t.tell(event::resolved{phase::not_executed, {}, t.now.server});
    CHECK(t.wrote(record_type::resolution));
}

TEST_CASE(
    "parked, operator resolves while a poll is out: its late answer is stale, the next poll contradicts if it must") {
    table t;
    t.parked().until_poll();
    auto const serial = t.serial();
    t.tell(event::resolved{phase::failed, {}});
    t.tell(event::answered{serial, t.now.steady, saw(completed)});
    CHECK(t.noted(anomaly::stale_answer));
    CHECK(t.phase() == phase::failed);
    t.tell(event::persisted{});
    CHECK(t.got<effect::done>());
    t.tell(event::ticked{}).write().poll(saw(completed));
    CHECK(t.wrote(record_type::late_truth));
}
