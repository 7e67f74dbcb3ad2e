// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/flow/known.hpp>

#include <doctest/doctest.h>

#include <array>

/// What the journal knows of an intent decides what is done with it now.

using namespace dollr;
using flow::disposition;
using flow::disposition_of;

namespace {

digest const content{{1, 2, 3}};

/// Its attempt of one send, with this verdict told.
record told(phase verdict, std::uint8_t sends = 1) {
    record r;
    r.intent.content = content;
    r.flow.kind = flow_kind::payout;
    r.attempt.generation = 1;
    r.attempt.phase = verdict;
    r.attempt.reference_id = reference_id::from_random({9});
    r.attempt.sends = sends;
    r.attempt.told = true;
    return r;
}

record given_up() {
    auto r = told(phase::not_executed, 0);
    r.attempt.reference_id = {};
    return r;
}

disposition without_a_word(record const& r) { return disposition_of(&r, content, false); }
disposition by_its_word(record const& r) { return disposition_of(&r, content, true); }

}  // namespace

TEST_CASE("what had no attempt is begun by the next payment of its key, without a word") {
    CHECK(flow::never_began(given_up()));
    CHECK(without_a_word(given_up()) == disposition::reattempt);
}

TEST_CASE("an attempt of which nothing was sent is followed by another, without a word") {
    CHECK(without_a_word(told(phase::not_executed, 0)) == disposition::reattempt);
}

TEST_CASE("wherever a request may have left, another attempt needs the application's word") {
    for (auto const& r : {told(phase::not_executed), told(phase::failed), told(phase::rejected)}) {
        CHECK_FALSE(flow::never_began(r));
        CHECK(without_a_word(r) == disposition::skip);
        CHECK(by_its_word(r) == disposition::reattempt);
    }
}

TEST_CASE("a verdict without an open send is no proof once the server has shown the payment, or the journal was torn") {
    auto shown = told(phase::not_executed, 0);
    shown.attempt.first_seen = server_time{duration{1}};
    CHECK(without_a_word(shown) == disposition::skip);
    for (auto const odd : {anomaly::missing_sequence, anomaly::late_truth, anomaly::verdict_flip}) {
        auto doubtful = told(phase::not_executed, 0);
        doubtful.attempt.anomalies = odd;
        CHECK(without_a_word(doubtful) == disposition::skip);
    }
}

TEST_CASE("what is completed stays so, whatever word is given") {
    CHECK(without_a_word(told(phase::completed)) == disposition::skip);
    CHECK(by_its_word(told(phase::completed)) == disposition::skip);
}

TEST_CASE("a verdict that was not told is told before anything else is made of it") {
    auto r = told(phase::not_executed, 0);
    r.attempt.told = false;
    CHECK_FALSE(flow::never_began(r));
    CHECK(without_a_word(r) == disposition::go_on);
}

TEST_CASE("other content is refused, also of what never began") {
    auto r = given_up();
    r.intent.content = digest{{7}};
    CHECK(without_a_word(r) == disposition::refuse);
}

TEST_CASE("a run makes another attempt of what had its verdict when it began, and not of what gets one while it runs") {
    auto const first = given_up();
    auto second = first;
    second.attempt.generation = 2;
    auto under_way = first;
    under_way.attempt.phase = phase::none;
    CHECK(flow::had_verdict(&first, &first));
    CHECK_FALSE(flow::had_verdict(&first, &second));     // another worker's attempt, or our own
    CHECK_FALSE(flow::had_verdict(&under_way, &first));  // it came while we ran
    CHECK_FALSE(flow::had_verdict(nullptr, &first));
    CHECK_FALSE(flow::had_verdict(nullptr, nullptr));
}

TEST_CASE("every disposition has a word") {
    for (auto const d :
         {disposition::begin, disposition::go_on, disposition::skip, disposition::reattempt, disposition::refuse})
        CHECK(flow::to_text(d) != "?");
}
