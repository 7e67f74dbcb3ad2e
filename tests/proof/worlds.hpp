// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_WORLDS_HPP
#define DOLLR_TESTS_PROOF_WORLDS_HPP

#include "simulation.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

/// Many lives: a world is a climate, a server and a hundred attempts, one after the other. Worlds know nothing of each
/// other, so they run on two threads, and the sums do not depend on who ran which.
namespace proof {

struct plan {
    std::uint64_t attempts = 0;
    std::uint64_t seed = 1;
    void (*spoil)(spoilt_policy&) = nullptr;          ///< makes every machine a mutant
    std::function<void(climate&)> weather = nullptr;  ///< in place of the drawn one
    bool stop_at_trouble = false;
    std::uint64_t loud_world = ~std::uint64_t{0};  ///< prints the events of this attempt
    std::uint64_t loud_attempt = 0;
};

struct outcome_of_plan {
    tally sum;
    std::array<std::uint64_t, rule_count> followed{};  ///< rows of attempt_rules
    double cpu_seconds = 0;
};

inline constexpr std::uint64_t attempts_per_world = 100;

template <class Wire>
void run_world(plan const& p, std::uint64_t world, std::uint64_t attempts, outcome_of_plan& out) {
    jitter chance{p.seed * 0x9E3779B97F4A7C15u + world};
    climate c = drawn_climate(chance.next());
    if (p.weather) p.weather(c);
    spoilt_policy rules = c.rules;
    if (p.spoil) p.spoil(rules);
    rules.followed = out.followed.data();
    Wire wire{c, chance.next()};
    instant now{steady_time{1000s}, server_time{std::chrono::sys_days{std::chrono::year{2026} / 6 / 23}}};
    for (std::uint64_t i = 0; i < attempts; ++i) {
        out.sum.loud = world == p.loud_world && i == p.loud_attempt;
        now = life<Wire>{c, rules, wire, out.sum, chance.next()}.run(now);
        if (out.sum.where.empty() && !out.sum.clean()) out.sum.where = std::to_string(world) + "." + std::to_string(i);
        if (p.stop_at_trouble && !out.sum.clean()) return;
    }
}

template <class Wire>
outcome_of_plan run(plan const& p) {
    std::uint64_t const worlds = (p.attempts + attempts_per_world - 1) / attempts_per_world;
    std::atomic<std::uint64_t> next = 0;
    std::atomic<bool> stop = false;
    std::array<outcome_of_plan, 2> parts;
    auto const work = [&](outcome_of_plan& out) {
        for (std::uint64_t w = next++; w < worlds && !stop; w = next++) {
            run_world<Wire>(p, w, std::min(attempts_per_world, p.attempts - w * attempts_per_world), out);
            if (p.stop_at_trouble && !out.sum.clean()) stop = true;
        }
        timespec used{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
        out.cpu_seconds = static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
    };
    timespec before{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    if (p.stop_at_trouble) {  // the same one every time
        work(parts[0]);
    } else {
        std::thread other{work, std::ref(parts[1])};
        work(parts[0]);
        other.join();
    }
    parts[0].cpu_seconds -= static_cast<double>(before.tv_sec) + static_cast<double>(before.tv_nsec) * 1e-9;
    outcome_of_plan all;
    for (outcome_of_plan const& part : parts) {
        all.sum.add(part.sum);
        all.cpu_seconds += part.cpu_seconds;
        for (std::size_t i = 0; i < rule_count; ++i) all.followed[i] += part.followed[i];
    }
    return all;
}

}  // namespace proof

#endif
