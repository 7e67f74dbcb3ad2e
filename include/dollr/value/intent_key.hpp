// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_INTENT_KEY_HPP
#define DOLLR_VALUE_INTENT_KEY_HPP

#include <dollr/value/result.hpp>
#include <dollr/value/text.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

/// The application's own name for one intended movement of money: an order number, a payroll line.
///
/// Grammar: 1 to 64 bytes of UTF-8 without control characters. Two keys are the same only if their bytes are: nothing
/// is trimmed, folded or normalised. Held in place, so that a record of it never allocates. The default value is empty:
/// no key.
namespace dollr {

class intent_key {
public:
    static constexpr std::size_t bytes_max = 64;

    constexpr intent_key() noexcept = default;

    [[nodiscard]] static constexpr std::optional<intent_key> try_parse(std::string_view text) noexcept;
    [[nodiscard]] static result<intent_key> parse(std::string_view text);
    /// Why `text` is not a key and what to write instead; empty if it is one.
    [[nodiscard]] static constexpr std::string_view why_not(std::string_view text) noexcept;

    [[nodiscard]] constexpr bool is_empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr std::string_view text() const noexcept { return {bytes_.data(), size_}; }

    friend constexpr bool operator==(intent_key const& a, intent_key const& b) noexcept { return a.text() == b.text(); }
    friend constexpr auto operator<=>(intent_key const& a, intent_key const& b) noexcept {
        return a.text() <=> b.text();
    }

private:
    std::array<char, bytes_max> bytes_{};
    std::uint8_t size_ = 0;
};

constexpr std::string_view intent_key::why_not(std::string_view text) noexcept {
    if (text.empty()) return "a key is missing: write your own unique name of this payment, such as an order number";
    if (text.size() > bytes_max) return "a key has at most 64 bytes: shorten it, or use a digest of it";
    while (!text.empty()) {
        auto const c = detail::first_code_point(text);
        if (!c.valid) return "a key must be UTF-8 text";
        if (detail::is_control(c.value)) return "a key holds no control characters: remove tabs, line ends and NULs";
        text.remove_prefix(c.size);
    }
    return {};
}

constexpr std::optional<intent_key> intent_key::try_parse(std::string_view text) noexcept {
    if (!why_not(text).empty()) return std::nullopt;
    intent_key out;
    for (std::size_t i = 0; i < text.size(); ++i) out.bytes_[i] = text[i];
    out.size_ = static_cast<std::uint8_t>(text.size());
    return out;
}

inline result<intent_key> intent_key::parse(std::string_view text) {
    if (auto const out = try_parse(text)) return *out;
    return invalid_input("the key is not usable", why_not(text));
}

}  // namespace dollr

template <>
struct std::hash<dollr::intent_key> {
    std::size_t operator()(dollr::intent_key const& key) const noexcept {
        return std::hash<std::string_view>{}(key.text());
    }
};

#endif
