// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_TARGET_HPP
#define DOLLR_CODEC_TARGET_HPP

#include <dollr/codec/impl/read_leaf.hpp>
#include <dollr/codec/impl/validate_value.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/result.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The request target, both ways: path and query structs to "/status/payout/3f…?a=b", and back for a server.
///
/// Every byte that RFC 3986 does not call unreserved is percent-encoded, so a value cannot become a segment, a query or
/// a header (mistake 22). A path segment is never empty, "." or "..", which intermediaries remove.
namespace dollr::codec {

struct target_parts {
    std::string_view path;
    std::string_view query;  ///< without the question mark
};
[[nodiscard]] constexpr target_parts split_target(std::string_view target) noexcept {
    auto const mark = target.find('?');
    if (mark == std::string_view::npos) return {target, {}};
    return {target.substr(0, mark), target.substr(mark + 1)};
}

/// Is this path one of the operation's, whatever its placeholders hold?
template <class Op>
[[nodiscard]] constexpr bool matches(std::string_view path) noexcept;

/// The values of the placeholders of a path that matches. Issues have loc {"path", name}.
template <class Op>
[[nodiscard]] result<typename Op::path> read_path(std::string_view path);

/// Unknown names are ignored, a name of ours that comes twice is an issue. Issues have loc {"query", name}.
template <class Query>
[[nodiscard]] result<Query> read_query(std::string_view query);

/// Appends `text` with every character escaped that RFC 3986 does not call unreserved.
BOOST_NOINLINE inline void percent_encode(std::string& out, std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    for (char const c : text) {
        auto const u = static_cast<unsigned char>(c);
        bool const unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out += c;
        } else {
            out += '%';
            out += digits[u >> 4];
            out += digits[u & 0xF];
        }
    }
}

