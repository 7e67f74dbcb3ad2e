// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_WAITING_HPP
#define DOLLR_CLIENT_IMPL_WAITING_HPP

#include <dollr/value/error.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <string_view>

/// How a wait ends that has no settlement.
namespace dollr {

namespace detail {

inline error waiting_error(error_kind kind, std::string_view what, std::string_view next, money_moved moved) {
    auto e = invalid_input(what, next);
    e.kind = kind;
    e.moved = moved;
    return e;
}

/// Between a cancellation at a deadline and the end of the wait for its record.
inline constexpr duration cancelling_max = std::chrono::seconds{5};

}  // namespace detail

}  // namespace dollr

#endif
