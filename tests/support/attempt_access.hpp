// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_ACCESS_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_ACCESS_HPP

#include <dollr/machine/attempt/attempt.hpp>

#include <cstddef>
#include <string_view>

/// The one door into a machine: the library declares this friend and nobody but the tests defines it.
namespace dollr {

struct attempt_access {
    /// attempt_canonical.hpp: `a`, which is a copy of `was`, no longer knows when anything happened.
    template <class Rules>
    static void forget_when(basic_attempt<Rules> const& was, basic_attempt<Rules>& a, instant at) noexcept;

    /// attempt_hash.hpp
    template <class Rules>
    static std::size_t hash(basic_attempt<Rules> const& a) noexcept;

    /// attempt_invariants.hpp
    template <class Rules>
    static std::string_view violated(basic_attempt<Rules> const& a) noexcept;

    /// proof/mutant_attempt.hpp: hears, follows and does what is wrong.
    class mutant;
};

}  // namespace dollr

#endif
