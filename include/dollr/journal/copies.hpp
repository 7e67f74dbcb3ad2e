// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_COPIES_HPP
#define DOLLR_JOURNAL_COPIES_HPP

#include <dollr/journal/header.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

/// Every put is written twice: where its frames belong, and into one of two places behind the header, in turn.
///
/// Frames share blocks, and a disk that fails in a block may leave nothing whole in it. So a copy holds the new frames
/// and all that the block before them held: while one put is under way, the other place has what was acknowledged, and
/// when it has ended, no one block has anything alone. A copy says where its bytes belong:
///
///     u32 crc of what follows   u32 size   u64 begin   the bytes of the file from there on
///
/// The crc starts with the header's, so that a copy of another journal is not valid.
namespace dollr {

inline constexpr std::size_t journal_copy_places = 2;
inline constexpr std::size_t journal_copy_size = 8 * journal_block;

/// Of one write: with the rest of a block before it, and a tear behind it, it fits into a copy.
inline constexpr std::size_t journal_write_max = journal_copy_size - 2 * journal_block;

/// Where frames begin. Format 1 had no copies.
[[nodiscard]] constexpr std::size_t frames_begin(std::uint16_t format) noexcept {
    return journal_block + (format < 2 ? 0 : journal_copy_places * journal_copy_size);
}
[[nodiscard]] constexpr std::uint64_t copy_offset(std::size_t place) noexcept {
    return journal_block + place * journal_copy_size;
}

struct journal_copy {
    std::uint64_t begin = 0;
    std::vector<std::byte> bytes;
    std::size_t place = 0;

    [[nodiscard]] std::uint64_t end() const noexcept { return begin + bytes.size(); }
    /// What it has of the file from `offset` on; empty: nothing.
    [[nodiscard]] std::span<std::byte const> from(std::uint64_t offset) const noexcept {
        if (offset < begin || offset >= end()) return {};
        return std::span{bytes}.subspan(static_cast<std::size_t>(offset - begin));
    }
};

/// What the places hold.
struct journal_copies {
    std::optional<journal_copy> newest;
    bool spoilt = false;    ///< a place is neither empty nor whole
    std::size_t whole = 0;  ///< places
};

namespace detail {
inline constexpr std::size_t copy_head = 4 + 4 + 8;
static_assert(copy_head + journal_block + journal_write_max + frame_size_min <= journal_copy_size);
}  // namespace detail

[[nodiscard]] inline std::vector<std::byte> encode_copy(std::uint64_t begin, std::span<std::byte const> bytes,
                                                        std::uint32_t salt) {
    using namespace detail;
    std::vector<std::byte> out(copy_head + bytes.size());
    store_le(out.data() + 4, static_cast<std::uint32_t>(bytes.size()));
    store_le(out.data() + 8, begin);
    std::ranges::copy(bytes, out.begin() + copy_head);
    store_le(out.data(), crc32c(std::span{out}.subspan(4), salt));
    return out;
}

/// `area`: all places, one behind the other.
[[nodiscard]] inline journal_copies read_copies(std::span<std::byte const> area, std::uint32_t salt) {
    using namespace detail;
    journal_copies out;
    for (std::size_t place = 0; place < journal_copy_places; ++place) {
        auto const bytes = area.subspan(place * journal_copy_size, journal_copy_size);
        std::size_t const size = load_le<std::uint32_t>(&bytes[4]);
        bool const whole = size <= journal_copy_size - copy_head &&
                           crc32c(bytes.subspan(4, copy_head - 4 + size), salt) == load_le<std::uint32_t>(bytes.data());
        if (!whole) {
            bool const empty = bytes[0] == std::byte{0} && std::memcmp(&bytes[0], &bytes[1], bytes.size() - 1) == 0;
            out.spoilt |= !empty;
            continue;
        }
        ++out.whole;
        auto const data = bytes.subspan(copy_head, size);
        journal_copy found{load_le<std::uint64_t>(&bytes[8]), {data.begin(), data.end()}, place};
        if (!out.newest || found.end() > out.newest->end()) out.newest = std::move(found);
    }
    return out;
}

}  // namespace dollr

#endif
