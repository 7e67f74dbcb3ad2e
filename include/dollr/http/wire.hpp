// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_HTTP_WIRE_HPP
#define DOLLR_HTTP_WIRE_HPP

#include <dollr/http/message.hpp>
#include <dollr/http/method.hpp>

#include <optional>
#include <string_view>

/// What every transport and every server of the protocol agree on, so that none of them says it twice.
namespace dollr {

constexpr std::optional<http_method> method_from_text(std::string_view text) noexcept {
    for (auto const method : {http_method::get, http_method::post, http_method::put, http_method::delete_}) {
        if (text == to_text(method)) return method;
    }
    return std::nullopt;
}

/// A request that a stack must not repeat by itself: it gets a connection of its own, on which nothing was ever sent.
constexpr bool needs_fresh_connection(hazard h) noexcept { return h == hazard::moves_money || h == hazard::creates; }

/// Why the request must not be written, as static text; empty if it may be. CR, LF and NUL never reach a line of the
/// head (mistake 22), whoever built the request.
inline std::string_view why_not_sendable(http_request const& request) noexcept {
    if (request.target.empty() || request.target.front() != '/')
        return "the request target does not begin with a slash";
    for (auto const c : request.target) {
        if (c <= ' ' || c > '~' || c == '#') return "the request target holds a character that must be escaped";
    }
    for (auto const c : request.authorization.reveal()) {
        if (c < ' ' || c > '~') return "the authorization has a character that is not allowed in a header";
    }
    if (request.method == http_method::get && !request.body.empty()) return "a GET request has a body";
    return {};
}

}  // namespace dollr

#endif
