// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"

#include <dollr/journal/image.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace dollr;
using samples::of;
using samples::writer;

namespace {

phase phase_of(journal_image const& image, std::string_view key) {
    auto const* const found = image.index.find(*intent_key::try_parse(key));
    return found == nullptr ? phase::none : found->attempt.phase;
}

bool has_recorded(journal_image const& image) {
    return std::any_of(image.index.newest().begin(), image.index.newest().end(),
                       [](record const& r) { return r.attempt.phase == phase::recorded; });
}

std::vector<std::byte> flipped(std::vector<std::byte> bytes, std::size_t bit) {
    bytes[bit / 8] ^= std::byte(1u << bit % 8);
    return bytes;
}

/// Gives a frame that was changed by hand a right crc again.
void reseal(std::vector<std::byte>& bytes, std::size_t begin, std::size_t end, std::uint32_t salt) {
    detail::store_le(&bytes[end - 4], crc32c(std::span{bytes}.subspan(begin, end - 4 - begin), salt));
}

}  // namespace

TEST_CASE("a journal without records has nothing to resume") {
    auto const image = scan(writer{}.image());
    REQUIRE(image.has_value());
    CHECK(image->header == samples::header());
    CHECK(image->index.size() == 0);
    CHECK(image->end == journal_block);
    CHECK_FALSE(image->torn);
}

TEST_CASE("the newest record of every intent is found, and the end is where the zeros begin") {
    auto const w = samples::three_intents();
    auto const image = scan(w.image(3));
    REQUIRE(image.has_value());
    CHECK(image->records == 6);
    CHECK(image->index.size() == 3);
    CHECK(phase_of(*image, "rent") == phase::completed);
    CHECK(phase_of(*image, "wages") == phase::sending);
    CHECK(phase_of(*image, "tax") == phase::recorded);
    CHECK(image->index.newest()[0].intent.key.text() == "rent");
    CHECK(image->end == w.bytes().size());
    CHECK(image->chain.sequence == w.chain().sequence);
    CHECK(image->chain.previous == w.chain().previous);
    CHECK(image->chain.durable == 5);
    CHECK_FALSE(image->torn);
}

TEST_CASE("an image cut at any length keeps what is whole, says that it was cut, and hands out nothing as recorded") {
    auto const w = samples::three_intents();
    auto const whole = w.image(0);
    for (std::size_t size = journal_block; size < whole.size(); ++size) {
        CAPTURE(size);
        auto const image = scan(std::span{whole}.first(size));
        REQUIRE(image.has_value());
        auto const kept = std::count_if(w.ends().begin(), w.ends().end(), [&](std::size_t end) { return end <= size; });
        CHECK(image->records == static_cast<std::uint64_t>(kept));
        CHECK(image->torn == (size % journal_block != 0));
        CHECK_FALSE(has_recorded(*image));
    }
    for (std::size_t size = 0; size < journal_block; ++size)
        CHECK_FALSE(scan(std::span{whole}.first(size)).has_value());
}

TEST_CASE("a write torn at any length, with zeros behind it, is dropped and said so") {
    auto w = samples::three_intents();
    auto const begin = w.bytes().size();
    w.put({of("tax", phase::sending), of("loan", phase::recorded)}, false);
    for (std::size_t size = begin; size < w.bytes().size(); ++size) {
        CAPTURE(size);
        auto bytes = w.image();
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(size), bytes.end(), std::byte{0});
        auto const image = scan(bytes);
        REQUIRE(image.has_value());
        auto const whole_first = size >= w.ends()[6];
        bool const between = size == begin || size == w.ends()[6];
        // A tail of zeros may happen to be what was meant to be there: then nothing is missing.
        CHECK((image->torn || between || image->records == 8));
        CHECK(phase_of(*image, "rent") == phase::completed);
        CHECK(phase_of(*image, "wages") == phase::sending);
        CHECK(phase_of(*image, "tax") == (whole_first   ? phase::sending
                                          : image->torn ? phase::unknown
                                                        : phase::recorded));
    }
}

