// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_CLOCK_HPP
#define DOLLR_PORT_CLOCK_HPP

#include <dollr/value/time.hpp>

/// Where a driver reads the time; the machines are only told it.
namespace dollr {

class clock {
public:
    virtual ~clock() = default;

    /// `steady` never goes back, goes on while the computer sleeps, and starts anywhere; `server` is the wall clock.
    [[nodiscard]] virtual instant now() const noexcept = 0;

    /// Real time in which this clock moves by `time`. A sandbox's clock may run faster than real time.
    [[nodiscard]] virtual duration real(duration time) const noexcept { return time; }

    /// Is it the server's own clock, as a sandbox's is? Then a Date header teaches nothing.
    [[nodiscard]] virtual bool is_servers() const noexcept { return false; }

    /// A loop has nothing to do before `until`, and awaits nothing. A manual clock jumps there; others do nothing.
    virtual void idle(steady_time) noexcept {}
};

}  // namespace dollr

#endif
