// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "mutants.hpp"

#include "arguments.hpp"
#include "models.hpp"
#include "mutant_attempt.hpp"
#include "schedules.hpp"
#include "search.hpp"
#include "traces.hpp"
#include "values_wire.hpp"
#include "worlds.hpp"

#include <cinttypes>
#include <cstdio>
#include <fstream>
#include <string>

/// mutants [--write FILE]: each mutant alone: the search and the simulation must each notice.
/// mutants --counts N: what three ways to pay come to under the same weather.
namespace {

using namespace proof;

/// The recipe that the API publishes also charges twice, which is worth a trace of its own.
constexpr std::string_view charged_twice = "I2: charged twice";
constexpr std::string_view without_crashes = "odd answers";

counterexample found_by_search(mutant const& m, std::string_view in, std::string_view look_for = {}) {
    model world = *find_world(in);
    m.spoil(world.rules);
    bounds b;
    b.states_max = 1'000'000;
    b.look_for = look_for;
    findings const f = explorer<mutant_attempt>{world, b}.run();
    return {std::string{m.name}, std::string{in}, f.violation, f.trace};
}

int count(std::uint64_t attempts) {
    std::printf("| %" PRIu64 " attempts each: charged twice / told otherwise / left to an operator", attempts);
    constexpr std::string_view ways[] = {"", "published_recipe", "new_id_per_try"};
    for (char const* title : {"this library", "the published recipe", "a new id per try"}) std::printf(" | %s", title);
    std::puts(" |\n|---|---|---|---|");
    for (schedule const& s : schedules) {
        std::printf("| %s", s.name.data());
        for (std::string_view const way : ways) {
            plan p;
            p.attempts = attempts;
            p.weather = s.weather;
            if (mutant const* m = find_mutant(way)) p.spoil = m->spoil;
            tally const t = run<values_wire>(p).sum;
            std::printf(" | %" PRIu64 " / %" PRIu64 " / %" PRIu64, t.twice, t.lost, t.parked);
        }
        std::puts(" |");
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    arguments words{argc, argv};
    if (auto const n = words.value("--counts")) return count(arguments::number(*n));
    std::ofstream traces;
    if (auto const file = words.value("--write")) {
        traces.open(std::string{*file});
        traces
            << "# The shortest way to what each mutant does wrong: the world (models.hpp), the moves, the invariant.\n"
               "# Written by ./dev mutants --write; replayed by tests/property/machine_mutants.cpp.\n\n";
    }
    std::size_t by_search = 0;
    std::size_t by_simulation = 0;
    for (mutant const& m : mutants) {
        auto const found = found_by_search(m, m.world);
        plan p;
        p.attempts = 2'000'000;
        p.spoil = m.spoil;
        p.stop_at_trouble = true;
        tally const t = run<values_wire>(p).sum;
        by_search += !found.violation.empty();
        by_simulation += !t.clean();
        std::printf("%-29s %2zu steps in %-29s %-62s attempt %-7" PRIu64 " %s\n", std::string{m.name}.c_str(),
                    found.moves.size(), found.world.c_str(),
                    found.violation.empty() ? "SURVIVES THE SEARCH" : found.violation.c_str(), t.attempts,
                    t.clean() ? "SURVIVES THE SIMULATION" : t.first_trouble.c_str());
        std::fflush(stdout);
        if (traces.is_open()) write(traces, found);
    }
    if (traces.is_open())
        write(traces, found_by_search(*find_mutant("published_recipe"), without_crashes, charged_twice));
    std::printf("mutants: total=%zu killed_by_search=%zu killed_by_simulation=%zu\n", mutants.size(), by_search,
                by_simulation);
    return by_search == mutants.size() && by_simulation == mutants.size() ? 0 : 1;
}
