// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "exchange.hpp"
#include "socket.hpp"

#include <dollr/http/wire.hpp>
#include <dollr/value/text.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dollr::asio_detail {

namespace asio = boost::asio;

exchange::exchange(std::shared_ptr<asio_transport::state> transport, http_request&& request, clock::time_point deadline,
                   completion&& done)
    : transport_(std::move(transport)),
      request_(std::move(request)),
      deadline_(deadline),
      done_(std::move(done)),
      deadline_timer_(transport_->executor),
      connect_timer_(transport_->executor),
      resolver_(transport_->executor),
      socket_(transport_->executor),
      received_(transport_->options.head_max + 2 * read_size) {}

exchange::~exchange() { transport_->forget(this); }

void exchange::enter() {
    transport_->waiting.push_back(this);
    deadline_timer_.expires_after(deadline_ - clock::now());
    deadline_timer_.async_wait([self = shared_from_this()](error_code const& error) {
        if (!error) self->run_out();
    });
}

void exchange::run() {
    connect_timer_.expires_after(
        std::min<clock::duration>(deadline_ - clock::now(), transport_->options.connect_timeout));
    connect_timer_.async_wait([self = shared_from_this()](error_code const& error) {
        if (!error && !self->write_started_) self->run_out();
    });
    resolve();
}

void exchange::resolve() {
    auto const& place = transport_->place;
    error_code not_a_number;
    auto const address = asio::ip::make_address(place.host, not_a_number);
    if (!not_a_number) return connect({{address, place.port}});
    if (place.loopback) {  // "localhost" is this machine, whatever the resolver says
        return connect(
            {{asio::ip::address_v4::loopback(), place.port}, {asio::ip::address_v6::loopback(), place.port}});
    }
    resolver_.async_resolve(
        place.host, std::to_string(place.port),
        [self = shared_from_this()](error_code const& error, tcp::resolver::results_type const& found) {
            if (self->ended_) return;
            if (error) return self->end("the name of " + self->transport_->place.authority() + " was not found");
            std::vector<tcp::endpoint> places;
            for (auto const& one : found) places.push_back(one.endpoint());
            self->connect(std::move(places));
        });
}

void exchange::connect(std::vector<tcp::endpoint> places) {
    // The list must outlive the operation, which only refers to it.
    auto const kept = std::make_shared<std::vector<tcp::endpoint>>(std::move(places));
    asio::async_connect(
        socket_, *kept, [self = shared_from_this(), kept](error_code const& error, tcp::endpoint const&) {
            if (self->ended_) return;
            if (error) {
                return self->end("no connection to " + self->transport_->place.authority() + ": " + error.message());
            }
            send_at_once(self->socket_);
            self->transport_->tls ? self->handshake() : self->write();
        });
}

void exchange::handshake() {
    auto const& host = transport_->place.host;
    tls_ = std::make_unique<asio::ssl::stream<tcp::socket&>>(socket_, *transport_->tls);
    tls_->set_verify_callback(asio::ssl::host_name_verification{host});
    error_code not_a_number;
    asio::ip::make_address(host, not_a_number);
    if (not_a_number) {  // SNI names hosts, not addresses
        SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str());
    }
    tls_->async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](error_code const& error) {
        if (self->ended_) return;
        error ? self->end(self->tls_failure(error)) : self->write();
    });
}

void exchange::write_head() {
    head_.append(to_text(request_.method));
    head_.append(" ");
    head_.append(transport_->place.base_path);
    head_.append(request_.target);
    head_.append(" HTTP/1.1\r\nHost: ");
    head_.append(transport_->place.authority());
    head_.append(
        "\r\nAccept: application/json\r\nAccept-Encoding: identity\r\nUser-Agent: dollr-cpp\r\nConnection: close\r\n");
    if (!request_.authorization.empty()) {
        head_.append("Authorization: ");
        head_.append(request_.authorization.reveal());
        head_.append("\r\n");
    }
    if (!request_.body.empty()) head_.append("Content-Type: application/json\r\n");
    if (!request_.body.empty() || request_.method == http_method::post || request_.method == http_method::put) {
        head_.append("Content-Length: ");
        head_.append(std::to_string(request_.body.size()));
        head_.append("\r\n");
    }
    head_.append("\r\n");
}

