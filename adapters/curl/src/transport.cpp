// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/curl/transport.hpp>

#include <optional>

namespace dollr {

result<curl_transport> curl_transport::open(curl_session const& session, curl_options options) {
    auto multi = curl_multi_transport::open(session, std::move(options));
    if (!multi) return multi.error();
    return curl_transport{std::move(*multi)};
}

exchange_result curl_transport::send(http_request const& request, duration timeout) {
    std::optional<exchange_result> outcome;
    http_request copy = request;  // the exchange takes its request over and wipes it
    multi_.start(std::move(copy), timeout, [&outcome](exchange_result result) { outcome.emplace(std::move(result)); });
    while (!outcome) multi_.poll(duration{1'000});
    return std::move(*outcome);
}

}  // namespace dollr
