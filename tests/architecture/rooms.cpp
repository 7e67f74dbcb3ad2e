// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "scopes.hpp"

#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

// A room is a folder of the core, or one adapter. What it keeps in a namespace `detail` or a folder `impl` is its own:
// it may change without a look at anybody else. But adapters/compiled is there to compile such folders.
namespace {

using architecture::source;
using names = std::set<std::string, std::less<>>;

/// "include/dollr/value/amount.hpp" -> "value"; "adapters/curl/src/exchange.cpp" -> "curl"; anything else -> ""
std::string room_of(std::string_view path) {
    for (std::string_view const top : {"include/dollr/", "adapters/"}) {
        if (!path.starts_with(top)) continue;
        path.remove_prefix(top.size());
        auto const slash = path.find('/');
        return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
    }
    return "";
}

/// What a file declares directly in a namespace detail.
names details_of(source const& file) {
    static std::regex const named(R"(\b(?:struct|class|concept|using|namespace)\s+(?:[\w]+::)*(\w+))");
    static std::regex const called(R"((\w+|operator\S+)\s*\()");
    static std::regex const valued(R"((\w+)(?:<[^=]*>)?\s*(?:\[[^\]]*\]\s*)?$)");
    static std::regex const value(R"(\s=(?!=)[^]*)");
    names found;
    for (auto const& [in, whole, opens] : architecture::statements_of(file.text)) {
        auto const text = std::regex_replace(architecture::without_template_head(whole), value, "");
        auto const outside = std::ranges::all_of(
            in, [](auto const& one) { return one.what == architecture::scope::kind::of_namespace; });
        auto const [space, type] = architecture::names_of(in);
        if (!outside || !(architecture::is_detail(space) || text.find("namespace detail") != std::string::npos))
            continue;
        for (auto const* pattern : {&named, &called, &valued}) {
            for (std::sregex_iterator m(text.begin(), text.end(), *pattern), end; m != end; ++m) found.insert((*m)[1]);
        }
    }
    return found;
}

std::vector<std::string> violations(std::vector<source> const& sources) {
    static std::regex const use(R"(\bdetail::(\w+))");
    static std::regex const include_line(R"(^\s*#\s*include\s*<dollr/(\w+)/((?:\w+/)*)impl/[^>]*>.*)");
    std::map<std::string, names> own;
    for (auto const& file : sources) own[room_of(file.path)].merge(details_of(file));
    std::vector<std::string> found;
    for (auto const& file : sources) {
        auto const room = room_of(file.path);
        std::istringstream lines(file.text);
        std::smatch match;
        for (std::string line; std::getline(lines, line);) {
            if (std::regex_match(line, match, include_line) && match[1] != room && room != "compiled")
                found.push_back(file.path + ": includes what is impl/ of " + match[1].str());
        }
        static std::regex const opening(R"(\bnamespace\s+[\w:]+)");
        auto const code = std::regex_replace(architecture::without_comments_and_literals(file.text), opening, "");
        for (std::sregex_iterator m(code.begin(), code.end(), use), end; m != end; ++m) {
            if (!own[room].contains((*m)[1].str()))
                found.push_back(file.path + ": " + m->str() + " is not this room's");
        }
    }
    return found;
}

/// `code` in the room codec, beside a room value whose `detail` has `helper`, and a room codec whose has `own`.
bool refused(std::string code) {
    return violations(
               {{"include/dollr/value/a.hpp", "namespace dollr::detail { int helper(int n); }"},
                {"include/dollr/codec/b.hpp", "namespace dollr::codec::detail { inline constexpr int own = 1; }"},
                {"include/dollr/codec/c.hpp", std::move(code)}})
               .size() == 1;
}

}  // namespace

TEST_CASE("no room uses what another keeps in a namespace detail or a folder impl") {
    auto sources = architecture::sources_below("include");
    REQUIRE(!sources.empty());
    for (auto& source : architecture::sources_below("adapters")) sources.push_back(std::move(source));
    for (auto const& violation : violations(sources)) FAIL_CHECK(violation);
}

TEST_CASE("a use of another room's detail is found") {
    CHECK(refused("namespace dollr::codec { int x = dollr::detail::helper(1); }"));
    CHECK(refused("namespace dollr::codec { int x = detail::helper(1); }"));
    CHECK(refused("namespace dollr::codec { using detail::helper; }"));
    CHECK(refused("namespace dollr::codec { int x = schema::detail::nobodys; }"));
    CHECK_FALSE(refused("namespace dollr::codec { int x = detail::own; }"));
    CHECK_FALSE(refused("namespace dollr::codec { int x = codec::detail::own; }  // not detail::helper"));
    CHECK_FALSE(refused("namespace dollr::codec::detail { struct mine {}; }\nauto x = dollr::codec::detail::mine{};"));
}

TEST_CASE("every way to declare a name in a namespace detail is seen") {
    auto const code = R"(namespace dollr { namespace detail {
        struct a {}; class b final : c {}; template <class T> concept d = true; using e = int;
        inline constexpr f g[] = {1}; template <class T> constexpr h<T> i(T const& value) noexcept { return j(value); }
        inline constexpr int k{3}; template <class T> inline constexpr auto const& l = m<T>::value;
        enum class n : char { o }; void p(); namespace q { int r; }
    } })";
    auto const found = details_of({"include/dollr/value/a.hpp", code});
    for (std::string const name : {"a", "b", "d", "e", "g", "i", "k", "l", "n", "p", "q", "r"})
        CHECK_MESSAGE(found.contains(name), name);
    for (std::string const name : {"j", "m", "value"}) CHECK_MESSAGE(!found.contains(name), name);
}

TEST_CASE("an include of another room's impl is found") {
    CHECK(refused("#include <dollr/value/impl/text.hpp>\n"));
    CHECK(refused("#include <dollr/machine/attempt/impl/time.hpp>\n"));
    CHECK_FALSE(refused("#include <dollr/codec/impl/walker.hpp>\n"));
    CHECK_FALSE(refused("#include <dollr/value/text.hpp>\n"));
}
