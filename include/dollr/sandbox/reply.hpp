// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_REPLY_HPP
#define DOLLR_SANDBOX_REPLY_HPP

#include <dollr/api/problem.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/http/date.hpp>
#include <dollr/http/message.hpp>
#include <dollr/sandbox/fault.hpp>
#include <dollr/sandbox/problem.hpp>
#include <dollr/value/time.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// An answer, and what whoever serves it must do to it on the way.
///
/// The sandbox has no socket to hang up, so it says what it wants: wait `delay` (virtual time), then end the exchange
/// as `end` says. A server on TCP cannot refuse a connection that it has accepted: it treats `refused` as `reset`.
namespace dollr::sandbox {

enum class ending : std::uint8_t {
    whole,      ///< the response as it is
    refused,    ///< no connection: not a byte of the request was taken
    closed,     ///< the connection closed in order, without a byte of an answer
    reset,      ///< the connection reset, without a byte of an answer
    truncated,  ///< the head with the whole Content-Length, `cut_at` bytes of the body, then closed
    endless,    ///< the head without a length, then the body again and again until the client hangs up
};

[[nodiscard]] constexpr std::string_view to_text(ending value) noexcept;

struct reply {
    http_response response;
    ending end = ending::whole;
    duration delay{0};       ///< virtual; before the first byte of the answer
    std::size_t cut_at = 0;  ///< of a truncated one
    std::string location;    ///< of a redirect: the Location header
    fault struck = fault::none;
};

[[nodiscard]] inline http_response json_response(int status, server_time now) {
    http_response r;
    r.status = status;
    r.content_type = "application/json";
    r.date = http_date(now);
    return r;
}

/// A refusal as the API words it.
[[nodiscard]] inline http_response problem_response(problem const& p, server_time now) {
    auto r = json_response(p.status, now);
    result<void> written;
    if (p.issues.empty()) {
        written = codec::write(api::plain_problem{p.detail}, r.body);
    } else {
        written = codec::write(api::validation_problem{p.issues}, r.body);
    }
    if (!written) r.body.assign(R"({"detail":"This refusal could not be written"})");
    return r;
}

/// What the sandbox itself answers to a request that it cannot take in at all: for whoever serves it.
[[nodiscard]] inline reply plain_reply(int status, std::string_view detail, server_time now) {
    reply r;
    r.response = problem_response(refusal(status, detail), now);
    return r;
}

constexpr std::string_view to_text(ending value) noexcept {
    switch (value) {
        case ending::whole:
            return "whole";
        case ending::refused:
            return "refused";
        case ending::closed:
            return "closed";
        case ending::reset:
            return "reset";
        case ending::truncated:
            return "truncated";
        case ending::endless:
            return "endless";
    }
    return {};
}

}  // namespace dollr::sandbox

#endif
