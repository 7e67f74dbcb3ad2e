// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_ENTROPY_HPP
#define DOLLR_PORT_ENTROPY_HPP

#include <dollr/value/reference_id.hpp>
#include <dollr/value/result.hpp>

#include <array>
#include <cstdint>
#include <span>

/// Chance. Two payments with one reference_id would be taken for one, so an id comes from the operating system's
/// generator, and a generator that fails is an error: there is no second-best chance.
namespace dollr {

class entropy {
public:
    virtual ~entropy() = default;

    /// Fills every byte, or fails.
    virtual result<void> fill(std::span<std::uint8_t> bytes) = 0;
};

[[nodiscard]] inline result<reference_id> mint_reference_id(entropy& from) {
    reference_id::bytes_type bytes{};
    if (auto const filled = from.fill(bytes); !filled) return filled.error();
    return reference_id::from_random(bytes);
}

/// For jitter.
[[nodiscard]] inline result<std::uint64_t> draw_seed(entropy& from) {
    std::array<std::uint8_t, 8> bytes{};
    if (auto const filled = from.fill(bytes); !filled) return filled.error();
    std::uint64_t seed = 0;
    for (auto const b : bytes) seed = seed << 8 | b;
    return seed;
}

}  // namespace dollr

#endif
