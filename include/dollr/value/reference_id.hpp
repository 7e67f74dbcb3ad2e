// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_REFERENCE_ID_HPP
#define DOLLR_VALUE_REFERENCE_ID_HPP

#include <dollr/value/bytes.hpp>
#include <dollr/value/result.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The API's idempotency key: a UUID of version 4 (RFC 9562), 16 bytes.
///
/// Grammar: 8-4-4-4-12 hexadecimal digits with the version digit 4 and a variant digit of 8, 9, a or b. Contract: "UUID
/// v4" by description only (executions), so the server enforces it; we do so before. Either case is read, lower case is
/// written. The default value is nil: no id. Chance is an argument: `from_random` is given its bytes, and nothing here
/// makes an id.
namespace dollr {

class reference_id {
public:
    static constexpr std::size_t text_size = 36;
    using bytes_type = std::array<std::uint8_t, 16>;

    constexpr reference_id() noexcept = default;

    [[nodiscard]] static constexpr std::optional<reference_id> try_parse(std::string_view text) noexcept;
    [[nodiscard]] static result<reference_id> parse(std::string_view text);
    /// Why `text` is not such an id and what to write instead; empty if it is one.
    [[nodiscard]] static constexpr std::string_view why_not(std::string_view text) noexcept;

    /// Sets the version and the variant bits over 16 bytes of chance; the other 122 bits are kept.
    [[nodiscard]] static constexpr reference_id from_random(bytes_type random) noexcept;
    /// A UUID that somebody else made, of whatever version: to ask about it. No request holds one unless its policy
    /// says so (schema/policy.hpp), and no attempt begins under one.
    [[nodiscard]] static constexpr std::optional<reference_id> of_any_version(std::string_view text) noexcept;
    /// What bytes() gave: nil or version 4, or else empty.
    [[nodiscard]] static constexpr std::optional<reference_id> from_bytes(bytes_type const& bytes) noexcept;

    [[nodiscard]] constexpr bytes_type const& bytes() const noexcept { return bytes_; }
    [[nodiscard]] constexpr bool is_nil() const noexcept { return *this == reference_id{}; }
    [[nodiscard]] constexpr bool is_version_4() const noexcept { return bytes_[6] >> 4 == 4 && bytes_[8] >> 6 == 2; }

    /// Writes exactly text_size characters in lower case without a NUL, and returns their end.
    constexpr char* write(char* out) const noexcept;
    [[nodiscard]] std::string to_string() const;

    friend constexpr bool operator==(reference_id const&, reference_id const&) noexcept = default;
    friend constexpr auto operator<=>(reference_id const&, reference_id const&) noexcept = default;

private:
    bytes_type bytes_{};
};

namespace detail {

/// 16 bytes as two words, the first byte lowest. Kept in words until the end: bytes that were just stored in parts are
/// slow to load as a whole.
struct uuid_words {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    bool valid = false;

    constexpr bool is_version_4() const noexcept { return (first >> 52 & 0xFu) == 4 && (second >> 6 & 3u) == 2; }

