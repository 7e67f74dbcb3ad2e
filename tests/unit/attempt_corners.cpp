// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"
#include "attempt_canonical.hpp"

// Where no story leads, but a branch does (./dev coverage).
using namespace bench;

TEST_CASE("no attempt at all is its own canonical form, and so is one that has not begun") {
    CHECK(canonical(attempt{}, epoch()) == attempt{});
    policy const rules = steady_rules();
    auto const fresh = canonical(attempt::begin(wanted(operation_type::collection), some_intent(), rules, 7), epoch());
    CHECK(canonical(fresh, canonical_origin) == fresh);
    CHECK(violated(fresh) == "");
}

TEST_CASE("a phase that does not name an event has no rule for it") {
    auto const any = [](guard) { return true; };
    CHECK(find_rule(phase::completed, trigger::started, any) == nullptr);
    CHECK(find_rule(phase::parked, trigger::resolved, [](guard) { return false; }) == nullptr);
}

TEST_CASE("a verdict that flipped is no ground for a second attempt, even if nobody wrote the late truth down") {
    attempt_state s;
    s.phase = phase::failed;
    CHECK(may_reattempt(s, {.reaffirmed = true}));
    s.anomalies = anomaly::verdict_flip;
    CHECK_FALSE(may_reattempt(s, {.reaffirmed = true}));
}

TEST_CASE("a 404 that would ask for the passcode again comes when doubt is over: parked, nothing asked") {
    table t(operation_type::payout, 2h);
    t.rules.doubt_max = t.rules.quiet + 10s;
    t.unknown();
    steady_time const doubted = t.now.steady;
    for (t.until_poll(); t.now.steady < doubted + t.rules.quiet; t.until_poll()) t.answer(not_found());
    t.answer(not_found(), 20s);
    CHECK(t.phase() == phase::parked);
    CHECK(t.wrote(record_type::seen));
}

TEST_CASE("a token that is put off while the passcode is still awaited is asked for again, and the passcode is taken") {
    table t(operation_type::payout, 2h);
    t.unknown();
    while (!t.got<effect::need_secret>()) t.poll(not_found());
    t.tell(event::ticked{}).until_poll().answer(saw(observation::kind::unauthorized, 401));
    REQUIRE(t.got<effect::need_token>());
    t.tell(event::deferred{t.now.steady + 30s});
    CHECK(t.in() <= 1min);
    t.tick();
    CHECK(t.got<effect::need_token>());
    t.tell(event::secret_ready{});
    CHECK_FALSE(t.noted(anomaly::unexpected_event));
}
