// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_SERVER_HPP
#define DOLLR_SANDBOX_SERVER_HPP

#include <dollr/codec/limits.hpp>
#include <dollr/codec/target.hpp>
#include <dollr/http/message.hpp>
#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/reply.hpp>
#include <dollr/sandbox/router.hpp>
#include <dollr/sandbox/state.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

/// The sandbox: the server side of the protocol as a pure function of state, request and time.
///
///     sandbox::server s({.seed = 7});
///     sandbox::reply r = s.handle(request, now);
///
/// It is a regular value: a copy is a fork of the world. It reads no clock and draws no chance but from its seed, so
/// the same requests at the same times get the same answers, on every compiler. Time may stand still but never runs
/// back: an earlier `now` counts as the latest one seen. One thread at a time.
namespace dollr::sandbox {

class server {
public:
    explicit server(options o = {}) : state_(fresh_state(std::move(o))) {}

    /// Serves one request. The target may begin with the API's "/v1" or without.
    reply handle(http_request const& request, server_time now);

    /// Lets time pass without a request: what was due until now has happened.
    void advance_to(server_time now);

    /// From now on: a simulation ends in a quiet phase, in which everything must converge.
    void set_rates(fault_rates const& rates) noexcept { state_.options.rates = rates; }

    /// Whoever serves it knows only after it listens, where its pages are: "http://127.0.0.1:7373".
    void set_origin(std::string_view origin) { state_.options.origin = origin; }

    [[nodiscard]] sandbox::state const& state() const noexcept { return state_; }
    /// Every time that money moved.
    [[nodiscard]] std::vector<ledger_entry> const& ledger() const noexcept { return state_.ledger; }

    friend bool operator==(server const&, server const&) = default;

private:
    static detail::incoming split(http_method method, std::string_view target, std::string_view authorization,
                                  std::string_view body, server_time now) noexcept;

    sandbox::state state_;
};

inline detail::incoming server::split(http_method method, std::string_view target, std::string_view authorization,
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

inline void server::advance_to(server_time now) {
    now = std::max(now, state_.now);
    while (true) {
        auto const next = std::min_element(state_.held.begin(), state_.held.end(),
                                           [](auto const& a, auto const& b) { return a.due < b.due; });
        if (next == state_.held.end() || next->due > now) break;
        auto const one = std::move(*next);
        state_.held.erase(next);
        settle(state_, one.due);
        auto in = split(one.method, one.target, one.authorization, one.body, one.due);
        in.delivered_late = true;
        dispatch(state_, in);
    }
    settle(state_, now);
}

inline reply server::handle(http_request const& request, server_time now) {
    advance_to(now);
    auto const body = request.body.reveal();
    auto const in = split(request.method, request.target, request.authorization.reveal(), body, state_.now);
    ++state_.counters.requests;
    if (!in.path.starts_with("/_sandbox/")) ++state_.counters.api_requests;
    if (body.size() > codec::limits{}.body_max) return plain_reply(413, "The body is larger than 1 MiB", state_.now);
    auto r = dispatch(state_, in);
    r.delay += state_.options.answer_after;
    return r;
}

}  // namespace dollr::sandbox

#endif
