// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "journal_samples.hpp"

#include <doctest/doctest.h>

using namespace dollr;

TEST_CASE("a header comes back as it was written") {
    auto const h = samples::header();
    auto const bytes = encode_header(h);
    REQUIRE(bytes.has_value());
    CHECK(bytes->size() == journal_block);
    auto const read = decode_header(*bytes);
    REQUIRE(read.has_value());
    CHECK(read->header == h);
    CHECK(read->salt != 0);
}

TEST_CASE("every flipped bit of the header is noticed, but for those of the unused rest of its block") {
    auto const bytes = *encode_header(samples::header());
    std::size_t const used = detail::load_le<std::uint16_t>(&bytes[10]);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        auto damaged = bytes;
        damaged[bit / 8] ^= std::byte(1u << bit % 8);
        CHECK(decode_header(damaged).has_value() == (bit / 8 >= used));
    }
}

TEST_CASE("a journal of a newer format is refused by its number") {
    auto bytes = *encode_header(samples::header());
    bytes[8] = std::byte{journal_version + 1};
    std::size_t const used = detail::load_le<std::uint16_t>(&bytes[10]);
    detail::store_le(&bytes[used - 4], crc32c(std::span{bytes}.first(used - 4)));
    auto const read = decode_header(bytes);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().what == "the journal has format 3, and this program reads 2");
    CHECK(read.error().next == "use the newer program that wrote it");
}

TEST_CASE("a file that is no journal is called so") {
    std::string const text(5000, 'x');
    auto const read = decode_header(std::as_bytes(std::span{text}));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().what.starts_with("this is not a journal"));
    CHECK_FALSE(decode_header({}).has_value());
}

TEST_CASE("a database that was named without its scheme is not called a damaged journal") {
    std::vector<std::byte> file(journal_block);
    constexpr std::string_view sqlite{"SQLite format 3"};
    std::transform(sqlite.begin(), sqlite.end(), file.begin(), [](char c) { return static_cast<std::byte>(c); });
    auto const header = decode_header(file);
    REQUIRE_FALSE(header.has_value());
    CHECK(describe(header.error()).find("that is sqlite:FILE") != std::string::npos);
}

TEST_CASE("mistake 26: a journal of a sandbox is refused for production, and the reverse, and for another client") {
    auto const h = samples::header();
    CHECK(check_binding(h, {}).has_value());
    CHECK(check_binding(h, {.origin = h.origin, .client = h.client}).has_value());
    auto const other_target = check_binding(h, {.origin = "https://api.heydollr.app", .client = h.client});
    REQUIRE_FALSE(other_target.has_value());
    CHECK(other_target.error().what == "the journal belongs to http://127.0.0.1:8080, not to https://api.heydollr.app");
    auto const other_client = check_binding(h, {.origin = h.origin, .client = digest{}});
    REQUIRE_FALSE(other_client.has_value());
    CHECK(other_client.error().what == "the journal belongs to another client id");
}

TEST_CASE("a header without an origin, with an endless one or with a clock that stands still is not written") {
    auto h = samples::header();
    h.origin = "";
    CHECK_FALSE(encode_header(h).has_value());
    h.origin = std::string(256, 'o');
    CHECK_FALSE(encode_header(h).has_value());
    h.origin = std::string(255, 'o');
    CHECK(encode_header(h).has_value());
    h.clock_speed = 0;
    CHECK_FALSE(encode_header(h).has_value());
}
