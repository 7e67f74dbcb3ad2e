// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_CRC32C_HPP
#define DOLLR_JOURNAL_CRC32C_HPP

#include <dollr/value/cxx20.hpp>

#include <boost/crc.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

/// CRC-32C (Castagnoli): in a record of 512 bytes it finds every error of up to five bits, and every burst of up to 32.
namespace dollr {

/// Of `bytes`, started with `salt`, so that bytes which were written for one journal are not valid in another.
[[nodiscard]] inline std::uint32_t crc32c(std::span<std::byte const> bytes, std::uint32_t salt = 0) noexcept {
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    if (salt != 0) {
        std::byte const start[] = {std::byte(salt & 0xFFu), std::byte(salt >> 8 & 0xFFu), std::byte(salt >> 16 & 0xFFu),
                                   std::byte(salt >> 24)};
        crc.process_bytes(start, sizeof start);
    }
    crc.process_bytes(bytes.data(), bytes.size());
    return static_cast<std::uint32_t>(crc.checksum());
}

}  // namespace dollr

#endif
