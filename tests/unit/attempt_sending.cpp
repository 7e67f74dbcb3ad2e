// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"

// The rows of the attempt's table from its beginning to the answer of a send. Each test is named after its row.
using namespace bench;

TEST_CASE("-, started -> recorded: persist ATTEMPT with id, request and session expiry") {
    table t;
    t.tell(event::started{});
    REQUIRE(t.wrote(record_type::attempt));
    record const& r = t.out<effect::persist>().record;
    CHECK(r.intent.key.text() == "invoice-42");
    CHECK(r.attempt.phase == phase::recorded);
    CHECK(r.attempt.reference_id == wanted(operation_type::collection).reference_id);
    CHECK(r.attempt.session == session_id{71});
    CHECK(r.attempt.expiry == wanted(operation_type::collection).expiry);
    CHECK(r.attempt.sends == 0);
}

TEST_CASE(
    "recorded, journal sound, token, secret, now < expiry - 60 s -> sending: persist SEND n; on persisted: send") {
    table t{operation_type::payout};
    t.recorded();
    CHECK(t.got<effect::need_token>());
    t.tell(event::token_ready{1});
    CHECK(t.got<effect::need_secret>());
    t.tell(event::secret_ready{});
    REQUIRE(t.wrote(record_type::send));
    CHECK(t.out<effect::persist>().record.attempt.sends == 1);
    CHECK(t.phase() == phase::sending);
    t.write();
    REQUIRE(t.got<effect::send>());
    CHECK(t.out<effect::send>().deadline == t.now.steady + 30s);
    CHECK_FALSE(t.out<effect::send>().again);
}

TEST_CASE("recorded, SEND persisted, but now >= expiry - 60 s by then: as never_sent") {
    table t{operation_type::collection, 10min};
    t.written().wait(9min).write();
    CHECK(t.wrote(record_type::unsent));
    CHECK(t.phase() == phase::recorded);
    t.write();
    CHECK(t.wrote(record_type::verdict));
    CHECK(t.phase() == phase::not_executed);
}

TEST_CASE("recorded, SEND persisted, but lease < 45 s by then: as never_sent, and again when the lease is renewed") {
    table t;
    t.written();
    t.leased = t.now.steady + 44s;
    t.write();
    CHECK(t.wrote(record_type::unsent));
    CHECK(t.out<effect::persist>().record.attempt.sends == 0);
    t.write();
    CHECK(t.phase() == phase::recorded);
    CHECK(t.got<effect::wait_until>());
    t.wait(5s).tell(event::ticked{});
    CHECK(t.got<effect::wait_until>());
    t.leased = t.now.steady + 90s;
    t.tell(event::leased{t.leased});
    CHECK(t.wrote(record_type::send));
    t.write();
    CHECK(t.got<effect::send>());
}

TEST_CASE("recorded, token or secret missing -> recorded: need_token, then need_secret") {
    table t{operation_type::payout};
    t.recorded();
    CHECK(t.got<effect::need_token>());
    CHECK_FALSE(t.out<effect::need_token>().fresh);
    t.tell(event::ticked{});
    CHECK(t.due() == t.now.steady + 59min);  // asked once; the session's end still ends it
    t.tell(event::token_ready{1});
    CHECK(t.got<effect::need_secret>());
}

TEST_CASE("recorded, token refused -> recorded: wait, ask again only when the application says so") {
    table t;
    t.recorded().tell(event::token_refused{});
    CHECK(t.got<effect::wait_until>());
    t.wait(1min).tell(event::ticked{});
    CHECK(t.got<effect::wait_until>());
    t.tell(event::resumed{});
    CHECK(t.got<effect::need_token>());
}

TEST_CASE("recorded, secret refused -> recorded: wait, ask again only when the application says so") {
    table t{operation_type::payout};
    t.asked_secret().tell(event::secret_refused{});
    CHECK(t.got<effect::wait_until>());
    t.wait(1min).tell(event::ticked{});
    CHECK(t.got<effect::wait_until>());
    t.tell(event::resumed{});
    CHECK(t.got<effect::need_secret>());
}

