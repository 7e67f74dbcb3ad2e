// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_REQUEST_HPP
#define DOLLR_CODEC_REQUEST_HPP

#include <dollr/api/operation.hpp>
#include <dollr/codec/target.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/http/message.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// From an operation's typed parts to an http_request. All parts are validated and every issue is collected; on
/// failure the request is left empty, so that nothing half-built can be sent. A reused request allocates nothing.
namespace dollr::codec {

template <class Op>
result<void> request(typename Op::path const& path, typename Op::query const& query, typename Op::body const& body,
                     secret_string const& bearer, http_request& out, write_options const& options = {});

/// For operations without a body, without a query, or with nothing but a body.
template <class Op>
result<void> request(typename Op::body const& body, secret_string const& bearer, http_request& out,
                     write_options const& options = {}) {
    return request<Op>({}, {}, body, bearer, out, options);
}

namespace detail {

/// An operation as data: what the builder needs of it.
struct request_plan {
    http_method method;
    dollr::hazard hazard;
    std::string_view target;
    bool bearer;
    schema::type const* path;
    schema::type const* query;
    schema::type const* body;
};

template <class Op>
inline constexpr request_plan plan_of{Op::method,
                                      Op::hazard,
                                      Op::target,
                                      Op::bearer,
                                      &schema::type_of<typename Op::path>,
                                      &schema::type_of<typename Op::query>,
                                      &schema::type_of<typename Op::body>};

/// Visible ASCII only: neither CR, LF nor NUL, nor a space that would end the token, reaches a header.
constexpr bool is_header_safe(std::string_view token) noexcept {
    for (char const c : token)
        if (c <= ' ' || c > '~') return false;
    return true;
}

inline void check_bearer(secret_string const& bearer, std::vector<issue>& issues) {
    constexpr static_issue no_token{"missing", "an access token is required: obtain one first"};
    constexpr static_issue odd_token{
        "header_unsafe", "this access token has characters that are not allowed in a token: obtain another one"};
    if (bearer.empty())
        add_issue(issues, "header", "authorization", no_token, plain_field);
    else if (!is_header_safe(bearer.reveal()))
        add_issue(issues, "header", "authorization", odd_token, plain_field);
}

inline result<void> build(request_plan const& plan, void const* path, void const* query, void const* body,
                          secret_string const& bearer, http_request& out, write_options const& options) {
    out.clear();
    std::vector<issue> issues;
    validate_value(*plan.path, path, "path", options, issues);
    validate_value(*plan.query, query, "query", options, issues);
    auto const size_max = validate_value(*plan.body, body, "body", options, issues);
    if (plan.bearer) check_bearer(bearer, issues);
    if (issues.empty()) append_path(out.target, plan.target, *plan.path->structure, path, issues);
    if (!issues.empty()) {
        out.clear();
        return unfit(std::move(issues));
    }
    append_query(out.target, *plan.query->structure, query);
    out.method = plan.method;
    out.hazard = plan.hazard;
    if (plan.bearer) {
        out.authorization.reserve(7 + bearer.size());
        out.authorization.append("Bearer ");
        out.authorization.append(bearer.reveal());
    }
    if (!plan.body->structure->fields.empty()) write(size_max, *plan.body, body, out.body);
    return {};
}

}  // namespace detail

template <class Op>
result<void> request(typename Op::path const& path, typename Op::query const& query, typename Op::body const& body,
                     secret_string const& bearer, http_request& out, write_options const& options) {
    static_assert(api::is_sound<Op>());
    return detail::build(detail::plan_of<Op>, &path, &query, &body, bearer, out, options);
}

}  // namespace dollr::codec

#endif
