// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_DIGEST_HPP
#define DOLLR_VALUE_DIGEST_HPP

#include <dollr/value/bytes.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// 32 bytes of a cryptographic digest. Who computes it is an adapter's business; here it is only compared and shown.
namespace dollr {

struct digest {
    std::array<std::uint8_t, 32> bytes{};

    /// 64 lower-case hexadecimal digits.
    [[nodiscard]] std::string to_hex() const;
    [[nodiscard]] static constexpr std::optional<digest> from_hex(std::string_view text) noexcept;

    friend constexpr bool operator==(digest const&, digest const&) noexcept = default;
    friend constexpr auto operator<=>(digest const&, digest const&) noexcept = default;
};

inline std::string digest::to_hex() const {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        out += ascii::hex_digits[byte >> 4];
        out += ascii::hex_digits[byte & 0x0Fu];
    }
    return out;
}

constexpr std::optional<digest> digest::from_hex(std::string_view text) noexcept {
    digest out;
    if (text.size() != out.bytes.size() * 2) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); i += 8) {
        auto const four = ascii::value_of_8_hex(ascii::load_8(text.data() + i));
        if (four >> 32 != 0) return std::nullopt;
        for (std::size_t j = 0; j < 4; ++j) out.bytes[i / 2 + j] = static_cast<std::uint8_t>(four >> (j * 8));
    }
    return out;
}

}  // namespace dollr

#endif
