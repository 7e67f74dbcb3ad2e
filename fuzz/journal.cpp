// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/journal/image.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

// Arbitrary bytes into the recovery of a journal. A first byte that is odd takes the rest as an image as it is; an even
// one lays the rest out as the bodies of frames with right lengths, sequences and crcs, so that what is behind the crc
// is reached as well; and with its second bit the last frame is in a copy only.
namespace {

using namespace dollr;

void require(bool holds) {
    if (!holds) std::abort();
}

std::vector<std::byte> sealed(std::span<std::byte const> body, bool is_copied) {
    journal_header header;
    header.origin = "http://127.0.0.1";
    std::uint16_t const format = is_copied ? 2 : 1;
    auto out = *encode_header(header, format);
    journal_chain chain;
    chain.salt = chain.previous = decode_header(out)->salt;
    out.resize(frames_begin(format));
    auto last = out.size();
    while (body.size() >= 4) {
        auto const type = body[0];
        auto const version = (body[1] & std::byte{0xF0}) == std::byte{0} ? body[1] : std::byte{record_version};
        auto const behind = std::to_integer<std::uint64_t>(body[1] & std::byte{0x0F});
        auto const size = std::min<std::size_t>(
            {std::to_integer<std::size_t>(body[2]) + std::to_integer<std::size_t>(body[3] & std::byte{1}) * 256,
             body.size() - 4, frame_size_max - detail::frame_size_min});
        bool const is_bad = (body[3] & std::byte{0xF0}) == std::byte{0xF0};
        auto const begin = last = out.size();
        out.resize(begin + detail::frame_size_min + size);
        out[begin] = type;
        out[begin + 1] = version;
        detail::store_le(&out[begin + 2], static_cast<std::uint16_t>(detail::frame_size_min + size));
        detail::store_le(&out[begin + 4], ++chain.sequence);
        detail::store_le(&out[begin + 12], chain.sequence - std::min(chain.sequence, behind));
        detail::store_le(&out[begin + 20], chain.previous);
        std::copy_n(body.begin() + 4, size, out.begin() + static_cast<std::ptrdiff_t>(begin + 24));
        chain.previous = crc32c(std::span{out}.subspan(begin, 24 + size), chain.salt);
        detail::store_le(&out[begin + 24 + size], is_bad ? ~chain.previous : chain.previous);
        body = body.subspan(4 + size);
    }
    if (is_copied) {
        auto const frame = std::span{out}.subspan(last);
        auto const copy = encode_copy(last, frame, chain.salt);
        std::ranges::fill(frame, std::byte{0});
        std::ranges::copy(copy, out.begin() + static_cast<std::ptrdiff_t>(copy_offset(0)));
    }
    out.resize((out.size() / journal_block + 1) * journal_block);
    return out;
}

void check(std::span<std::byte const> bytes) {
    auto const image = scan(bytes);
    journal_scanner scanner;  // in pieces: the same
    for (std::size_t from = 0, to = 0; to < bytes.size();) {
        to = std::min(bytes.size(), to + 1'000);
        from += scanner.feed(bytes.subspan(from, to - from), to == bytes.size());
    }
    auto const pieces = std::move(scanner).finish();
    require(pieces.has_value() == image.has_value());
    if (!image) {
        require(image.error() == pieces.error());
        return;
    }
    require(pieces->chain == image->chain && pieces->torn == image->torn && pieces->end == image->end);
    require(image->end <= std::max<std::uint64_t>(bytes.size(), journal_block) && image->proven <= image->end);
    for (auto const& r : image->index.newest()) {
        require(image->index.find(r.intent.key) != nullptr);
        require(!image->torn || r.attempt.phase != phase::recorded);
    }
    auto const compacted = compact(*image);
    require(compacted.has_value());
    auto const again = scan(*compacted);
    require(again.has_value() && !again->torn);
    require(again->index.size() == image->index.size());
    for (auto r : image->index.newest()) {
        auto const* const kept = again->index.find(r.intent.key);
        require(kept != nullptr);
        r.sequence = kept->sequence;
        require(r == *kept);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const bytes = std::as_bytes(std::span{data, size});
    if (bytes.empty()) return 0;
    bool const raw = (data[0] & 1) != 0;
    if (raw)
        check(bytes.subspan(1));
    else
        check(sealed(bytes.subspan(1), (data[0] & 2) != 0));
    return 0;
}
