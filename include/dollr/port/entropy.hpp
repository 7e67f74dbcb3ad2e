// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_ENTROPY_HPP
#define DOLLR_PORT_ENTROPY_HPP

#include <dollr/value/reference_id.hpp>
#include <dollr/value/result.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <span>

/// Chance. Two payments with one reference_id would be taken for one, so an id comes from the operating system's
/// generator, and a generator that fails is an error: there is no second-best chance.
namespace dollr {

/// Fills every byte, or fails.
template <class E>
concept entropy_source = requires(E& e, std::span<std::uint8_t> bytes) {
    { e.fill(bytes) } -> std::same_as<result<void>>;
};

template <entropy_source E>
[[nodiscard]] result<reference_id> mint_reference_id(E& entropy) {
    reference_id::bytes_type bytes{};
    if (auto const filled = entropy.fill(bytes); !filled) return filled.error();
    return reference_id::from_random(bytes);
}

/// For jitter.
template <entropy_source E>
[[nodiscard]] result<std::uint64_t> draw_seed(E& entropy) {
    std::array<std::uint8_t, 8> bytes{};
    if (auto const filled = entropy.fill(bytes); !filled) return filled.error();
    std::uint64_t seed = 0;
    for (auto const b : bytes) seed = seed << 8 | b;
    return seed;
}

}  // namespace dollr

#endif
