// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"

#include <dollr/journal/index.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace dollr;
using samples::of;

namespace {

bool follows(record const& newest, record const& next) { return may_follow(&newest, next); }

}  // namespace

TEST_CASE("an attempt goes on under its own id, operation, session, account and currency only") {
    auto const sent = of("rent", phase::sending);
    CHECK(follows(sent, of("rent", phase::live)));
    auto other = of("rent", phase::live);
    other.attempt.reference_id = samples::id_of("else");
    CHECK_FALSE(follows(sent, other));
    other = of("rent", phase::live);
    other.attempt.operation = operation_type::collection;
    CHECK_FALSE(follows(sent, other));
    other = of("rent", phase::live);
    other.attempt.session = {1};
    CHECK_FALSE(follows(sent, other));
    other = of("rent", phase::live);
    other.attempt.account = {1};
    CHECK_FALSE(follows(sent, other));
    other = of("rent", phase::live);
    other.attempt.currency = *currency::try_parse("LRD");
    CHECK_FALSE(follows(sent, other));
}

TEST_CASE("I2: a second attempt begins only when the first one is over and did not complete, and with another id") {
    for (auto const over : {phase::failed, phase::rejected, phase::not_executed})
        CHECK(follows(of("rent", over), of("rent", phase::recorded, 2)));
    for (auto const open : {phase::recorded, phase::sending, phase::unknown, phase::live, phase::action,
                            phase::confirming, phase::parked, phase::completed})
        CHECK_FALSE(follows(of("rent", open), of("rent", phase::recorded, 2)));
    CHECK_FALSE(follows(of("rent", phase::failed), of("rent", phase::recorded, 3)));
    CHECK_FALSE(follows(of("rent", phase::failed, 2), of("rent", phase::recorded, 1)));
    auto same_id = of("rent", phase::recorded, 2);
    same_id.attempt.reference_id = samples::id_of("rent", 1);
    CHECK_FALSE(follows(of("rent", phase::failed), same_id));
}

TEST_CASE("a flow that gave up before it had an attempt can be tried again") {
    auto given_up = of("rent", phase::not_executed);
    given_up.attempt.reference_id = {};
    auto next = of("rent", phase::none);
    next.attempt.generation = 2;
    CHECK(follows(given_up, next));
    auto given_up_again = given_up;
    given_up_again.attempt.generation = 2;
    CHECK(follows(given_up, given_up_again));
    CHECK(follows(given_up, of("rent", phase::recorded, 2)));
}

TEST_CASE("I4: a verdict never changes") {
    CHECK(follows(of("rent", phase::completed), of("rent", phase::completed)));
    CHECK_FALSE(follows(of("rent", phase::completed), of("rent", phase::failed)));
    CHECK_FALSE(follows(of("rent", phase::failed), of("rent", phase::live)));
}

TEST_CASE("other content under a known key is refused") {
    auto next = of("rent", phase::live);
    next.intent.content.bytes[0] ^= 1;
    CHECK_FALSE(follows(of("rent", phase::sending), next));
}

TEST_CASE("the steps of a flow come before its attempt, and before the next one") {
    CHECK(may_follow(nullptr, of("rent", phase::none)));
    CHECK(may_follow(nullptr, of("rent", phase::recorded)));
    CHECK_FALSE(may_follow(nullptr, of("rent", phase::recorded, 2)));
    CHECK(follows(of("rent", phase::none), of("rent", phase::none)));
    CHECK(follows(of("rent", phase::none), of("rent", phase::recorded)));
    auto next_step = of("rent", phase::none);
    next_step.attempt.generation = 2;
    CHECK(follows(of("rent", phase::failed), next_step));
    CHECK(follows(next_step, of("rent", phase::recorded, 2)));
    CHECK_FALSE(follows(of("rent", phase::live), next_step));
    CHECK_FALSE(follows(of("rent", phase::recorded), of("rent", phase::none)));
}

TEST_CASE("a record without a type is no record") {
    auto r = of("rent", phase::recorded);
    r.type = record_type{};
    CHECK_FALSE(may_follow(nullptr, r));
}

TEST_CASE("records of one span are judged one after the other") {
    journal_index index;
    CHECK(
        index.admits(std::vector{of("rent", phase::recorded), of("rent", phase::sending), of("tax", phase::recorded)}));
    CHECK_FALSE(index.admits(std::vector{of("rent", phase::recorded), of("rent", phase::recorded, 2)}));
    index.apply(of("rent", phase::failed));
    CHECK(index.admits(std::vector{of("rent", phase::recorded, 2), of("rent", phase::sending, 2)}));
    CHECK_FALSE(index.admits(std::vector{of("tax", phase::recorded), of("rent", phase::live)}));
}

TEST_CASE("what an earlier attempt came to is kept beside the newest") {
    journal_index index;
    for (auto const& r : {of("rent", phase::recorded), of("rent", phase::failed), of("rent", phase::recorded, 2),
                          of("rent", phase::completed, 2)})
        index.apply(r);
    CHECK(index.size() == 1);
    CHECK(index.find(*intent_key::try_parse("rent"))->attempt.generation == 2);
    REQUIRE(index.replaced().size() == 1);
    CHECK(index.replaced()[0] == of("rent", phase::failed));
    CHECK(index.find(*intent_key::try_parse("tax")) == nullptr);
}

TEST_CASE("unfinished is what is not settled, not told, or rejected without proof") {
    auto told = of("rent", phase::completed);
    CHECK(is_unfinished(told));
    told.attempt.told = true;
    CHECK_FALSE(is_unfinished(told));
    auto rejected = of("rent", phase::rejected);
    rejected.attempt.told = true;
    CHECK(is_unfinished(rejected));
    rejected.attempt.proven = true;
    CHECK_FALSE(is_unfinished(rejected));
    CHECK(is_unfinished(of("rent", phase::parked)));
    CHECK(is_unfinished(of("rent", phase::none)));
    CHECK_FALSE(is_unfinished(record{}));
}
