// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_IMPL_AMOUNT_TEXT_HPP
#define DOLLR_VALUE_IMPL_AMOUNT_TEXT_HPP

#include <dollr/value/amount.hpp>
#include <dollr/value/bytes.hpp>

/// Amounts from and to text. The grammar is in amount.hpp.
namespace dollr {

namespace detail {

/// The digits of a number as they are read. Almost every amount fits 18 digits, so those are gathered in one word.
class digit_reader {
public:
    constexpr void push(char digit) noexcept {
        auto const value = static_cast<unsigned>(digit - '0');
        if (count_ < 18) {
            word_ = word_ * 10 + value;
            if (word_ != 0) ++count_;
            return;
        }
        if (count_ == 18) wide_ = word_;
        if (count_ < decimal_digits_max) {
            wide_ = wide_ * 10 + value;
            ++count_;
        } else {
            ++dropped_;
            inexact_ = inexact_ || value != 0;
        }
    }
    constexpr uint128 value() const noexcept { return count_ <= 18 ? static_cast<uint128>(word_) : wide_; }
    constexpr int dropped() const noexcept { return dropped_; }   ///< digits after the 38th
    constexpr bool inexact() const noexcept { return inexact_; }  ///< one of them was not 0

private:
    std::uint64_t word_ = 0;
    uint128 wide_ = 0;
    int count_ = 0;  ///< without leading zeros
    int dropped_ = 0;
    bool inexact_ = false;
};

/// Not constexpr on purpose: reaching it while compiling is the error, and its name is the message.
inline void an_amount_is_plain_decimal_text_such_as_25_00() {}

inline constexpr char digit_pairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// Writes the digits of `value` so that they end before `end`, and returns where they begin.
constexpr char* write_digits_before(char* end, std::uint64_t value) noexcept {
    while (value >= 100) {
        auto const pair = static_cast<std::size_t>(value % 100) * 2;
        value /= 100;
        *--end = digit_pairs[pair + 1];
        *--end = digit_pairs[pair];
    }
    if (value >= 10) {
        auto const pair = static_cast<std::size_t>(value) * 2;
        *--end = digit_pairs[pair + 1];
        *--end = digit_pairs[pair];
    } else {
        *--end = static_cast<char>('0' + value);
    }
    return end;
}

}  // namespace detail

constexpr std::optional<amount> amount::read(std::string_view text, bool json) noexcept {
    using ascii::is_digit;
    if (text.size() > text_limit) return std::nullopt;
    auto const* at = text.data();
    auto const* const end = at + text.size();
    bool const negative = at != end && *at == '-';
    if (negative) ++at;

    if (at == end || !is_digit(*at)) return std::nullopt;
    if (*at == '0' && end - at > 1 && is_digit(at[1])) return std::nullopt;
    detail::digit_reader digits;
    while (at != end && is_digit(*at)) digits.push(*at++);

    int decimals = 0;
    if (at != end && *at == '.') {
        auto const* const first = ++at;
        while (at != end && is_digit(*at)) digits.push(*at++);
        decimals = static_cast<int>(at - first);
        if (decimals == 0) return std::nullopt;
    }

    int exponent = 0;
    if (json && at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        bool const below = at != end && *at == '-';
        if (at != end && (*at == '-' || *at == '+')) ++at;
        if (at == end) return std::nullopt;
        constexpr int beyond_all = 1000;  // any exponent from here on has the same outcome
        for (; at != end && is_digit(*at); ++at) {
            if (exponent < beyond_all) exponent = exponent * 10 + (*at - '0');
        }
        if (below) exponent = -exponent;
    }
    if (at != end) return std::nullopt;

    auto magnitude = digits.value();
    if (!json) {
        if (digits.dropped() != 0 || decimals > digits_max || (negative && magnitude == 0)) return std::nullopt;
        return amount(magnitude, decimals, negative);
    }
    if (digits.inexact()) return std::nullopt;
    int scale = decimals - digits.dropped() - exponent;
    if (magnitude == 0) return amount(0, scale < 0 ? 0 : scale > digits_max ? digits_max : scale, false);
    for (; scale > digits_max && magnitude % 10 == 0; --scale) magnitude /= 10;
    if (scale > digits_max || scale < -digits_max) return std::nullopt;
    if (scale < 0) {
        auto const factor = detail::power_of_ten(-scale);
        if (!detail::product_below(magnitude, factor, detail::decimal_limit)) return std::nullopt;
        magnitude *= factor;
        scale = 0;
    }
    return amount(magnitude, scale, negative);
}

constexpr std::optional<amount> amount::try_parse(std::string_view text) noexcept { return read(text, false); }

constexpr std::optional<amount> amount::try_parse_json(std::string_view number_text) noexcept {
    return read(number_text, true);
}

constexpr std::string_view amount::why_not(std::string_view text) noexcept {
    using ascii::is_digit;
    if (try_parse(text)) return {};
    if (text.empty()) return "an amount is missing: write it as decimal text, such as 25.00";
    if (text.size() > text_limit) return "an amount has at most 38 digits; this is longer than 64 characters";
    if (text.front() == '+') return "leave the plus sign out: write 25.00";
    auto const unsigned_text = text.front() == '-' ? text.substr(1) : text;
    bool plain = true;
    bool exponent = false;
    bool grouped = false;
    for (std::size_t i = 0; i < unsigned_text.size(); ++i) {
        char const c = unsigned_text[i];
        char const next = i + 1 < unsigned_text.size() ? unsigned_text[i + 1] : '\0';
        bool const after_number = i > 0 && (is_digit(unsigned_text[i - 1]) || unsigned_text[i - 1] == '.');
        if ((c == 'e' || c == 'E') && after_number && (is_digit(next) || next == '-' || next == '+')) exponent = true;
        if ((c == ',' || c == ' ' || c == '\'' || c == '_') && after_number && is_digit(next)) grouped = true;
        plain = plain && (is_digit(c) || c == '.');
    }
    if (exponent) return "write an amount without an exponent: 2500.00, not 2.5e3";
    if (grouped) return "write an amount with a decimal point and without grouping: 1234.50";
    if (!plain || unsigned_text.empty() || unsigned_text.find('.') != unsigned_text.rfind('.'))
        return "an amount is digits with at most one decimal point, such as 25.00";
    if (unsigned_text.front() == '.') return "write a digit before the decimal point: 0.50";
    if (unsigned_text.back() == '.') return "write digits after the decimal point, or leave it out: 25.00 or 25";
    if (unsigned_text.front() == '0' && unsigned_text.size() > 1 && unsigned_text[1] != '.')
        return "leave leading zeros out: write 7.00, not 007.00";
    for (char const c : unsigned_text) {
        if (c != '0' && c != '.') return "an amount has at most 38 digits";
    }
    return "zero has no sign and at most 38 decimals: write 0.00";
}

inline result<amount> amount::parse(std::string_view text) {
    if (auto const out = try_parse(text)) return *out;
    return invalid_input("the amount is not usable", why_not(text));
}

constexpr char* amount::write(char* out) const noexcept {
    constexpr std::uint64_t ten_19 = 10'000'000'000'000'000'000u;
    char digits[text_max] = {};
    char* const end = digits + text_max;
    char* begin = end;
    if (high_ == 0) {
        begin = detail::write_digits_before(end, low_);
    } else {
        // Two halves of up to 19 digits: a magnitude is below 10^38.
        begin = detail::write_digits_before(end, static_cast<std::uint64_t>(magnitude() % ten_19));
        while (begin > end - 19) *--begin = '0';
        begin = detail::write_digits_before(begin, static_cast<std::uint64_t>(magnitude() / ten_19));
    }
    char* const point = end - scale_;
    while (begin >= point) *--begin = '0';  // a digit before the point

    if (negative_) *out++ = '-';
    while (begin != point) *out++ = *begin++;
    if (scale_ != 0) {
        *out++ = '.';
        while (begin != end) *out++ = *begin++;
    }
    return out;
}

inline std::string amount::to_string() const {
    char text[text_max];
    return {text, write(text)};
}

namespace literals {

consteval amount operator""_amount(char const* text, std::size_t size) {
    auto const out = amount::try_parse({text, size});
    if (!out) detail::an_amount_is_plain_decimal_text_such_as_25_00();
    return out.value_or(amount{});
}

}  // namespace literals

}  // namespace dollr

#endif
