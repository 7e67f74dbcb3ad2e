// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace dollr;
using samples::of;

namespace {

bool same_but_sequence(record a, record const& b) {
    a.sequence = b.sequence;
    return a == b;
}

}  // namespace

TEST_CASE("a compaction keeps the newest record of every intent and the last of every earlier attempt") {
    auto w = samples::three_intents();
    w.put(of("loan", phase::recorded)).put(of("loan", phase::failed)).put(of("loan", phase::recorded, 2));
    w.put(of("loan", phase::rejected, 2)).put(of("loan", phase::recorded, 3));
    auto const before = scan(w.image());
    REQUIRE(before.has_value());
    auto const bytes = compact(*before);
    REQUIRE(bytes.has_value());
    auto const after = scan(*bytes);
    REQUIRE(after.has_value());
    CHECK(after->records == 6);
    CHECK(before->records == 11);
    CHECK_FALSE(after->torn);
    CHECK(after->header.id == before->header.id);
    CHECK(after->header.origin == before->header.origin);
    REQUIRE(after->index.size() == before->index.size());
    REQUIRE(after->index.replaced().size() == 2);
    for (auto const& r : before->index.newest()) CHECK(same_but_sequence(*after->index.find(r.intent.key), r));
    CHECK(std::ranges::equal(after->index.replaced(), before->index.replaced(), same_but_sequence));
}

TEST_CASE("the sequences go on where the old journal ended, also after a second compaction") {
    auto const before = scan(samples::three_intents().image());
    auto const once = scan(*compact(*before));
    REQUIRE(once.has_value());
    CHECK(once->chain.sequence == 9);
    CHECK(once->index.newest()[0].sequence == 7);
    auto const twice = scan(*compact(*once));
    REQUIRE(twice.has_value());
    CHECK(twice->chain.sequence == 12);
    CHECK(twice->records == 3);
}

TEST_CASE("every record of a compacted journal was synced before it got its name: any damage to one refuses") {
    auto bytes = *compact(*scan(samples::three_intents().image()));
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(copy_offset(0)), journal_copy_size, std::byte{0});
    auto const image = scan(bytes);
    REQUIRE(image.has_value());
    for (std::size_t bit = frames_begin(image->format) * 8; bit < image->end * 8; ++bit) {
        auto damaged = bytes;
        damaged[bit / 8] ^= std::byte(1u << bit % 8);
        CHECK_FALSE(scan(damaged).has_value());
    }
}

TEST_CASE("what a tear made unknown stays unknown") {
    auto w = samples::three_intents();
    auto bytes = w.image();
    bytes[w.bytes().size() + 10] = std::byte{1};
    auto const torn = scan(bytes);
    REQUIRE(torn.has_value());
    CHECK(torn->torn);
    auto const after = scan(*compact(*torn));
    REQUIRE(after.has_value());
    CHECK(after->index.find(*intent_key::try_parse("tax"))->attempt.phase == phase::unknown);
}
