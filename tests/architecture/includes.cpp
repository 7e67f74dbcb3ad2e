// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "source_tree.hpp"

#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>
#include <sstream>

// Who may include whom. The arrows below are the ones of the design; anything reachable along them may be included.
namespace {

using architecture::source;
using layers = std::set<std::string, std::less<>>;

std::map<std::string, layers, std::less<>> const arrows{
    {"value", {}},
    {"schema", {"value"}},
    {"http", {"value"}},
    {"journal", {"value"}},
    {"api", {"schema", "http"}},
    {"machine", {"journal"}},
    {"codec", {"api", "machine"}},
    {"flow", {"codec"}},
    {"sandbox", {"codec"}},
    {"port", {"codec"}},
    {"client", {"flow", "port"}},
    {"adapters", {"client", "sandbox"}},
};

layers reachable_from(std::string_view layer) {
    layers all{std::string(layer)};
    for (auto const& next : arrows.find(layer)->second) all.merge(reachable_from(next));
    return all;
}

/// "include/dollr/value/amount.hpp" -> "value"; "adapters/curl/multi.cpp" -> "adapters"; the umbrella -> "dollr.hpp"
std::string layer_of(std::string_view path) {
    constexpr std::string_view core = "include/dollr/";
    if (path.starts_with("adapters/")) return "adapters";
    if (!path.starts_with(core)) return "";
    path.remove_prefix(core.size());
    return std::string(path.substr(0, path.find('/')));
}

std::string adapter_of(std::string_view path) {
    constexpr std::string_view top = "adapters/";
    if (!path.starts_with(top)) return "";
    path.remove_prefix(top.size());
    return std::string(path.substr(0, path.find('/')));
}

bool is_core_boost(std::string_view header) {
    static std::regex const allowed(R"(boost/(describe|mp11|system|crc|config|assert|throw_exception)(/.*|\.hpp))");
    return std::regex_match(header.begin(), header.end(), allowed);
}

/// What is wrong with this include, or nothing.
std::string complaint(source const& from, std::string_view header, bool quoted) {
    auto const layer = layer_of(from.path);
    auto const adapter = adapter_of(from.path);
    bool const in_core = adapter.empty();
    if (header.find("..") != std::string_view::npos) return "leaves its folder";
    if (quoted) return in_core ? "must be written <dollr/...>" : "";
    if (header.starts_with("boost/")) {
        if (!in_core || is_core_boost(header)) return "";
        return header.starts_with("boost/json") && layer == "codec" && header != "boost/json/src.hpp"
                   ? ""
                   : "is not a Boost library of this layer";
    }
    if (!header.starts_with("dollr/")) return "";

    header.remove_prefix(std::string_view("dollr/").size());
    auto const to = std::string(header.substr(0, header.find('/')));
    if (to == "dollr.hpp") return in_core ? "is the umbrella, which is for users" : "";
    // The system's own facts are for every adapter, and the front doors are made of all of them.
    static layers const fronts{"runtime", "client", "asio_client", "cli"};
    bool const may_use = to == adapter || to == "system" || fronts.contains(adapter);
    if (!arrows.contains(to)) return in_core || !may_use ? "is another adapter's" : "";
    if (layer == "dollr.hpp") return to == "sandbox" ? "is not for the umbrella" : "";
    return reachable_from(layer).contains(to) ? "" : "is against the arrows";
}

std::vector<std::string> violations(std::vector<source> const& sources) {
    static std::regex const include_line(R"(^\s*#\s*include\s*(["<])([^">]+)[">].*)");
    std::vector<std::string> found;
    for (auto const& from : sources) {
        std::istringstream lines(from.text);
        std::smatch match;
        for (std::string line; std::getline(lines, line);) {
            if (!std::regex_match(line, match, include_line)) continue;
            auto const header = match[2].str();
            auto const why = complaint(from, header, match[1] == "\"");
            if (!why.empty()) found.push_back(from.path + ": " + header + " " + why);
        }
    }
    return found;
}

