// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../proof/models.hpp"
#include "../proof/search.hpp"

#include <doctest/doctest.h>

#include <string>

// Histories by breadth over the real transition function: the invariants of tests/proof/checks.hpp in every state, and
// from every state a way out. Here with few things going wrong; ./dev prove goes deep.
using namespace proof;

namespace {

std::string story(findings const& r) {
    std::string out = r.violation + "\n";
    for (auto const& move : r.trace) out += "    " + move + "\n";
    return out;
}

findings look(model m, budget allowed) {
    m.allowed = allowed;
    return explorer<attempt>{m}.run();
}

}  // namespace

TEST_CASE("one fault and a delayed request: no violation and no dead end, in every history of every world") {
    for (model const& m : models(depth::shallow)) {
        CAPTURE(std::string{m.name});
        findings const r = look(m, {0, 0, 1, 0, 1, 0});
        INFO(story(r));
        CHECK(r.complete);
        CHECK(r.violations == 0);
        CHECK(r.dead_ends == 0);
        CHECK(r.ends != 0);
        CHECK(r.parked != 0);
    }
}

TEST_CASE("a crash, a second worker, a journal that fails: no violation and no dead end") {
    for (budget const allowed : {budget{1, 0, 0, 0, 1, 0}, budget{0, 1, 0, 0, 0, 0}, budget{0, 0, 0, 1, 0, 0}}) {
        findings const r = look(models(depth::shallow).front(), allowed);
        INFO(story(r));
        CHECK(r.complete);
        CHECK(r.violations == 0);
        CHECK(r.dead_ends == 0);
        CHECK(r.states > 500);
    }
}

TEST_CASE("where nothing goes wrong, or expiry is trusted, nobody is left to an operator alone") {
    for (model const& m : models(depth::shallow)) {
        CAPTURE(std::string{m.name});
        CHECK(look(m, {}).only_parked == 0);
        if (m.right.trust_session_expiry) CHECK(look(m, {0, 0, 1, 0, 1, 0}).only_parked == 0);
    }
}

TEST_CASE("broken promises do harm that is counted apart, and the search sees it") {
    for (model const& m : broken_worlds()) {
        CAPTURE(std::string{m.name});
        findings const r = look(m, {0, 0, 1, 0, 1, 1});
        INFO(story(r));
        CHECK(r.violations == 0);
        CHECK(r.dead_ends == 0);
        CHECK(r.beyond_cure != 0);
    }
}
