// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_BYTES_HPP
#define DOLLR_VALUE_BYTES_HPP

#include <dollr/value/cxx20.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

/// Eight characters at a time, in plain C++.
///
/// A word holds the first character in its lowest byte on every machine, so the same code gives the same answer on any
/// byte order and at compile time; compilers turn the shifts into one load or store. All tests below look at each
/// byte alone: no carry crosses a byte, which is why they first make sure that the top bits are clear.
namespace dollr::ascii {

inline constexpr std::uint64_t every_byte = 0x0101010101010101u;

template <class Byte>
constexpr std::uint64_t load_8(Byte const* p) noexcept {
    static_assert(sizeof(Byte) == 1);
    auto const at = [p](int i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(p[i])) << (8 * i); };
    return at(0) | at(1) | at(2) | at(3) | at(4) | at(5) | at(6) | at(7);
}

constexpr std::uint64_t load_4(char const* p) noexcept {
    auto const at = [p](int i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(p[i])) << (8 * i); };
    return at(0) | at(1) | at(2) | at(3);
}

constexpr void store_8(std::uint8_t* p, std::uint64_t word) noexcept {
    if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
        std::memcpy(p, &word, sizeof word);  // g++-12 does not see through the eight stores below
        return;
    }
    p[0] = static_cast<std::uint8_t>(word);
    p[1] = static_cast<std::uint8_t>(word >> 8);
    p[2] = static_cast<std::uint8_t>(word >> 16);
    p[3] = static_cast<std::uint8_t>(word >> 24);
    p[4] = static_cast<std::uint8_t>(word >> 32);
    p[5] = static_cast<std::uint8_t>(word >> 40);
    p[6] = static_cast<std::uint8_t>(word >> 48);
    p[7] = static_cast<std::uint8_t>(word >> 56);
}

/// The top bit of every byte that is at least `least`; right only where every byte is below 128 and 0 < least <= 128.
constexpr std::uint64_t at_least(std::uint64_t word, std::uint64_t least) noexcept {
    return (word + every_byte * (0x80u - least)) & (every_byte * 0x80u);
}

/// Are all eight characters ASCII digits?
constexpr bool is_8_digits(std::uint64_t word) noexcept {
    auto const high = every_byte * 0xF0u;
    return (word & high) == every_byte * 0x30u && ((word + every_byte * 6u) & high) == every_byte * 0x30u;
}

/// The number that eight digits spell, first character first.
constexpr std::uint64_t value_of_8_digits(std::uint64_t word) noexcept {
    word -= every_byte * 0x30u;
    word = word * 10u + (word >> 8);  // pairs, in every second byte
    auto const pairs = 0x000000FF000000FFu;
    return (((word & pairs) * 0x000F424000000064u) + (((word >> 16) & pairs) * 0x0000271000000001u)) >> 32;
}

/// Eight hexadecimal digits of either case as four bytes, the first in the lowest byte; above 2^32 where one is not.
constexpr std::uint64_t value_of_8_hex(std::uint64_t word) noexcept {
    auto const top = every_byte * 0x80u;
    auto const low = word & ~top;
    auto const digit = at_least(low, '0') & ~at_least(low, '9' + 1);
    auto const folded = low | (every_byte * 0x20u);
    auto const letter = at_least(folded, 'a') & ~at_least(folded, 'f' + 1);
    auto const wrong = ~((digit | letter) & ~word) & top;  // one top bit for each character that is no digit
    auto nibbles = (low & (every_byte * 0x0Fu)) + ((low >> 6) & every_byte) * 9u;
    nibbles = ((nibbles << 4) | (nibbles >> 8)) & 0x00FF00FF00FF00FFu;
    nibbles = (nibbles | (nibbles >> 8)) & 0x0000FFFF0000FFFFu;
    return ((nibbles | (nibbles >> 16)) & 0xFFFFFFFFu) | wrong | wrong << 32;
}

struct hex_16 {
    std::uint64_t value = 0;  ///< eight bytes, the first in the lowest byte
    bool valid = false;
};

/// Sixteen hexadecimal digits of either case, given as two words of eight characters.
constexpr hex_16 read_16_hex(std::uint64_t first, std::uint64_t second) noexcept {
    if (std::is_constant_evaluated() || std::endian::native != std::endian::little) {
        auto const a = value_of_8_hex(first);
        auto const b = value_of_8_hex(second);
        return {a | b << 32, (a | b) >> 32 == 0};
    }
    // The same in the compiler's own vectors, which it turns into what the machine has.
    using bytes_16 = unsigned char __attribute__((vector_size(16)));
    using pairs_8 = std::uint16_t __attribute__((vector_size(16)));
    using bytes_8 = unsigned char __attribute__((vector_size(8)));
    std::uint64_t const words[2] = {first, second};
    bytes_16 text;
    std::memcpy(&text, words, sizeof text);
    auto const letter = reinterpret_cast<bytes_16>(((text | 0x20) - 'a') < 6);
    auto const good = reinterpret_cast<bytes_16>((text - '0') < 10) | letter;
    auto const nibbles = (text & 0x0F) + (letter & 9);
    auto const pairs = reinterpret_cast<pairs_8>(nibbles);
    auto const bytes = __builtin_convertvector((pairs << 4 | pairs >> 8) & 0xFF, bytes_8);
    std::uint64_t all[2] = {};
    std::memcpy(all, &good, sizeof all);
    hex_16 out;
    std::memcpy(&out.value, &bytes, sizeof out.value);
    out.valid = (all[0] & all[1]) == ~std::uint64_t{0};
    return out;
}

inline constexpr char hex_digits[] = "0123456789abcdef";

/// Writes eight bytes, the first the lowest of `word`, as sixteen lower-case digits.
constexpr char* write_16_hex(char* out, std::uint64_t word) noexcept {
    if (std::is_constant_evaluated() || std::endian::native != std::endian::little) {
        for (int i = 0; i < 8; ++i, word >>= 8) {
            *out++ = hex_digits[word >> 4 & 0x0Fu];
            *out++ = hex_digits[word & 0x0Fu];
        }
        return out;
    }
    using bytes_8 = unsigned char __attribute__((vector_size(8)));
    using pairs_8 = std::uint16_t __attribute__((vector_size(16)));
    using bytes_16 = unsigned char __attribute__((vector_size(16)));
    bytes_8 bytes;
    std::memcpy(&bytes, &word, sizeof bytes);
    auto const pairs = __builtin_convertvector(bytes, pairs_8);
    auto const nibbles = reinterpret_cast<bytes_16>((pairs >> 4 | pairs << 8) & 0x0F0F);
    auto const text = nibbles + '0' + (reinterpret_cast<bytes_16>(nibbles > 9) & ('a' - '0' - 10));
    std::memcpy(out, &text, sizeof text);
    return out + sizeof text;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace dollr::ascii

#endif
