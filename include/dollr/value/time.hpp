// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_TIME_HPP
#define DOLLR_VALUE_TIME_HPP

#include <dollr/value/cxx20.hpp>

#include <chrono>

/// Time is an argument. The core never reads a clock; a driver passes an `instant` with every event.
///
/// Two readings, because they answer different questions. A timer must not jump when somebody sets the
/// wall clock, so timers use `steady`. An expiry is written by the server in its own wall time, so expiries
/// are compared with `server`: the local wall clock corrected by the `Date` header of the last answer.
namespace dollr {

/// A clock without `now()`: it only names the epoch and the resolution of the core's timers.
struct monotonic {
    using duration = std::chrono::milliseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<monotonic>;
    static constexpr bool is_steady = true;
};

using duration = std::chrono::milliseconds;
using steady_time = monotonic::time_point;
using server_time = std::chrono::sys_time<std::chrono::milliseconds>;

struct instant {
    steady_time steady{};
    server_time server{};

    friend bool operator==(instant const&, instant const&) = default;
};

}  // namespace dollr

#endif
