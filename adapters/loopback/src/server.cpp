// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/http/wire.hpp>
#include <dollr/loopback/server.hpp>

#include "message_parser.hpp"
#include "socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <string_view>

namespace dollr {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using asio_detail::read_size;
using boost::system::error_code;

/// As in the transport: a session is kept alive by its own pending operations alone; the list only points at it.
struct loopback_server::state : std::enable_shared_from_this<state> {
    class session;

    state(asio::any_io_executor const& executor, handler to_handle, loopback_options given)
        : handle(std::move(to_handle)), options(std::move(given)), acceptor(executor), rest(executor) {}

    handler handle;
    loopback_options options;
    tcp::acceptor acceptor;
    asio::steady_timer rest;  // after a failed accept, which may be a lack of descriptors
    std::vector<session*> sessions;
    std::uint16_t port = 0;
    bool accepting = false;
    bool stopped = false;

    void accept();
    void accepted(tcp::socket socket);
    void stop();
};

namespace {

constexpr duration rest_after_failed_accept{50};
constexpr duration linger_max{1'000};
constexpr duration delay_max = std::chrono::hours{24};
constexpr duration endless_pause{10};

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool fits_a_header(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool fits_a_head(loopback_answer const& answer) {
    auto const& r = answer.response;
    return fits_a_header(r.content_type) && fits_a_header(r.date) && fits_a_header(r.retry_after) &&
           std::ranges::all_of(answer.further_headers, [](auto const& header) {
               return fits_a_header(header.first) && fits_a_header(header.second);
           });
}

/// What the server says by itself, in the shape in which FastAPI says such things.
loopback_answer plain_answer(http::status status, std::string_view detail) {
    loopback_answer answer;
    answer.response.status = static_cast<int>(status);
    answer.response.content_type = "application/json";
    answer.response.body.assign("{\"detail\":\"");
    answer.response.body.append(detail);
    answer.response.body.append("\"}");
    return answer;
}

/// "127.0.0.1", "localhost" or "[::1]", with a port or without: what this machine calls itself. Under another name that
/// points here, a page of elsewhere would be of the same origin and could read everything.
bool names_this_machine(std::string_view host) {
    for (std::string_view const name : {"127.0.0.1", "localhost", "[::1]"}) {
        if (!beast::iequals(host.substr(0, name.size()), name)) continue;
        auto const port = host.substr(name.size());
        return port.empty() || (port.starts_with(':') && std::ranges::all_of(port.substr(1), is_digit));
    }
    return false;
}

/// A browser tells in Origin which page makes it ask, whenever asking could change anything.
bool comes_from_here(asio_detail::message_parser<true> const& asked) {
    if (asked.tells_its_place_twice || !names_this_machine(asked.host)) return false;
    return asked.origin.empty() || beast::iequals(asked.origin, "http://" + asked.host);
}

constexpr bool has_body(int status) noexcept { return status >= 200 && status != 204 && status != 304; }

}  // namespace

/// One connection: read a request, let it be handled, wait, answer or fail as told, and again.
class loopback_server::state::session : public std::enable_shared_from_this<session> {
public:
    session(std::shared_ptr<state> server, tcp::socket&& socket)
        : server_(std::move(server)),
          socket_(std::move(socket)),
          timer_(socket_.get_executor()),
          received_(server_->options.head_max + 2 * read_size) {
        server_->sessions.push_back(this);
    }
    session(session const&) = delete;
    ~session() { std::erase(server_->sessions, this); }

    void next_request() {
        parser_ =
            std::make_unique<asio_detail::message_parser<true>>(server_->options.head_max, server_->options.body_max);
        continued_ = false;
        limit_time(server_->options.idle_timeout);
        take();
    }

    /// An answer on its way may still arrive.
    void stop() {
        keep_alive_ = false;
        if (!writing_) close();
    }

private:
    void limit_time(duration limit) {
        timer_.expires_after(limit);
        timer_.async_wait([self = shared_from_this()](error_code const& error) {
            // A wait that had ended before a new one was set comes here without an error.
            if (!error && self->timer_.expiry() <= asio::steady_timer::clock_type::now()) self->close();
        });
    }

    void close() {
        asio_detail::close(socket_);
        left();
    }

    void reset() {
        asio_detail::reset(socket_);
        left();
    }

    void left() {
        timer_.cancel();
        if (std::erase(server_->sessions, this) != 0) server_->accept();  // into the place that has become free
    }

    void read() {
        if (received_.max_size() - received_.size() < read_size) {
            return refuse(http::status::bad_request, "There was an error parsing the request");
        }
        socket_.async_read_some(received_.prepare(read_size),
                                [self = shared_from_this()](error_code const& error, std::size_t size) {
                                    if (error) return self->close();
                                    self->received_.commit(size);
                                    self->take();
                                });
    }

    void take() {
        auto const error = asio_detail::parse(*parser_, received_);
        if (!error) return handle();
        if (error == http::error::need_more) {
            auto const waits = parser_->is_header_done() && parser_->expects_continue && !continued_;
            return waits ? say_continue() : read();
        }
        if (error == http::error::header_limit) {
            return refuse(http::status::request_header_fields_too_large, "Request Header Fields Too Large");
        }
        if (error == http::error::body_limit) return refuse(http::status::payload_too_large, "Payload Too Large");
        refuse(http::status::bad_request, "There was an error parsing the request");
    }

    void say_continue() {
        continued_ = true;
        asio::async_write(socket_, asio::buffer(std::string_view{"HTTP/1.1 100 Continue\r\n\r\n"}),
                          [self = shared_from_this()](error_code const& error, std::size_t) {
                              error ? self->close() : self->read();
                          });
    }

    void handle() {
        keep_alive_ = parser_->keep_alive() && !server_->stopped;
        if (!comes_from_here(*parser_)) {
            answer_ = plain_answer(http::status::forbidden, "This is served to this machine and its own pages only");
        } else if (auto const method = method_from_text(parser_->method)) {
            http_request request;
            request.method = *method;
            request.target = std::move(parser_->target);
            request.authorization = std::move(parser_->authorization);
            request.body = std::move(parser_->body);
            answer_ = server_->handle(request);
        } else {
            answer_ = plain_answer(http::status::method_not_allowed, "Method Not Allowed");
        }
        if (!fits_a_head(answer_)) {
            answer_ =
                plain_answer(http::status::internal_server_error, "The handler made a header that cannot be sent");
        }
        answer_.delay > duration::zero() ? wait() : answer();
    }

    /// A client that leaves in the meantime is let go at once: a stall may last for hours.
    void wait() {
        timer_.expires_after(std::min(answer_.delay, delay_max));
        timer_.async_wait([self = shared_from_this()](error_code const& error) {
            if (!error && self->socket_.is_open()) self->answer();
        });
        socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this(), turn = turn_](error_code const& error) {
            if (error || turn != self->turn_) return;
            error_code gone;
            if (self->socket_.available(gone) == 0 || gone) self->close();
        });
    }

