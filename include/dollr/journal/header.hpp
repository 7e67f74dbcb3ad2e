// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_HEADER_HPP
#define DOLLR_JOURNAL_HEADER_HPP

#include <dollr/journal/frame.hpp>
#include <dollr/value/digest.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/text.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The first block of a journal: whose it is, and on which clock. It is written once and never touched again, alone in
/// its block, so that no later write can tear it.
///
/// A journal is bound for ever to one API origin and one client, because a reference_id means something only there: the
/// same file used against another target would take a sandbox's answers for a bank's (mistake 26).
///
///     8 bytes magic   u16 version   u16 length of all   16 bytes id   u64 base   u64 durable   32 bytes client
///     i64 clock epoch (ms)   u32 clock speed   u8 length, origin   u32 crc of all before
namespace dollr {

/// Format 2 has copies of the newest records (copies.hpp; a digest, in SQLite). Format 1 is read, and made 2 when it is
/// opened to be written.
inline constexpr std::uint16_t journal_version = 2;

/// Journals are a multiple of this, and records begin after the first.
inline constexpr std::size_t journal_block = 4096;

struct journal_header {
    std::array<std::uint8_t, 16> id{};  ///< random; the same after a compaction
    std::string origin;                 ///< "https://api.heydollr.app", at most 255 bytes
    digest client{};                    ///< of the client id; the id itself is not kept
    server_time clock_epoch{};          ///< virtual time: epoch + speed x (utc - epoch)
    std::uint32_t clock_speed = 1;      ///< 1 for real time; anything else only for a sandbox
    std::uint64_t base = 0;             ///< the sequence before the first record; a compaction goes on counting
    std::uint64_t durable = 0;          ///< records up to this one were synced before the file got its name

