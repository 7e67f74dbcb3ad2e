// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_diagram.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

namespace {

std::string file(std::string const& path) {
    std::ifstream in(std::string{DOLLR_SOURCE_DIR} + "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// What stands between the marker and its end, without its code fence; empty if there is none.
std::string block(std::string const& text) {
    constexpr std::string_view marker = "<!-- attempt-diagram -->";
    auto const begin = text.find(marker);
    if (begin == std::string::npos) return {};
    auto const end = text.find("<!-- /attempt-diagram -->", begin + marker.size());
    if (end == std::string::npos) return {};
    std::string const inside = text.substr(begin + marker.size(), end - begin - marker.size());
    constexpr std::string_view fence = "```mermaid\n";
    auto const open = inside.find(fence);
    auto const close = inside.rfind("```");
    if (open == std::string::npos || close <= open) return {};
    return inside.substr(open + fence.size(), close - open - fence.size());
}

}  // namespace

TEST_CASE("docs/attempt.mmd is what the table says") {
    INFO("write the printed text to docs/attempt.mmd");
    CHECK(file("docs/attempt.mmd") == dollr::attempt_diagram());
}

TEST_CASE("the diagram of docs/attempt.md is what the table says") {
    std::string const shown = block(file("docs/attempt.md"));
    REQUIRE_MESSAGE(
        !shown.empty(),
        "docs/attempt.md has no mermaid block between <!-- attempt-diagram --> and <!-- /attempt-diagram -->");
    CHECK(shown == dollr::attempt_diagram());
}

TEST_CASE("every phase can be reached, and every unfinished phase can be left") {
    std::set<dollr::phase> reached{dollr::phase::none};
    std::set<dollr::phase> left;
    for (dollr::rule const& r : dollr::attempt_rules) {
        if (r.to.what == dollr::same) continue;
        if (r.to.what == dollr::destination::kind::to) reached.insert(r.to.phase);
        for (unsigned p = 0; p < dollr::phase_count; ++p) {
            if (r.from.contains(static_cast<dollr::phase>(p))) left.insert(static_cast<dollr::phase>(p));
        }
    }
    for (unsigned i = 0; i < dollr::phase_count; ++i) {
        auto const p = static_cast<dollr::phase>(i);
        CHECK(reached.contains(p));
        CHECK((dollr::is_terminal(p) || left.contains(p)));
    }
}

TEST_CASE("no rule leads from a terminal phase to another, and none to sending but from recorded and unknown") {
    for (dollr::rule const& r : dollr::attempt_rules) {
        for (unsigned i = 0; i < dollr::phase_count; ++i) {
            auto const p = static_cast<dollr::phase>(i);
            if (!r.from.contains(p) || r.to.what != dollr::destination::kind::to) continue;
            if (dollr::is_terminal(p)) CHECK(r.to.phase == p);
            if (r.to.phase == dollr::phase::sending) CHECK((p == dollr::phase::recorded || p == dollr::phase::unknown));
        }
    }
}
