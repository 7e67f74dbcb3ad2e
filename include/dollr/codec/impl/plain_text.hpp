// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_IMPL_PLAIN_TEXT_HPP
#define DOLLR_CODEC_IMPL_PLAIN_TEXT_HPP

#include <dollr/value/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Almost every text is plain: ASCII that JSON takes as it is. One look at eight characters at a time settles that, and
/// what is not plain goes the long way.
namespace dollr::codec::detail {

/// Neither a control character, a quotation mark, a backslash, nor part of anything beyond ASCII.
constexpr bool is_plain(char c) noexcept {
    return c >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

constexpr bool are_plain_8(std::uint64_t word) noexcept {
    using ascii::at_least;
    using ascii::every_byte;
    auto const top = every_byte * 0x80u;
    if ((word & top) != 0) return false;
    // A byte differs from c exactly if xor leaves at least 1.
    return (at_least(word, 0x20) & at_least(word ^ every_byte * '"', 1) & at_least(word ^ every_byte * '\\', 1)) == top;
}

constexpr bool is_plain(std::string_view text) noexcept {
    auto const* p = text.data();
    auto n = text.size();
    for (; n >= 8; p += 8, n -= 8)
        if (!are_plain_8(ascii::load_8(p))) return false;
    for (; n != 0; ++p, --n)
        if (!is_plain(*p)) return false;
    return true;
}

}  // namespace dollr::codec::detail

#endif
