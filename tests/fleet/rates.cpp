// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"

#include <dollr/postgresql/journal.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

// fleet_rates URL WORKERS SECONDS TPS: so many processes claim intents, and then write verdicts, for so long each.
namespace {

using namespace dollr;
using watch = std::chrono::steady_clock;

struct shared_counts {
    std::atomic<std::uint64_t> claims, single, grouped, failures;
};

/// Until the time is over; each call does one transaction and says how many intents were in it.
template <class Work>
void measure(std::chrono::milliseconds time, std::atomic<std::uint64_t>& count, Work work) {
    for (auto const end = watch::now() + time; watch::now() < end;) count += work();
}

void work(std::string const& url, std::string const& name, std::chrono::milliseconds time, shared_counts& counts) {
    auto journal = postgresql_journal::open(url);
    if (!journal) {
        std::fprintf(stderr, "%s\n", describe(journal.error()).c_str());
        ++counts.failures;
        return;
    }
    std::uint64_t made = 0;
    auto const intents = [&](std::size_t n) {
        std::vector<intent> some;
        while (some.size() < n) some.push_back(samples::of(name + std::to_string(++made), phase::recorded).intent);
        return some;
    };
    measure(time, counts.claims, [&]() -> std::uint64_t {
        auto const claimed = journal->claim(intents(32));
        if (!claimed) ++counts.failures;
        return claimed ? claimed->taken.size() : 0;
    });
    // Verdicts are written about attempts that have begun; their beginning is not counted.
    std::vector<record> begun;
    auto const begin = [&](std::size_t n) {
        for (auto const& i : intents(n)) begun.push_back(samples::of(i.key.text(), phase::recorded));
        if (journal->put(begun) != put_result::durable) ++counts.failures;
    };
    auto const end = [&](std::size_t n) -> std::uint64_t {
        std::vector<record> some;
        for (; some.size() < n; begun.pop_back())
            some.push_back(samples::of(begun.back().intent.key.text(), phase::completed));
        if (journal->put(some) == put_result::durable) return n;
        ++counts.failures;
        return 0;
    };
    for (auto const group : {std::size_t{1}, std::size_t{32}}) {
        auto& count = group == 1 ? counts.single : counts.grouped;
        for (std::chrono::nanoseconds left = time; left.count() > 0;) {
            begin(512);
            auto const from = watch::now();
            while (!begun.empty()) count += end(group);
            left -= watch::now() - from;
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    std::string const url = argv[1];
    auto const workers = std::atoi(argv[2]);
    auto const seconds = std::atof(argv[3]);
    auto const tps = std::atof(argv[4]);
    auto const exists = postgresql_journal::exists(url);
    if (!exists) return 1;
    if (!*exists && !postgresql_journal::create(url, samples::header())) return 1;
    auto* const room =
        ::mmap(nullptr, sizeof(shared_counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto& counts = *new (room) shared_counts{};
    for (int w = 0; w < workers; ++w) {
        if (::fork() != 0) continue;
        work(url, std::to_string(::getpid()) + "-", std::chrono::milliseconds{static_cast<int>(seconds * 1000)},
             counts);
        ::_exit(0);
    }
    while (::wait(nullptr) > 0) continue;
    auto const rate = [&](std::atomic<std::uint64_t> const& n) { return static_cast<double>(n.load()) / seconds; };
    std::printf("%7d  %14.0f  %8.0f (%5.2f)  %21.0f (%5.2f)  %15.0f (%5.2f)\n", workers, tps, rate(counts.claims),
                rate(counts.claims) / tps, rate(counts.single), rate(counts.single) / tps, rate(counts.grouped),
                rate(counts.grouped) / tps);
    return counts.failures == 0 ? 0 : 1;
}
