// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports dollr::asio dollr::loopback
#include <dollr/loopback/server.hpp>

#include "outcome.hpp"
#include "transports.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

// The server that serves a sandbox, well-behaved and not.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

loopback_answer json(int status, std::string_view body) {
    loopback_answer answer;
    answer.response.status = status;
    answer.response.content_type = "application/json";
    answer.response.body.assign(body);
    return answer;
}

/// A server in a thread of its own, which ends when nothing is left for it to do.
class served {
public:
    explicit served(loopback_server::handler handle, loopback_options options = {})
        : server_(loopback_server::listen(context_.get_executor(), std::move(handle), std::move(options)).value()),
          url(server_.origin()),
          thread_([this] { context_.run(); }) {}
    ~served() { stop(); }

    void stop() {
        asio::post(context_, [this] { server_.stop(); });
        if (thread_.joinable()) thread_.join();
    }

private:
    asio::io_context context_;
    loopback_server server_;

public:
    std::string const url;

private:
    std::thread thread_;
};

/// A client that writes what no transport would.
class raw_client {
public:
    explicit raw_client(std::string const& url) {
        auto const port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }
    void write(std::string_view bytes) {
        boost::system::error_code refused;  // the server may close before it has read everything
        asio::write(socket_, asio::buffer(bytes), refused);
    }
    std::string read_until(std::string_view end) {
        std::string said;
        said.resize(asio::read_until(socket_, asio::dynamic_buffer(said), end));
        return said;
    }
    std::string read_to_the_end() {
        std::string said;
        boost::system::error_code end;
        asio::read(socket_, asio::dynamic_buffer(said), end);
        return said;
    }

private:
    asio::io_context context_;
    asio::ip::tcp::socket socket_{context_};
};

/// All that the server says to these bytes, until it closes.
std::string raw(std::string const& url, std::string_view bytes) {
    raw_client client{url};
    client.write(bytes);
    return client.read_to_the_end();
}

}  // namespace

TEST_CASE_TEMPLATE("a handler sees the request, and the client its answer", transport, over_curl, over_asio) {
    served const server{[](http_request const& request) {
        CHECK(request.method == http_method::post);
        CHECK(request.target == "/v1/executions/payout");
        CHECK(request.authorization.reveal() == "Bearer the-token");
        auto answer = json(429, request.body.reveal());
        answer.response.date = "Tue, 23 Jun 2026 10:00:00 GMT";
        answer.response.retry_after = "5";
        return answer;
    }};
    transport client{to(server.url + "/v1")};
    auto const answer = answer_of(client.send(post(R"({"amount":1})"), 20s));
    CHECK(answer.status == 429);
    CHECK(answer.body.reveal() == R"({"amount":1})");
    CHECK(answer.content_type == "application/json");
    CHECK(answer.date == "Tue, 23 Jun 2026 10:00:00 GMT");
    CHECK(answer.retry_after == "5");
    CHECK(answer.complete);
}

TEST_CASE_TEMPLATE("every fault looks to a client like what it is named after", transport, over_curl, over_asio) {
    std::atomic<wire_fault> fault = wire_fault::none;
    std::atomic<int> handled = 0;
    served const server{[&](http_request const&) {
        ++handled;
        auto answer = json(200, R"({"status":"COMPLETED"})");
        answer.fault = fault;
        return answer;
    }};
    transport client{to(server.url)};
    CHECK(status_of(client.send(post(), 20s)) == 200);

    for (auto const no_answer : {wire_fault::drop, wire_fault::reset}) {
        fault = no_answer;
        CHECK(without_answer(client.send(post(), 20s)).delivery == delivery::maybe_sent);
    }
    fault = wire_fault::truncate;
    auto const half = answer_of(client.send(post(), 20s));
    CHECK(half.body.reveal() == R"({"status":")");
    CHECK_FALSE(half.complete);

    fault = wire_fault::endless;
    auto const endless = answer_of(client.send(post(), 2s));
    CHECK(endless.body.reveal().starts_with(R"({"status":"COMPLETED"})"));
    CHECK_FALSE(endless.complete);
    CHECK(handled == 5);
}

TEST_CASE_TEMPLATE("a connection can be reset before its request is read", transport, over_curl, over_asio) {
    std::atomic<int> handled = 0;
    std::atomic<int> asked = 0;
    loopback_options options;
    options.resets_next_connection = [&] { return ++asked == 1; };
    served const server{[&](http_request const&) {
                            ++handled;
                            return json(200, "{}");
                        },
                        options};
    transport client{to(server.url)};
    without_answer(client.send(post(), 20s));
    CHECK(handled == 0);
    CHECK(status_of(client.send(post(), 20s)) == 200);
}

TEST_CASE_TEMPLATE("a delay is real time, and outlasts no client", transport, over_curl, over_asio) {
    served server{[](http_request const& request) {
        auto answer = json(200, "{}");
        answer.delay = request.target == "/short" ? duration{120} : duration{3'600'000};
        return answer;
    }};
    transport client{to(server.url)};
    auto const took = time_of([&] { CHECK(status_of(client.send(get("/short"), 20s)) == 200); });
    CHECK(took >= 115ms);
    CHECK(without_answer(client.send(get("/long"), 150ms)).timed_out);
    CHECK(time_of([&] { server.stop(); }) < 20s);
}

