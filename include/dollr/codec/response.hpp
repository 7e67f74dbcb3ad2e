// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CODEC_RESPONSE_HPP
#define DOLLR_CODEC_RESPONSE_HPP

#include <dollr/api/operation.hpp>
#include <dollr/codec/limits.hpp>
#include <dollr/codec/problem.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/http/message.hpp>
#include <dollr/value/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// From an answer, or its absence, to what the operation promises or an error.
///
/// There is a value only if the status was 2xx, the body says that it is JSON, and it decoded (mistake 5). Anything
/// else is an error that says what happened, whether money may have moved, and what to do next; it holds no body. After
/// a request that moves money only `never_sent` proves that nothing moved: a refusal may be of a copy that came second.
namespace dollr::codec {

template <class Op>
[[nodiscard]] result<typename Op::response> response(http_response const& answer, limits const& l = {});

template <class Op>
[[nodiscard]] result<typename Op::response> response(exchange_result const& end, limits const& l = {});

/// The error of an answer outside 2xx. Issues are read from a 422, and `detail` texts from other refusals.
[[nodiscard]] inline error refusal(http_response const& answer, hazard danger, bool with_token, limits const& l = {});

/// The error of an exchange that brought no answer.
[[nodiscard]] inline error absence(no_response const& none, hazard danger);

namespace detail {

/// What is left to do once a payment may have left is the same whatever came back.
inline constexpr std::string_view ask_status =
    "ask for the status of this reference_id until it is known; do not pay again under another one";

/// What creates may have been done, although its answer is a failure or cannot be read (mistake 25).
inline constexpr std::string_view look_first = "check whether it was created before you try again";

inline error failed(error_kind kind, hazard danger, int status, std::string_view what, std::string_view next) {
    if (danger == hazard::creates && (kind == error_kind::server || kind == error_kind::unreadable)) next = look_first;
    error e;
    e.kind = kind;
    e.moved = danger == hazard::moves_money ? money_moved::unknown : money_moved::no;
    e.what = what;
    e.next = danger == hazard::moves_money ? ask_status : next;
    e.http_status = status;
    return e;
}

/// Decodes a 2xx body into `place`; true if that was possible.
inline bool decode(http_response const& answer, schema::type const& type, void* place, hazard danger, limits const& l,
                   error& e) {
    auto const body = answer.body.reveal();
    auto const unreadable = [&](std::string_view what, std::string_view next) {
        e = failed(error_kind::unreadable, danger, answer.status, what, next);
        return false;
    };
    if (!answer.complete)
        return unreadable("the answer was cut off or is larger than the limit",
                          "try again, or raise the limit for lists");
    if (body.empty()) return unreadable("the answer has no body", "check that the base URL is the API's");
    if (!is_json(answer.content_type))
        return unreadable("the answer is not JSON",
                          "check that the base URL is the API's and that no proxy answers for it");
    std::vector<issue> issues;
    parse(body, type, place, {.limits = l, .tolerant = true, .root = "response"}, issues);
    if (issues.empty()) return true;
    unreadable("the answer does not follow the contract", "report the issues: the API or this library has changed");
    e.issues = std::move(issues);
    return false;
}

}  // namespace detail

inline error refusal(http_response const& answer, hazard danger, bool with_token, limits const& l) {
    int const status = answer.status;
    auto const as = [&](error_kind kind, std::string_view what, std::string_view next) {
        auto e = detail::failed(kind, danger, status, what, next);
        if (auto p = read_problem(answer, l)) e.issues = std::move(p->issues);
        return e;
    };
    if (status >= 300 && status < 400)
        return as(error_kind::unexpected, "the server answered with a redirect, which is never followed",
                  "correct the base URL");
    if (status >= 500 && status < 600) return as(error_kind::server, "the server failed", "try again after a while");
    switch (status) {
        case 401:
            if (!with_token)
                return as(error_kind::unauthorized, "the client id or its secret was not accepted",
                          "correct the credentials");
            return as(error_kind::unauthorized, "the access token was not accepted",
                      "obtain a new token and try once more");
        case 403:
            return as(error_kind::forbidden, "the server forbids this to these credentials",
                      "ask the API's operator to enable it; trying again does not help");
        case 404:
            return as(error_kind::not_found, "the server does not know this object", "look at the id");
        case 409:
            return as(error_kind::refused, "the server reports a conflict", "look at what exists, then decide");
        case 422:
            return as(error_kind::refused, "the server refused the request", "correct what is named in the issues");
        case 429:
            return as(error_kind::rate_limited, "the server asks for fewer requests",
                      "wait as long as Retry-After says");
        default:
            return as(error_kind::unexpected, "the server's answer is not in the contract", "look at the base URL");
    }
}

inline error absence(no_response const& none, hazard danger) {
    bool const never = none.delivery == delivery::never_sent;
    auto e = detail::failed(never ? error_kind::never_sent : error_kind::maybe_sent, never ? hazard::reads : danger, 0,
                            never            ? "the request did not leave"
                            : none.timed_out ? "no answer came in time"
                                             : "no answer came",
                            danger == hazard::creates && !never ? detail::look_first : std::string_view{"try again"});
    if (!none.why.empty()) e.what += ": " + escaped(none.why);
    return e;
}

namespace detail {

/// Empty if the answer was decoded into `place`.
inline std::optional<error> take(http_response const& answer, schema::type const& type, void* place, hazard danger,
                                 bool with_token, limits const& l) {
    if (answer.status < 200 || answer.status >= 300) return refusal(answer, danger, with_token, l);
    error e;
    if (decode(answer, type, place, danger, l, e)) return std::nullopt;
    return e;
}

/// One instantiation for all operations that answer the same.
template <class T>
result<T> response_as(http_response const& answer, hazard danger, bool with_token, limits const& l) {
    T value{};
    if (auto e = take(answer, schema::type_of<T>, &value, danger, with_token, l)) return std::move(*e);
    return value;
}

}  // namespace detail

template <class Op>
result<typename Op::response> response(http_response const& answer, limits const& l) {
    static_assert(api::is_sound<Op>());
    return detail::response_as<typename Op::response>(answer, Op::hazard, Op::bearer, l);
}

template <class Op>
result<typename Op::response> response(exchange_result const& end, limits const& l) {
    if (auto const* none = std::get_if<no_response>(&end)) return absence(*none, Op::hazard);
    return response<Op>(*std::get_if<http_response>(&end), l);
}

}  // namespace dollr::codec

#endif
