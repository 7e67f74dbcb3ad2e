// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/machine/attempt/expectation.hpp>
#include <dollr/machine/attempt/lifecycle.hpp>
#include <dollr/machine/token_cache.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace dollr;
using namespace std::chrono_literals;

namespace {

template <class Property>
void holds(char const* what, Property&& property) {
    CHECK_MESSAGE(rc::check(what, property), what);
}

}  // namespace

TEST_CASE("a wait lies between its jitter and its ceiling, whatever the seed and the age") {
    holds("poll", [](std::uint64_t seed, std::uint32_t age_seconds) {
        policy const p;
        jitter chance{seed};
        poll_schedule polls;
        steady_time now{1h};
        polls.restart(now);
        now += std::chrono::seconds{age_seconds % 100'000};
        for (int i = 0; i < 30; ++i) {
            auto const wait = polls.next(p, chance, now) - now;
            RC_ASSERT(wait >= duration{p.poll_first.count() / 2});
            RC_ASSERT(wait <= p.poll_stages[2].ceiling);
            now += wait;
        }
    });
    holds("retry", [](std::uint64_t seed, std::uint32_t count) {
        policy const p;
        jitter chance{seed};
        auto const wait = retry_delay(p, chance, count);
        RC_ASSERT(wait >= duration{p.retry_first.count() / 2});
        RC_ASSERT(wait <= p.retry_max);
    });
    holds("jitter between", [](std::uint64_t seed, std::int32_t low, std::uint16_t width) {
        jitter chance{seed};
        duration const from{low};
        auto const got = chance.between(from, from + duration{width});
        RC_ASSERT(got >= from && got <= from + duration{width});
    });
}

TEST_CASE("an observation has an opposite: advanced one way is stale the other way, impossible is so both ways") {
    auto const opposite = []<class S>(S a, S b) {
        switch (observe(a, b)) {
            case observed::unchanged:
                return observe(b, a) == observed::unchanged;
            case observed::advanced:
                return observe(b, a) == observed::stale;
            case observed::stale:
                return observe(b, a) == observed::advanced;
            case observed::impossible:
                return observe(b, a) == observed::impossible;
        }
        return false;
    };
    for (unsigned a = 0; a < 5; ++a) {
        for (unsigned b = 0; b < 5; ++b) {
            if (a < 4 && b < 4) CHECK(opposite(static_cast<execution_status>(a), static_cast<execution_status>(b)));
            CHECK(opposite(static_cast<source_status>(a), static_cast<source_status>(b)));
        }
    }
}

TEST_CASE("the token cache: one flight, growing generations, nothing usable after its end or after its own 401") {
    holds("token_cache", [](std::vector<std::uint32_t> const& moves) {
        policy const p;
        token_cache cache{p};
        steady_time now{1h};
        std::uint64_t flight = 0;
        std::uint64_t newest = 0;
        std::uint64_t killed = 0;
        steady_time asked{};
        steady_time ends{};
        bool timed = false;
        for (std::uint32_t const m : moves) {
            now += std::chrono::seconds{m / 8 % 2000};
            switch (m % 8) {
                case 0:
                case 1:
                    if (!cache.should_fetch(now)) break;
                    RC_ASSERT(flight == 0u);
                    flight = cache.begin_fetch(now);
                    asked = now;
                    RC_ASSERT(flight > newest);
                    break;
                case 2:
                case 3:
                    if (flight == 0) break;
                    timed = cache.arrived(flight, std::chrono::minutes{m % 1500});
                    newest = flight;
                    ends = asked + std::chrono::minutes{m % 1500};
                    flight = 0;
                    break;
                case 4:
                    if (flight == 0) break;
                    cache.failed(flight, now + 5s);
                    flight = 0;
                    break;
                case 5:
                    cache.unauthorized(newest), killed = newest;
                    break;
                case 6:
                    cache.unauthorized(newest == 0 ? 0 : newest - 1);
                    break;
                default:
                    (void)cache.take(now);
            }
            RC_ASSERT(cache.fetching() == (flight != 0));
            if (auto const usable = cache.usable(now)) {
                RC_ASSERT(*usable == newest);
                RC_ASSERT(*usable != killed);
                RC_ASSERT(!timed || now < ends);
            }
            if (!cache.usable(now) && flight == 0 && cache.fetch_at())
                RC_ASSERT(cache.should_fetch(std::max(now, *cache.fetch_at())));
        }
    });
}

TEST_CASE("a converted side differs exactly where it leaves the tolerance") {
    holds("compare_side", [](std::uint32_t predicted, std::int32_t by, std::uint16_t tolerance) {
        auto const money_of = [](std::int64_t cents) {
            return money{minor_units(cents, currency::try_parse("LRD").value()).value(),
                         currency::try_parse("LRD").value()};
        };
        std::int64_t const base = predicted % 1'000'000 + 1;
        std::int64_t const executed = base + by % 100'000;
        std::int64_t const limit = tolerance % 1000;
        auto const got = compare_side(money_of(base), money_of(executed), true, limit);
        std::int64_t const off = executed > base ? executed - base : base - executed;
        compared const wanted = off == 0                       ? compared::equal
                                : off * 10'000 <= base * limit ? compared::drifted
                                                               : compared::differs;
        RC_ASSERT(got == wanted);
        RC_ASSERT(compare_side(money_of(base), money_of(executed), false, limit) ==
                  (off == 0 ? compared::equal : compared::differs));
    });
}
