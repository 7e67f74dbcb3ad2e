// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_READER_HPP
#define DOLLR_CODEC_READER_HPP

#include <dollr/codec/limits.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The authority reader: what it says about bytes is what the library believes.
///
/// Every member is checked against the schema and every issue is collected with its `loc`. Numbers keep their text,
/// so amounts are exact. Unknown members are skipped; a member that is read may not appear twice; null and absent are
/// the same for an optional member. The text must be one JSON document in valid UTF-8: no byte order mark, nothing
/// after it, no NaN, no lone surrogate, and no U+0000 in a text that is read. A faster reader may stand in front of
/// this one, if it declines whatever this one would refuse: its place is inside read().
namespace dollr::codec {

/// T is a described struct or a std::vector of one. The error's issues say all that is wrong.
template <class T>
[[nodiscard]] result<T> read(std::string_view json, read_options const& options = {});

namespace detail {

/// Reads one document into `place`. What is found goes to `issues`; where the text is not JSON at all, only that.
void parse(std::string_view json, schema::type const& type, void* place, read_options const& options,
           std::vector<issue>& issues);

inline error unreadable(std::vector<issue> issues) {
    error e;
    e.kind = error_kind::unreadable;
    for (issue const& i : issues)
        if (i.type == "limit") e.kind = error_kind::limit;
    e.what = "this JSON does not follow the contract";
    e.next = "see the issues: each names a member and what it must be";
    e.issues = std::move(issues);
    return e;
}

}  // namespace detail

template <class T>
result<T> read(std::string_view json, read_options const& options) {
    T value{};
    std::vector<issue> issues;
    detail::parse(json, schema::type_of<T>, &value, options, issues);
    if (!issues.empty()) return detail::unreadable(std::move(issues));
    return value;
}

}  // namespace dollr::codec

#if !defined(DOLLR_SEPARATE_COMPILATION)
#include <dollr/codec/impl/json_parser.hpp>
#endif

#endif
