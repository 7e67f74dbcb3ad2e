// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::system
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

using namespace dollr;

namespace {

struct no_entropy final : entropy {
    result<void> fill(std::span<std::uint8_t>) override { return invalid_input("no chance", "wait"); }
};

}  // namespace

TEST_CASE("every reference_id is new, and of version 4") {
    os_entropy entropy;
    std::set<std::string> seen;
    for (int i = 0; i < 1'000; ++i) {
        auto const id = mint_reference_id(entropy);
        REQUIRE(id.has_value());
        CHECK(reference_id::try_parse(id->to_string()).has_value());
        CHECK(seen.insert(id->to_string()).second);
    }
}

TEST_CASE("every byte is filled, also of more than the system gives at once") {
    std::vector<std::uint8_t> bytes(100'000, 0);
    REQUIRE(os_entropy{}.fill(bytes).has_value());
    std::set<std::uint8_t> const last{bytes.end() - 1'000, bytes.end()};
    CHECK(last.size() > 200);
    CHECK(os_entropy{}.fill({}).has_value());
}

TEST_CASE("without chance there is no id and no seed") {
    no_entropy none;
    CHECK_FALSE(mint_reference_id(none).has_value());
    CHECK_FALSE(draw_seed(none).has_value());
    os_entropy entropy;
    CHECK(draw_seed(entropy).value() != draw_seed(entropy).value());
}

TEST_CASE("SHA-256 gives the standard's own answers") {
    sha256 const hash;
    CHECK(hash("").value().to_hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hash("abc").value().to_hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
