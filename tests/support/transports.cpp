// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "transports.hpp"

#include <dollr/asio/transport.hpp>
#include <dollr/curl/multi_transport.hpp>
#include <dollr/curl/transport.hpp>

#include <boost/asio/io_context.hpp>

#include <functional>
#include <utility>

namespace dollr::test {

constexpr duration a_moment{5};

struct over_curl::inside {
    curl_session session = curl_session::start().value();
    curl_transport blocking;
    curl_multi_transport multi;

    explicit inside(curl_options const& options)
        : blocking(curl_transport::open(session, options).value()),
          multi(curl_multi_transport::open(session, options).value()) {}
};

over_curl::over_curl(transport_options const& options) : inside_(std::make_unique<inside>(curl_options{options})) {}
over_curl::~over_curl() = default;

exchange_result over_curl::send(http_request const& request, duration timeout) {
    return inside_->blocking.send(request, timeout);
}

std::vector<exchange_result> over_curl::send_all(std::vector<http_request> requests, duration timeout,
                                                 std::function<bool()> cancel_when) {
    auto& multi = inside_->multi;
    std::vector<exchange_result> answers(requests.size());
    for (std::size_t i = 0; i != requests.size(); ++i) {
        multi.start(std::move(requests[i]), timeout, [&, i](exchange_result one) { answers[i] = std::move(one); });
    }
    while (multi.pending() != 0) {
        multi.poll(cancel_when ? a_moment : duration{1'000});
        if (cancel_when && cancel_when()) multi.cancel_all();
    }
    return answers;
}

struct over_asio::inside {
    boost::asio::io_context context;
    asio_transport transport;

    explicit inside(transport_options const& options)
        : transport(asio_transport::open(context.get_executor(), options).value()) {}
};

over_asio::over_asio(transport_options const& options) : inside_(std::make_unique<inside>(options)) {}
over_asio::~over_asio() = default;

exchange_result over_asio::send(http_request const& request, duration timeout) {
    return std::move(send_all({request}, timeout).front());
}

std::vector<exchange_result> over_asio::send_all(std::vector<http_request> requests, duration timeout,
                                                 std::function<bool()> cancel_when) {
    auto& [context, transport] = *inside_;
    std::vector<exchange_result> answers(requests.size());
    for (std::size_t i = 0; i != requests.size(); ++i) {
        transport.start(std::move(requests[i]), timeout, [&, i](exchange_result one) { answers[i] = std::move(one); });
    }
    context.restart();
    if (cancel_when) {
        while (transport.pending() != 0 && !cancel_when()) context.run_for(a_moment);
        transport.cancel_all();
    }
    context.run();
    return answers;
}

}  // namespace dollr::test
