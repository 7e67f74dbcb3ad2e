// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_CURRENCY_HPP
#define DOLLR_VALUE_CURRENCY_HPP

#include <dollr/value/iso_4217.hpp>
#include <dollr/value/result.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

/// A currency is three upper-case letters of ISO 4217.
///
/// Grammar: `[A-Z]{3}` (contract: the prediction queries' pattern, the strictest of the sources; bodies only bound the
/// length). On top of the grammar the code must be in the ISO list, because `USX` for `USD` is otherwise found out by a
/// payer; what is truly missing from the list is written `currency::unlisted("ABC")`. The default value is empty: no
/// currency.
namespace dollr {

class currency {
public:
    constexpr currency() noexcept = default;

    /// A code of the ISO list.
    [[nodiscard]] static constexpr std::optional<currency> try_parse(std::string_view text) noexcept;
    [[nodiscard]] static result<currency> parse(std::string_view text);

    /// Any three upper-case letters: for a currency that is newer than this library.
    [[nodiscard]] static constexpr std::optional<currency> unlisted(std::string_view text) noexcept;

    /// Why `text` is not a currency and what to write instead; empty if it is one.
    [[nodiscard]] static constexpr std::string_view why_not(std::string_view text) noexcept;

    [[nodiscard]] constexpr bool is_empty() const noexcept { return letters_[0] == '\0'; }
    [[nodiscard]] constexpr std::string_view text() const noexcept {
        return {letters_.data(), is_empty() ? 0 : letters_.size()};
    }
    [[nodiscard]] constexpr bool is_listed() const noexcept {
        return !is_empty() && detail::is_iso_4217(letters_.data());
    }
    /// Decimals of the minor unit: USD 2, RWF 0, KWD 3. Empty for what is not listed, and for metals and test codes.
    [[nodiscard]] constexpr std::optional<int> minor_units() const noexcept;

    friend constexpr bool operator==(currency const&, currency const&) noexcept = default;
    friend constexpr auto operator<=>(currency const&, currency const&) noexcept = default;

private:
    explicit constexpr currency(char const* letters) noexcept : letters_{letters[0], letters[1], letters[2]} {}

    std::array<char, 3> letters_{};
};

namespace literals {

/// "USD"_currency; a code that is not in the ISO list does not compile.
consteval currency operator""_currency(char const* text, std::size_t size);

}  // namespace literals

namespace detail {

/// Not constexpr on purpose: reaching it while compiling is the error, and its name is the message.
inline void a_currency_is_three_upper_case_letters_of_ISO_4217_such_as_USD() {}

constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }

constexpr bool is_three_upper(std::string_view text) noexcept {
    return text.size() == 3 && is_upper(text[0]) && is_upper(text[1]) && is_upper(text[2]);
}

}  // namespace detail

constexpr std::optional<currency> currency::unlisted(std::string_view text) noexcept {
    if (!detail::is_three_upper(text)) return std::nullopt;
    return currency(text.data());
}

constexpr std::optional<currency> currency::try_parse(std::string_view text) noexcept {
    if (!detail::is_three_upper(text) || !detail::is_iso_4217(text.data())) return std::nullopt;
    return currency(text.data());
}

constexpr std::string_view currency::why_not(std::string_view text) noexcept {
    if (text.empty()) return "a currency is missing: write its three-letter ISO 4217 code, such as USD";
    bool letters = true;
    for (char const c : text) letters = letters && (detail::is_upper(c) || (c >= 'a' && c <= 'z'));
    if (!letters) return "a currency is a code, not a symbol: write three upper-case letters, such as USD";
    if (text.size() != 3) return "a currency has exactly three letters of ISO 4217, such as USD";
    for (char const c : text) {
        if (!detail::is_upper(c)) return "a currency is written in upper case, such as USD";
    }
    if (!detail::is_iso_4217(text.data()))
        return "this is not an ISO 4217 currency: correct it, or use currency::unlisted if it is truly meant";
    return {};
}

inline result<currency> currency::parse(std::string_view text) {
    if (auto const out = try_parse(text)) return *out;
    return invalid_input("the currency is not usable", why_not(text));
}

constexpr std::optional<int> currency::minor_units() const noexcept {
    if (is_empty()) return std::nullopt;
    auto const kind = detail::iso_4217_kind(letters_.data());
    if (kind < 2) return std::nullopt;
    return kind - 2;
}

namespace literals {

consteval currency operator""_currency(char const* text, std::size_t size) {
    auto const out = currency::try_parse({text, size});
    if (!out) detail::a_currency_is_three_upper_case_letters_of_ISO_4217_such_as_USD();
    return out.value_or(currency{});
}

}  // namespace literals

}  // namespace dollr

template <>
struct std::hash<dollr::currency> {
    std::size_t operator()(dollr::currency const& c) const noexcept { return std::hash<std::string_view>{}(c.text()); }
};

#endif
