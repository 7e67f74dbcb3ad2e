// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports
#include "hostile_server.hpp"
#include "outcome.hpp"
#include "transports.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

// What goes over the wire, and what becomes of answers, good and bad.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

/// A server that answers every request with these bytes and closes.
struct says {
    explicit says(std::string bytes)
        : server([bytes = std::move(bytes)](peer& client) {
              if (client.read_request()) client.write(bytes);
          }) {}
    hostile_server server;
    std::string url() const { return server.url(); }
};

struct environment {
    environment(char const* name, std::string const& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~environment() { ::unsetenv(name_); }
    environment(environment const&) = delete;

private:
    char const* name_;
};

}  // namespace

TEST_CASE_TEMPLATE("a POST is written with exactly the headers of the protocol", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        if (client.read_request()) client.ok();
    }};
    transport client{to(server.url() + "/v1/")};
    std::string const body(1'200'000, '7');  // large enough for an HTTP stack to want `Expect: 100-continue`
    CHECK(status_of(client.send(post(body), 20s)) == 200);
    auto const seen = server.requests().at(0);
    CHECK(seen.head.starts_with("POST /v1/executions/payout HTTP/1.1\r\n"));
    CHECK(seen.body == body);
    CHECK(seen.header("host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK(seen.header("authorization") == "Bearer the-token");
    CHECK(seen.header("accept") == "application/json");
    CHECK(seen.header("accept-encoding") == "identity");
    CHECK(seen.header("content-type") == "application/json");
    CHECK(seen.header("content-length") == "1200000");
    for (auto const* absent : {"expect", "cookie", "transfer-encoding", "upgrade", "te", "proxy-connection"}) {
        CHECK_FALSE(seen.header(absent));
    }
}

TEST_CASE_TEMPLATE("every method is written as it is, and only a body has a type", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        if (client.read_request()) client.ok();
    }};
    transport client{to(server.url())};
    for (auto const method : {http_method::get, http_method::post, http_method::put, http_method::delete_}) {
        auto request = get("/a%20b/../c?d=%0A&e=%2F");
        request.method = method;
        request.hazard = hazard::creates;
        CHECK(status_of(client.send(request, 20s)) == 200);
        auto const seen = server.requests().back();
        CHECK(seen.method() == to_text(method));
        CHECK(seen.target() == request.target);
        CHECK_FALSE(seen.header("content-type"));
        CHECK_FALSE(seen.header("authorization"));
        auto const has_length = method == http_method::post || method == http_method::put;
        CHECK(seen.header("content-length").has_value() == has_length);
    }
}

TEST_CASE_TEMPLATE("status, body and the three headers come back as sent", transport, over_curl, over_asio) {
    says const server{
        "HTTP/1.1 429 Slow Down\r\nX-Date: no\r\ndAtE:  Tue, 23 Jun 2026 10:00:00 GMT \r\nRETRY-AFTER: 7\r\n"
        "Content-Type: application/json; charset=utf-8\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
        "Content-Length: 14\r\n\r\n{\"detail\":\"x\"}"};
    transport client{to(server.url())};
    auto const answer = answer_of(client.send(get(), duration::max()));
    CHECK(answer.status == 429);
    CHECK(answer.date == "Tue, 23 Jun 2026 10:00:00 GMT");
    CHECK(answer.retry_after == "7");
    CHECK(answer.content_type == "application/json; charset=utf-8");
    CHECK(answer.body.reveal() == R"({"detail":"x"})");
    CHECK(answer.complete);
}

TEST_CASE_TEMPLATE("interim answers and trailers are not the answer", transport, over_curl, over_asio) {
    says const server{
        "HTTP/1.1 103 Early Hints\r\nDate: early\r\nContent-Type: text/early\r\n\r\n"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2\r\n{}\r\n0\r\nDate: late\r\nRetry-After: 9\r\n\r\n"};
    transport client{to(server.url())};
    auto const answer = answer_of(client.send(get(), 20s));
    CHECK(answer.status == 200);
    CHECK(answer.body.reveal() == "{}");
    CHECK(answer.date.empty());
    CHECK(answer.content_type.empty());
    CHECK(answer.retry_after.empty());
    CHECK(answer.complete);
}

TEST_CASE_TEMPLATE("an answer without a body or without a length is complete", transport, over_curl, over_asio) {
    says const none{"HTTP/1.1 204 No Content\r\n\r\n"};
    auto const empty = answer_of(transport{to(none.url())}.send(get(), 20s));
    CHECK(empty.status == 204);
    CHECK(empty.body.empty());
    CHECK(empty.complete);

    says const to_the_end{"HTTP/1.1 200 OK\r\n\r\nall until the end"};
    auto const whole = answer_of(transport{to(to_the_end.url())}.send(get(), 20s));
    CHECK(whole.body.reveal() == "all until the end");
    CHECK(whole.complete);
}

TEST_CASE_TEMPLATE("a truncated body is kept and marked", transport, over_curl, over_asio) {
    for (auto const& bytes : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"s,
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"s,
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf"s}) {
        says const server{bytes};
        auto const answer = answer_of(transport{to(server.url())}.send(post(), 20s));
        CHECK(answer.status == 200);
        CHECK(answer.body.reveal() == "half");
        CHECK_FALSE(answer.complete);
        CHECK(server.server.requests().size() == 1);
    }
}

TEST_CASE_TEMPLATE("a body of the limit is complete, one byte more is cut", transport, over_curl, over_asio) {
    for (auto const& framing : {"Content-Length: "s, ""s}) {
        for (std::size_t const size : {1000u, 1001u, 200'000u}) {
            says const server{"HTTP/1.1 200 OK\r\n" +
                              (framing.empty() ? ""s : framing + std::to_string(size) + "\r\n") + "\r\n" +
                              std::string(size, 'x')};
            auto options = to(server.url());
            options.body_max = 1000;
            auto const answer = answer_of(transport{options}.send(get(), 20s));
            CHECK(answer.body.size() == 1000);
            CHECK(answer.complete == (size == 1000));
        }
    }
}

TEST_CASE_TEMPLATE("a body that never ends stops at the limit", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        auto const chunk = "4000\r\n" + std::string(0x4000, ' ') + "\r\n";
        while (client.write(chunk)) {
        }
    }};
    http_response answer;
    auto const took = time_of([&] { answer = answer_of(transport{to(server.url())}.send(get(), 20s)); });
    CHECK(answer.body.size() == 1u << 20);
    CHECK_FALSE(answer.complete);
    CHECK(took < 20s);
}

