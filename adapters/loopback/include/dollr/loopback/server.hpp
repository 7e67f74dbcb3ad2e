// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_LOOPBACK_SERVER_HPP
#define DOLLR_LOOPBACK_SERVER_HPP

#include <dollr/http/message.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/time.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// An HTTP/1.1 server on 127.0.0.1 that can misbehave on purpose: how a sandbox is served.
///
/// Only this machine is served, by the names that it has for itself, and no page of elsewhere in a browser of this
/// machine: both are a 403 before the handler hears of it.
///
/// It knows nothing of the API. A handler gets a request and returns an answer together with what should go wrong on
/// its way; by then the request has been processed, so a fault loses an answer and never a request. Only
/// `resets_next_connection` loses requests: it is asked before anything of a connection is read.
namespace dollr {

/// What happens on the wire to an answer that was made.
enum class wire_fault : std::uint8_t {
    none,
    drop,      ///< the connection ends without an answer
    reset,     ///< the connection is reset without an answer
    truncate,  ///< half of the promised body comes, then the connection ends
    endless,   ///< the body does not end while the client stays
};

[[nodiscard]] constexpr std::string_view to_text(wire_fault value) noexcept;

struct loopback_answer {
    http_response response;                                            ///< `complete` is not looked at
    std::vector<std::pair<std::string, std::string>> further_headers;  ///< such as Location
    duration delay{0};                                                 ///< real time before the answer or its fault
    wire_fault fault = wire_fault::none;
};

struct loopback_options {
    std::uint16_t port = 0;                        ///< 0: a free one
    std::size_t connections_max = 256;             ///< further ones wait to be accepted
    std::size_t head_max = 16u << 10;              ///< longer: 431
    std::size_t body_max = 1u << 20;               ///< longer: 413
    duration idle_timeout{30'000};                 ///< for a whole request to come, and for an answer to be taken
    std::function<bool()> resets_next_connection;  ///< asked at every accept; empty: never
};

/// Runs on one executor that runs one handler at a time; all members are called there.
class loopback_server {
public:
    using handler = std::function<loopback_answer(http_request const&)>;

    /// Listens at once. Refuses a port that is taken.
    [[nodiscard]] static result<loopback_server> listen(boost::asio::any_io_executor const& executor, handler handle,
                                                        loopback_options options = {});

    loopback_server(loopback_server&&) noexcept = default;
    loopback_server& operator=(loopback_server&&) = delete;
    /// As stop.
    ~loopback_server();

    [[nodiscard]] std::uint16_t port() const noexcept;
    /// "http://127.0.0.1:PORT"
    [[nodiscard]] std::string origin() const { return "http://127.0.0.1:" + std::to_string(port()); }

    /// Accepts nothing more, lets answers that are being written out finish, and closes every other connection. After
    /// that the server has no work left on its executor.
    void stop();

private:
    struct state;
    explicit loopback_server(std::shared_ptr<state> made) noexcept : state_(std::move(made)) {}

    std::shared_ptr<state> state_;
};

constexpr std::string_view to_text(wire_fault value) noexcept {
    switch (value) {
        case wire_fault::none:
            return "none";
        case wire_fault::drop:
            return "drop";
        case wire_fault::reset:
            return "reset";
        case wire_fault::truncate:
            return "truncate";
        case wire_fault::endless:
            return "endless";
    }
    return {};
}

}  // namespace dollr

#endif
