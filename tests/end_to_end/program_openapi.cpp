// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/openapi_facts.hpp"
#include "../support/program.hpp"

#include <filesystem>
#include <sstream>

/// `dollr openapi` against the contract document, operation by operation and schema by schema. Every difference stands
/// in openapi_differences.txt under the reason for it.

using namespace dollr::test;
using namespace dollr::tests;

namespace {

std::string const contract = DOLLR_SOURCE_DIR "/../shared/contract/openapi.json";
std::string const list = DOLLR_SOURCE_DIR "/tests/end_to_end/openapi_differences.txt";

/// The lines of the list; each must have a reason, a line that begins with "#", above it in its paragraph.
std::set<std::string> reasoned() {
    std::set<std::string> out;
    std::istringstream lines(desk::read_text(list));
    bool reason = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) {
            reason = false;
        } else if (line.front() == '#') {
            reason = true;
        } else {
            INFO("a difference without a reason, or twice: " << line);
            CHECK(reason);
            CHECK(out.insert(line).second);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the program's document differs from the contract in what is listed with a reason, and in nothing else") {
    if (!std::filesystem::exists(contract)) {
        MESSAGE("skipped: the contract document is not here: ", contract);
        return;
    }
    auto const printed = run({"openapi"});
    REQUIRE(printed.code == 0);
    auto const found =
        differences(facts_of(boost::json::parse(printed.out)), facts_of(boost::json::parse(desk::read_text(contract))));
    auto const listed = reasoned();
    for (auto const& one : found)
        if (!listed.contains(one)) FAIL_CHECK("not listed: ", one);
    for (auto const& one : listed)
        if (!found.contains(one)) FAIL_CHECK("listed, but not found any more: ", one);
}
