// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/system/clock.hpp>

#include <chrono>
#include <thread>

#include <time.h>

namespace dollr {

server_time utc_now() noexcept { return std::chrono::floor<server_time::duration>(std::chrono::system_clock::now()); }

instant os_clock::now() const noexcept {
    timespec since_boot{};
    static_cast<void>(::clock_gettime(CLOCK_BOOTTIME, &since_boot));  // fails only for a clock that the kernel lacks
    auto const elapsed = std::chrono::seconds{since_boot.tv_sec} + std::chrono::nanoseconds{since_boot.tv_nsec};
    return {steady_time{target_.faster(std::chrono::floor<duration>(elapsed))}, target_.at(utc_now())};
}

void os_clock::sleep(duration time) const { std::this_thread::sleep_for(target_.slower(time)); }

}  // namespace dollr