TEST_CASE("recorded, now >= expiry - 60 s -> not_executed: persist, done: no send of it can have left") {
    table t{operation_type::payout, 10min};
    t.asked_secret().tell(event::ticked{});
    CHECK(t.in() == 9min);
    t.tick();
    REQUIRE(t.wrote(record_type::verdict));
    t.write();
    REQUIRE(t.got<effect::done>());
    CHECK(t.out<effect::done>().verdict.outcome == phase::not_executed);
    CHECK(t.out<effect::done>().verdict.sends == 0);
}

TEST_CASE("recorded, the application cancels -> not_executed: persist, done: no send of it can have left") {
    table t{operation_type::payout};
    t.asked_secret().tell(event::cancelled{});  // while a person is looking for the passcode
    REQUIRE(t.wrote(record_type::verdict));
    t.tell(event::secret_ready{});
    CHECK(t.got<effect::wait_until>());
    t.tell(event::persisted{});
    REQUIRE(t.got<effect::done>());
    CHECK(t.out<effect::done>().verdict.outcome == phase::not_executed);
}

TEST_CASE("sending, never_sent -> recorded if no other SEND is open: persist UNSENT, back off") {
    table t;
    t.sending().answer(saw(observation::kind::never_sent));
    REQUIRE(t.wrote(record_type::unsent));
    CHECK(t.out<effect::persist>().record.attempt.phase == phase::recorded);
    CHECK(t.out<effect::persist>().record.attempt.sends == 0);
    t.write();
    CHECK(t.in() == 1s);
    t.tick();
    REQUIRE(t.wrote(record_type::send));
    t.write().answer(saw(observation::kind::never_sent)).write();
    CHECK(t.in() == 2s);
}

TEST_CASE("sending, never_sent with another SEND open -> unknown: persist UNSENT, back off") {
    table t;
    t.unknown();
    while (!t.got<effect::persist>()) t.poll(not_found());
    REQUIRE(t.wrote(record_type::send));
    CHECK(t.state().sends == 2);
    t.write().answer(saw(observation::kind::never_sent));
    REQUIRE(t.wrote(record_type::unsent));
    CHECK(t.phase() == phase::unknown);
    CHECK(t.state().sends == 1);
}

TEST_CASE("sending, 2xx PENDING or PROCESSING -> live: persist, wait 2 s") {
    for (auto const status : {pending, processing}) {
        table t;
        t.sending().answer(saw(status));
        REQUIRE(t.wrote(record_type::seen));
        CHECK(t.out<effect::persist>().record.attempt.phase == phase::live);
        t.write();
        CHECK(t.in() == 2s);
    }
}

TEST_CASE("sending, 2xx requires_action with client_secret -> action: persist without the secret; require_action") {
    table t;
    t.sending().answer(action_wanted(true));
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::action);
    t.write();
    CHECK(t.got<effect::require_action>());
    t.tell(event::ticked{});
    CHECK(t.got<effect::wait_until>());  // once
}

TEST_CASE("sending, 2xx requires_action without client_secret -> live: note") {
    table t;
    t.sending().answer(action_wanted(false));
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::live);
    CHECK(t.noted(anomaly::action_without_secret));
}

TEST_CASE("sending, 2xx COMPLETED or FAILED -> that: persist, done") {
    for (auto const& [status, outcome] : {std::pair{completed, phase::completed}, std::pair{failed, phase::failed}}) {
        table t;
        t.sending().answer(saw(status));
        REQUIRE(t.wrote(record_type::verdict));
        t.write();
        REQUIRE(t.got<effect::done>());
        CHECK(t.out<effect::done>().verdict.outcome == outcome);
        CHECK(t.out<effect::done>().verdict.durable);
    }
}

TEST_CASE("sending, 2xx unknown status text -> live: persist, note") {
    table t;
    t.sending().answer(odd_text());
    REQUIRE(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::live);
    CHECK(t.noted(anomaly::unknown_status));
}

