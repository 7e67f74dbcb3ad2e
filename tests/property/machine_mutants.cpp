// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../proof/mutant_attempt.hpp"
#include "../proof/search.hpp"
#include "../proof/traces.hpp"
#include "../proof/values_wire.hpp"
#include "../proof/worlds.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

// The machines that are wrong on purpose: each trace of tests/proof/traces.txt is replayed, by the mutant and by the
// right machine.
using namespace proof;

namespace {

std::vector<counterexample> all_traces() {
    std::ifstream in(std::string{DOLLR_SOURCE_DIR} + "/tests/proof/traces.txt", std::ios::binary);
    return read_traces(in);
}

}  // namespace

TEST_CASE("every mutant has a trace, and there are enough of them") {
    std::set<std::string> named;
    for (counterexample const& c : all_traces()) {
        CAPTURE(c.mutant);
        named.insert(c.mutant);
        CHECK(find_mutant(c.mutant));
        CHECK(find_world(c.world));
        CHECK_FALSE(c.moves.empty());
        CHECK_FALSE(c.violation.empty());
    }
    for (mutant const& m : mutants) {
        CAPTURE(std::string{m.name});
        CHECK(named.contains(std::string{m.name}));
    }
    CHECK(mutants.size() >= 30);
}

TEST_CASE("every trace leads the mutant to its violation, and the right machine to none") {
    for (counterexample const& c : all_traces()) {
        CAPTURE(c.mutant);
        model world = *find_world(c.world);
        CHECK_FALSE(replays<attempt>(world, c.moves, c.violation));
        find_mutant(c.mutant)->spoil(world.rules);
        CHECK(replays<mutant_attempt>(world, c.moves, c.violation));
    }
}

TEST_CASE("every mistake is somebody's, and every mutant is wrong") {
    std::set<mistake> seen;
    for (mutant const& m : mutants) {
        spoilt_policy p;
        m.spoil(p);
        if (p.makes != mistake::none) CHECK(seen.insert(p.makes).second);
        CHECK_FALSE(p == spoilt_policy{});
    }
    CHECK(seen.size() == mistake_kinds - 1);
}

TEST_CASE("a short simulation notices most mutants: ./dev mutants, which runs longer, all of them") {
    std::size_t killed = 0;
    for (mutant const& m : mutants) {
        plan p;
        p.attempts = 400;
        p.stop_at_trouble = true;
        p.spoil = m.spoil;
        tally const t = run<values_wire>(p).sum;
        CAPTURE(std::string{m.name});
        killed += !t.clean();
    }
    CHECK(killed > mutants.size() / 2);
}

TEST_CASE("where expiry is trusted a mutant is searched beyond its first violation, and nothing crashes") {
    for (mutant const& m : mutants) {
        model world = *find_world("expiry trusted");
        world.refuses_with_effect = true;
        m.spoil(world.rules);
        bounds b;
        b.states_max = 1'500;
        b.stop_at_violation = false;
        CHECK(explorer<mutant_attempt>{world, b}.run().states > 10);
    }
}

TEST_CASE("in a short simulation nothing is charged twice, lost or wedged, and a seed replays exactly") {
    plan p;
    p.attempts = 2'000;
    p.seed = 7;
    tally const first = run<values_wire>(p).sum;
    INFO(first.first_trouble);
    CHECK(first.clean());
    CHECK(first.attempts == p.attempts);
    CHECK(first.hash == run<values_wire>(p).sum.hash);
    p.seed = 8;
    CHECK(first.hash != run<values_wire>(p).sum.hash);
}
