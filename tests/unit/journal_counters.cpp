// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"

#include <dollr/journal/counters.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace dollr;
using samples::of;

TEST_CASE("every intent stands somewhere, and the places add up") {
    std::vector<record> all;
    for (std::uint8_t p = 0; p <= static_cast<std::uint8_t>(phase::not_executed); ++p)
        all.push_back(of("key-" + std::to_string(p), static_cast<phase>(p)));
    auto const c = count(all, samples::at(0));
    CHECK(c.intents == all.size());
    CHECK(c.not_begun + c.under_way + c.parked + c.completed + c.failed + c.rejected + c.not_executed == c.intents);
    CHECK(c.parked == 1);
    CHECK(c.under_way == 6);
    CHECK(c.unfinished == all.size());  // no verdict of these was told
}

TEST_CASE("what is odd is counted once an intent, each kind for itself") {
    auto r = of("rent", phase::completed);
    r.attempt.told = true;
    CHECK(count(std::vector{r}, {}).unfinished == 0);
    struct row {
        anomaly what;
        std::uint64_t journal_counters::* counter;
    };
    for (auto const& [what, counter] :
         {row{anomaly::amount_mismatch, &journal_counters::amount_mismatch},
          row{anomaly::fx_drift, &journal_counters::fx_drift}, row{anomaly::regression, &journal_counters::regression},
          row{anomaly::verdict_flip, &journal_counters::verdict_flip},
          row{anomaly::late_truth, &journal_counters::late_truth},
          row{anomaly::unknown_status, &journal_counters::unknown_status},
          row{anomaly::vanished, &journal_counters::vanished},
          row{anomaly::wrong_reference_id, &journal_counters::wrong_subject},
          row{anomaly::wrong_operation, &journal_counters::wrong_subject},
          row{anomaly::missing_sequence, &journal_counters::torn},
          row{anomaly::not_durable, &journal_counters::not_durable}}) {
        auto odd = r;
        odd.attempt.anomalies = what;
        auto expected = count(std::vector{r}, {});
        expected.*counter = 1;
        CHECK(count(std::vector{odd}, {}) == expected);
    }
}

TEST_CASE("the oldest unfinished one is as old as its attempt, or as its record if it has none") {
    auto const now = samples::at(1'760'000'100'000);
    auto live = of("rent", phase::live);
    live.attempt.started = samples::at(1'760'000'040'000);
    CHECK(count(std::vector{live}, now).oldest_unfinished == std::chrono::seconds{60});
    auto const flow = of("tax", phase::none);
    CHECK(count(std::vector{live, flow}, now).oldest_unfinished == std::chrono::seconds{99});
    CHECK(count(std::vector<record>{}, now).oldest_unfinished == duration{});
}