TEST_CASE("a connection is kept and used again, also for requests that come together") {
    served const server{[](http_request const& request) { return json(200, request.target); }};
    auto const said =
        raw(server.url,
            "GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /2 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            "POST /3 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"
            "GET /4 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    for (auto const* target : {"\r\n\r\n/1", "\r\n\r\n/2", "\r\n\r\n/3", "\r\n\r\n/4"}) {
        CHECK(said.find(target) != std::string::npos);
    }
}

TEST_CASE("a client that waits for permission to send its body gets it") {
    served const server{[](http_request const& request) { return json(200, request.body.reveal()); }};
    raw_client client{server.url};
    client.write(
        "POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: "
        "4\r\n\r\n");
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.write("body");
    auto const said = client.read_to_the_end();
    CHECK(said.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(said.ends_with("\r\n\r\nbody"));
}

TEST_CASE("what the server refuses by itself, it refuses in JSON, and the connection is over") {
    loopback_options options;
    options.body_max = 1000;
    options.head_max = 2000;
    served const server{[](http_request const&) { return json(200, "{}"); }, options};
    auto const begins = [&](std::string_view bytes, std::string_view status) {
        auto const said = raw(server.url, bytes);
        CAPTURE(said);
        CHECK(said.starts_with(status));
        CHECK(said.find("{\"detail\":") != std::string::npos);
    };
    begins("PATCH / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "HTTP/1.1 405 ");
    begins("nonsense\r\n\r\n", "HTTP/1.1 400 ");
    begins("GET / HTTP/1.1\r\nX: " + std::string(5000, 'x'), "HTTP/1.1 431 ");
    begins("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'), "HTTP/1.1 413 ");
    begins("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.1 400 ");
}

TEST_CASE("a page of elsewhere reaches nothing, whatever name it has given this machine") {
    std::atomic<int> handled = 0;
    served const server{[&](http_request const&) {
        ++handled;
        return json(200, "{}");
    }};
    auto const answers = [&](std::string_view lines) {
        auto const said = raw(server.url, "POST / HTTP/1.1\r\n" + std::string(lines) +
                                              "Content-Type: text/plain\r\nContent-Length: 2\r\n"
                                              "Connection: close\r\n\r\n{}");
        CAPTURE(said);
        CHECK(said.find("\r\n\r\n{") != std::string::npos);
        return said.substr(9, 3);
    };
    for (std::string const own : {"Host: 127.0.0.1\r\n", "Host: 127.0.0.1:7373\r\n", "Host: LocalHost:1\r\n",
                                  "Host: [::1]:7373\r\n", "Host: localhost:80\r\nOrigin: http://localhost:80\r\n"}) {
        CAPTURE(own);
        CHECK(answers(own) == "200");
    }
    CHECK(handled == 5);
    for (std::string const other :
         {"", "Host: evil.example\r\n", "Host: evil.example:7373\r\n", "Host: 127.0.0.1.evil.example\r\n",
          "Host: 127.0.0.1:evil\r\n", "Host: evil.example\r\nHost: 127.0.0.1\r\n",
          "Host: 127.0.0.1\r\nHost: evil.example\r\n", "Host: 127.0.0.1:7373\r\nOrigin: https://evil.example\r\n",
          "Host: 127.0.0.1:7373\r\nOrigin: null\r\n", "Host: 127.0.0.1:7373\r\nOrigin: http://127.0.0.1:8080\r\n",
          "Host: 127.0.0.1:7373\r\nOrigin: https://127.0.0.1:7373\r\n",
          "Host: 127.0.0.1:7373\r\nOrigin: http://127.0.0.1:7373\r\nOrigin: https://evil.example\r\n"}) {
        CAPTURE(other);
        CHECK(answers(other) == "403");
    }
    CHECK(handled == 5);
}

TEST_CASE("a handler cannot smuggle a line into the head of an answer") {
    served const server{[](http_request const&) {
        auto answer = json(302, "");
        answer.further_headers.emplace_back("Location", "/x\r\nEvil: 1");
        return answer;
    }};
    auto const said = raw(server.url, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK(said.starts_with("HTTP/1.1 500 "));
    CHECK(said.find("Evil") == std::string::npos);
}

TEST_CASE("a connection that says nothing is closed after a while") {
    loopback_options options;
    options.idle_timeout = 100ms;
    served const server{[](http_request const&) { return json(200, "{}"); }, options};
    CHECK(time_of([&] { CHECK(raw(server.url, "GET / HTT").empty()); }) < 20s);
}

TEST_CASE_TEMPLATE("more clients than connections are all served", transport, over_curl, over_asio) {
    loopback_options options;
    options.connections_max = 3;
    served const server{[](http_request const&) {
                            auto answer = json(200, "{}");
                            answer.delay = duration{5};
                            return answer;
                        },
                        options};
    auto client_options = to(server.url);
    client_options.in_flight_max = 40;
    transport client{client_options};
    std::vector<http_request> requests(40, post());
    for (auto const& outcome : client.send_all(std::move(requests), 60s)) CHECK(status_of(outcome) == 200);
}

TEST_CASE("a port that is taken is refused with what to do") {
    asio::io_context context;
    auto const handle = [](http_request const&) { return json(200, "{}"); };
    auto const first = loopback_server::listen(context.get_executor(), handle).value();
    loopback_options options;
    options.port = first.port();
    auto const second = loopback_server::listen(context.get_executor(), handle, options);
    REQUIRE(second.has_error());
    CHECK(second.error().what.find(std::to_string(first.port())) != std::string::npos);
    CHECK_FALSE(second.error().next.empty());
}