    void answer() {
        ++turn_;
        writing_ = true;
        switch (answer_.fault) {
            case wire_fault::none:
                return write(answer_.response.body.size());
            case wire_fault::drop:
                return close();
            case wire_fault::reset:
                return reset();
            case wire_fault::truncate:
                keep_alive_ = false;
                return write(answer_.response.body.size() / 2);
            case wire_fault::endless:
                return write_endless();
        }
    }

    void refuse(http::status status, std::string_view detail) {
        answer_ = plain_answer(status, detail);
        keep_alive_ = false;
        writing_ = true;
        write(answer_.response.body.size());
    }

    void write_head() {
        auto const& r = answer_.response;
        auto const known = http::int_to_status(static_cast<unsigned>(r.status));
        auto const reason = http::obsolete_reason(known);
        head_ = "HTTP/1.1 " + std::to_string(r.status) + ' ' + std::string{reason.data(), reason.size()} + "\r\n";
        auto const line = [this](std::string_view name, std::string_view value) {
            if (!value.empty()) head_.append(name).append(": ").append(value).append("\r\n");
        };
        line("Date", r.date);
        line("Content-Type", r.content_type);
        line("Retry-After", r.retry_after);
        for (auto const& [name, value] : answer_.further_headers) line(name, value);
        line("Connection", keep_alive_ ? "keep-alive" : "close");
        if (answer_.fault == wire_fault::endless) {
            line("Transfer-Encoding", "chunked");
        } else if (has_body(r.status)) {
            // What will be cut off must have been promised, even where there is nothing to cut.
            auto const promised = std::max<std::size_t>(r.body.size(), answer_.fault == wire_fault::truncate);
            line("Content-Length", std::to_string(promised));
        }
        head_ += "\r\n";
    }

