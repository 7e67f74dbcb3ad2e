// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_TEXT_HPP
#define DOLLR_VALUE_TEXT_HPP

#include <dollr/value/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// What may go out as text, and how text that came in is shown to a person.
///
/// Out: well-formed UTF-8 (Unicode 15, table 3-7: no overlong form, no surrogate, nothing above U+10FFFF) without NUL.
/// Names are never normalised or shortened. In: nothing that a server wrote reaches a terminal or a log as it is,
/// because a control character can rewrite a line and a bidirectional mark can turn one around.
namespace dollr {

/// Is `text` well-formed UTF-8 without a NUL?
[[nodiscard]] constexpr bool is_utf8_without_nul(std::string_view text) noexcept;

/// `server_text` made fit to print on one line: control characters, invisible and direction-changing characters,
/// backslashes and bytes that are not UTF-8 become escapes (`\n`, `\x1b`, `\u{202e}`). What would be longer than
/// `bytes_max` is cut between two characters and ends in "...".
[[nodiscard]] inline std::string escaped(std::string_view server_text, std::size_t bytes_max = 256);

namespace detail {

/// One character: its code point and how many bytes it took. `size` 0 at the end, `valid` false for a broken byte.
struct code_point {
    std::uint32_t value = 0;
    std::uint8_t size = 0;
    bool valid = false;
};

constexpr code_point first_code_point(std::string_view text) noexcept {
    if (text.empty()) return {};
    auto const byte = [text](std::size_t i) -> std::uint32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    auto const lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    auto const in = [](std::uint32_t b, std::uint32_t low, std::uint32_t high) { return b >= low && b <= high; };
    auto const tail = [&](std::size_t i) { return in(byte(i), 0x80, 0xBF); };
    if (in(lead, 0xC2, 0xDF)) {
        if (tail(1)) return {(lead & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2, true};
    } else if (in(lead, 0xE0, 0xEF)) {
        // E0 would be overlong below A0, ED would be a surrogate above 9F.
        if (in(byte(1), lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && tail(2))
            return {(lead & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu), 3, true};
    } else if (in(lead, 0xF0, 0xF4)) {
        // F0 would be overlong below 90, F4 would be above U+10FFFF from 90 on.
        if (in(byte(1), lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && tail(2) && tail(3))
            return {(lead & 0x07u) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu), 4,
                    true};
    }
    return {lead, 1, false};
}

/// C0, DEL and C1: the characters that Unicode calls control characters.
constexpr bool is_control(std::uint32_t c) noexcept { return c < 0x20 || (c >= 0x7F && c <= 0x9F); }

/// Characters that a person cannot see but that change what the person reads.
constexpr bool is_deceptive(std::uint32_t c) noexcept {
    return c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

inline void append_hex(std::string& out, std::uint32_t value, int digits_min) {
    int digits = 8;
    while (digits > digits_min && (value >> (4 * (digits - 1))) == 0) --digits;
    while (digits-- > 0) out += ascii::hex_digits[(value >> (4 * digits)) & 0xFu];
}

inline std::string escape_of(code_point c) {
    std::string out = "\\";
    if (!c.valid || (is_control(c.value) && c.value < 0x80)) {
        if (c.valid && c.value == '\n') return "\\n";
        if (c.valid && c.value == '\r') return "\\r";
        if (c.valid && c.value == '\t') return "\\t";
        out += 'x';
        append_hex(out, c.value, 2);
        return out;
    }
    if (c.value == '\\') return "\\\\";
    out += "u{";
    append_hex(out, c.value, 2);
    out += '}';
    return out;
}

}  // namespace detail

constexpr bool is_utf8_without_nul(std::string_view text) noexcept {
    while (!text.empty()) {
        if (text.size() >= 8) {
            auto const word = ascii::load_8(text.data());
            auto const top = ascii::every_byte * 0x80u;
            // All eight below 128 and none of them 0.
            if ((word & top) == 0 && ascii::at_least(word, 1) == top) {
                text.remove_prefix(8);
                continue;
            }
        }
        auto const c = detail::first_code_point(text);
        if (!c.valid || c.value == 0) return false;
        text.remove_prefix(c.size);
    }
    return true;
}

inline std::string escaped(std::string_view server_text, std::size_t bytes_max) {
    constexpr std::string_view cut = "...";
    std::string out;
    std::size_t fits = 0;  // the longest prefix of `out` after which `cut` still fits
    while (!server_text.empty()) {
        auto const c = detail::first_code_point(server_text);
        if (!c.valid || c.value == '\\' || detail::is_control(c.value) || detail::is_deceptive(c.value)) {
            out += detail::escape_of(c);
        } else {
            out += server_text.substr(0, c.size);
        }
        if (out.size() > bytes_max) {
            out.resize(fits);
            out += cut.substr(0, bytes_max - fits < cut.size() ? bytes_max - fits : cut.size());
            return out;
        }
        if (out.size() + cut.size() <= bytes_max) fits = out.size();
        server_text.remove_prefix(c.size);
    }
    return out;
}

}  // namespace dollr

#endif
