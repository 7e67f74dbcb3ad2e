// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"

#include <dollr/machine/attempt/expectation.hpp>

#include <type_traits>

// Rows of the list of mistakes that real integrations make, as far as the attempt machine makes them impossible.
using namespace bench;

TEST_CASE(
    "mistake 3: a reference_id minted inside the retry function and kept in memory: it is durable before a byte "
    "leaves, and never changes") {
    table t;
    t.tell(event::started{});
    REQUIRE(t.wrote(record_type::attempt));
    auto const id = t.out<effect::persist>().record.attempt.reference_id;
    CHECK_FALSE(id.is_nil());
    t.write();
    for (int n = 0; n < 3; ++n) {  // three sends, a crash before each next one
        while (!t.got<effect::persist>()) {
            if (t.got<effect::need_token>()) {
                t.tell(event::token_ready{1});
            } else {
                t.poll(not_found());
            }
        }
        if (t.phase() == phase::parked) break;
        CHECK(t.out<effect::persist>().record.attempt.reference_id == id);
        t.write();
        REQUIRE(t.got<effect::send>());
        t.crash();
        CHECK(t.state().reference_id == id);
    }
}

TEST_CASE("an attempt begins under a UUID of version 4 or under none, so that what it writes can be read back") {
    table t;
    auto of_another = wanted(operation_type::payout);
    of_another.reference_id = *reference_id::of_any_version("6f1c2f1e-9f43-11ee-8d55-2b6d7a1c0001");
    t.machine = attempt::begin(of_another, some_intent(), t.rules, 7);
    t.tell(event::started{});
    CHECK(t.state().reference_id.is_nil());
}

TEST_CASE("mistake 4: a new reference_id after a time-out or a 404: the machine has no way to make one") {
    table t;
    t.unknown();
    auto const id = t.state().reference_id;
    for (int i = 0; i < 500; ++i) {
        if (t.got<effect::persist>()) {
            t.write();
        } else if (t.got<effect::send>()) {
            t.answer(saw(observation::kind::maybe_sent));
        } else {
            t.poll(not_found());
        }
        CHECK(t.state().reference_id == id);
        CHECK(t.state().generation == 1);
    }
    CHECK_FALSE(may_reattempt(t.state(), {.reaffirmed = true, .accept_unproven = true}));
}

TEST_CASE("mistake 5: any answer below 500 read as an execution: only a decoded 2xx carries a status") {
    for (auto const& [what, http] :
         {std::pair{observation::kind::unauthorized, 401}, std::pair{observation::kind::refused, 422},
          std::pair{observation::kind::rate_limited, 429}, std::pair{observation::kind::forbidden, 403}}) {
        table t;
        observation o = saw(what, http);
        o.status = completed;  // even if a codec had put one there
        t.sending().answer(o);
        CHECK_FALSE(is_terminal(t.phase()));
        CHECK(t.state().status == 0);
    }
}

TEST_CASE("mistake 6: PENDING taken for \"did not land\", POST again: nothing sends while live") {
    table t;
    t.live();
    for (int i = 0; i < 2000; ++i) {
        t.poll(i % 3 == 0 ? saw(pending) : i % 3 == 1 ? not_found() : saw(observation::kind::other, 503));
        CHECK_FALSE(t.got<effect::send>());
        CHECK_FALSE(t.wrote(record_type::send));
        if (t.got<effect::persist>()) t.write();
    }
    CHECK(t.state().sends == 1);
}

TEST_CASE("mistake 7: give up after 97 s and report FAILED while the outcome is unknown: parked, and still polled") {
    table t;
    t.unknown();
    while (t.phase() != phase::parked) {
        if (t.got<effect::persist>()) {
            t.write();
        } else if (t.got<effect::send>()) {
            t.answer(saw(observation::kind::maybe_sent));
        } else {
            t.poll(saw(observation::kind::maybe_sent));
        }
        CHECK_FALSE(t.got<effect::done>());
    }
    t.write().until_poll();
    CHECK(t.got<effect::poll>());
    t.answer(saw(completed)).write();
    REQUIRE(t.got<effect::done>());
    CHECK(t.out<effect::done>().verdict.outcome == phase::completed);
}

static_assert(!std::is_default_constructible_v<paid>, "a proof of payment is not made from nothing");
static_assert(!std::is_constructible_v<paid, verdict>, "nor from a verdict that anybody can write down");
static_assert(!std::is_constructible_v<paid, reference_id> && !std::is_constructible_v<paid, source_status>);
static_assert(!std::is_aggregate_v<paid>);

