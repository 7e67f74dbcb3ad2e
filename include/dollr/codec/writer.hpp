// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_WRITER_HPP
#define DOLLR_CODEC_WRITER_HPP

#include <dollr/codec/impl/validate_value.hpp>
#include <dollr/codec/impl/write_value.hpp>
#include <dollr/codec/limits.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/secret.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The writer: described values to JSON, validated first. Nothing invalid is written, and every reason is collected;
/// what counts as invalid a policy can relax, rule by rule.
///
/// Amounts are plain decimals with the decimals that they were given (100.00, never 1E2). Absent optionals are left
/// out. The validator's bound sizes the buffer once, so a reused buffer makes writing free of allocation.
namespace dollr::codec {

/// What would keep this value from leaving; empty if nothing does.
template <class T>
[[nodiscard]] std::vector<issue> validate(T const& value, std::string_view root = "body",
                                          write_options const& options = {});

/// Replaces what is in the buffer: a std::string, or a secret_string for what may hold a secret. On failure it is left
/// empty.
template <class T>
result<void> write(T const& value, secret_string& out, std::string_view root = "body",
                   write_options const& options = {});
template <class T>
result<void> write(T const& value, std::string& out, std::string_view root = "body", write_options const& options = {});

namespace detail {

inline error unfit(std::vector<issue> issues) {
    auto e = invalid_input("this cannot be sent", "correct the members named in the issues");
    e.issues = std::move(issues);
    return e;
}

inline std::size_t validate_value(schema::type const& type, void const* place, std::string_view root,
                                  write_options const& options, std::vector<issue>& issues) {
    return validator(issues, options).validate_value(type, plain_field, place, step{nullptr, root});
}

inline void write(std::size_t size_max, schema::type const& type, void const* place, secret_string& out) {
    out.resize_for_overwrite(size_max);
    out.resize_for_overwrite(static_cast<std::size_t>(write_value(out.data(), type, plain_field, place) - out.data()));
}
inline void write(std::size_t size_max, schema::type const& type, void const* place, std::string& out) {
    out.resize(size_max);
    out.resize(static_cast<std::size_t>(write_value(out.data(), type, plain_field, place) - out.data()));
}

template <class Buffer>
result<void> examine_and_write(schema::type const& type, void const* place, std::string_view root,
                               write_options const& options, Buffer& out) {
    out.clear();
    std::vector<issue> issues;
    auto const size_max = validate_value(type, place, root, options, issues);
    if (!issues.empty()) return unfit(std::move(issues));
    write(size_max, type, place, out);
    return {};
}

}  // namespace detail

template <class T>
std::vector<issue> validate(T const& value, std::string_view root, write_options const& options) {
    std::vector<issue> issues;
    detail::validate_value(schema::type_of<T>, &value, root, options, issues);
    return issues;
}

template <class T>
result<void> write(T const& value, secret_string& out, std::string_view root, write_options const& options) {
    return detail::examine_and_write(schema::type_of<T>, &value, root, options, out);
}

template <class T>
result<void> write(T const& value, std::string& out, std::string_view root, write_options const& options) {
    return detail::examine_and_write(schema::type_of<T>, &value, root, options, out);
}

}  // namespace dollr::codec

#endif
