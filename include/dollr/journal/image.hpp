// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_IMAGE_HPP
#define DOLLR_JOURNAL_IMAGE_HPP

#include <dollr/journal/copies.hpp>
#include <dollr/journal/frame.hpp>
#include <dollr/journal/header.hpp>
#include <dollr/journal/index.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// A journal's bytes, read as a whole: block 0 is the header, copies of the newest frames follow (copies.hpp), then all
/// frames without gaps, then zeros to the end. Where a copy has bytes, it is believed and the file behind it is not:
/// what one block lost is in the other.
///
/// Two kinds of damage look alike and must not be treated alike. A write that a crash interrupted was never
/// acknowledged: it is dropped. A record that had been acknowledged and is gone may have been a SEND: opening must
/// fail, or the attempt must not start afresh. What tells them apart is the durable mark of the frames behind the
/// damage:
///
///     the first bad frame is at or below a mark, or below the header's      refused
///     it is above every mark                                                a torn tail: dropped, and said so
///     a copy is neither whole nor older than the frames                     the same: that write left nothing else
///
/// Above every mark it may still be the last acknowledged write, in a file of format 1 or where both of its blocks were
/// lost, so after a torn tail every attempt
/// that would recover as `recorded` is taken as `unknown` (journal_index::distrust). So that this outlives the next
/// crash, whoever goes on writing first puts a tear where the bad frame began; a tear read back has the same effect for
/// what came before it.
namespace dollr {

/// What the bytes say.
struct journal_image {
    journal_header header;
    journal_index index;
    journal_chain chain;        ///< to go on writing
    std::uint64_t end = 0;      ///< offset of the next frame
    std::uint64_t proven = 0;   ///< offset behind the last frame that a later one, or the header, proves durable
    std::uint64_t size = 0;     ///< of all bytes
    std::uint64_t records = 0;  ///< that were read
    std::uint64_t tears = 0;    ///< torn tails that were dropped earlier
    bool torn = false;          ///< a tail was dropped now
    std::uint64_t dropped = 0;  ///< bytes of it, up to the last that is not zero
    std::uint16_t format = journal_version;
    journal_copies copies;
};

/// Reads an image piece by piece; never more than a frame is held.
class journal_scanner {
public:
    /// Takes what it can of `bytes`, the continuation of what was taken before, and returns how much that was. `last`:
    /// nothing comes after these; then all is taken. Without `last`, offer at least 4 kB more than was left.
    [[nodiscard]] std::size_t feed(std::span<std::byte const> bytes, bool last);

    /// After the last feed.
    [[nodiscard]] result<journal_image> finish() &&;

private:
    enum class part : std::uint8_t { header, copies, frames, zeros, tail, refused };

    std::size_t step(std::span<std::byte const> bytes, bool last);
    std::size_t read_header(std::span<std::byte const> bytes);
    std::size_t read_area(std::span<std::byte const> bytes);
    bool take_copied();
    std::size_t read_frames(std::span<std::byte const> bytes);
    std::size_t skip_zeros(std::span<std::byte const> bytes) noexcept;
    std::size_t search_tail(std::span<std::byte const> bytes);
    void take(journal_frame const& frame);
    void refuse(error e);

    part part_ = part::header;
    journal_image image_;
    std::optional<error> refusal_;
    std::vector<std::byte> area_;         ///< of the copies, until it is whole
    std::deque<std::uint64_t> unproven_;  ///< where each frame ends that no mark reaches yet
    std::uint64_t read_ = 0;              ///< offset of the next byte
    std::uint64_t not_zero_ = 0;          ///< behind the last byte that is not zero
};

/// A whole image at once.
[[nodiscard]] result<journal_image> scan(std::span<std::byte const> bytes);

/// The same knowledge in as few records as may be: the newest of every intent and the last of every attempt before it,
/// so key, digest, generation, reference_id and verdict stay for ever. The result is a new image; the sequences go on
/// from the old one's.
[[nodiscard]] result<std::vector<std::byte>> compact(journal_image const& from);

inline std::size_t journal_scanner::feed(std::span<std::byte const> bytes, bool last) {
    std::size_t used = 0;
    while (used < bytes.size()) {
        auto const taken = step(bytes.subspan(used), last);
        if (taken == 0) break;
        used += taken;
        read_ += taken;
    }
    return used;
}

inline std::size_t journal_scanner::step(std::span<std::byte const> bytes, bool last) {
    switch (part_) {
        case part::header:
            return bytes.size() < journal_block && !last ? 0 : read_header(bytes);
        case part::copies:
            return read_area(bytes);
        case part::frames:
            if (read_ < image_.end)  // a copy has these
                return static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), image_.end - read_));
            return bytes.size() < frame_size_max && !last ? 0 : read_frames(bytes);
        case part::zeros:
            return skip_zeros(bytes);
        case part::tail:
            return bytes.size() < frame_size_max && !last ? 0 : search_tail(bytes);
        case part::refused:
            break;
    }
    return bytes.size();
}