TEST_CASE("mistake 19: fulfilment on the success_url redirect: the proof comes only from a completed attempt") {
    table t;
    t.action();
    CHECK_FALSE(t.machine.proof());
    t.tell(event::action_ended{});  // the payer came back from the page
    CHECK_FALSE(t.machine.proof());
    t.write();
    CHECK_FALSE(t.machine.proof());
    t.poll(saw(completed));
    CHECK_FALSE(t.machine.proof());  // not durable yet
    t.write();
    REQUIRE(t.machine.proof());
    CHECK(t.machine.proof()->by() == paid::ground::attempt);
    CHECK(t.machine.proof()->reference_id() == t.state().reference_id);
    CHECK(t.machine.proof()->operation() == operation_type::collection);
    table failure;
    failure.verdict(failed);
    CHECK_FALSE(failure.machine.proof());
}

TEST_CASE("mistake 20: settled amount or currency never compared with the intended one: a mismatch makes no proof") {
    struct row {
        char const* executed;
        bool other_currency;
        bool mismatch;
    };
    for (row const& r :
         {row{"25.00", false, false}, row{"25", false, false}, row{"24.99", false, true}, row{"25.01", false, true},
          row{"25.00", true, true}, row{"-25.00", false, true}, row{"2500", false, true}}) {
        table t;
        attempt_state s = wanted(operation_type::collection);
        s.payee = usd("25.00");
        t.machine = attempt::begin(s, some_intent(), t.rules, 1);
        observation o = saw(completed);
        o.payee = r.other_currency ? lrd(r.executed) : usd(r.executed);
        t.sending().answer(o).write();
        verdict const v = t.out<effect::done>().verdict;
        CHECK(v.outcome == phase::completed);
        CHECK(v.mismatch == r.mismatch);
        CHECK(v.payee_compared);
        CHECK_FALSE(v.payer_compared);
        CHECK(t.machine.proof().has_value() == !r.mismatch);
    }
}

TEST_CASE("mistake 20: a converted side may drift within the policy's limit, and says so") {
    for (auto const& [executed, drifts, differs] :
         {std::tuple{"4700.00", false, false}, std::tuple{"4701.00", true, false}, std::tuple{"4794.00", true, false},
          std::tuple{"4606.00", true, false}, std::tuple{"4794.01", false, true}, std::tuple{"4605.99", false, true}}) {
        table t;
        attempt_state s = wanted(operation_type::collection);
        s.payer = lrd("4700.00");
        s.payer_converted = true;
        t.machine = attempt::begin(s, some_intent(), t.rules, 1);
        observation o = saw(completed);
        o.payer = lrd(executed);
        t.sending().answer(o);
        CHECK(t.noted(anomaly::fx_drift) == drifts);
        CHECK(t.noted(anomaly::amount_mismatch) == differs);
        t.write();
        CHECK(t.out<effect::done>().verdict.mismatch == differs);
    }
}

TEST_CASE("a side without expectation is not compared, and paid says which sides were") {
    table t;
    observation o = saw(completed);
    o.payer = usd("1.00");
    t.sending().answer(o).write();
    REQUIRE(t.machine.proof());
    CHECK_FALSE(t.machine.proof()->payer_compared());
    CHECK_FALSE(t.machine.proof()->payee_compared());
}

TEST_CASE("comparison of a side that no arithmetic holds differs") {
    auto const huge = amount::try_parse("99999999999999999999999999999999999999").value();
    auto const tiny = amount::try_parse("0.00000000000000000000000000000000000001").value();
    auto const l = currency::try_parse("LRD").value();
    CHECK(compare_side(money{huge, l}, money{tiny, l}, true, 200) == compared::differs);
    auto const nearly = amount::try_parse("99999999999999999999999999999999999998").value();
    CHECK(compare_side(money{huge, l}, money{nearly, l}, true, 200) == compared::differs);
    CHECK(compare_side(lrd("1"), money{huge, l}, true, 200) == compared::differs);
    CHECK(compare_side(lrd("-1"), lrd("-1.01"), true, 200) == compared::differs);  // of less than nothing no part
    CHECK(compare_side(std::nullopt, money{tiny, l}, true, 200) == compared::not_compared);
    CHECK(compare_side(money{tiny, l}, std::nullopt, true, 200) == compared::not_compared);
}
