// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_VIRTUAL_CLOCK_HPP
#define DOLLR_PORT_VIRTUAL_CLOCK_HPP

#include <dollr/value/time.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

/// Time that runs faster, for a sandbox: `epoch + speed x (utc - epoch)`.
///
/// It is a function of UTC and of two numbers that the sandbox owns, not of when a process started, so that several
/// processes, and one process before and after a crash, agree on it. At speed 1 it is UTC, whatever the epoch.
namespace dollr {

struct virtual_clock {
    server_time epoch{};
    std::uint32_t speed = 1;  ///< at least 1

    [[nodiscard]] constexpr bool is_real() const noexcept { return speed == 1; }

    /// What the clock shows at this moment of UTC.
    [[nodiscard]] constexpr server_time at(server_time utc) const noexcept;
    /// Virtual time that passes while `real` does.
    [[nodiscard]] constexpr duration faster(duration real) const noexcept;
    /// Real time to sleep so that at least `virtual_time` passes.
    [[nodiscard]] constexpr duration slower(duration virtual_time) const noexcept;

    friend bool operator==(virtual_clock const&, virtual_clock const&) = default;
};

constexpr server_time virtual_clock::at(server_time utc) const noexcept {
    if (is_real()) return utc;
    // Within 10,000 years of the epoch at any speed up to 1,000 this is exact; beyond it stands still instead of
    // overflowing.
    constexpr duration far{std::numeric_limits<duration::rep>::max() / 4};
    auto const from = std::clamp(epoch.time_since_epoch(), -far, far);
    auto const to = std::clamp(utc.time_since_epoch(), -far, far);
    auto const passed = faster(to - from);
    return server_time{from + std::clamp(passed, -far, far)};
}

constexpr duration virtual_clock::faster(duration real) const noexcept {
    auto const most = duration::max() / speed;
    return std::clamp(real, -most, most) * speed;
}

constexpr duration virtual_clock::slower(duration virtual_time) const noexcept {
    if (virtual_time <= duration::zero()) return duration::zero();
    return (virtual_time - duration{1}) / speed + duration{1};
}

}  // namespace dollr

#endif
