// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "random_record.hpp"

#include <dollr/journal/frame.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

using namespace dollr;

TEST_CASE("every record comes back from its frame as it was, in every member") {
    CHECK(rc::check("encode, decode", [](std::uint64_t seed, std::uint32_t salt) {
        samples::random_record next{seed};
        journal_chain chain{.salt = salt, .previous = salt, .sequence = seed >> 8, .durable = seed >> 9};
        std::vector<std::byte> out;
        std::vector<record> in(5);
        for (auto& r : in) {
            r = next();
            chain.append(r, out);
        }
        std::span<std::byte const> rest{out};
        for (auto const& r : in) {
            auto const frame = read_frame(rest, salt);
            RC_ASSERT(frame.has_value());
            RC_ASSERT(frame->size() <= frame_size_max);
            RC_ASSERT(read_record(*frame) == r);
            rest = rest.subspan(frame->size());
        }
        RC_ASSERT(rest.empty());
    }));
}

TEST_CASE("arbitrary bytes are read without a step outside of them") {
    CHECK(rc::check("decode", [](std::vector<std::uint8_t> const& bytes) {
        auto const read = decode_payload(std::as_bytes(std::span{bytes}));
        static_cast<void>(read_frame(std::as_bytes(std::span{bytes}), 0));
        if (read) {
            std::array<std::byte, record_payload_max> room;
            auto const size = encode_payload(*read, room);
            RC_ASSERT(std::equal(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size),
                                 std::as_bytes(std::span{bytes}).begin()));
        }
    }));
}