    void write(std::size_t body_size) {
        write_head();
        limit_time(server_->options.idle_timeout);
        if (!has_body(answer_.response.status)) body_size = 0;
        std::array<asio::const_buffer, 2> const message{asio::buffer(head_),
                                                        asio::buffer(answer_.response.body.reveal(), body_size)};
        asio::async_write(socket_, message, [self = shared_from_this()](error_code const& error, std::size_t) {
            self->writing_ = false;
            if (error) return self->close();
            self->keep_alive_ ? self->next_request() : self->linger();
        });
    }

    /// Closing with unread input would reset the connection and may lose the answer, so the rest is read first.
    void linger() {
        asio_detail::end_sending(socket_);
        limit_time(linger_max);
        discard();
    }

    void discard() {
        received_.clear();
        socket_.async_read_some(received_.prepare(read_size),
                                [self = shared_from_this()](error_code const& error, std::size_t) {
                                    error ? self->close() : self->discard();
                                });
    }

    void write_endless() {
        writing_ = false;  // it never gets to its end, so stop does not wait for it
        write_head();
        auto const& body = answer_.response.body.reveal();
        if (!body.empty()) append_chunk(body);
        write_more();
    }

    void append_chunk(std::string_view data) {
        std::array<char, 16> size;
        auto const* const end = std::to_chars(size.data(), size.data() + size.size(), data.size(), 16).ptr;
        head_.append(size.data(), static_cast<std::size_t>(end - size.data()))
            .append("\r\n")
            .append(data)
            .append("\r\n");
    }

    void write_more() {
        asio::async_write(socket_, asio::buffer(head_),
                          [self = shared_from_this()](error_code const& error, std::size_t) {
                              if (error) return self->close();
                              self->head_.clear();
                              self->append_chunk(std::string(1024, ' '));
                              self->timer_.expires_after(endless_pause);
                              self->timer_.async_wait(
                                  [self](error_code const& stopped) { stopped ? self->close() : self->write_more(); });
                          });
    }

    std::shared_ptr<state> server_;
    tcp::socket socket_;
    asio::steady_timer timer_;
    asio_detail::wiped_buffer received_;
    std::unique_ptr<asio_detail::message_parser<true>> parser_;
    loopback_answer answer_;
    std::string head_;
    unsigned turn_ = 0;  // of answering: what waited for an earlier one is void
    bool keep_alive_ = false;
    bool continued_ = false;
    bool writing_ = false;
};

void loopback_server::state::accept() {
    if (accepting || stopped || sessions.size() >= options.connections_max) return;
    accepting = true;
    acceptor.async_accept([self = shared_from_this()](error_code const& error, tcp::socket socket) {
        self->accepting = false;
        if (self->stopped) return;
        if (!error) {
            self->accepted(std::move(socket));
            return self->accept();
        }
        self->rest.expires_after(rest_after_failed_accept);
        self->rest.async_wait([self](error_code const&) { self->accept(); });
    });
}

void loopback_server::state::accepted(tcp::socket socket) {
    if (options.resets_next_connection && options.resets_next_connection()) return asio_detail::reset(socket);
    asio_detail::send_at_once(socket);
    std::make_shared<session>(shared_from_this(), std::move(socket))->next_request();
}

void loopback_server::state::stop() {
    stopped = true;
    error_code ignored;  // it is not used again, however it closes
    ignored = acceptor.close(ignored);
    rest.cancel();
    for (auto i = sessions.size(); i-- != 0;) sessions[i]->stop();  // which may take itself out
}

result<loopback_server> loopback_server::listen(asio::any_io_executor const& executor, handler handle,
                                                loopback_options options) {
    tcp::endpoint const place{asio::ip::address_v4::loopback(), options.port};
    auto made = std::make_shared<state>(executor, std::move(handle), std::move(options));
    try {
        made->acceptor.open(place.protocol());
        made->acceptor.set_option(tcp::acceptor::reuse_address{true});
        made->acceptor.bind(place);
        made->acceptor.listen();
        made->port = made->acceptor.local_endpoint().port();
    } catch (boost::system::system_error const& failure) {
        return invalid_input(
            "the server cannot listen on 127.0.0.1:" + std::to_string(place.port()) + ": " + failure.code().message(),
            "choose another port, or 0 to get a free one");
    }
    made->accept();
    return loopback_server{std::move(made)};
}

// Nothing in it throws but for want of memory, which may end the program.
// NOLINTNEXTLINE(bugprone-exception-escape)
loopback_server::~loopback_server() {
    if (state_) state_->stop();
}

std::uint16_t loopback_server::port() const noexcept { return state_->port; }

void loopback_server::stop() { state_->stop(); }

}  // namespace dollr