void exchange::write() {
    connect_timer_.cancel();
    if (::getpid() != transport_->process) return end("the transport belongs to the process that forked this one");
    if (clock::now() >= deadline_) return run_out();  // the timers stand still while the computer sleeps
    write_head();
    write_started_ = true;
    auto const written = [self = shared_from_this()](error_code const&, std::size_t) {
        // A server may refuse a request before it has read all of it, so a failed write does not mean that no answer
        // waits.
        if (!self->ended_) self->read();
    };
    std::array<asio::const_buffer, 2> const message{asio::buffer(head_.reveal()), asio::buffer(request_.body.reveal())};
    tls_ ? asio::async_write(*tls_, message, written) : asio::async_write(socket_, message, written);
}

void exchange::expect_answer() {
    parser_ = std::make_unique<message_parser<false>>(transport_->options.head_max, transport_->options.body_max);
}

void exchange::read() {
    if (!parser_) expect_answer();
    auto const came = [self = shared_from_this()](error_code const& error, std::size_t size) {
        if (self->ended_) return;
        error ? self->take_end(error) : self->take(size);
    };
    if (received_.max_size() - received_.size() < read_size) {  // a line without end, that the parser still waits for
        return end("the answer from " + transport_->place.authority() + " is not HTTP/1.1");
    }
    auto const space = received_.prepare(read_size);
    tls_ ? tls_->async_read_some(space, came) : socket_.async_read_some(space, came);
}

void exchange::take(std::size_t size) {
    received_.commit(size);
    for (;;) {
        auto const error = parse(*parser_, received_);
        if (error == http::error::need_more) return read();
        if (error == http::error::header_limit) {
            return end("the headers of the answer from " + transport_->place.authority() + " are too large");
        }
        if (error) return end("the answer from " + transport_->place.authority() + " is not HTTP/1.1");
        if (parser_->status >= 200) return end({});  // complete
        expect_answer();                             // after a 1xx the answer itself is still to come
    }
}

void exchange::take_end(error_code const& error) {
    // A clean end completes an answer without a length; a TLS stream that is cut off is not a clean end.
    error_code still_incomplete;
    if (error == asio::error::eof && parser_->got_some()) parser_->put_eof(still_incomplete);
    auto const& who = transport_->place.authority();
    end(error == asio::error::eof ? who + " closed the connection without an answer"
                                  : "the connection to " + who + " broke before an answer came");
}

void exchange::run_out() {
    end((write_started_ ? "no answer from " : "no connection to ") + transport_->place.authority() + " in time", true);
}

void exchange::end(std::string why, bool timed_out) {
    if (ended_) return;
    if (parser_ && parser_->is_header_done() && parser_->status >= 200) {
        http_response answer;
        answer.status = parser_->status;
        answer.content_type = std::move(parser_->content_type);
        answer.date = std::move(parser_->date);
        answer.retry_after = std::move(parser_->retry_after);
        answer.body = std::move(parser_->body);
        answer.complete = parser_->is_done();
        return finish(std::move(answer));
    }
    finish(no_response{write_started_ ? delivery::maybe_sent : delivery::never_sent, timed_out, std::move(why)});
}

void exchange::finish(exchange_result outcome) {
    ended_ = true;
    deadline_timer_.cancel();
    connect_timer_.cancel();
    resolver_.cancel();
    close(socket_);
    // Our copies; the request is wiped with the exchange, which operations that are only now being cancelled still
    // hold.
    head_.wipe();
    request_.clear();
    transport_->forget(this);
    asio::post(transport_->executor,
               [done = std::move(done_), outcome = std::move(outcome)]() mutable { done(std::move(outcome)); });
    transport_->admit();
}

std::string exchange::tls_failure(error_code const& error) {
    auto const text = "TLS with " + transport_->place.authority() + " failed: ";
    auto const verdict = SSL_get_verify_result(tls_->native_handle());
    if (verdict != X509_V_OK) return text + X509_verify_cert_error_string(verdict);
    return text + escaped(error.message());
}

}  // namespace dollr::asio_detail
