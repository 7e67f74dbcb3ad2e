// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_WIDE_HPP
#define DOLLR_VALUE_WIDE_HPP

#include <dollr/value/cxx20.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

/// The little arithmetic on wide unsigned integers that exact decimals need. 128 bits hold 38 decimal digits; a product
/// of two such numbers is kept in four limbs until its trailing zeros are gone.
namespace dollr::detail {

__extension__ using uint128 = unsigned __int128;

constexpr std::uint64_t low_half(uint128 v) noexcept { return static_cast<std::uint64_t>(v); }
constexpr std::uint64_t high_half(uint128 v) noexcept { return static_cast<std::uint64_t>(v >> 64); }

inline constexpr int decimal_digits_max = 38;

inline constexpr auto powers_of_ten = [] {
    std::array<uint128, decimal_digits_max + 1> out{};
    uint128 power = 1;
    for (auto& p : out) {
        p = power;
        power *= 10;
    }
    return out;
}();

constexpr uint128 power_of_ten(int exponent) noexcept { return powers_of_ten[static_cast<std::size_t>(exponent)]; }

/// The largest number of 38 digits, plus one.
inline constexpr uint128 decimal_limit = power_of_ten(decimal_digits_max);

/// How many decimal digits `v` has; 1 for zero.
constexpr int count_digits(uint128 v) noexcept {
    int digits = 1;
    while (digits <= decimal_digits_max && v >= power_of_ten(digits)) ++digits;
    return digits;
}

/// Is a * b < limit? `b` must not be 0.
constexpr bool product_below(uint128 a, uint128 b, uint128 limit) noexcept { return a <= (limit - 1) / b; }

/// 256 bits, least significant limb first: the exact product of two 38-digit numbers.
struct wide_product {
    std::array<std::uint64_t, 4> limbs{};

    constexpr wide_product(uint128 a, uint128 b) noexcept {
        std::array<std::uint64_t, 2> const x{low_half(a), high_half(a)};
        std::array<std::uint64_t, 2> const y{low_half(b), high_half(b)};
        for (std::size_t i = 0; i < 2; ++i) {
            std::uint64_t carry = 0;
            for (std::size_t j = 0; j < 2; ++j) {
                // (2^64-1)^2 + 2 (2^64-1) = 2^128-1: the sum cannot overflow.
                auto const sum = static_cast<uint128>(x[i]) * y[j] + limbs[i + j] + carry;
                limbs[i + j] = low_half(sum);
                carry = high_half(sum);
            }
            limbs[i + 2] = carry;
        }
    }

    constexpr bool fits_128() const noexcept { return limbs[2] == 0 && limbs[3] == 0; }
    constexpr uint128 value_128() const noexcept { return static_cast<uint128>(limbs[1]) << 64 | limbs[0]; }

    /// Divides by ten in place and returns the remainder.
    constexpr unsigned divide_by_ten() noexcept {
        uint128 remainder = 0;
        for (std::size_t i = limbs.size(); i-- > 0;) {
            auto const part = remainder << 64 | limbs[i];
            limbs[i] = low_half(part / 10);
            remainder = part % 10;
        }
        return static_cast<unsigned>(remainder);
    }
};

template <class>
inline constexpr bool never = false;  // a static_assert that fires only when its template is used

}  // namespace dollr::detail

#endif
