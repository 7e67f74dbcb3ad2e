// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_search.hpp"

#include <doctest/doctest.h>

#include <string>

// Histories by breadth over the real transition function, invariants I1, I4, I5, I8, I10 in every state, and a way out
// of every state.
using namespace search;

namespace {

findings look(model const& m, std::size_t states_max = 60'000) { return explorer{m, states_max}.run(); }

std::string story(findings const& r) {
    std::string out = r.violation + "\n";
    for (auto const& move : r.trace) out += "    " + move + "\n";
    return out;
}

model usual() {
    model m;
    m.rules = short_rules();
    return m;
}

/// The invariant that a fault violates first.
std::string broken_by(fault f) {
    model m = usual();
    m.rules.fault = f;
    m.allowed = {0, 2, 0, 1};
    findings const r = look(m, 300'000);
    INFO(story(r));
    CHECK_FALSE(r.trace.empty());
    return r.violation.substr(0, r.violation.find(':'));
}

}  // namespace

TEST_CASE("one fault, no crash: no violation, no dead end, in every history there is") {
    model m = usual();
    m.allowed = {0, 1, 0, 1};
    findings const r = look(m);
    INFO(story(r));
    CHECK(r.complete);
    CHECK(r.violation == "");
    CHECK(r.dead_ends == 0);
    CHECK(r.parked != 0);
    CHECK(r.states > 3'000);
}

TEST_CASE("one fault and one crash at any effect: no violation, no dead end, in every history there is") {
    model m = usual();
    m.allowed = {1, 1, 0, 1};
    findings const r = look(m, 100'000);
    INFO(story(r));
    CHECK(r.complete);
    CHECK(r.violation == "");
    CHECK(r.dead_ends == 0);
}

TEST_CASE("a journal that fails, with and without having written: no violation, no dead end") {
    model m = usual();
    m.allowed = {0, 1, 1, 1};
    findings const r = look(m, 100'000);
    INFO(story(r));
    CHECK(r.complete);
    CHECK(r.violation == "");
    CHECK(r.dead_ends == 0);
}

TEST_CASE("a payout, 3-D Secure, cancellations, lost secrets, refusals with effect: no violation") {
    model m = usual();
    m.operation = operation_type::payout;
    m.asks_action = m.cancels = m.refuses_with_effect = true;
    m.allowed = {1, 1, 0, 1};
    findings const r = look(m);
    INFO(story(r));
    CHECK(r.violation == "");
}

TEST_CASE("expiry enforced and trusted, two crashes, two faults: no violation") {
    model m = usual();
    m.rules.trust_session_expiry = m.enforces_expiry = true;
    m.allowed = {2, 2, 1, 2};
    findings const r = look(m);
    INFO(story(r));
    CHECK(r.violation == "");
}

TEST_CASE("expiry trusted but not enforced: the search finds what the assumption costs") {
    model m = usual();
    m.rules.trust_session_expiry = true;
    m.allowed = {0, 2, 0, 1};
    findings const r = look(m, 200'000);
    CHECK(r.violation == "I8: told that nothing moved, but it executes");
}

TEST_CASE("deliberate faults are found: the search would notice") {
    CHECK(broken_by(fault::no_quiet_period) == "I10");
    CHECK(broken_by(fault::pending_posts_again) == "I5");
    CHECK(broken_by(fault::doubt_is_failure) == "I8");
    CHECK(broken_by(fault::refusal_is_verdict) == "I8");
    CHECK(broken_by(fault::send_before_persist) == "I1");
}
