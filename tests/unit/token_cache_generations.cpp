// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/token_cache.hpp>

#include <doctest/doctest.h>

using namespace dollr;
using namespace std::chrono_literals;

namespace {

policy const rules;
steady_time at(duration d) { return steady_time{100h} + d; }

struct cache : token_cache {
    cache() : token_cache(rules) {}
    std::uint64_t fetch(duration when, std::chrono::minutes lifetime) {
        auto const generation = begin_fetch(at(when));
        arrived(generation, lifetime);
        return generation;
    }
};

}  // namespace

TEST_CASE("nothing is usable before the first token, and one fetch begins") {
    cache c;
    CHECK_FALSE(c.usable(at(0s)));
    CHECK(c.should_fetch(at(0s)));
    auto const generation = c.begin_fetch(at(0s));
    CHECK_FALSE(c.should_fetch(at(0s)));  // single flight
    CHECK(c.arrived(generation, 60min));
    CHECK(c.usable(at(0s)) == generation);
}

TEST_CASE("a token is refreshed when less than min(5 min, a tenth of its lifetime) is left, and used to its end") {
    cache hour;
    hour.fetch(0s, 60min);
    CHECK_FALSE(hour.should_fetch(at(55min - 1ms)));
    CHECK(hour.should_fetch(at(55min)));
    CHECK(hour.usable(at(59min)));
    CHECK_FALSE(hour.usable(at(60min)));
    CHECK(hour.fetch_at() == at(55min));
    cache short_one;
    short_one.fetch(0s, 10min);
    CHECK_FALSE(short_one.should_fetch(at(9min - 1ms)));
    CHECK(short_one.should_fetch(at(9min)));
}

TEST_CASE("a lifetime counts from the asking, not from the answer") {
    cache c;
    auto const generation = c.begin_fetch(at(0s));
    c.arrived(generation, 1min);
    CHECK_FALSE(c.usable(at(60s)));
}

TEST_CASE("a late 401 of an old generation cannot kill a newer token") {
    cache c;
    auto const old = c.fetch(0s, 60min);
    c.unauthorized(old);
    auto const fresh = c.fetch(1s, 60min);
    CHECK(fresh > old);
    c.unauthorized(old);  // another task's 401, on its way for a while
    CHECK(c.usable(at(2s)) == fresh);
    c.unauthorized(fresh);
    CHECK_FALSE(c.usable(at(2s)));
    CHECK(c.should_fetch(at(2s)));
}

TEST_CASE("a lifetime of 0, negative or above 1,440 min is noted and used for one call") {
    for (auto const odd : {0min, -5min, 1441min}) {
        cache c;
        auto const generation = c.begin_fetch(at(0s));
        CHECK_FALSE(c.arrived(generation, odd));
        CHECK(c.usable(at(1h)) == generation);
        CHECK_FALSE(c.should_fetch(at(1h)));
        CHECK(c.take(at(1h)) == generation);
        CHECK_FALSE(c.take(at(1h)));
        CHECK(c.should_fetch(at(1h)));
    }
    cache day;
    CHECK(day.arrived(day.begin_fetch(at(0s)), 1440min));
}

TEST_CASE("a fetch that failed is repeated when its time has come, one that was refused only when allowed") {
    cache c;
    c.failed(c.begin_fetch(at(0s)), at(10s));
    CHECK_FALSE(c.should_fetch(at(9s)));
    CHECK(c.should_fetch(at(10s)));
    CHECK(c.fetch_at() == at(10s));
    c.refused(c.begin_fetch(at(10s)));
    CHECK(c.credentials_refused());
    CHECK_FALSE(c.should_fetch(at(100h)));
    CHECK_FALSE(c.fetch_at());
    c.allow();
    CHECK(c.should_fetch(at(100h)));
}

TEST_CASE("an answer to a fetch that is not the one under way changes nothing") {
    cache c;
    auto const generation = c.begin_fetch(at(0s));
    CHECK(c.arrived(generation + 1, 60min));
    CHECK_FALSE(c.usable(at(0s)));
    c.failed(generation + 1, at(1h));
    c.refused(generation + 1);
    CHECK(c.fetching());
}
