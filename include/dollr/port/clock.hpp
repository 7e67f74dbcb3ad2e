// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_CLOCK_HPP
#define DOLLR_PORT_CLOCK_HPP

#include <dollr/value/time.hpp>

#include <concepts>

/// Where a driver reads the time; the machines are only told it.
namespace dollr {

/// `steady` never goes back, goes on while the computer sleeps, and starts anywhere; `server` is the wall clock. Both
/// run at the speed of the target's clock (virtual_clock.hpp).
template <class C>
concept clock_source = requires(C const& c) {
    { c.now() } noexcept -> std::same_as<instant>;
};

}  // namespace dollr

#endif
