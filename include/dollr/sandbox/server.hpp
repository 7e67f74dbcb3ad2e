// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_SERVER_HPP
#define DOLLR_SANDBOX_SERVER_HPP

#include <dollr/http/message.hpp>
#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/reply.hpp>
#include <dollr/sandbox/state.hpp>

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
///
/// All 59 operations and their rules stand behind handle(), for every unit that includes this to compile anew, or once:
/// value/separate.hpp.
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
    sandbox::state state_;
};

}  // namespace dollr::sandbox

#if !defined(DOLLR_SEPARATE_COMPILATION)
#include <dollr/sandbox/impl/server.hpp>
#endif

#endif