TEST_CASE(
    "after any single flipped bit a journal is the same, refused, or said to be torn; no sent attempt starts afresh") {
    auto const w = samples::three_intents();
    auto const bytes = w.image(0);
    auto const before = scan(bytes);
    REQUIRE(before.has_value());
    std::size_t same = 0;
    std::size_t refused = 0;
    std::size_t torn = 0;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        auto const image = scan(flipped(bytes, bit));
        if (!image) {
            ++refused;
            CHECK(image.error().kind == error_kind::journal);
            continue;
        }
        if (!image->torn) {
            ++same;
            CHECK(std::ranges::equal(image->index.newest(), before->index.newest()));
            CHECK(bit / 8 < journal_block);  // in the unused part of the header's block
            continue;
        }
        ++torn;
        CHECK_FALSE(has_recorded(*image));
        CHECK(phase_of(*image, "rent") == phase::completed);
        CHECK(phase_of(*image, "wages") == phase::sending);
        CHECK(image->index.newest()[0] == before->index.newest()[0]);
        // Only the very last write can be dropped: of "tax" nothing had left, or else a SEND stood behind it.
        CHECK(image->records >= 5);
    }
    auto const data = (w.bytes().size() - journal_block) * 8;
    auto const last = (w.ends()[5] - w.ends()[4]) * 8;
    CHECK(refused >= data - last);
    CHECK(torn == last + (bytes.size() - w.bytes().size()) * 8);
    CHECK(same > 0);
}

TEST_CASE("a flipped bit in a SEND that was the last write leaves its attempt unknown, never recorded") {
    writer w;
    w.put(of("rent", phase::recorded)).put(of("rent", phase::sending));
    for (std::size_t bit = w.ends()[0] * 8; bit < w.ends()[1] * 8; ++bit) {
        auto const image = scan(flipped(w.image(), bit));
        REQUIRE(image.has_value());
        CHECK(image->torn);
        auto const rent = image->index.newest()[0].attempt;
        CHECK(rent.phase == phase::unknown);
        CHECK(rent.sends == 1);
        CHECK(has(rent.anomalies, anomaly::missing_sequence));
        CHECK(rent.reference_id == samples::id_of("rent"));
    }
}

TEST_CASE("a flow whose last step may be lost looks the object up before it makes it") {
    writer w;
    w.put(of("rent", phase::none)).put(of("rent", phase::none));
    auto const image = scan(flipped(w.image(), w.ends()[0] * 8 + 100));
    REQUIRE(image.has_value());
    CHECK(image->index.newest()[0].flow.step_may_exist);
}

TEST_CASE("blocks of one write that reach the disk in any order, or not at all, cost no acknowledged record") {
    auto w = samples::three_intents();
    auto const synced = w.image(2);
    std::vector<record> group;
    for (int i = 0; i < 9; ++i) group.push_back(of("more-" + std::to_string(i), phase::recorded));
    group.push_back(of("tax", phase::sending));
    auto const begin = w.bytes().size();
    w.put(group, false);
    auto const written = w.image(2);
    constexpr std::size_t sector = 512;
    auto const first = begin / sector;
    auto const last = (w.bytes().size() - 1) / sector;
    auto const subsets = std::size_t{1} << (last - first + 1);
    REQUIRE(subsets >= 16);
    for (std::size_t subset = 0; subset < subsets; ++subset) {
        CAPTURE(subset);
        auto bytes = synced;
        bytes.resize(written.size());
        for (auto s = first; s <= last; ++s) {
            if ((subset >> (s - first) & 1) == 0) continue;
            std::copy_n(written.begin() + static_cast<std::ptrdiff_t>(s * sector), sector,
                        bytes.begin() + static_cast<std::ptrdiff_t>(s * sector));
        }
        auto const image = scan(bytes);
        REQUIRE(image.has_value());
        CHECK(image->torn == (subset != 0 && subset != subsets - 1));
        CHECK(image->records >= 6);
        CHECK(phase_of(*image, "rent") == phase::completed);
        CHECK(phase_of(*image, "wages") == phase::sending);
        CHECK(phase_of(*image, "tax") == (subset == 0             ? phase::recorded
                                          : subset == subsets - 1 ? phase::sending
                                                                  : phase::unknown));
    }
}

TEST_CASE("an acknowledged record that is damaged refuses, whatever its length says, if a later record proves it") {
    auto const w = samples::three_intents();
    for (std::size_t lost = 0; lost + 1 < w.ends().size(); ++lost) {
        auto const begin = lost == 0 ? journal_block : w.ends()[lost - 1];
        for (auto const filler : {std::byte{0}, std::byte{0x55}, std::byte{0xFF}}) {
            auto bytes = w.image();
            std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                      bytes.begin() + static_cast<std::ptrdiff_t>(w.ends()[lost]), filler);
            auto const image = scan(bytes);
            REQUIRE_FALSE(image.has_value());
            CHECK(image.error().what.find("record " + std::to_string(lost + 1)) != std::string::npos);
        }
    }
}

