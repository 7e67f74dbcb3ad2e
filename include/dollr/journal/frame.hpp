// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_FRAME_HPP
#define DOLLR_JOURNAL_FRAME_HPP

#include <dollr/journal/crc32c.hpp>
#include <dollr/journal/record_codec.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// What surrounds a record in a journal, so that damage is found and its meaning can be told. Little-endian:
///
///     u8 type   u8 version   u16 length of all   u64 sequence   u64 durable   u32 previous   payload   u32 crc
///
/// `previous` is the crc of the frame before (of the header for the first): a record that was lost, doubled or
/// exchanged is noticed. `durable` is the newest sequence that was known to be on stable storage when this frame was
/// written: damage at or below it cannot be an interrupted write. The crc starts with the header's crc as salt: frames
/// of another journal are not valid. No frame begins with a zero byte, so preallocated zeros are never taken for one.
namespace dollr {

inline constexpr std::size_t frame_size_max = 512;

/// A frame that is no record: from here on the journal goes on after a torn tail was dropped (journal_image.hpp).
inline constexpr std::uint8_t frame_tear = 0x80;

namespace detail {

inline constexpr std::size_t frame_head = 1 + 1 + 2 + 8 + 8 + 4;
inline constexpr std::size_t frame_crc = 4;
inline constexpr std::size_t frame_size_min = frame_head + frame_crc;
static_assert(frame_head + record_payload_max + frame_crc <= frame_size_max, "a record must fit, whatever is in it");

template <class T>
void store_le(std::byte* at, T value) noexcept {
    for (std::size_t i = 0; i < sizeof(T); ++i) at[i] = static_cast<std::byte>(value >> (8 * i) & 0xFFu);
}
template <class T>
T load_le(std::byte const* at) noexcept {
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<T>(value | static_cast<T>(std::to_integer<T>(at[i]) << (8 * i)));
    return value;
}

}  // namespace detail

/// A whole frame with a right crc; what is in it has not been looked at.
struct journal_frame {
    std::uint8_t type = 0;
    std::uint8_t version = 0;
    std::uint64_t sequence = 0;
    std::uint64_t durable = 0;
    std::uint32_t previous = 0;
    std::uint32_t crc = 0;
    std::span<std::byte const> payload;

    std::size_t size() const noexcept { return detail::frame_size_min + payload.size(); }
    bool is_tear() const noexcept { return type == frame_tear; }
};

/// The frame that `bytes` begin with; nothing if they begin with anything else, or with a part of one.
[[nodiscard]] std::optional<journal_frame> read_frame(std::span<std::byte const> bytes, std::uint32_t salt) noexcept;

/// The record of a frame; nothing for a tear, for another version and for what no writer wrote.
[[nodiscard]] std::optional<record> read_record(journal_frame const& frame) noexcept;

/// The end of a journal: all that the next frame depends on.
struct journal_chain {
    std::uint32_t salt = 0;      ///< the header's crc
    std::uint32_t previous = 0;  ///< the last frame's crc
    std::uint64_t sequence = 0;  ///< the last frame's
    std::uint64_t durable = 0;   ///< the newest known to be on stable storage

    /// Gives the record the next sequence and appends its frame to `out`.
    void append(record& r, std::vector<std::byte>& out);
    /// Appends a tear; it takes a sequence too.
    void append_tear(std::vector<std::byte>& out);

    friend bool operator==(journal_chain const&, journal_chain const&) = default;

private:
    void append_frame(std::uint8_t type, std::span<std::byte const> payload, std::vector<std::byte>& out);
};

inline std::optional<journal_frame> read_frame(std::span<std::byte const> bytes, std::uint32_t salt) noexcept {
    using namespace detail;
    if (bytes.size() < frame_size_min || bytes[0] == std::byte{0}) return std::nullopt;
    std::size_t const size = load_le<std::uint16_t>(&bytes[2]);
    if (size < frame_size_min || size > frame_size_max || size > bytes.size()) return std::nullopt;
    auto const body = bytes.first(size - frame_crc);
    journal_frame out;
    out.crc = load_le<std::uint32_t>(&bytes[size - frame_crc]);
    if (crc32c(body, salt) != out.crc) return std::nullopt;
    out.type = std::to_integer<std::uint8_t>(bytes[0]);
    out.version = std::to_integer<std::uint8_t>(bytes[1]);
    out.sequence = load_le<std::uint64_t>(&bytes[4]);
    out.durable = load_le<std::uint64_t>(&bytes[12]);
    out.previous = load_le<std::uint32_t>(&bytes[20]);
    out.payload = body.subspan(frame_head);
    return out;
}

inline std::optional<record> read_record(journal_frame const& frame) noexcept {
    auto const type = static_cast<record_type>(frame.type);
    if (frame.version == 0 || frame.version > record_version || !detail::is_known(type)) return std::nullopt;
    auto out = decode_payload(frame.payload, frame.version);
    if (out) {
        out->type = type;
        out->sequence = frame.sequence;
    }
    return out;
}

inline void journal_chain::append(record& r, std::vector<std::byte>& out) {
    std::array<std::byte, record_payload_max> room;
    auto const size = encode_payload(r, room);
    append_frame(static_cast<std::uint8_t>(r.type), std::span{room}.first(size), out);
    r.sequence = sequence;
}

inline void journal_chain::append_tear(std::vector<std::byte>& out) { append_frame(frame_tear, {}, out); }

inline void journal_chain::append_frame(std::uint8_t type, std::span<std::byte const> payload,
                                        std::vector<std::byte>& out) {
    using namespace detail;
    auto const start = out.size();
    auto const size = frame_size_min + payload.size();
    out.resize(start + frame_head);
    auto* const head = out.data() + start;
    head[0] = static_cast<std::byte>(type);
    head[1] = static_cast<std::byte>(record_version);
    store_le(head + 2, static_cast<std::uint16_t>(size));
    store_le(head + 4, ++sequence);
    store_le(head + 12, durable);
    store_le(head + 20, previous);
    out.insert(out.end(), payload.begin(), payload.end());
    previous = crc32c(std::span{out}.subspan(start), salt);
    out.resize(start + size);
    store_le(out.data() + start + size - frame_crc, previous);
}

}  // namespace dollr

#endif