TEST_CASE_TEMPLATE("a body that drips for ever stops at the deadline", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.write("HTTP/1.1 503 No\r\nContent-Length: 1000000\r\nRetry-After: 3\r\n\r\n");
        while (client.write("x")) std::this_thread::sleep_for(20ms);
    }};
    http_response answer;
    auto const took = time_of([&] { answer = answer_of(transport{to(server.url())}.send(get(), 2s)); });
    CHECK(answer.status == 503);
    CHECK(answer.retry_after == "3");
    CHECK_FALSE(answer.complete);
    CHECK(took >= 1990ms);
    CHECK(took < 20s);
}

TEST_CASE_TEMPLATE("headers that never end are no answer", transport, over_curl, over_asio) {
    auto const line = "X-Filler: " + std::string(1000, 'x') + "\r\n";
    for (auto const& endless : {line, std::string(1000, 'y')}) {
        hostile_server server{[&](peer& client) {
            client.read_request();
            client.write("HTTP/1.1 200 OK\r\n");
            while (client.write(endless)) {
            }
        }};
        auto const none = without_answer(transport{to(server.url())}.send(post(), 20s));
        CHECK(none.delivery == delivery::maybe_sent);
        CHECK_FALSE(none.timed_out);
    }
}

TEST_CASE_TEMPLATE("a chunk size that never ends cuts the answer", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;");
        while (client.write(std::string(4096, 'e'))) {
        }
    }};
    auto const answer = answer_of(transport{to(server.url())}.send(get(), 2s));
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.complete);
}

TEST_CASE_TEMPLATE("what is not HTTP/1.1 is no answer", transport, over_curl, over_asio) {
    for (auto const& bytes :
         {"SSH-2.0-OpenSSH_9.2\r\n"s, "{\"status\":\"COMPLETED\"}"s, "\0\0\0\0"s, "HTTP/1.1 200 OK\r\n"s}) {
        says const server{bytes};
        auto const none = without_answer(transport{to(server.url())}.send(post(), 20s));
        CHECK(none.delivery == delivery::maybe_sent);
        CHECK_FALSE(none.timed_out);
    }
}

TEST_CASE_TEMPLATE("a compressed answer was not asked for and is not unpacked", transport, over_curl, over_asio) {
    says const server{"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01"};
    auto const answer = answer_of(transport{to(server.url())}.send(get(), 20s));
    CHECK(answer.body.reveal() == "\x1f\x8b\x08\x01");
}

TEST_CASE_TEMPLATE("mistake 23: a redirect is an answer, and the bearer never reaches its target", transport, over_curl,
                   over_asio) {
    hostile_server thief{[](peer& client) {
        if (client.read_request()) client.ok();
    }};
    for (auto const status : {301, 302, 303, 307, 308}) {
        says const server{"HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + thief.url() +
                          "/executions/payout\r\nRefresh: 0; url=" + thief.url() + "\r\nContent-Length: 0\r\n\r\n"};
        transport client{to(server.url())};
        CHECK(status_of(client.send(post(), 20s)) == status);
        CHECK(server.server.requests().size() == 1);
    }
    CHECK(thief.connections() == 0);
}

TEST_CASE_TEMPLATE("an asked-for password is not looked for, and a cookie does not come back", transport, over_curl,
                   over_asio) {
    hostile_server server{[](peer& client) {
        while (client.read_request()) {
            client.answer("401 No\r\nWWW-Authenticate: Basic realm=x\r\nSet-Cookie: a=b\r\n", "{}");
        }
    }};
    transport client{to(server.url())};
    CHECK(status_of(client.send(get(), 20s)) == 401);
    CHECK(status_of(client.send(get(), 20s)) == 401);
    CHECK(server.requests().size() == 2);
    CHECK_FALSE(server.requests().back().header("cookie"));
    CHECK_FALSE(server.requests().back().header("authorization"));
}

TEST_CASE_TEMPLATE("proxy variables are ignored", transport, over_curl, over_asio) {
    hostile_server proxy{[](peer& client) {
        if (client.read_request()) client.ok();
    }};
    hostile_server server{[](peer& client) {
        if (client.read_request()) client.ok();
    }};
    environment const http{"http_proxy", proxy.url()};
    environment const https{"https_proxy", proxy.url()};
    environment const all{"ALL_PROXY", proxy.url()};
    CHECK(status_of(transport{to(server.url())}.send(get(), 20s)) == 200);
    without_answer(transport{to("https://127.0.0.1:" + std::to_string(closed_port()))}.send(get(), 20s));
    CHECK(proxy.connections() == 0);
    CHECK(server.requests().size() == 1);
}