bool refused(std::string path, std::string include) {
    return violations({{std::move(path), "#include " + std::move(include) + "\n"}}).size() == 1;
}

}  // namespace

TEST_CASE("every include follows the arrows") {
    auto sources = architecture::sources_below("include");
    REQUIRE(!sources.empty());
    for (auto& source : architecture::sources_below("adapters")) sources.push_back(std::move(source));
    for (auto const& violation : violations(sources)) FAIL_CHECK(violation);
}

TEST_CASE("every header of the core lies in a layer") {
    for (auto const& source : architecture::sources_below("include")) {
        auto const layer = layer_of(source.path);
        CHECK_MESSAGE((layer == "dollr.hpp" || (arrows.contains(layer) && layer != "adapters")), source.path);
    }
}

TEST_CASE("an include against the arrows is found") {
    CHECK(refused("include/dollr/value/amount.hpp", "<dollr/schema/type.hpp>"));
    CHECK(refused("include/dollr/machine/attempt.hpp", "<dollr/http/message.hpp>"));
    CHECK(refused("include/dollr/machine/attempt.hpp", "<dollr/api/status.hpp>"));
    CHECK(refused("include/dollr/codec/read.hpp", "<dollr/flow/payout.hpp>"));
    CHECK(refused("include/dollr/client/journal.hpp", "<dollr/sandbox/server.hpp>"));
    CHECK(refused("include/dollr/flow/payout.hpp", "<dollr/curl/transport.hpp>"));
    CHECK(refused("include/dollr/dollr.hpp", "<dollr/sandbox/server.hpp>"));
    CHECK(refused("include/dollr/value/amount.hpp", "<dollr/dollr.hpp>"));
}

TEST_CASE("an include of a Boost library that its layer may not use is found") {
    CHECK(refused("include/dollr/api/parties.hpp", "<boost/json.hpp>"));
    CHECK(refused("include/dollr/codec/read.hpp", "<boost/json/src.hpp>"));
    CHECK(refused("include/dollr/client/journal.hpp", "<boost/asio.hpp>"));
    CHECK_FALSE(refused("include/dollr/codec/read.hpp", "<boost/json/basic_parser.hpp>"));
    CHECK_FALSE(refused("include/dollr/api/parties.hpp", "<boost/describe/class.hpp>"));
}

TEST_CASE("an adapter that includes another adapter is found") {
    CHECK(refused("adapters/curl/multi.cpp", "<dollr/file/journal.hpp>"));
    CHECK(refused("adapters/curl/multi.cpp", "\"../file/journal.hpp\""));
    CHECK_FALSE(refused("adapters/curl/multi.cpp", "<dollr/curl/multi.hpp>"));
    CHECK_FALSE(refused("adapters/curl/multi.cpp", "<dollr/port/transport.hpp>"));
    CHECK_FALSE(refused("adapters/cli/main.cpp", "<dollr/curl/multi.hpp>"));
}

TEST_CASE(
    "the umbrella reaches every layer of the protocol, and neither flows nor drivers, which cost three times as much") {
    auto const sources = architecture::sources_below("include");
    std::set<std::string> reached;
    std::vector<std::string> todo{"dollr/dollr.hpp"};
    std::regex const own(R"(#include <(dollr/[^>]+)>)");
    while (!todo.empty()) {
        auto const header = todo.back();
        todo.pop_back();
        if (!reached.insert(header).second) continue;
        auto const at = std::ranges::find(sources, "include/" + header, &source::path);
        REQUIRE_MESSAGE(at != sources.end(), header);
        for (std::sregex_iterator m(at->text.begin(), at->text.end(), own), end; m != end; ++m) todo.push_back((*m)[1]);
    }
    layers found;
    for (auto const& header : reached) found.insert(layer_of("include/" + header));
    CHECK(found == layers{"api", "codec", "dollr.hpp", "http", "journal", "machine", "port", "schema", "value"});
}
