// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/asio/transport.hpp>
#include <dollr/client/wire.hpp>

#include "exchange.hpp"

#include <boost/asio/post.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <utility>

namespace dollr {

namespace asio = boost::asio;
using asio_detail::exchange;

void asio_transport::state::admit() {
    while (!waiting.empty() && running.size() < options.in_flight_max) {
        auto* const one = waiting.front();
        waiting.pop_front();
        running.push_back(one);
        one->run();
    }
}

void asio_transport::state::forget(exchange const* one) {
    std::erase(waiting, one);
    std::erase(running, one);
}

void asio_transport::state::cancel_all() {
    while (!waiting.empty()) waiting.front()->cancel();
    while (!running.empty()) running.back()->cancel();
}

result<asio_transport> asio_transport::open(executor_type executor, transport_options options) {
    auto place = options.validate();
    if (!place) return place.error();
    auto made = std::make_shared<state>();
    made->executor = std::move(executor);
    made->place = std::move(*place);
    made->options = std::move(options);
    if (made->place.tls) {
        auto& tls = made->tls.emplace(asio::ssl::context::tls_client);
        boost::system::error_code error;
        tls.set_verify_mode(asio::ssl::verify_peer, error);
        if (!error && made->options.ca_file.empty()) {
            tls.set_default_verify_paths(error);
        } else if (!error) {
            tls.load_verify_file(made->options.ca_file, error);
            if (error) {
                return invalid_input("the CA file cannot be read, or holds no certificate",
                                     "name a readable file of PEM certificates");
            }
        }
        constexpr unsigned char http_1_1[] = "\x08http/1.1";
        if (error || SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION) != 1 ||
            SSL_CTX_set_alpn_protos(tls.native_handle(), http_1_1, sizeof http_1_1 - 1) != 0) {
            dollr::error e;
            e.what = "TLS could not be set up";
            e.next = "check the installation of OpenSSL and of the system's certificates";
            return e;
        }
    }
    return asio_transport{std::move(made)};
}

asio_transport::~asio_transport() {
    if (state_) state_->cancel_all();
}

void asio_transport::start(http_request&& request, duration timeout, completion done) {
    start(state_, std::move(request), timeout, std::move(done));
}

std::weak_ptr<asio_transport::cancellable> asio_transport::start(std::shared_ptr<state> const& transport,
                                                                 http_request&& request, duration timeout,
                                                                 completion&& done) {
    auto const why = timeout > duration::zero() ? why_not_sendable(request) : "no time was left to send it";
    if (!why.empty()) {
        no_response unsent{delivery::never_sent, timeout <= duration::zero(), std::string{why}};
        asio::post(transport->executor,
                   [done = std::move(done), unsent = std::move(unsent)]() mutable { done(std::move(unsent)); });
        return {};
    }
    auto const one = std::make_shared<exchange>(
        transport, std::move(request), asio_detail::clock::now() + std::min(timeout, timeout_max), std::move(done));
    one->enter();
    transport->admit();
    return one;
}

std::size_t asio_transport::pending() const noexcept { return state_->waiting.size() + state_->running.size(); }

void asio_transport::cancel_all() { state_->cancel_all(); }

asio_transport::executor_type asio_transport::executor_of(state const& transport) noexcept {
    return transport.executor;
}

asio_transport::executor_type asio_transport::get_executor() const noexcept { return executor_of(*state_); }

}  // namespace dollr
