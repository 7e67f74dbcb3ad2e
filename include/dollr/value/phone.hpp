// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_PHONE_HPP
#define DOLLR_VALUE_PHONE_HPP

#include <dollr/value/bytes.hpp>
#include <dollr/value/result.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

/// A telephone number as the API wants it: country code first, digits only, no plus.
///
/// Grammar: `[1-9][0-9]{7,14}` (contract: the pattern of party create and of checkout party_phone, the strictest of the
/// sources). E.164 allows at most 15 digits, and no country code begins with 0, so a local number (0771234567) is told
/// apart by its first digit. The number is held in place; the default value is empty: no phone.
namespace dollr {

class phone {
public:
    static constexpr std::size_t digits_min = 8;
    static constexpr std::size_t digits_max = 15;

    constexpr phone() noexcept = default;

    [[nodiscard]] static constexpr std::optional<phone> try_parse(std::string_view digits) noexcept;
    [[nodiscard]] static result<phone> parse(std::string_view digits);
    /// Why `text` is not such a number and what to write instead; empty if it is one.
    [[nodiscard]] static constexpr std::string_view why_not(std::string_view text) noexcept;

    /// The international form with its plus: "+231771234567".
    [[nodiscard]] static constexpr std::optional<phone> try_from_e164(std::string_view text) noexcept;
    [[nodiscard]] static result<phone> from_e164(std::string_view text);

    /// 1 to 15 visible characters outside of the grammar, for whoever knows better. Nothing that is sent may hold one
    /// unless its policy says so (schema/policy.hpp).
    [[nodiscard]] static constexpr std::optional<phone> unlisted(std::string_view text) noexcept;

    [[nodiscard]] constexpr bool is_empty() const noexcept { return size_ == 0; }
    /// Of the grammar above.
    [[nodiscard]] constexpr bool is_listed() const noexcept;
    [[nodiscard]] constexpr std::string_view text() const noexcept { return {digits_.data(), size_}; }

    friend constexpr bool operator==(phone const&, phone const&) noexcept = default;
    friend constexpr auto operator<=>(phone const&, phone const&) noexcept = default;

private:
    std::array<char, digits_max> digits_{};
    std::uint8_t size_ = 0;
};

namespace detail {

/// The grammar, as it is written.
constexpr bool is_phone_by_loop(std::string_view text) noexcept {
    if (text.size() < phone::digits_min || text.size() > phone::digits_max || text.front() == '0') return false;
    for (char const c : text) {
        if (!ascii::is_digit(c)) return false;
    }
    return true;
}

/// The same by two words, which overlap where the number is shorter than 16 digits.
constexpr bool is_phone(std::string_view text) noexcept {
    if (text.size() < phone::digits_min || text.size() > phone::digits_max || text.front() == '0') return false;
    return ascii::is_8_digits(ascii::load_8(text.data())) &&
           ascii::is_8_digits(ascii::load_8(text.data() + text.size() - 8));
}

}  // namespace detail

constexpr std::optional<phone> phone::try_parse(std::string_view digits) noexcept {
    if (!detail::is_phone(digits)) return std::nullopt;
    phone out;
    // Two copies of eight that overlap where the number is shorter than 16.
    std::copy_n(digits.data(), 8, out.digits_.data());
    std::copy_n(digits.data() + digits.size() - 8, 8, out.digits_.data() + digits.size() - 8);
    out.size_ = static_cast<std::uint8_t>(digits.size());
    return out;
}

constexpr std::optional<phone> phone::unlisted(std::string_view text) noexcept {
    if (text.empty() || text.size() > digits_max) return std::nullopt;
    phone out;
    for (char const c : text) {
        if (c <= ' ' || c > '~') return std::nullopt;
        out.digits_[out.size_++] = c;
    }
    return out;
}

constexpr bool phone::is_listed() const noexcept { return detail::is_phone(text()); }

constexpr std::optional<phone> phone::try_from_e164(std::string_view text) noexcept {
    if (text.empty() || text.front() != '+') return std::nullopt;
    return try_parse(text.substr(1));
}

constexpr std::string_view phone::why_not(std::string_view text) noexcept {
    if (try_parse(text)) return {};
    if (text.empty()) return "a phone number is missing: write its country code and number, such as 231771234567";
    if (text.front() == '+')
        return "leave the plus and any spaces out: 231771234567, or use phone::from_e164(\"+231771234567\")";
    if (text.starts_with("00")) return "leave the international prefix 00 out: 231771234567, not 00231771234567";
    if (text.front() == '0')
        return "this looks like a local number: put the country code in place of the first 0, 231771234567 for "
               "0771234567";
    bool separated = false;
    for (char const c : text) {
        if (ascii::is_digit(c)) continue;
        if (c != ' ' && c != '-' && c != '(' && c != ')' && c != '.' && c != '/')
            return "a phone number is digits only, country code first, such as 231771234567";
        separated = true;
    }
    if (separated) return "leave spaces and punctuation out of a phone number: 231771234567";
    if (text.size() < digits_min)
        return "a phone number has at least 8 digits with its country code, such as 231771234567";
    return "a phone number has at most 15 digits with its country code";
}

inline result<phone> phone::parse(std::string_view digits) {
    if (auto const out = try_parse(digits)) return *out;
    return invalid_input("the phone number is not usable", why_not(digits));
}

inline result<phone> phone::from_e164(std::string_view text) {
    if (auto const out = try_from_e164(text)) return *out;
    return invalid_input("the phone number is not usable",
                         "the international form is a plus and 8 to 15 digits, without spaces: +231771234567");
}

namespace detail {

/// Only named where the compiler then says it.
inline void a_phone_is_8_to_15_digits_without_a_plus_and_without_a_leading_0() {}

}  // namespace detail

namespace literals {

/// "231771234567"_phone; what is no international number does not compile.
consteval phone operator""_phone(char const* text, std::size_t size) {
    auto const out = phone::try_parse({text, size});
    if (!out) detail::a_phone_is_8_to_15_digits_without_a_plus_and_without_a_leading_0();
    return out.value_or(phone{});
}

}  // namespace literals

}  // namespace dollr

template <>
struct std::hash<dollr::phone> {
    std::size_t operator()(dollr::phone const& p) const noexcept { return std::hash<std::string_view>{}(p.text()); }
};

#endif
