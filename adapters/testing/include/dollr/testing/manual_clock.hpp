// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTING_MANUAL_CLOCK_HPP
#define DOLLR_TESTING_MANUAL_CLOCK_HPP

#include <dollr/port/clock.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <mutex>

/// Time for tests: it stands still until somebody moves it, and where a client has nothing to do but wait, it jumps to
/// the moment for which the client waits. So a payment that takes a day takes milliseconds. Any thread may use it.
namespace dollr::testing {

class manual_clock final : public clock {
public:
    explicit manual_clock(server_time start = server_time{std::chrono::sys_days{std::chrono::year{2026} / 6 /
                                                                                23}}) noexcept
        : now_{.steady = {}, .server = start} {}

    [[nodiscard]] instant now() const noexcept override {
        std::lock_guard const lock{mutex_};
        return now_;
    }
    /// It is the server's own.
    [[nodiscard]] bool is_servers() const noexcept override { return true; }
    void idle(steady_time until) noexcept override {
        if (until != steady_time::max()) advance_to(until);
    }

    void advance(duration by) noexcept {
        std::lock_guard const lock{mutex_};
        now_.steady += by;
        now_.server += by;
    }
    void advance_to(steady_time t) noexcept {
        std::lock_guard const lock{mutex_};
        if (t <= now_.steady) return;
        now_.server += t - now_.steady;
        now_.steady = t;
    }

private:
    mutable std::mutex mutex_;
    instant now_;
};

}  // namespace dollr::testing

#endif
