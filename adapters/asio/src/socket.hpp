// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_SRC_SOCKET_HPP
#define DOLLR_ASIO_SRC_SOCKET_HPP

#include <boost/asio/ip/tcp.hpp>

/// What is done to a socket whether or not it works: each is the last thing done to it, or only makes it faster.
namespace dollr::asio_detail {

/// However it closes, it is not used again.
inline void close(boost::asio::ip::tcp::socket& socket) {
    boost::system::error_code ignored;
    ignored = socket.close(ignored);
}

/// So that the peer sees a reset; without the option it closes in the orderly way.
inline void reset(boost::asio::ip::tcp::socket& socket) {
    boost::system::error_code ignored;
    ignored = socket.set_option(boost::asio::socket_base::linger{true, 0}, ignored);
    close(socket);
}

/// The peer may have closed before.
inline void end_sending(boost::asio::ip::tcp::socket& socket) {
    boost::system::error_code ignored;
    ignored = socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
}

/// A message is written in one piece, which need not wait for more.
inline void send_at_once(boost::asio::ip::tcp::socket& socket) {
    boost::system::error_code ignored;
    ignored = socket.set_option(boost::asio::ip::tcp::no_delay{true}, ignored);
}

}  // namespace dollr::asio_detail

#endif
