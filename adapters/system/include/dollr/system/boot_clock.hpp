// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_BOOT_CLOCK_HPP
#define DOLLR_SYSTEM_BOOT_CLOCK_HPP

#include <dollr/value/cxx20.hpp>

#include <chrono>

#include <time.h>

/// The one clock of deadlines, leases and guards: the time since the boot, the computer's sleep included.
/// std::chrono::steady_clock stands still while the computer sleeps, so that what it measures would outlive its
/// session.
namespace dollr {

struct boot_clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<boot_clock>;
    static constexpr bool is_steady = true;

    [[nodiscard]] static time_point now() noexcept {
        timespec since_boot{};
        static_cast<void>(::clock_gettime(CLOCK_BOOTTIME, &since_boot));  // fails only for a clock that is not there
        return time_point{std::chrono::seconds{since_boot.tv_sec} + std::chrono::nanoseconds{since_boot.tv_nsec}};
    }
};

}  // namespace dollr

#endif
