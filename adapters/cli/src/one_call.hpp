// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_ONE_CALL_HPP
#define DOLLR_CLI_ONE_CALL_HPP

#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/curl/transport.hpp>

#include <chrono>
#include <cstddef>
#include <string>

/// One operation, blocking, outside of any payment: a status, a sandbox's clock or ledger.
namespace dollr::cli {

/// The error is one of the options; what came of the exchange is in the result.
inline result<exchange_result> exchange_once(std::string const& base_url, http_request const& request,
                                             std::size_t body_max) {
    curl_options options;
    options.base_url = base_url;
    options.body_max = body_max;
    auto transport = curl_transport::open(curl_session::of_the_program(), options);
    if (!transport) return transport.error();
    return transport->send(request, std::chrono::seconds{30});
}

template <class Op>
result<typename Op::response> one_call(std::string const& base_url, typename Op::path const& path,
                                       typename Op::query const& query, typename Op::body const& body,
                                       secret_string const& bearer, std::size_t body_max = std::size_t{1} << 20) {
    http_request request;
    if (auto const built = codec::request<Op>(path, query, body, bearer, request); !built) return built.error();
    auto const end = exchange_once(base_url, request, body_max);
    if (!end) return end.error();
    codec::limits limits;
    limits.body_max = body_max;
    return codec::response<Op>(*end, limits);
}

}  // namespace dollr::cli

#endif