    friend constexpr bool operator==(uuid_words const&, uuid_words const&) noexcept = default;
};

constexpr bool has_uuid_dashes(std::string_view text) noexcept {
    return text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-';
}

/// The grammar, as it is written; the fast form must agree with it.
constexpr uuid_words read_uuid_by_loop(std::string_view text) noexcept {
    if (text.size() != reference_id::text_size || !has_uuid_dashes(text)) return {};
    uuid_words out;
    int digits = 0;
    for (char const c : text) {
        if (c == '-') continue;
        auto const value = ascii::is_digit(c)       ? c - '0'
                           : (c >= 'a' && c <= 'f') ? c - 'a' + 10
                           : (c >= 'A' && c <= 'F') ? c - 'A' + 10
                                                    : -1;
        if (value < 0) return {};
        auto& word = digits < 16 ? out.first : out.second;
        auto const shift = digits % 16 / 2 * 8 + (digits % 2 == 0 ? 4 : 0);
        word |= static_cast<std::uint64_t>(value) << shift;
        ++digits;
    }
    if (digits != 32) return {};
    out.valid = true;
    return out;
}

/// Sixteen digits at a time, dashes stepped over.
constexpr uuid_words read_uuid(std::string_view text) noexcept {
    if (text.size() != reference_id::text_size || !has_uuid_dashes(text)) return {};
    auto const* const p = text.data();
    auto const a = ascii::read_16_hex(ascii::load_8(p), ascii::load_4(p + 9) | ascii::load_4(p + 14) << 32);
    auto const b = ascii::read_16_hex(ascii::load_4(p + 19) | ascii::load_4(p + 24) << 32, ascii::load_8(p + 28));
    if (!a.valid || !b.valid) return {};
    return {a.value, b.value, true};
}

}  // namespace detail

constexpr std::optional<reference_id> reference_id::of_any_version(std::string_view text) noexcept {
    auto const words = detail::read_uuid(text);
    if (!words.valid) return std::nullopt;
    reference_id out;
    ascii::store_8(out.bytes_.data(), words.first);
    ascii::store_8(out.bytes_.data() + 8, words.second);
    return out;
}

constexpr std::optional<reference_id> reference_id::try_parse(std::string_view text) noexcept {
    auto const words = detail::read_uuid(text);
    if (!words.valid || !words.is_version_4()) return std::nullopt;
    std::optional<reference_id> out{std::in_place};
    ascii::store_8(out->bytes_.data(), words.first);
    ascii::store_8(out->bytes_.data() + 8, words.second);
    return out;
}

constexpr reference_id reference_id::from_random(bytes_type random) noexcept {
    random[6] = static_cast<std::uint8_t>((random[6] & 0x0Fu) | 0x40u);
    random[8] = static_cast<std::uint8_t>((random[8] & 0x3Fu) | 0x80u);
    reference_id out;
    out.bytes_ = random;
    return out;
}

constexpr std::optional<reference_id> reference_id::from_bytes(bytes_type const& bytes) noexcept {
    reference_id out;
    out.bytes_ = bytes;
    if (!out.is_nil() && !out.is_version_4()) return std::nullopt;
    return out;
}

constexpr std::string_view reference_id::why_not(std::string_view text) noexcept {
    if (try_parse(text)) return {};
    if (text.empty()) return "a reference_id is missing: it is a UUID of version 4, 36 characters";
    if (text.front() == '{' || text.starts_with("urn:")) return "write a reference_id as its 36 characters alone";
    if (text.size() == 32) return "write a reference_id with its dashes, 8-4-4-4-12 hexadecimal digits";
    auto const words = detail::read_uuid(text);
    if (!words.valid) return "a reference_id is 36 characters: 8-4-4-4-12 hexadecimal digits with dashes";
    if ((words.first | words.second) == 0) return "the nil UUID is not a reference_id: an id of version 4 is needed";
    return "a reference_id is a UUID of version 4: its third group begins with 4 and its fourth with 8, 9, a or b";
}

inline result<reference_id> reference_id::parse(std::string_view text) {
    if (auto const out = try_parse(text)) return *out;
    return invalid_input("the reference_id is not usable", why_not(text));
}

constexpr char* reference_id::write(char* out) const noexcept {
    // All the digits at once, then apart: the dashes come after digits 8, 12, 16 and 20.
    char digits[32]{};
    ascii::write_16_hex(ascii::write_16_hex(digits, ascii::load_8(bytes_.data())), ascii::load_8(bytes_.data() + 8));
    out = std::copy_n(digits, 8, out);
    *out++ = '-';
    out = std::copy_n(digits + 8, 4, out);
    *out++ = '-';
    out = std::copy_n(digits + 12, 4, out);
    *out++ = '-';
    out = std::copy_n(digits + 16, 4, out);
    *out++ = '-';
    return std::copy_n(digits + 20, 12, out);
}

inline std::string reference_id::to_string() const {
    std::string out(text_size, '\0');
    write(out.data());
    return out;
}

}  // namespace dollr

template <>
struct std::hash<dollr::reference_id> {
    std::size_t operator()(dollr::reference_id const& id) const noexcept {
        std::uint64_t words[2]{};
        for (std::size_t i = 0; i < 16; ++i) words[i / 8] |= static_cast<std::uint64_t>(id.bytes()[i]) << (i % 8 * 8);
        // 122 bits of chance: folding them is enough, unless somebody chose the ids, so the halves are mixed as well.
        return static_cast<std::size_t>((words[0] ^ words[0] >> 32) * 0x9E3779B97F4A7C15u ^ words[1] ^ words[1] >> 29);
    }
};

#endif
