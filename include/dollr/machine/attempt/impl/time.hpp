// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_TIME_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_TIME_HPP

#include <dollr/value/time.hpp>

#include <algorithm>
#include <chrono>

/// Arithmetic on times that came from outside.
namespace dollr::detail {

/// Within the years 1970 to 9999, so that no arithmetic on times can overflow, whatever a server or a journal said.
constexpr server_time sane(server_time t) noexcept {
    return std::clamp(t, server_time{}, server_time{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}});
}
constexpr steady_time sane(steady_time t) noexcept {
    constexpr steady_time limit{std::chrono::hours{24 * 366 * 10'000}};
    return std::clamp(t, steady_time{-limit.time_since_epoch()}, limit);
}
/// The same for an end that may be `never`.
constexpr steady_time sane_end(steady_time t) noexcept { return t == steady_time::max() ? t : sane(t); }

}  // namespace dollr::detail

#endif
