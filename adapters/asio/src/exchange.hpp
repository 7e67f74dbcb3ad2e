// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_SRC_EXCHANGE_HPP
#define DOLLR_ASIO_SRC_EXCHANGE_HPP

#include <dollr/asio/transport.hpp>
#include <dollr/system/boot_clock.hpp>

#include "message_parser.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

namespace dollr {

namespace asio_detail {
class exchange;
using clock = boot_clock;
}  // namespace asio_detail

/// The exchanges are kept alive by their own pending operations alone, so that an io_context that is destroyed in the
/// middle leaves nothing behind; this only points at them.
struct asio_transport::state {
    executor_type executor;
    endpoint place;
    transport_options options;
    pid_t process = ::getpid();
    std::unique_ptr<boost::asio::ssl::context> tls;
    std::deque<asio_detail::exchange*> waiting;  // for a turn
    std::vector<asio_detail::exchange*> running;

    result<void> prepare_tls();
    void admit();
    void forget(asio_detail::exchange const* one);
    void cancel_all();
};

namespace asio_detail {

/// One request and its answer on one connection, as a chain: resolve, connect, handshake, write, read. The deadline, a
/// cancellation and every failure end in end or finish, whichever comes first; what the chain still does then is
/// void.
class exchange final : public asio_transport::cancellable, public std::enable_shared_from_this<exchange> {
public:
    exchange(std::shared_ptr<asio_transport::state> transport, http_request&& request, clock::time_point deadline,
             completion&& done);
    exchange(exchange const&) = delete;
    ~exchange();

    /// From here on the deadline holds, and a turn may come.
    void enter();
    /// Its turn has come.
    void run();
    void cancel() override { end("the exchange was cancelled"); }

private:
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;

    void resolve();
    void connect(std::vector<tcp::endpoint> places);
    void handshake();
    void write();
    void expect_answer();
    void read();
    void take(std::size_t size);
    void take_end(error_code const& error);

    /// Without an answer, or with the part of it that came.
    void end(std::string why, bool timed_out = false);
    void run_out();
    void finish(exchange_result outcome);
    void write_head();
    std::string tls_failure(error_code const& error);

    std::shared_ptr<asio_transport::state> transport_;
    http_request request_;
    clock::time_point deadline_;
    completion done_;

    boost::asio::steady_timer deadline_timer_;
    boost::asio::steady_timer connect_timer_;
    tcp::resolver resolver_;
    tcp::socket socket_;
    std::unique_ptr<boost::asio::ssl::stream<tcp::socket&>> tls_;

    secret_string head_;
    wiped_buffer received_;
    std::unique_ptr<message_parser<false>> parser_;
    bool write_started_ = false;
    bool ended_ = false;
};

}  // namespace asio_detail
}  // namespace dollr

#endif