TEST_CASE("a record that was taken out, doubled or exchanged is noticed although each frame is sound") {
    auto const w = samples::three_intents();
    auto const piece = [&](std::size_t i) {
        auto const begin = i == 0 ? journal_block : w.ends()[i - 1];
        return std::vector<std::byte>(w.bytes().begin() + static_cast<std::ptrdiff_t>(begin),
                                      w.bytes().begin() + static_cast<std::ptrdiff_t>(w.ends()[i]));
    };
    auto const made_of = [&](std::initializer_list<std::size_t> pieces) {
        auto bytes = writer{}.bytes();
        for (auto const i : pieces) {
            auto const p = piece(i);
            bytes.insert(bytes.end(), p.begin(), p.end());
        }
        return scan(writer::padded(bytes));
    };
    CHECK(made_of({0, 1, 2, 3, 4, 5}).has_value());
    CHECK_FALSE(made_of({0, 2, 3, 4, 5}).has_value());
    CHECK_FALSE(made_of({0, 1, 1, 2}).has_value());
    CHECK_FALSE(made_of({1, 0}).has_value());
    CHECK_FALSE(made_of({1}).has_value());
}

TEST_CASE("frames of another journal are damage, not records") {
    auto other = samples::header();
    other.id[0] ^= 1;
    auto const theirs = writer{other}.put(of("rent", phase::completed)).bytes();
    auto bytes = writer{}.bytes();
    bytes.insert(bytes.end(), theirs.begin() + journal_block, theirs.end());
    auto const image = scan(writer::padded(bytes));
    REQUIRE(image.has_value());
    CHECK(image->torn);
    CHECK(image->records == 0);
}

TEST_CASE("a tear keeps its meaning when it is read again, and only for what came before it") {
    writer w;
    w.put(of("rent", phase::recorded)).put(of("wages", phase::recorded));
    auto bytes = w.bytes();
    auto chain = w.chain();
    chain.append_tear(bytes);
    auto tax = of("tax", phase::recorded);
    chain.append(tax, bytes);
    CHECK(tax.sequence == 4);
    auto const image = scan(writer::padded(bytes));
    REQUIRE(image.has_value());
    CHECK_FALSE(image->torn);
    CHECK(image->tears == 1);
    CHECK(phase_of(*image, "rent") == phase::unknown);
    CHECK(phase_of(*image, "wages") == phase::unknown);
    CHECK(phase_of(*image, "tax") == phase::recorded);
}

TEST_CASE("a record of a newer version is refused by name, not dropped as damage") {
    auto const w = samples::three_intents();
    auto bytes = w.image();
    auto const begin = w.ends()[4];
    bytes[begin + 1] = std::byte{record_version + 1};
    reseal(bytes, begin, w.ends()[5], w.chain().salt);
    auto const image = scan(bytes);
    REQUIRE_FALSE(image.has_value());
    CHECK(image.error().what == "record 6 of the journal is of a newer version");
}

TEST_CASE("a whole record of nonsense is refused, not dropped as damage") {
    auto const w = samples::three_intents();
    auto bytes = w.image();
    auto const begin = w.ends()[4];
    bytes[begin] = std::byte{99};
    reseal(bytes, begin, w.ends()[5], w.chain().salt);
    CHECK_FALSE(scan(bytes).has_value());
}

TEST_CASE("a piecewise scan says the same as a scan of the whole") {
    auto const w = samples::three_intents();
    for (auto const& bytes : {w.image(), w.image(0), flipped(w.image(), w.ends()[4] * 8 + 77),
                              flipped(w.image(), 50'000), flipped(w.image(), w.ends()[2] * 8 + 77)}) {
        auto const whole = scan(bytes);
        for (std::size_t const piece : {1u, 7u, 511u, 512u, 4096u, 5000u}) {
            CAPTURE(piece);
            journal_scanner scanner;
            std::size_t from = 0;
            for (std::size_t to = 0; to < bytes.size();) {
                to = std::min(bytes.size(), to + piece);
                from += scanner.feed(std::span{bytes}.subspan(from, to - from), to == bytes.size());
            }
            CHECK(from == bytes.size());
            auto const pieces = std::move(scanner).finish();
            REQUIRE(pieces.has_value() == whole.has_value());
            if (!whole) {
                CHECK(pieces.error() == whole.error());
                continue;
            }
            CHECK(pieces->torn == whole->torn);
            CHECK(pieces->dropped == whole->dropped);
            CHECK(pieces->end == whole->end);
            CHECK(pieces->size == whole->size);
            CHECK(pieces->chain == whole->chain);
            CHECK(std::ranges::equal(pieces->index.newest(), whole->index.newest()));
        }
    }
}
