// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "source_tree.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <string>
#include <utility>

// What is wrong on purpose, what a search needs and what says whether a machine went wrong lie under tests/: none of it
// ships.
namespace {

/// The first word that does not belong into a shipped header; empty: none.
std::string stowaway(std::string text) {
    static std::regex const pattern(
        R"(\b(mutant|mistake|spoilt_\w+|violated|canonical_origin|hash_value)\b|\bstruct attempt_access\b(?!;))");
    auto const code = architecture::without_comments_and_literals(std::move(text));
    std::smatch found;
    return std::regex_search(code, found, pattern) ? found.str() : "";
}

}  // namespace

TEST_CASE("no header of the library has a mistake, a mutant, an oracle or the tests' door into the machine") {
    auto const sources = architecture::sources_below("include");
    REQUIRE(!sources.empty());
    for (auto const& source : sources) {
        CAPTURE(source.path);
        CHECK(stowaway(source.text) == "");
    }
}

TEST_CASE("a stowaway is found") {
    CHECK(stowaway("enum class mistake { none };") == "mistake");
    CHECK(stowaway("std::string_view violated(attempt const&);") == "violated");
    CHECK(stowaway("struct attempt_access { int x; };") == "struct attempt_access");
    CHECK(stowaway("class attempt { friend struct attempt_access; };") == "");
    CHECK(stowaway("// a mistake that the types prevent") == "");
}
