// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_TRANSPORT_HPP
#define DOLLR_ASIO_TRANSPORT_HPP

#include <dollr/http/message.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/port/transport.hpp>
#include <dollr/port/transport_options.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/time.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>

#include <cstddef>
#include <memory>
#include <utility>

/// Exchanges over Boost.Asio, plain or TLS, with any completion token:
///
///     exchange_result answer = co_await transport.async_send(std::move(request), 30s, boost::asio::use_awaitable);
///
/// Every exchange has a connection of its own, over HTTP/1.1, closed when it ends; so nothing is ever sent twice and no
/// secret shares a connection with another. Redirects are not followed, TLS peer and host are verified, no proxy is
/// looked for, no encoding but identity is asked for.
///
/// Once the head of an answer was read, the result is that answer; `complete` says whether all of its body came before
/// the deadline, the limit or the end of the connection. Without a head it is no_response, and `never_sent` exactly if
/// the exchange ended before its first write was started.
///
/// The transport and its exchanges run on one executor, which runs one handler at a time: that of an io_context with
/// one thread, or a strand. All members are called there. A name lookup that hangs does not hold up the deadline, but
/// keeps io_context::run() from returning until the system gives up.
namespace dollr {

class asio_transport final : public dollr::transport {
public:
    using executor_type = boost::asio::any_io_executor;

    /// Refuses options that validate() refuses, and a ca_file that holds no certificate.
    [[nodiscard]] static result<asio_transport> open(executor_type executor, transport_options options);

    asio_transport(asio_transport&&) noexcept = default;
    asio_transport& operator=(asio_transport&&) = delete;
    /// As cancel_all.
    ~asio_transport() override;

    /// Completes with `void(exchange_result)`, never before it returns. Any cancellation type ends the exchange and
    /// completes it with what is known of its delivery. The timeout runs from now, waiting for a turn included.
    template <boost::asio::completion_token_for<void(exchange_result)> Token>
    auto async_send(http_request request, duration timeout, Token&& token);

    /// The same for a runner: `done` is called on the transport's executor.
    void start(http_request&& request, duration timeout, completion done) override;

    /// Started and not yet ended.
    [[nodiscard]] std::size_t pending() const noexcept;

    /// Ends every pending exchange; each completes with what is known of its delivery.
    void cancel_all();

    [[nodiscard]] executor_type get_executor() const noexcept;

    /// For the initiation of async_send only.
    struct state;
    struct cancellable {
        virtual void cancel() = 0;

    protected:
        ~cancellable() = default;
    };

private:
    explicit asio_transport(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

    static std::weak_ptr<cancellable> start(std::shared_ptr<state> const&, http_request&&, duration, completion&&);
    static executor_type executor_of(state const&) noexcept;

    template <class Handler>
    static void start_for(std::shared_ptr<state> const& transport, Handler handler, http_request&& request,
                          duration timeout);

    std::shared_ptr<state> state_;
};

template <boost::asio::completion_token_for<void(exchange_result)> Token>
auto asio_transport::async_send(http_request request, duration timeout, Token&& token) {
    auto initiation = [transport = state_](auto handler, http_request to_send, duration limit) {
        start_for(transport, std::move(handler), std::move(to_send), limit);
    };
    return boost::asio::async_initiate<Token, void(exchange_result)>(std::move(initiation), token, std::move(request),
                                                                     timeout);
}

template <class Handler>
void asio_transport::start_for(std::shared_ptr<state> const& transport, Handler handler, http_request&& request,
                               duration timeout) {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    auto const executor = boost::asio::get_associated_executor(handler, executor_of(*transport));
    auto complete = [handler = std::move(handler), slot,
                     work = boost::asio::prefer(executor, boost::asio::execution::outstanding_work.tracked)](
                        exchange_result outcome) mutable {
        if (slot.is_connected()) slot.clear();
        boost::asio::dispatch(work, [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
            std::move(handler)(std::move(outcome));
        });
    };
    auto const running = start(transport, std::move(request), timeout, std::move(complete));
    if (slot.is_connected()) {
        slot.assign([running](boost::asio::cancellation_type) {
            if (auto const one = running.lock()) one->cancel();
        });
    }
}

}  // namespace dollr

#endif
