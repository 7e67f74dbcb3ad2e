// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_IMPL_SERVER_HPP
#define DOLLR_SANDBOX_IMPL_SERVER_HPP

#include <dollr/codec/limits.hpp>
#include <dollr/codec/target.hpp>
#include <dollr/http/method.hpp>
#include <dollr/sandbox/faults.hpp>
#include <dollr/sandbox/router.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/value/separate.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace dollr::sandbox {

namespace detail {

inline incoming split(http_method method, std::string_view target, std::string_view authorization,
                      std::string_view body, server_time now) noexcept {
    auto const parts = codec::split_target(target);
    auto path = parts.path;
    if (path.starts_with("/v1/")) path.remove_prefix(3);
    return {.method = method,
            .target = target,
            .path = path,
            .query = parts.query,
            .authorization = authorization,
            .body = body,
            .now = now};
}

}  // namespace detail

DOLLR_DECL void server::advance_to(server_time now) {
    now = std::max(now, state_.now);
    while (true) {
        auto const next = std::min_element(state_.held.begin(), state_.held.end(),
                                           [](auto const& a, auto const& b) { return a.due < b.due; });
        if (next == state_.held.end() || next->due > now) break;
        auto const one = std::move(*next);
        state_.held.erase(next);
        settle(state_, one.due);
        auto in = detail::split(one.method, one.target, one.authorization, one.body, one.due);
        in.delivered_late = true;
        dispatch(state_, in);
    }
    settle(state_, now);
}

DOLLR_DECL reply server::handle(http_request const& request, server_time now) {
    advance_to(now);
    auto const body = request.body.reveal();
    auto const in = detail::split(request.method, request.target, request.authorization.reveal(), body, state_.now);
    ++state_.counters.requests;
    if (!in.path.starts_with("/_sandbox/")) ++state_.counters.api_requests;
    if (body.size() > codec::limits{}.body_max) return plain_reply(413, "The body is larger than 1 MiB", state_.now);
    auto r = dispatch(state_, in);
    r.delay += state_.options.answer_after;
    return r;
}

}  // namespace dollr::sandbox

#endif
