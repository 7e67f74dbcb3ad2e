// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "scopes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>

// Whoever logs, prints or tests an enumerator needs its word: every public enumeration has a `to_text` beside it, in
// its own namespace, where argument-dependent lookup finds it.
namespace {

using architecture::scope;

/// Others are changing these headers; their enumerations have another name for it, or leave the library.
std::set<std::string, std::less<>> const not_yet{
    "include/dollr/flow/payment.hpp: step",
    "include/dollr/machine/policy.hpp: fault",
};

bool is_public(std::vector<scope> const& in) {
    return std::ranges::all_of(in, [](scope const& one) {
        return one.what != scope::kind::block && one.is_public && !one.name.empty() &&
               !architecture::is_detail(one.name);
    });
}

std::vector<std::string> violations(architecture::source const& source) {
    static std::regex const definition(R"(enum\s+class\s+(\w+)|BOOST_DEFINE_(?:FIXED_)?ENUM_CLASS\(\s*(\w+))");
    static std::regex const overload(R"(\bstring_view\s+to_text\(\s*([\w:]+)\s)");
    std::set<std::string> defined;
    std::set<std::string> told;
    for (auto const& [in, text, opens] : architecture::statements_of(source.text)) {
        auto const [space, type] = architecture::names_of(in);
        if (!is_public(in)) continue;
        for (std::sregex_iterator m(text.begin(), text.end(), definition), end; m != end; ++m) {
            if ((*m)[1].matched && !opens) continue;  // a declaration only
            auto const name = (*m)[1].matched ? (*m)[1].str() : (*m)[2].str();
            defined.insert(space + "|" + (type.empty() ? "" : type + "::") + name);
        }
        if (!type.empty()) continue;
        for (std::sregex_iterator m(text.begin(), text.end(), overload), end; m != end; ++m)
            told.insert(space + "|" + (*m)[1].str());
    }
    std::vector<std::string> found;
    for (auto const& one : defined) {
        if (!told.contains(one)) found.push_back(source.path + ": " + one.substr(one.find('|') + 1));
    }
    return found;
}

std::string wanting(std::string text) {
    std::string names;
    for (auto const& one : violations({"x.hpp", std::move(text)})) names += one.substr(one.find(' ') + 1) + " ";
    return architecture::trimmed(names);
}

}  // namespace

TEST_CASE("every public enumeration has its words: to_text") {
    auto sources = architecture::sources_below("include");
    REQUIRE(!sources.empty());
    for (auto& source : architecture::sources_below("adapters")) {
        if (source.path.find("/include/") != std::string::npos) sources.push_back(std::move(source));
    }
    for (auto const& source : sources) {
        for (auto const& violation : violations(source)) {
            if (!not_yet.contains(violation)) FAIL_CHECK(violation << " has no to_text");
        }
    }
}

TEST_CASE("a public enumeration without to_text is found") {
    CHECK(wanting("namespace dollr { enum class color : char { red, blue }; }") == "color");
    CHECK(wanting("namespace dollr { struct car { enum class color { red }; }; }") == "car::color");
    CHECK(wanting("namespace dollr { class car { public: enum class color { red }; }; }") == "car::color");
    CHECK(wanting("namespace dollr {\nBOOST_DEFINE_FIXED_ENUM_CLASS(color, char, red)\n\nstruct car {}; }") == "color");
    CHECK(wanting("namespace a { enum class x { y }; } namespace b { std::string_view to_text(x value); }") == "x");
    CHECK(wanting("namespace a { enum class x { y }; struct z { std::string_view to_text(x value); }; }") == "x");
    CHECK(wanting("namespace a { enum class x { y }; enum class z { y };\nstd::string_view to_text(x value); }") ==
          "z");
}

TEST_CASE("an enumeration that has its words, or that nobody outside can name, is not found") {
    CHECK(wanting("namespace a {\nenum class x { y };\nconstexpr std::string_view to_text(x value) noexcept;\n}") ==
          "");
    CHECK(wanting("namespace a {\nstruct b { enum class x { y }; };\nstd::string_view to_text(b::x value) { return {}; "
                  "} }") == "");
    CHECK(wanting("namespace a {\nBOOST_DEFINE_FIXED_ENUM_CLASS(x, char, y)\nconstexpr std::string_view to_text(x "
                  "value) {} }") == "");
    CHECK(wanting("namespace a::detail { enum class x { y }; }") == "");
    CHECK(wanting("namespace a { namespace detail { enum class x { y }; } }") == "");
    CHECK(wanting("namespace a { class b { enum class x { y }; }; }") == "");
    CHECK(wanting("namespace a { struct b { private: enum class x { y }; }; }") == "");
    CHECK(wanting("namespace a { enum class x : char; }") == "");
    CHECK(wanting("namespace { enum class x { y }; }") == "");
}
