// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_HTTP_MESSAGE_HPP
#define DOLLR_HTTP_MESSAGE_HPP

#include <dollr/http/method.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/secret.hpp>

#include <string>
#include <variant>

/// One HTTP exchange as values: what a transport is given and what it gives back. No header map: the protocol
/// needs exactly these headers, and what is not here cannot be smuggled in.
namespace dollr {

/// A request ready to be written. The transport adds Host, `Accept: application/json`, `Accept-Encoding: identity`,
/// `Authorization` when `authorization` is not empty, and `Content-Type: application/json` with Content-Length when
/// there is a body. Reusable: clear() wipes the secrets and keeps the capacity.
struct http_request {
    http_method method = http_method::get;
    dollr::hazard hazard = hazard::reads;  ///< moves_money: fresh HTTP/1.1 connection, never re-sent by the transport
    std::string target;           ///< origin-form without the base path: "/parties/create?x=y", already escaped
    secret_string authorization;  ///< "Bearer ..." or empty
    secret_string body;           ///< JSON or empty; may hold a passcode or a client secret

    void clear() noexcept {
        method = http_method::get;
        hazard = hazard::reads;
        target.clear();
        authorization.wipe();
        body.wipe();
    }
};

/// An answer as it came. The body may hold a token or a client secret, so it is wiped as well.
struct http_response {
    int status = 0;
    secret_string body;
    std::string content_type;
    std::string date;         ///< RFC 9110 HTTP-date as sent, empty if absent
    std::string retry_after;  ///< as sent: seconds or HTTP-date
    bool complete = true;     ///< false: cut off, or longer than the body limit
};

/// No answer. `why` is one clause for a person, without a secret, a body or a query value in it.
struct no_response {
    dollr::delivery delivery = delivery::maybe_sent;
    bool timed_out = false;
    std::string why;
};

using exchange_result = std::variant<http_response, no_response>;

}  // namespace dollr

#endif
