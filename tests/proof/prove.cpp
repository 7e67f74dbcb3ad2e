// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "models.hpp"
#include "search.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

/// prove [--short]: searches every model, on two threads, and closes with the sums.
int main(int argc, char** argv) {
    using namespace proof;
    bool const brief = argc > 1 && std::strcmp(argv[1], "--short") == 0;
    bounds limit;
    if (argc > 2) limit.states_max = static_cast<std::size_t>(std::atoll(argv[2]));
    auto all = models(brief ? depth::shallow : depth::deep);
    std::size_t const promised = all.size();
    for (model const& m : broken_worlds()) all.push_back(m);

    std::vector<findings> found(all.size());
    std::vector<double> took(all.size());
    std::atomic<std::size_t> next = 0;
    auto const work = [&] {
        for (std::size_t i = next++; i < all.size(); i = next++) {
            auto const began = std::chrono::steady_clock::now();
            found[i] = explorer<dollr::attempt>{all[i], limit}.run();
            took[i] = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        }
    };
    std::thread other{work};
    work();
    other.join();

    findings sum;
    for (std::size_t i = 0; i < all.size(); ++i) {
        findings const& r = found[i];
        std::printf("%-33.*s states=%-9zu edges=%-9zu diameter=%-3zu parked=%-8zu only_parked=%-8zu %5.1f s%s\n",
                    static_cast<int>(all[i].name.size()), all[i].name.data(), r.states, r.edges, r.diameter, r.parked,
                    r.only_parked, took[i], r.complete ? "" : "  NOT COMPLETE");
        if (i >= promised)
            std::printf("    a broken promise: harm in %zu states, which no client can cure\n", r.beyond_cure);
        if (r.violations != 0) std::printf("    VIOLATION %s\n", r.violation.c_str());
        if (r.dead_ends != 0) std::printf("    DEAD ENDS %zu, the nearest:\n", r.dead_ends);
        for (std::string const& move : r.trace) std::printf("        %s\n", move.c_str());
        sum.states += r.states;
        sum.edges += r.edges;
        sum.violations += r.violations;
        sum.dead_ends += r.dead_ends;
        sum.diameter = std::max(sum.diameter, r.diameter);
        sum.complete = sum.complete && r.complete;
    }
    // Worlds that lost their budgets would be searched in no time, and without a violation.
    std::size_t const expected = brief ? 1'000'000 : 10'000'000;
    bool const deep_enough = sum.states >= expected;
    if (!deep_enough) std::printf("FAILED: fewer than %zu states\n", expected);
    std::printf("prove: states=%zu edges=%zu violations=%zu dead_ends=%zu diameter=%zu\n", sum.states, sum.edges,
                sum.violations, sum.dead_ends, sum.diameter);
    return sum.violations == 0 && sum.dead_ends == 0 && sum.complete && deep_enough ? 0 : 1;
}
