// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_AMOUNT_HPP
#define DOLLR_VALUE_AMOUNT_HPP

#include <dollr/value/currency.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/wide.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

/// An amount is an exact decimal: a sign, up to 38 digits, and how many of them stand after the point.
///
/// There is no way in from a bare number (mistakes 1 and 2): 2500 could be dollars or cents, and 0.1 is not a tenth. An
/// amount comes from decimal text, from JSON number text, or from a count of minor units with its currency. It keeps
/// the decimals that it was written with (`100.00` prints as `100.00`, never as `1E2`), but compares as a number, so
/// that `100` and `100.00` are equal.
///
/// Text, strict (what a person or a program writes): `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, at most 38 digits, at most 64
/// characters, and no `-0`. JSON (what a server writes): RFC 8259 `number`, exponents included, but only if 38 digits
/// hold it exactly.
///
/// Contract: amounts are "number or integer" in bodies and strings in predictions (notes, contradiction 11), so both
/// sides use this one type. What leaves has no more decimals than its currency and at most 15 significant digits,
/// because the server may hold it in binary floating point, which keeps 15 digits and not more.
namespace dollr {

/// What `amount::rounded` does with a remainder.
enum class rounding : std::uint8_t { down, up, half_up, half_even };  ///< of the magnitude: down is toward zero

[[nodiscard]] constexpr std::string_view to_text(rounding value) noexcept;

/// An amount as plain integers, for storage.
struct amount_parts {
    std::uint64_t high = 0;  ///< magnitude = high x 2^64 + low
    std::uint64_t low = 0;
    std::uint8_t scale = 0;
    bool negative = false;

    friend bool operator==(amount_parts const&, amount_parts const&) = default;
};

class amount {
public:
    static constexpr std::size_t text_max = 41;    ///< of write(): sign, 0, point, 38 decimals
    static constexpr std::size_t text_limit = 64;  ///< of what is read
    static constexpr int digits_max = detail::decimal_digits_max;
    static constexpr int sendable_digits_max = 15;  ///< decimal digits that every IEEE double keeps

    constexpr amount() noexcept = default;  ///< zero

    template <class Number>
        requires std::is_arithmetic_v<Number>
    constexpr amount(Number) noexcept {
        static_assert(detail::never<Number>,
                      "an amount is not made from a bare number: use amount::parse(\"25.00\") or "
                      "minor_units(2500, \"USD\"_currency)");
    }

    [[nodiscard]] static constexpr std::optional<amount> try_parse(std::string_view text) noexcept;
    [[nodiscard]] static constexpr std::optional<amount> try_parse_json(std::string_view number_text) noexcept;
    [[nodiscard]] static result<amount> parse(std::string_view text);
    /// Why try_parse refuses `text` and what to write instead; empty if it does not.
    [[nodiscard]] static constexpr std::string_view why_not(std::string_view text) noexcept;

    [[nodiscard]] static constexpr std::optional<amount> from_parts(amount_parts) noexcept;
    [[nodiscard]] constexpr amount_parts parts() const noexcept { return {high_, low_, scale_, negative_}; }

    [[nodiscard]] constexpr int scale() const noexcept { return scale_; }  ///< decimals as written
    [[nodiscard]] constexpr bool is_negative() const noexcept { return negative_; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return (low_ | high_) == 0; }
    /// Digits as written, without leading zeros: 3 for 1.00, 1 for 0.00.
    [[nodiscard]] constexpr int significant_digits() const noexcept { return detail::count_digits(magnitude()); }

