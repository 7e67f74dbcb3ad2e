// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_BACKOFF_HPP
#define DOLLR_MACHINE_ATTEMPT_BACKOFF_HPP

#include <dollr/machine/policy.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <cstdint>

/// How long to wait. Chance is an argument: the same seed gives the same waits on every compiler, because everything is
/// integer arithmetic.
///
/// Polls: 2 s, then 1.5 times longer each, to 5 s in the first minute, to 30 s in ten minutes, to 60 s in an hour and
/// after it. Retries: 1 s, doubling, to 60 s. Every wait is multiplied by a number between jitter_min/1000 and 1, so
/// that many machines do not march in step.
namespace dollr {

/// SplitMix64: a counter and a mixer, so that every seed is a good one.
class jitter {
public:
    constexpr explicit jitter(std::uint64_t seed = 0) noexcept : state_(seed) {}

    constexpr std::uint64_t next() noexcept {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }

    /// Uniform enough in [low, high]: the ranges are seconds, the generator has 64 bits.
    constexpr duration between(duration low, duration high) noexcept {
        if (high <= low) return low;
        auto const width = static_cast<std::uint64_t>((high - low).count()) + 1;
        return low + duration{static_cast<duration::rep>(next() % width)};
    }

    /// `whole` x (least/1000 .. 1)
    constexpr duration part_of(duration whole, std::uint16_t least) noexcept {
        return between(duration{whole.count() * least / 1000}, whole);
    }

    friend bool operator==(jitter const&, jitter const&) = default;

private:
    std::uint64_t state_;
};

/// The schedule of one run of polls.
class poll_schedule {
public:
    constexpr void restart(steady_time now) noexcept { begun_ = now, interval_ = {}; }

    /// After a poll, or after the news of a phase: when to poll next.
    constexpr steady_time next(policy const& p, jitter& chance, steady_time now) noexcept {
        interval_ =
            std::min(interval_ == duration{} ? p.poll_first : duration{interval_.count() * 3 / 2}, ceiling(p, now));
        return now + chance.part_of(interval_, p.jitter_min);
    }

    friend bool operator==(poll_schedule const&, poll_schedule const&) = default;
    friend struct attempt_access;  ///< of the tests (attempt.hpp)

private:
    constexpr duration ceiling(policy const& p, steady_time now) const noexcept {
        for (poll_stage const& stage : p.poll_stages) {
            if (now - begun_ < stage.until) return stage.ceiling;
        }
        return std::end(p.poll_stages)[-1].ceiling;
    }

    steady_time begun_{};
    duration interval_{};
};

/// Before the `count`th repetition (from 1) of something that did not leave.
constexpr duration retry_delay(policy const& p, jitter& chance, unsigned count) noexcept {
    duration wait = p.retry_first;
    for (; count > 1 && wait < p.retry_max; --count) wait = duration{wait.count() * 2};
    return chance.part_of(std::min(wait, p.retry_max), p.jitter_min);
}

}  // namespace dollr

#endif
