// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_IMPL_AMOUNT_ARITHMETIC_HPP
#define DOLLR_VALUE_IMPL_AMOUNT_ARITHMETIC_HPP

#include <dollr/value/amount.hpp>

#include <utility>

/// Amounts as numbers. Every result is exact or empty.
namespace dollr {

constexpr std::optional<amount> amount::from_parts(amount_parts parts) noexcept {
    auto const magnitude = static_cast<detail::uint128>(parts.high) << 64 | parts.low;
    if (magnitude >= detail::decimal_limit || parts.scale > digits_max) return std::nullopt;
    if (parts.negative && magnitude == 0) return std::nullopt;
    return amount(magnitude, parts.scale, parts.negative);
}

constexpr amount amount::without_trailing_zeros() const noexcept {
    auto value = magnitude();
    int decimals = value == 0 ? 0 : scale_;
    for (; decimals > 0 && value % 10 == 0; --decimals) value /= 10;
    return {value, decimals, negative_};
}

constexpr std::weak_ordering amount::compare(amount const& a, amount const& b) noexcept {
    if (a.negative_ != b.negative_) return a.negative_ ? std::weak_ordering::less : std::weak_ordering::greater;
    auto x = a.magnitude();
    auto y = b.magnitude();
    auto order = std::weak_ordering::equivalent;
    if (a.scale_ == b.scale_) {
        order = x <=> y;
    } else {
        // Bring the one with fewer decimals to the scale of the other. What 128 bits do not hold then is larger than
        // any magnitude, which has 38 digits.
        bool const raise_x = a.scale_ < b.scale_;
        auto const factor = detail::power_of_ten(raise_x ? b.scale_ - a.scale_ : a.scale_ - b.scale_);
        auto const raised = detail::wide_product(raise_x ? x : y, factor);
        if (!raised.fits_128()) {
            order = raise_x ? std::weak_ordering::greater : std::weak_ordering::less;
        } else {
            (raise_x ? x : y) = raised.value_128();
            order = x <=> y;
        }
    }
    return a.negative_ ? 0 <=> order : order;
}

constexpr std::optional<amount> amount::rescaled(int scale) const noexcept {
    if (scale < 0 || scale > digits_max) return std::nullopt;
    auto const value = magnitude();
    if (scale <= scale_) {
        auto const factor = detail::power_of_ten(scale_ - scale);
        if (value % factor != 0) return std::nullopt;
        return amount(value / factor, scale, negative_);
    }
    auto const factor = detail::power_of_ten(scale - scale_);
    if (!detail::product_below(value, factor, detail::decimal_limit)) return std::nullopt;
    return amount(value * factor, scale, negative_);
}

constexpr std::optional<amount> amount::exact_in(currency in) const noexcept {
    auto const decimals = in.minor_units();
    return decimals ? rescaled(*decimals) : std::optional<amount>{*this};
}

constexpr std::optional<amount> amount::rounded(int scale, rounding how) const noexcept {
    if (scale >= scale_ || scale < 0) return rescaled(scale);
    auto const factor = detail::power_of_ten(scale_ - scale);
    auto value = magnitude() / factor;
    auto const rest = magnitude() % factor;
    auto const half = factor / 2;  // a power of ten above 1 is even
    bool away = false;
    switch (how) {
        case rounding::down:
            break;
        case rounding::up:
            away = rest != 0;
            break;
        case rounding::half_up:
            away = rest >= half;
            break;
        case rounding::half_even:
            away = rest > half || (rest == half && value % 2 != 0);
            break;
    }
    if (away) ++value;
    return amount(value, scale, negative_);
}

constexpr std::optional<std::int64_t> amount::minor_units(currency in) const noexcept {
    auto const decimals = in.minor_units();
    if (!decimals) return std::nullopt;
    auto const counted = rescaled(*decimals);
    if (!counted) return std::nullopt;
    auto const limit = (std::uint64_t{1} << 63) - (negative_ ? 0u : 1u);
    if (counted->high_ != 0 || counted->low_ > limit) return std::nullopt;
    // Negated as unsigned, so that the most negative number needs no case of its own.
    return static_cast<std::int64_t>(negative_ ? ~counted->low_ + 1u : counted->low_);
}

constexpr bool amount::fits(currency in) const noexcept {
    if (in.is_empty()) return false;
    auto const decimals = in.minor_units();
    return !decimals || scale_ <= *decimals;
}

constexpr std::string_view amount::why_not_sendable(currency in) const noexcept {
    if (in.is_empty()) return "an amount needs its currency: write a three-letter code, such as USD";
    if (!fits(in)) {
        switch (in.minor_units().value_or(-1)) {
            case 0:
                return "this currency has no minor units: write a whole number, such as 2500";
            case 2:
                return "this currency has two decimals: write an amount such as 25.00";
            case 3:
                return "this currency has three decimals: write an amount such as 25.000";
            default:
                return "the amount has more decimals than its currency";
        }
    }
    if (significant_digits() > sendable_digits_max)
        return "an amount must have at most 15 digits: split it, or remove trailing zeros";
    return {};
}

/// The product at `scale`, with trailing zeros dropped as far as 38 digits need it.
constexpr std::optional<amount> amount::exactly(detail::wide_product product, int scale, bool negative) noexcept {
    while (!product.fits_128() || product.value_128() >= detail::decimal_limit || scale > digits_max) {
        if (scale == 0 || product.divide_by_ten() != 0) return std::nullopt;
        --scale;
    }
    return amount(product.value_128(), scale, negative);
}

constexpr std::optional<amount> amount::checked_add(amount a, amount b) noexcept {
    if (a.scale_ != b.scale_) {
        // Written to the larger scale if that is possible, else to the larger scale that the values need.
        auto const scale = a.scale_ > b.scale_ ? a.scale_ : b.scale_;
        auto const wide_a = a.rescaled(scale);
        auto const wide_b = b.rescaled(scale);
        if (wide_a && wide_b) {
            a = *wide_a;
            b = *wide_b;
        } else {
            a = a.without_trailing_zeros();
            b = b.without_trailing_zeros();
        }
    }
    if (a.scale_ < b.scale_) std::swap(a, b);
    auto const raised = detail::wide_product(b.magnitude(), detail::power_of_ten(a.scale_ - b.scale_));
    // Beyond 128 bits nothing that has 38 digits brings the sum back into them.
    if (!raised.fits_128()) return std::nullopt;
    auto const x = a.magnitude();
    auto const y = raised.value_128();
    if (a.negative_ != b.negative_) {
        if (x >= y) return exactly({x - y, 1}, a.scale_, a.negative_);
        return exactly({y - x, 1}, a.scale_, b.negative_);
    }
    if (y >= 2 * detail::decimal_limit) return std::nullopt;  // so that the sum stays within 128 bits
    return exactly({x + y, 1}, a.scale_, a.negative_);
}

constexpr std::optional<amount> amount::checked_subtract(amount a, amount b) noexcept { return checked_add(a, -b); }

constexpr std::optional<amount> amount::checked_multiply(amount a, amount b) noexcept {
    return exactly({a.magnitude(), b.magnitude()}, a.scale_ + b.scale_, a.negative_ != b.negative_);
}

template <class Number>
    requires std::is_arithmetic_v<Number>
constexpr std::optional<amount> amount::checked_multiply(amount a, Number times) noexcept {
    static_assert(std::integral<Number>,
                  "an amount is multiplied by a whole number or by another amount, never by floating point");
    bool const below = std::cmp_less(times, 0);
    auto const word = static_cast<std::uint64_t>(times);
    return exactly({a.magnitude(), below ? ~word + 1u : word}, a.scale_, a.negative_ != below);
}

constexpr std::optional<amount> minor_units(std::int64_t count, currency in) noexcept {
    auto const decimals = in.minor_units();
    if (!decimals) return std::nullopt;
    auto const word = static_cast<std::uint64_t>(count);
    return amount::from_parts({0, count < 0 ? ~word + 1u : word, static_cast<std::uint8_t>(*decimals), count < 0});
}

}  // namespace dollr

inline std::size_t std::hash<dollr::amount>::operator()(dollr::amount const& a) const noexcept {
    auto const plain = a.without_trailing_zeros();
    auto mixed = plain.low_ * 0x9E3779B97F4A7C15u ^ plain.high_;
    mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9u + plain.scale_ * 2u + (plain.negative_ ? 1u : 0u);
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
}

#endif