inline std::size_t journal_scanner::read_header(std::span<std::byte const> bytes) {
    auto decoded = decode_header(bytes);
    if (decoded && bytes.size() < journal_block) decoded = detail::damaged_header();
    if (!decoded) {
        refuse(decoded.error());
        return bytes.size();
    }
    image_.header = std::move(decoded->header);
    image_.chain.salt = image_.chain.previous = decoded->salt;
    image_.chain.sequence = image_.header.base;
    image_.chain.durable = image_.header.durable;
    image_.format = decoded->format;
    image_.end = image_.proven = not_zero_ = frames_begin(image_.format);
    part_ = image_.format < 2 ? part::frames : part::copies;
    return journal_block;
}

inline std::size_t journal_scanner::read_area(std::span<std::byte const> bytes) {
    constexpr auto whole = journal_copy_places * journal_copy_size;
    auto const taken = bytes.first(std::min(bytes.size(), whole - area_.size()));
    area_.insert(area_.end(), taken.begin(), taken.end());
    if (area_.size() == whole) {
        image_.copies = read_copies(area_, image_.chain.salt);
        part_ = part::frames;
    }
    return taken.size();
}

inline bool journal_scanner::take_copied() {
    if (!image_.copies.newest) return false;
    auto const frame = read_frame(image_.copies.newest->from(image_.end), image_.chain.salt);
    if (frame) take(*frame);
    return frame.has_value();
}

inline std::size_t journal_scanner::read_frames(std::span<std::byte const> bytes) {
    auto const begin = image_.end;
    if (take_copied())
        return part_ == part::refused ? bytes.size() : std::min<std::size_t>(bytes.size(), image_.end - begin);
    auto const frame = read_frame(bytes, image_.chain.salt);
    if (!frame) {
        part_ = bytes.front() == std::byte{0} ? part::zeros : part::tail;
        return part_ == part::zeros ? skip_zeros(bytes) : search_tail(bytes);
    }
    take(*frame);
    return frame->size();
}

inline void journal_scanner::take(journal_frame const& frame) {
    auto const number = std::to_string(frame.sequence);
    auto& chain = image_.chain;
    if (frame.version > record_version)
        return refuse(journal_error("record " + number + " of the journal is of a newer version",
                                    "use the newer program that wrote it"));
    if (frame.sequence != chain.sequence + 1 || frame.previous != chain.previous || frame.durable > chain.sequence)
        return refuse(damaged_journal("record " + number + " of the journal does not follow record " +
                                      std::to_string(chain.sequence) + ": records were lost or exchanged"));
    if (frame.is_tear()) {
        image_.index.distrust();
        ++image_.tears;
    } else {
        auto const decoded = read_record(frame);
        if (!decoded)
            return refuse(journal_error("record " + number + " of the journal has a right checksum but wrong contents",
                                        "use the program that wrote it"));
        image_.index.apply(*decoded);
        ++image_.records;
    }
    chain.sequence = frame.sequence;
    chain.previous = frame.crc;
    chain.durable = std::max(chain.durable, frame.durable);
    image_.end = not_zero_ = image_.end + frame.size();
    unproven_.push_back(image_.end);
    while (!unproven_.empty() && chain.sequence - unproven_.size() < chain.durable) {
        image_.proven = unproven_.front();
        unproven_.pop_front();
    }
}

