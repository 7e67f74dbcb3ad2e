// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file
#include "journal_samples.hpp"
#include "watched_disk.hpp"

#include <dollr/file/journal.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace dollr;
using samples::of;
using samples::watched_disk;
using samples::watched_put;

namespace {

put_result put(file_journal& j, record r) { return j.put({&r, 1}); }

phase phase_of(file_journal const& j, std::string_view key) {
    auto const* const found = j.find(*intent_key::try_parse(key));
    return found == nullptr ? phase::none : found->attempt.phase;
}

/// "rent" was sent and "tax" recorded, both acknowledged, before the put that is watched: of "wages".
watched_put third_put(watched_disk& disk, file_journal_options const& options) {
    auto j = *file_journal::create("j", samples::header(), options);
    REQUIRE(put(j, of("rent", phase::recorded)) == put_result::durable);
    REQUIRE(put(j, of("rent", phase::sending)) == put_result::durable);
    REQUIRE(put(j, of("tax", phase::recorded)) == put_result::durable);
    return disk.watch([&] { REQUIRE(put(j, of("wages", phase::recorded)) == put_result::durable); });
}

}  // namespace

TEST_CASE("garbage in the block that a put was writing costs no record that was acknowledged before") {
    for (std::size_t const size : {512u, 4096u}) {
        watched_disk disk;
        file_journal_options const options{.preallocation = 1, .ops = &disk};
        auto const seen = third_put(disk, options);
        for (auto const block : seen.blocks(size)) {
            CAPTURE(size);
            CAPTURE(block);
            auto image = seen.before;
            image.resize(seen.after.size());
            samples::spoil(image, block, size);
            disk.replace("j", image);
            auto const j = file_journal::open("j", {}, options);
            REQUIRE(j.has_value());
            CHECK(phase_of(*j, "rent") == phase::sending);
            CHECK(phase_of(*j, "tax") != phase::none);
        }
    }
}

TEST_CASE(
    "an opening that dies in its first write costs no acknowledged record, though the put before it never landed") {
    // That put's bytes were in the page cache, so the opening saw them; a sync that failed before had called them
    // written.
    for (std::size_t const size : {512u, 4096u}) {
        watched_disk disk;
        file_journal_options const options{.preallocation = 1, .ops = &disk};
        auto const unsynced = third_put(disk, options);
        disk.replace("j", unsynced.after);
        auto const opening = disk.watch([&] { REQUIRE(file_journal::open("j", {}, options).has_value()); });
        REQUIRE_FALSE(opening.writes.empty());
        auto image = unsynced.before;
        image.resize(unsynced.after.size());
        for (auto const block : unsynced.blocks(size))
            if (block * size >= frames_begin(journal_version)) samples::spoil(image, block, size);
        auto const& first = opening.writes.front();
        for (auto block = first.begin / size; block * size < first.end; ++block) samples::spoil(image, block, size);
        CAPTURE(size);
        disk.replace("j", image);
        auto const j = file_journal::open("j", {}, options);
        REQUIRE(j.has_value());
        CHECK(phase_of(*j, "rent") == phase::sending);
        CHECK(phase_of(*j, "tax") != phase::none);
    }
}

TEST_CASE("a page that is lost, stale or zeroed costs no acknowledged record, or the journal is refused") {
    for (std::size_t const size : {512u, 4096u}) {
        watched_disk disk;
        file_journal_options const options{.preallocation = 1, .ops = &disk};
        auto const seen = third_put(disk, options);
        std::size_t opened = 0;
        for (std::size_t block = 0; block * size < seen.after.size(); ++block) {
            for (bool const zeroed : {false, true}) {
                CAPTURE(size);
                CAPTURE(block);
                CAPTURE(zeroed);
                auto image = seen.after;
                samples::take_from(zeroed ? std::vector<std::byte>{} : seen.before, image, block, size);
                disk.replace("j", image);
                auto const j = file_journal::open("j", {}, options);
                if (!j) continue;
                ++opened;
                CHECK(phase_of(*j, "rent") == phase::sending);
                CHECK(phase_of(*j, "wages") != phase::none);
            }
        }
        CHECK(opened > seen.after.size() / size);  // of twice as many: most blocks hold nothing that matters
    }
}