    friend bool operator==(journal_header const&, journal_header const&) = default;
};

/// What a caller expects of a journal; empty: takes whatever the journal says.
struct journal_binding {
    std::optional<std::string> origin;
    std::optional<digest> client;
};

/// A header with the crc that salts the frames behind it.
struct salted_header {
    journal_header header;
    std::uint32_t salt = 0;
    std::uint16_t format = journal_version;
};

/// One block.
[[nodiscard]] result<std::vector<std::byte>> encode_header(journal_header const& from,
                                                           std::uint16_t format = journal_version);
[[nodiscard]] result<salted_header> decode_header(std::span<std::byte const> bytes);

/// Another origin or another client is refused, with both named as far as they may be.
[[nodiscard]] result<void> check_binding(journal_header const& header, journal_binding const& expected);

/// Of kind `journal`. These two and the advice are for every kind of journal, so that all say the same.
[[nodiscard]] inline error journal_error(std::string what, std::string next) {
    error e;
    e.kind = error_kind::journal;
    e.what = std::move(what);
    e.next = std::move(next);
    return e;
}

/// "the journal NAME <what>". `moved` is `no` only where it is refused before anything was sent on its word.
[[nodiscard]] inline error journal_error(std::string_view name, std::string_view what, std::string_view next,
                                         money_moved moved = money_moved::no) {
    std::string sentence = "the journal ";
    auto e = journal_error(sentence.append(name).append(" ").append(what), std::string{next});
    e.moved = moved;
    return e;
}

/// Whoever goes on with an older copy would pay again, under new ids, what was sent since.
inline constexpr char const* damaged_journal_advice =
    "keep the damaged one: a copy, or a new journal, forgets what was sent since; hold each payment against the "
    "merchant's records before executing again";

/// "<what>": of a journal in which acknowledged records may be lost, so money may have moved.
[[nodiscard]] inline error damaged_journal(std::string what) {
    auto e = journal_error(std::move(what), damaged_journal_advice);
    e.moved = money_moved::unknown;
    return e;
}

namespace detail {

inline constexpr std::array<char, 8> journal_magic = {'\x89', 'd', 'o', 'l', 'l', 'r', 'J', '\n'};
inline constexpr std::size_t header_fixed = 8 + 2 + 2 + 16 + 8 + 8 + 32 + 8 + 4 + 1;
inline constexpr std::size_t header_size_max = header_fixed + 255 + 4;
static_assert(header_size_max <= journal_block);

[[nodiscard]] inline error damaged_header() { return damaged_journal("the journal's header is damaged"); }

}  // namespace detail

inline result<std::vector<std::byte>> encode_header(journal_header const& from, std::uint16_t format) {
    using namespace detail;
    if (from.origin.empty() || from.origin.size() > 255 || !is_utf8_without_nul(from.origin))
        return journal_error("a journal needs the API's origin in at most 255 bytes",
                             "write it like https://api.heydollr.app");
    if (from.clock_speed == 0) return journal_error("the clock speed of a journal is 0", "use speed 1 or more");
    std::vector<std::byte> out(journal_block);
    auto* at = out.data();
    auto const bytes = [&at](auto const& range) {
        for (auto const b : range) *at++ = static_cast<std::byte>(b);
    };
    auto const number = [&at](auto n) {
        store_le(at, n);
        at += sizeof n;
    };
    auto const size = header_fixed + from.origin.size() + frame_crc;
    bytes(journal_magic);
    number(format);
    number(static_cast<std::uint16_t>(size));
    bytes(from.id);
    number(from.base);
    number(from.durable);
    bytes(from.client.bytes);
    number(static_cast<std::uint64_t>(from.clock_epoch.time_since_epoch().count()));
    number(from.clock_speed);
    number(static_cast<std::uint8_t>(from.origin.size()));
    bytes(from.origin);
    number(crc32c(std::span{out}.first(size - frame_crc)));
    return out;
}

inline result<salted_header> decode_header(std::span<std::byte const> bytes) {
    using namespace detail;
    auto const is_magic = [&] {
        for (std::size_t i = 0; i < journal_magic.size(); ++i) {
            if (bytes[i] != static_cast<std::byte>(journal_magic[i])) return false;
        }
        return true;
    };
    if (bytes.size() < 12) return journal_error("this is not a journal: it is too short", "name the journal's file");
    std::size_t const size = load_le<std::uint16_t>(&bytes[10]);
    bool const fits = size >= header_fixed + frame_crc && size <= journal_block && size <= bytes.size();
    bool const sound =
        fits && crc32c(bytes.first(size - frame_crc)) == load_le<std::uint32_t>(&bytes[size - frame_crc]);
    if (!sound) {
        if (is_magic()) return damaged_header();
        constexpr std::string_view sqlite = "SQLite format 3";
        auto const is_byte = [](char c, std::byte b) { return static_cast<std::byte>(c) == b; };
        if (bytes.size() >= sqlite.size() && std::equal(sqlite.begin(), sqlite.end(), bytes.begin(), is_byte))
            return journal_error("this is an SQLite database",
                                 "open it as an SQLite journal; on a command line that is sqlite:FILE");
        auto e = damaged_journal("this is not a journal of this library, or its first bytes are damaged");
        e.next.insert(0, "name the journal's file; if it is this one, ");
        return e;
    }
    if (!is_magic()) return journal_error("this is not a journal of this library", "name the journal's file");
    auto const version = load_le<std::uint16_t>(&bytes[8]);
    if (version == 0 || version > journal_version)
        return journal_error("the journal has format " + std::to_string(version) + ", and this program reads " +
                                 std::to_string(journal_version),
                             "use the newer program that wrote it");
    auto const* at = bytes.data() + 12;
    auto const copy = [&at](auto& to) {
        for (auto& b : to) b = std::to_integer<std::uint8_t>(*at++);
    };
    auto const number = [&at]<class T>(T& to) {
        to = load_le<T>(at);
        at += sizeof(T);
    };
    salted_header out;
    out.format = version;
    std::uint64_t epoch = 0;
    std::uint8_t origin_size = 0;
    copy(out.header.id);
    number(out.header.base);
    number(out.header.durable);
    copy(out.header.client.bytes);
    number(epoch);
    number(out.header.clock_speed);
    number(origin_size);
    if (header_fixed + origin_size + frame_crc != size || out.header.clock_speed == 0) return damaged_header();
    out.header.clock_epoch = server_time{server_time::duration{static_cast<std::int64_t>(epoch)}};
    out.header.origin.assign(reinterpret_cast<char const*>(at), origin_size);
    out.salt = load_le<std::uint32_t>(&bytes[size - frame_crc]);
    return out;
}

inline result<void> check_binding(journal_header const& header, journal_binding const& expected) {
    if (expected.origin && *expected.origin != header.origin)
        return journal_error(
            "the journal belongs to " + header.origin + ", not to " + *expected.origin,
            "use the journal's own target, or another journal: only the target that made a payment knows it");
    if (expected.client && *expected.client != header.client)
        return journal_error("the journal belongs to another client id",
                             "use the journal's own credentials, or another journal");
    return {};
}

}  // namespace dollr

#endif