    /// As a count of the currency's minor units: 25.00 USD is 2500. Empty if that is not a whole number of 64 bits.
    [[nodiscard]] constexpr std::optional<std::int64_t> minor_units(currency) const noexcept;
    /// Is it written with no more decimals than the currency has? 10.000 USD does not fit: it may mean ten thousand.
    [[nodiscard]] constexpr bool fits(currency) const noexcept;
    /// Why this must not be sent in that currency and what to write instead; empty if it may.
    [[nodiscard]] constexpr std::string_view why_not_sendable(currency) const noexcept;
    /// The same value written with exactly `scale` decimals; empty if that would change it.
    [[nodiscard]] constexpr std::optional<amount> rescaled(int scale) const noexcept;
    /// The same value written with the currency's decimals (100 XOF for 100.00); empty if that would change it.
    [[nodiscard]] constexpr std::optional<amount> exact_in(currency) const noexcept;
    /// To `scale` decimals, changing the value if it must; empty only if 38 digits do not hold it.
    [[nodiscard]] constexpr std::optional<amount> rounded(int scale, rounding) const noexcept;

    /// Exact, or empty where 38 digits do not hold the result.
    [[nodiscard]] static constexpr std::optional<amount> checked_add(amount, amount) noexcept;
    [[nodiscard]] static constexpr std::optional<amount> checked_subtract(amount, amount) noexcept;
    [[nodiscard]] static constexpr std::optional<amount> checked_multiply(amount, amount) noexcept;
    template <class Number>
        requires std::is_arithmetic_v<Number>
    [[nodiscard]] static constexpr std::optional<amount> checked_multiply(amount a, Number times) noexcept;

    [[nodiscard]] constexpr amount operator-() const noexcept { return {magnitude(), scale_, !negative_}; }

    /// Writes plain decimal text of at most text_max characters without a NUL, and returns its end.
    constexpr char* write(char* out) const noexcept;
    [[nodiscard]] std::string to_string() const;

    friend constexpr bool operator==(amount const& a, amount const& b) noexcept { return compare(a, b) == 0; }
    /// Weak: equal amounts may be written with different decimals.
    friend constexpr std::weak_ordering operator<=>(amount const& a, amount const& b) noexcept { return compare(a, b); }

private:
    constexpr amount(detail::uint128 magnitude, int scale, bool negative) noexcept
        : high_(detail::high_half(magnitude)),
          low_(detail::low_half(magnitude)),
          scale_(static_cast<std::uint8_t>(scale)),
          negative_(negative && magnitude != 0) {}

    constexpr detail::uint128 magnitude() const noexcept { return static_cast<detail::uint128>(high_) << 64 | low_; }
    constexpr amount without_trailing_zeros() const noexcept;
    static constexpr std::weak_ordering compare(amount const&, amount const&) noexcept;
    static constexpr std::optional<amount> read(std::string_view text, bool json) noexcept;
    static constexpr std::optional<amount> exactly(detail::wide_product product, int scale, bool negative) noexcept;

    friend struct std::hash<amount>;

    std::uint64_t high_ = 0;
    std::uint64_t low_ = 0;
    std::uint8_t scale_ = 0;
    bool negative_ = false;
};

/// minor_units(2500, "USD"_currency) is 25.00; empty where the currency has no known minor unit.
[[nodiscard]] constexpr std::optional<amount> minor_units(std::int64_t count, currency in) noexcept;

template <std::floating_point Number>
std::optional<amount> minor_units(Number, currency) {
    static_assert(detail::never<Number>,
                  "minor units are counted in whole numbers: minor_units(2500, \"USD\"_currency)");
    return std::nullopt;
}

namespace literals {

/// "25.00"_amount; text that is not an amount does not compile.
consteval amount operator""_amount(char const* text, std::size_t size);

}  // namespace literals

constexpr std::string_view to_text(rounding value) noexcept {
    switch (value) {
        case rounding::down:
            return "down";
        case rounding::up:
            return "up";
        case rounding::half_up:
            return "half up";
        case rounding::half_even:
            return "half even";
    }
    return {};
}

}  // namespace dollr

template <>
struct std::hash<dollr::amount> {
    /// Consistent with ==: trailing zeros do not count.
    std::size_t operator()(dollr::amount const& a) const noexcept;
};

#include <dollr/value/impl/amount_arithmetic.hpp>
#include <dollr/value/impl/amount_text.hpp>

#endif