inline std::size_t journal_scanner::skip_zeros(std::span<std::byte const> bytes) noexcept {
    auto const found = std::find_if(bytes.begin(), bytes.end(), [](std::byte b) { return b != std::byte{0}; });
    if (found != bytes.end()) part_ = part::tail;
    return static_cast<std::size_t>(found - bytes.begin());
}

/// Behind the first bad frame only the marks of whole frames are looked for. They may lie anywhere: the bad frame's
/// length is not to be trusted.
inline std::size_t journal_scanner::search_tail(std::span<std::byte const> bytes) {
    std::size_t const margin = bytes.size() >= frame_size_max ? frame_size_max - 1 : 0;
    auto const bad = image_.chain.sequence + 1;
    for (std::size_t at = 0; at < bytes.size() - margin; ++at) {
        if (bytes[at] == std::byte{0}) continue;
        not_zero_ = read_ + at + 1;
        auto const frame = read_frame(bytes.subspan(at), image_.chain.salt);
        if (!frame) continue;
        not_zero_ = read_ + at + frame->size();
        if (frame->durable >= bad)
            refuse(damaged_journal("record " + std::to_string(bad) + " of the journal is damaged, and record " +
                                   std::to_string(frame->sequence) + " proves that it was stored"));
        return at + frame->size();
    }
    return bytes.size() - margin;
}

inline void journal_scanner::refuse(error e) {
    refusal_ = std::move(e);
    part_ = part::refused;
}

inline result<journal_image> journal_scanner::finish() && {
    if (part_ == part::header) {
        auto decoded = decode_header({});
        return std::move(decoded).error();
    }
    if (part_ == part::copies) return damaged_journal("the journal was cut off behind its header");
    while (part_ == part::frames && read_ <= image_.end && take_copied()) {
    }  // the file was cut off
    if (refusal_) return *std::move(refusal_);
    image_.size = read_;
    image_.dropped = not_zero_ - image_.end;
    auto const& copies = image_.copies;
    // Else the copy that is not whole is of the frames behind the newest whole one.
    bool const lost_a_write = copies.spoilt && (!copies.newest || copies.newest->end() >= image_.end);
    image_.torn = image_.dropped != 0 || read_ % journal_block != 0 || lost_a_write;
    bool const is_copied = copies.newest && copies.newest->end() > image_.end;
    if (is_copied || image_.chain.sequence < image_.header.durable)
        return damaged_journal("record " + std::to_string(image_.chain.sequence + 1) +
                               " of the journal is damaged or missing, and the " +
                               (is_copied ? "copy of a later one" : "header") + " proves that it was stored");
    if (image_.torn) image_.index.distrust();
    return std::move(image_);
}

inline result<journal_image> scan(std::span<std::byte const> bytes) {
    journal_scanner scanner;
    static_cast<void>(scanner.feed(bytes, true));
    return std::move(scanner).finish();
}

inline result<std::vector<std::byte>> compact(journal_image const& from) {
    std::vector<record> kept{from.index.replaced().begin(), from.index.replaced().end()};
    kept.insert(kept.end(), from.index.newest().begin(), from.index.newest().end());
    std::sort(kept.begin(), kept.end(), [](auto const& a, auto const& b) { return a.sequence < b.sequence; });
    auto header = from.header;
    header.base = from.chain.sequence;
    header.durable = header.base + kept.size();
    auto out = encode_header(header);
    if (!out) return out;
    auto const decoded = decode_header(*out);
    if (!decoded) return decoded.error();
    out->resize(frames_begin(journal_version));
    journal_chain chain{decoded->salt, decoded->salt, header.base, header.base};
    for (auto& r : kept) chain.append(r, *out);
    // The next put writes into the last block.
    auto const tail = out->size() / journal_block * journal_block;
    auto const copy = encode_copy(tail, std::span{*out}.subspan(tail), decoded->salt);
    std::ranges::copy(copy, out->begin() + static_cast<std::ptrdiff_t>(copy_offset(0)));
    out->resize((out->size() + journal_block - 1) / journal_block * journal_block);
    return out;
}

}  // namespace dollr

#endif
