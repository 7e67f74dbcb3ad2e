// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_SEALED_RECORD_HPP
#define DOLLR_JOURNAL_SEALED_RECORD_HPP

#include <dollr/journal/frame.hpp>
#include <dollr/journal/header.hpp>
#include <dollr/value/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// One record by itself, as a database keeps it: the frame of a journal with nothing before it. Its crc finds damage,
/// its version finds a newer writer.
namespace dollr {

/// With its type and its sequence, which is at least 1.
[[nodiscard]] inline std::vector<std::byte> seal(record r) {
    std::vector<std::byte> out;
    journal_chain chain{.sequence = r.sequence - 1};
    chain.append(r, out);
    return out;
}

/// `where` says which record it is, for the error.
[[nodiscard]] inline result<record> unseal(std::span<std::byte const> bytes, std::string_view where) {
    auto const what = "the journal's record of " + std::string{where};
    auto const frame = read_frame(bytes, 0);
    if (!frame || frame->size() != bytes.size()) return damaged_journal(what + " is damaged");
    if (frame->version > record_version)
        return journal_error(what + " is of a newer version", "use the newer program that wrote it");
    auto decoded = read_record(*frame);
    if (!decoded)
        return journal_error(what + " has a right checksum but wrong contents", "use the program that wrote it");
    return *std::move(decoded);
}

/// What a sealed record adds to the digest of a whole database. The sum of all parts does not depend on their order, so
/// a put adds the new record's and takes the old one's away; the parts are mixed, or two changes could make up for each
/// other.
[[nodiscard]] inline std::uint64_t digest_part(std::span<std::byte const> sealed) noexcept {
    auto n = detail::load_le<std::uint64_t>(&sealed[4]) << 32 ^
             detail::load_le<std::uint32_t>(&sealed[sealed.size() - detail::frame_crc]);
    n += 0x9E3779B97F4A7C15u;  // splitmix64
    n = (n ^ n >> 30) * 0xBF58476D1CE4E5B9u;
    n = (n ^ n >> 27) * 0x94D049BB133111EBu;
    return n ^ n >> 31;
}

/// A table of attempts needs a row for each, as it began and as it ended, so that ids and generations stay unique.
[[nodiscard]] constexpr bool begins_or_ends_attempt(record const& r) noexcept {
    return !r.attempt.reference_id.is_nil() && (r.type == record_type::attempt || is_terminal(r.attempt.phase));
}

/// As a database keeps it: without the padding of a file's block.
[[nodiscard]] inline result<std::vector<std::byte>> seal(journal_header const& header,
                                                         std::uint16_t format = journal_version) {
    auto out = encode_header(header, format);
    if (out) out->resize(detail::load_le<std::uint16_t>(out->data() + 10));
    return out;
}

}  // namespace dollr

#endif
