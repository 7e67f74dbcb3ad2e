// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::system
#include <dollr/system/clock.hpp>

#include <doctest/doctest.h>

#include <chrono>

using namespace dollr;
using namespace std::chrono_literals;

namespace {

constexpr server_time at(std::int64_t milliseconds) { return server_time{duration{milliseconds}}; }

}  // namespace

TEST_CASE("virtual time is epoch + speed x (utc - epoch), before the epoch too") {
    constexpr virtual_clock fast{.epoch = at(1'000), .speed = 60};
    static_assert(fast.at(at(1'000)) == at(1'000));
    static_assert(fast.at(at(1'001)) == at(1'060));
    static_assert(fast.at(at(999)) == at(940));
    static_assert(fast.faster(10ms) == 600ms);
    static_assert(!fast.is_real());
}

TEST_CASE("at speed 1 virtual time is UTC, whatever the epoch") {
    constexpr virtual_clock real{.epoch = at(123'456'789), .speed = 1};
    static_assert(real.is_real());
    static_assert(real.at(at(42)) == at(42));
    static_assert(real.at(server_time::max()) == server_time::max());
    static_assert(real.slower(5s) == 5s);
}

TEST_CASE("a sleep is never shorter than the virtual time that it stands for") {
    constexpr virtual_clock fast{.speed = 60};
    static_assert(fast.slower(60ms) == 1ms);
    static_assert(fast.slower(61ms) == 2ms);
    static_assert(fast.slower(1ms) == 1ms);
    static_assert(fast.slower(0ms) == 0ms);
    static_assert(fast.slower(-1ms) == 0ms);
    for (int n = 1; n < 1'000; ++n) CHECK(fast.faster(fast.slower(duration{n})) >= duration{n});
}

TEST_CASE("no time and no speed overflows") {
    for (auto const epoch : {server_time::min(), at(0), server_time::max()}) {
        for (auto const utc : {server_time::min(), at(0), server_time::max()}) {
            virtual_clock const clock{.epoch = epoch, .speed = 0xFFFFFFFF};
            auto const shown = clock.at(utc);
            CHECK((shown >= clock.at(at(-1)) || utc < at(-1)));
        }
    }
}

TEST_CASE("the computer's clock goes forward, and two clocks of one target agree") {
    os_clock const real;
    auto const before = real.now();
    auto const after = real.now();
    CHECK(after.steady >= before.steady);
    CHECK(before.server - utc_now() < 10s);
    CHECK(utc_now() > at(1'700'000'000'000));
    virtual_clock const target{.epoch = utc_now() - 1h, .speed = 60};
    auto const one = os_clock{target}.now();
    auto const other = os_clock{target}.now();
    CHECK(one.server - utc_now() > 58h);
    CHECK(other.server >= one.server);
    CHECK(other.server - one.server < 60s * 10);
    CHECK(other.steady - one.steady < 60s * 10);
}
