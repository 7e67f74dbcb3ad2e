// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/attempt/backoff.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace dollr;
using namespace std::chrono_literals;

namespace {

policy without_jitter() {
    policy p;
    p.jitter_min = 1000;
    return p;
}

}  // namespace

TEST_CASE("polls: 2 s x 1.5 to 5 s in the first minute, to 30 s in ten minutes, to 60 s in an hour and after it") {
    policy const p = without_jitter();
    poll_schedule polls;
    jitter chance{1};
    steady_time now{1h};
    steady_time const begun = now;
    polls.restart(now);
    std::vector<duration> waits;
    for (int i = 0; i < 4; ++i) {
        steady_time const next = polls.next(p, chance, now);
        waits.push_back(next - now);
        now = next;
    }
    CHECK(waits == std::vector<duration>{2s, 3s, 4500ms, 5s});
    while (now - begun < 2h) {
        steady_time const next = polls.next(p, chance, now);
        duration const age = now - begun;
        CHECK(next - now <= (age < 1min ? 5s : age < 10min ? 30s : 60s));
        now = next;
    }
    CHECK(polls.next(p, chance, now) - now == 60s);
}

TEST_CASE("jitter multiplies by 0.5 to 1, and the same seed gives the same waits") {
    policy const p;
    jitter a{42};
    jitter b{42};
    jitter c{43};
    bool differs = false;
    for (int i = 0; i < 1000; ++i) {
        duration const wait = a.part_of(10s, p.jitter_min);
        CHECK(wait >= 5s);
        CHECK(wait <= 10s);
        CHECK(wait == b.part_of(10s, p.jitter_min));
        differs = differs || wait != c.part_of(10s, p.jitter_min);
    }
    CHECK(differs);
}

TEST_CASE("jitter is the same on every compiler") {
    jitter j{7};
    CHECK(j.next() == 7191089600892374487u);
    CHECK(j.between(0s, 1000s) == 892899ms);
}

TEST_CASE("retries wait 1 s, doubling, to 60 s") {
    policy const p = without_jitter();
    jitter chance{1};
    std::vector<duration> waits;
    for (unsigned n : {1u, 2u, 3u, 6u, 7u, 8u, 4'000'000'000u}) waits.push_back(retry_delay(p, chance, n));
    CHECK(waits == std::vector<duration>{1s, 2s, 4s, 32s, 60s, 60s, 60s});
}

TEST_CASE("an empty range has one value") {
    jitter j{1};
    CHECK(j.between(3s, 3s) == 3s);
    CHECK(j.between(3s, 2s) == 3s);
}

TEST_CASE("the default policy is valid, and every unsafe one is named") {
    CHECK(validate(policy{}).empty());
    auto const member = [](auto change) {
        policy p;
        change(p);
        auto const found = validate(p);
        return found.empty() ? std::string{} : found.front().loc_text();
    };
    CHECK(member([](policy& p) { p.quiet = 60s; }) == "policy.quiet");
    CHECK(member([](policy& p) { p.sends_max = 0; }) == "policy.sends_max");
    CHECK(member([](policy& p) { p.lease_min = 30s; }) == "policy.lease_min");
    CHECK(member([](policy& p) { p.expiry_margin = 10s; }) == "policy.expiry_margin");
    CHECK(member([](policy& p) { p.audits[1] = 1s; }) == "policy.audits");
    CHECK(member([](policy& p) { p.poll_stages[2].until = 1s; }) == "policy.poll_stages");
    policy several;
    several.quiet = 0s;
    several.jitter_min = 0;
    CHECK(validate(several).size() >= 2);
}
