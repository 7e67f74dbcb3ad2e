// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/attempt_diagram.hpp"
#include "arguments.hpp"
#include "codec_wire.hpp"
#include "mutants.hpp"
#include "values_wire.hpp"
#include "worlds.hpp"

#include <cinttypes>
#include <cstdio>
#include <string>

/// simulate N [--seed S] [--values] [--as MUTANT] [--trace WORLD ATTEMPT]
namespace {

using namespace proof;

std::string phases_text(phases from) {
    if (from == polled_phases) return "polled";
    if (from == terminal_phases) return "terminal";
    std::string out;
    for (unsigned p = 0; p < phase_count; ++p) {
        if (from.contains(static_cast<phase>(p)))
            out += (out.empty() ? "" : "|") + std::string{name_of(static_cast<phase>(p))};
    }
    return out;
}

std::string triggers_text(triggers on) {
    static constexpr std::string_view names[] = {"started",   "ready",       "overdue",       "cancelled", "doubt_over",
                                                 "live_over", "action_over", "token_refused", "resolved",  "recovered",
                                                 "status",    "action",      "completed",     "failed",    "odd",
                                                 "garbled",   "401",         "403",           "404",       "422",
                                                 "dup",       "429",         "other",         "unsent",    "no_answer"};
    static_assert(std::size(names) == trigger_count);
    if (on == every_status) return "any status";
    if (on == every_answer) return "any answer";
    std::string out;
    for (unsigned t = 0; t < trigger_count; ++t) {
        if (on.contains(static_cast<trigger>(t))) out += (out.empty() ? "" : "|") + std::string{names[t]};
    }
    return out;
}

std::string row_text(rule const& r) {
    std::string const to = r.to.what == destination::kind::to ? std::string{name_of(r.to.phase)}
                           : r.to.what == same                ? "same"
                                                              : "as resolved";
    return phases_text(r.from) + " --" + triggers_text(r.on) + "--> " + to +
           (r.when == guard::always ? "" : " (guard " + std::to_string(static_cast<int>(r.when)) + ")");
}

}  // namespace

int main(int argc, char** argv) {
    arguments words{argc, argv};
    plan p;
    bool const values = words.flag("--values");
    if (auto const seed = words.value("--seed")) p.seed = arguments::number(*seed);
    if (auto const name = words.value("--as")) {
        for (mutant const& m : mutants) {
            if (m.name == *name) p.spoil = m.spoil;
        }
        if (!p.spoil) {
            std::fprintf(stderr, "simulate: no mutant has the name '%s'; ./dev mutants lists them\n", name->data());
            return 2;
        }
    }
    if (auto const which = words.value("--trace")) {  // WORLD.ATTEMPT
        p.loud_world = arguments::number(*which);
        auto const dot = which->find('.');
        if (dot != std::string_view::npos) p.loud_attempt = arguments::number(which->substr(dot + 1));
    }
    if (words.rest().size() != 1 || (p.spoil && !values)) {
        std::fprintf(stderr, "usage: ./dev simulate N [--seed S] [--values [--as MUTANT]] [--trace WORLD.ATTEMPT]\n");
        return 2;
    }
    p.attempts = arguments::number(words.rest().front());
    auto const all = values ? run<values_wire>(p) : run<codec_wire>(p);
    tally const& t = all.sum;

    std::size_t never = 0;
    std::puts("transitions, as often as they were taken:");
    for (std::size_t i = 0; i < rule_count; ++i) {
        std::printf("%12" PRIu64 "  %s\n", all.followed[i], row_text(attempt_rules[i]).c_str());
        never += all.followed[i] == 0;
    }
    std::puts("ends:");
    for (unsigned i = 0; i < phase_count; ++i) {
        if (t.told[i] != 0)
            std::printf("%12" PRIu64 "  %s\n", t.told[i],
                        i == 0 ? "never begun" : std::string{name_of(static_cast<phase>(i))}.c_str());
    }
    std::printf("kinds of fault: %zu   crashes: %" PRIu64 "   takeovers: %" PRIu64 "   sends: %" PRIu64
                "   late truths: %" PRIu64 "   events: %" PRIu64 "\n",
                kinds_of_fault, t.crashes, t.takeovers, t.sends, t.late_truths, t.events);
    std::printf("simulated time: %.1f years   processor time: %.1f s\n",
                std::chrono::duration<double, std::ratio<31'556'952>>(t.simulated).count(), all.cpu_seconds);
    if (!t.clean()) std::printf("first trouble: %s (--trace %s)\n", t.first_trouble.c_str(), t.where.c_str());
    constexpr std::uint64_t enough_for_every_row = 200'000;
    bool const rows_missing = never != 0 && p.attempts >= enough_for_every_row && !p.spoil;
    if (rows_missing) std::printf("FAILED: %zu transitions were never taken\n", never);
    if (t.violations != 0) std::printf("FAILED: %" PRIu64 " attempts violate an invariant\n", t.violations);
    std::printf("simulate: attempts=%" PRIu64 " double=%" PRIu64 " lost=%" PRIu64 " wedged=%" PRIu64 " parked=%" PRIu64
                " rate=%.0f/s hash=%016" PRIx64 "\n",
                t.attempts, t.twice, t.lost, t.wedged, t.parked, static_cast<double>(t.attempts) / all.cpu_seconds,
                t.hash);
    return t.clean() && !rows_missing ? 0 : 1;
}
