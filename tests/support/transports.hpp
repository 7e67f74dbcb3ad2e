// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_TRANSPORTS_HPP
#define DOLLR_TESTS_SUPPORT_TRANSPORTS_HPP

#include <dollr/http/message.hpp>
#include <dollr/port/transport_options.hpp>
#include <dollr/value/time.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The transports behind one face, so that a test is written once:
///
///     TEST_CASE_TEMPLATE("a refused connection never sent the request", transport, over_curl, over_asio) { ... }
namespace dollr::test {

class over_curl {
public:
    explicit over_curl(transport_options const& options);
    ~over_curl();

    exchange_result send(http_request const& request, duration timeout);
    /// All at once; the answers in the order of the requests. Everything is cancelled once `cancel_when` holds.
    std::vector<exchange_result> send_all(std::vector<http_request> requests, duration timeout,
                                          std::function<bool()> cancel_when = {});

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

class over_asio {
public:
    explicit over_asio(transport_options const& options);
    ~over_asio();

    exchange_result send(http_request const& request, duration timeout);
    std::vector<exchange_result> send_all(std::vector<http_request> requests, duration timeout,
                                          std::function<bool()> cancel_when = {});

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

inline transport_options to(std::string base_url) {
    transport_options options;
    options.base_url = std::move(base_url);
    return options;
}

inline http_request get(std::string target = "/x") {
    http_request request;
    request.target = std::move(target);
    return request;
}

/// What moves money: with a bearer and a body.
inline http_request post(std::string_view body = R"({"a":1})", hazard h = hazard::moves_money) {
    http_request request;
    request.method = http_method::post;
    request.hazard = h;
    request.target = "/executions/payout";
    request.authorization.assign("Bearer the-token");
    request.body.assign(body);
    return request;
}

}  // namespace dollr::test

#endif
