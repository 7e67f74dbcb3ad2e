// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/asio/transport.hpp>
#include <dollr/http/wire.hpp>

#include "exchange.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <string>
#include <string_view>
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

result<void> asio_transport::state::prepare_tls() {
    auto const failed = [](std::string_view what, std::string_view next, boost::system::system_error const& failure) {
        return invalid_input(std::string{what} + ": " + failure.code().message(), next);
    };
    try {
        tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
        tls->set_verify_mode(asio::ssl::verify_peer);
        constexpr unsigned char http_1_1[] = "\x08http/1.1";
        auto* const native = tls->native_handle();
        if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1 ||
            SSL_CTX_set_alpn_protos(native, http_1_1, sizeof http_1_1 - 1) != 0) {
            throw boost::system::system_error(asio::error::operation_not_supported);
        }
        if (options.ca_file.empty()) tls->set_default_verify_paths();
    } catch (boost::system::system_error const& failure) {
        return failed("TLS could not be set up", "check the installation of OpenSSL and of the system's certificates",
                      failure);
    }
    try {
        if (!options.ca_file.empty()) tls->load_verify_file(options.ca_file);
    } catch (boost::system::system_error const& failure) {
        return failed("the CA file cannot be read, or holds no certificate", "name a readable file of PEM certificates",
                      failure);
    }
    return {};
}

result<asio_transport> asio_transport::open(executor_type executor, transport_options options) {
    auto place = options.validate();
    if (!place) return place.error();
    auto made = std::make_shared<state>();
    made->executor = std::move(executor);
    made->place = std::move(*place);
    made->options = std::move(options);
    if (made->place.tls) {
        if (auto const ready = made->prepare_tls(); !ready) return ready.error();
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
