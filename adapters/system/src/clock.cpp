// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/system/boot_clock.hpp>
#include <dollr/system/clock.hpp>

#include <chrono>
#include <thread>

namespace dollr {

server_time utc_now() noexcept { return std::chrono::floor<server_time::duration>(std::chrono::system_clock::now()); }

instant os_clock::now() const noexcept {
    auto const since_boot = std::chrono::floor<duration>(boot_clock::now().time_since_epoch());
    return {steady_time{target_.faster(since_boot)}, target_.at(utc_now())};
}

void os_clock::sleep(duration time) const { std::this_thread::sleep_for(target_.slower(time)); }

}  // namespace dollr