TEST_CASE(
    "sending, 2xx undecodable, truncated, too large, wrong reference_id, wrong operation_type -> unknown: note, wait 1 "
    "to 2 s") {
    for (auto const what : {observation::kind::unreadable, observation::kind::wrong_subject}) {
        table t;
        t.rules.first_poll_max = 2s;
        t.sending().answer(saw(what, 200));
        CHECK(t.phase() == phase::unknown);
        CHECK(
            t.noted(what == observation::kind::unreadable ? anomaly::unreadable_answer : anomaly::wrong_reference_id));
        CHECK(t.in() >= 1s);
        CHECK(t.in() <= 2s);
    }
}

TEST_CASE("sending, 401 -> unknown: need_token{fresh} once") {
    table t;
    t.sending().answer(saw(observation::kind::unauthorized, 401));
    CHECK(t.phase() == phase::unknown);
    REQUIRE(t.got<effect::need_token>());
    CHECK(t.out<effect::need_token>().fresh);
    t.tell(event::token_ready{2});
    CHECK(t.in() == 1s);
    t.tick();
    REQUIRE(t.got<effect::poll>());
    t.answer(saw(observation::kind::unauthorized, 401));  // the fresh one, too
    CHECK(t.wrote(record_type::seen));
    CHECK(t.phase() == phase::parked);
}

TEST_CASE("sending, 429 -> unknown: Retry-After delays the next send, not the polls") {
    table t;
    t.sending();
    observation limited = saw(observation::kind::rate_limited, 429);
    limited.retry_after = 20min;
    t.answer(limited);
    CHECK(t.phase() == phase::unknown);
    CHECK(t.last.notes.retry_after == duration{20min});
    CHECK(t.in() == 1s);
    auto const end = t.now.steady;
    while (!t.got<effect::persist>()) t.poll(not_found());
    CHECK(t.wrote(record_type::send));
    CHECK(t.now.steady - end >= 20min);
}

TEST_CASE(
    "sending, JSON 403, 404, 422 and this is the only open SEND -> confirming: persist, wait; issues as a note at "
    "once") {
    for (auto const& [what, http] :
         {std::pair{observation::kind::forbidden, 403}, std::pair{observation::kind::not_found, 404},
          std::pair{observation::kind::refused, 422}}) {
        table t;
        t.sending().answer(saw(what, http));
        REQUIRE(t.wrote(record_type::seen));
        CHECK(t.phase() == phase::confirming);
        CHECK(t.noted(anomaly::refused));
        CHECK(t.noted(anomaly::forbidden) == (http == 403));
        t.write();
        CHECK(t.in() == 1s);
    }
}

TEST_CASE("sending, a 422 about reference_id -> unknown, even of the only open SEND") {
    table t;
    t.sending().answer(saw(observation::kind::duplicate, 422));
    CHECK(t.phase() == phase::unknown);
    CHECK(t.noted(anomaly::unexpected_http));
}

TEST_CASE("sending, any refusal of a re-send -> unknown") {
    for (auto const& [what, http] :
         {std::pair{observation::kind::forbidden, 403}, std::pair{observation::kind::not_found, 404},
          std::pair{observation::kind::refused, 422}}) {
        table t;
        t.unknown();
        while (!t.got<effect::persist>()) t.poll(not_found());
        t.write().answer(saw(what, http));
        CHECK(t.phase() == phase::unknown);
        CHECK(t.noted(anomaly::refused));
        CHECK(t.got<effect::wait_until>());
    }
}

TEST_CASE(
    "sending, any other answer or none: 3xx, other 4xx, 409, HTML, 5xx, time-out, reset, cancelled -> unknown: note if "
    "odd, wait 1 to 2 s") {
    for (auto const http : {302, 400, 418, 500, 503}) {
        table t;
        t.sending().answer(saw(observation::kind::other, http));
        CHECK(t.phase() == phase::unknown);
        CHECK(t.noted(anomaly::unexpected_http) == (http < 500));
        CHECK(t.in() == 1s);
    }
    table duplicate;
    duplicate.sending().answer(saw(observation::kind::duplicate, 409));
    CHECK(duplicate.phase() == phase::unknown);
    CHECK(duplicate.noted(anomaly::unexpected_http));
    table silence;
    silence.sending().answer(saw(observation::kind::maybe_sent), 30s);
    CHECK(silence.phase() == phase::unknown);
    CHECK(silence.last.notes == notes{});
    CHECK(silence.in() == 1s);
}
