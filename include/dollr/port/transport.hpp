// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_TRANSPORT_HPP
#define DOLLR_PORT_TRANSPORT_HPP

#include <dollr/http/message.hpp>
#include <dollr/value/time.hpp>

#include <concepts>
#include <utility>

/// How bytes leave the process: a user binds their own HTTP stack by writing one function.
///
/// A transport must not follow redirects, must not re-send a request whose hazard is `moves_money` on any account, must
/// verify TLS, must honour the deadline, must bound the body, and must say `never_sent` only if no byte of the
/// HTTP request was handed to a connection.
namespace dollr {

/// Blocking: returns when the exchange has ended or `timeout` (real time, > 0) has passed.
template <class T>
concept blocking_transport = requires(T& t, http_request const& request, duration timeout) {
    { t.send(request, timeout) } -> std::same_as<exchange_result>;
};

/// Completing: returns at once and calls `completion(exchange_result)` exactly once, later, from the transport's own
/// loop (never from inside start). The request is copied or fully consumed before start returns or is moved in.
template <class T>
concept completing_transport =
    requires(T& t, http_request&& request, duration timeout, void (*completion)(exchange_result)) {
        t.start(std::move(request), timeout, completion);
    };

}  // namespace dollr

#endif