namespace detail {

/// One segment of a path; the path is left with the rest.
constexpr std::string_view take_segment(std::string_view& path) noexcept {
    if (path.starts_with('/')) path.remove_prefix(1);
    auto const end = std::min(path.find('/'), path.size());
    auto const segment = path.substr(0, end);
    path.remove_prefix(end);
    return segment;
}

constexpr bool is_placeholder(std::string_view segment) noexcept {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

constexpr bool path_matches(std::string_view pattern, std::string_view path) noexcept {
    while (!pattern.empty() && !path.empty()) {
        if (!path.starts_with('/')) return false;
        auto const want = take_segment(pattern);
        auto const have = take_segment(path);
        if (is_placeholder(want) ? have.empty() : want != have) return false;
    }
    return pattern.empty() && path.empty();
}

constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// False for a percent sign without two digits.
BOOST_NOINLINE inline bool percent_decode(std::string& out, std::string_view text, bool plus_is_space) {
    out.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            int const high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) return false;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return true;
}

/// A leaf as the text of a parameter; what needs memory of its own is written into the buffer.
inline std::string_view parameter_text(schema::type const& type, void const* place, char (&buffer)[48]) noexcept {
    using schema::kind;
    static_assert(sizeof buffer >= amount::text_max && sizeof buffer >= timestamp::text_max);
    char* end = buffer;
    switch (type.kind) {
        case kind::text:
            return *static_cast<std::string const*>(place);
        case kind::boolean:
            return *static_cast<bool const*>(place) ? "true" : "false";
        case kind::currency:
            return static_cast<currency const*>(place)->text();
        case kind::phone:
            return static_cast<phone const*>(place)->text();
        case kind::word:
            return type.word->text(place);
        case kind::integer:
            end = std::to_chars(buffer, buffer + sizeof buffer, type.integer->get(place)).ptr;
            break;
        case kind::amount:
            end = static_cast<amount const*>(place)->write(buffer);
            break;
        case kind::reference_id:
            end = static_cast<reference_id const*>(place)->write(buffer);
            break;
        case kind::timestamp:
            end = static_cast<timestamp const*>(place)->write(buffer);
            break;
        case kind::secret:  // a secret in a URL would be logged by everything on its way
        case kind::step:
        case kind::object:
        case kind::list:
            break;
    }
    return {buffer, static_cast<std::size_t>(end - buffer)};
}

inline void append_path(std::string& out, std::string_view pattern, schema::structure const& path, void const* place,
                        std::vector<issue>& issues) {
    constexpr static_issue no_segment{"path_segment", "a path segment must not be empty, \".\" or \"..\""};
    while (!pattern.empty()) {
        auto const segment = take_segment(pattern);
        out += '/';
        if (!is_placeholder(segment)) {
            out += segment;
            continue;
        }
        auto const name = segment.substr(1, segment.size() - 2);
        for (schema::field const& field : path.fields) {
            if (field.name != name) continue;
            char buffer[48];
            auto const text = parameter_text(*field.type, value_of(field, place), buffer);
            if (text.empty() || text == "." || text == "..") add_issue(issues, "path", name, no_segment, field);
            percent_encode(out, text);
        }
    }
}

inline void append_query(std::string& out, schema::structure const& query, void const* place) {
    char mark = '?';
    for (schema::field const& field : query.fields) {
        void const* const value = value_of(field, place);
        if (value == nullptr) continue;
        out += std::exchange(mark, '&');
        out += field.name;
        out += '=';
        char buffer[48];
        percent_encode(out, parameter_text(*field.type, value, buffer));
    }
}

/// One parameter from its encoded text.
inline void read_parameter(schema::field const& field, void* owner, std::string_view encoded, bool plus_is_space,
                           std::string_view root, std::vector<issue>& issues) {
    constexpr static_issue broken{"percent_encoding", "a percent sign is followed by two hexadecimal digits"};
    std::string text;
    static_issue f = percent_decode(text, encoded, plus_is_space) ? static_issue{} : broken;
    if (!f && !is_utf8_without_nul(text)) f = text.find('\0') == std::string::npos ? not_utf8 : holds_nul;
    if (!f) {
        void* place = field.at(owner);
        if (field.optional != nullptr) place = field.optional->emplace(place);
        f = read_parameter(*field.type, field, place, text);
    }
    if (f) add_issue(issues, root, field.name, f, field);
}

inline void read_path(std::string_view pattern, std::string_view path, schema::structure const& s, void* place,
                      std::vector<issue>& issues) {
    while (!pattern.empty()) {
        auto const want = take_segment(pattern);
        auto const have = take_segment(path);
        if (!is_placeholder(want)) continue;
        for (schema::field const& field : s.fields)
            if (field.name == want.substr(1, want.size() - 2))
                read_parameter(field, place, have, false, "path", issues);
    }
}

inline void read_query(std::string_view query, schema::structure const& s, void* place, std::vector<issue>& issues) {
    std::uint64_t seen = 0;
    auto const add = [&issues](schema::field const& field, static_issue const& f) {
        add_issue(issues, "query", field.name, f, field);
    };
    std::string name;
    while (!query.empty()) {
        auto const end = std::min(query.find('&'), query.size());
        auto const pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        auto const equals = std::min(pair.find('='), pair.size());
        if (!percent_decode(name, pair.substr(0, equals), true)) continue;
        for (std::size_t i = 0; i < s.fields.size(); ++i) {
            if (s.fields[i].name != name) continue;
            if ((seen >> i & 1) != 0)
                add(s.fields[i], duplicate);
            else
                read_parameter(s.fields[i], place, pair.substr(std::min(equals + 1, pair.size())), true, "query",
                               issues);
            seen |= std::uint64_t{1} << i;
        }
    }
    for (std::size_t i = 0; i < s.fields.size(); ++i)
        if ((s.required & ~seen) >> i & 1) add(s.fields[i], missing);
}

inline error bad_parameters(std::vector<issue> issues) {
    auto e = invalid_input("the path or the query does not follow the contract",
                           "correct the parameters named in the issues");
    e.issues = std::move(issues);
    return e;
}

}  // namespace detail

template <class Op>
constexpr bool matches(std::string_view path) noexcept {
    return detail::path_matches(Op::target, path);
}

template <class Op>
result<typename Op::path> read_path(std::string_view path) {
    typename Op::path value{};
    std::vector<issue> issues;
    detail::read_path(Op::target, path, schema::structure_of<typename Op::path>, &value, issues);
    if (!issues.empty()) return detail::bad_parameters(std::move(issues));
    return value;
}

template <class Query>
result<Query> read_query(std::string_view query) {
    Query value{};
    std::vector<issue> issues;
    detail::read_query(query, schema::structure_of<Query>, &value, issues);
    if (!issues.empty()) return detail::bad_parameters(std::move(issues));
    return value;
}

}  // namespace dollr::codec

#endif
