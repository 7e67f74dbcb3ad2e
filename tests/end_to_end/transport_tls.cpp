// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports
#include "hostile_server.hpp"
#include "outcome.hpp"
#include "transports.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <type_traits>

// TLS: who is spoken to is verified before a byte of a request leaves.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;

namespace {

void answer_one(peer& client) {
    if (client.read_request()) client.ok();
}

transport_options trusting(tls_identity const& identity, hostile_server const& server) {
    auto options = to(server.url());
    options.ca_file = identity.ca_file();
    return options;
}

}  // namespace

TEST_CASE_TEMPLATE("a trusted certificate for this address is spoken to", transport, over_curl, over_asio) {
    tls_identity const identity{"127.0.0.1"};
    hostile_server server{answer_one, &identity};
    transport client{trusting(identity, server)};
    std::string const body(60'000, '1');  // more than one TLS record
    CHECK(status_of(client.send(post(body), 20s)) == 200);
    CHECK(server.requests().at(0).body == body);
    CHECK(server.requests().at(0).header("authorization") == "Bearer the-token");
}

TEST_CASE_TEMPLATE("a trusted certificate for this name is spoken to", transport, over_curl, over_asio) {
    tls_identity const identity{"localhost"};
    hostile_server server{answer_one, &identity};
    auto options = trusting(identity, server);
    options.base_url = "https://localhost:" + std::to_string(server.port());
    CHECK(status_of(transport{options}.send(post(), 20s)) == 200);
}

TEST_CASE_TEMPLATE("a certificate of nobody known never gets the request", transport, over_curl, over_asio) {
    tls_identity const identity{"127.0.0.1"};
    tls_identity const another{"127.0.0.1"};
    hostile_server server{answer_one, &identity};
    for (auto const& options : {to(server.url()), trusting(another, server)}) {
        auto const none = without_answer(transport{options}.send(post(), 20s));
        CHECK(none.delivery == delivery::never_sent);
        CHECK_FALSE(none.timed_out);
        CHECK(none.why.find("TLS with 127.0.0.1:") == 0);
    }
    CHECK(server.requests().empty());
}

TEST_CASE_TEMPLATE("a trusted certificate for another name never gets the request", transport, over_curl, over_asio) {
    for (auto const* name : {"api.example.com", "127.0.0.2", "localhost"}) {
        tls_identity const identity{name};
        hostile_server server{answer_one, &identity};
        auto const none = without_answer(transport{trusting(identity, server)}.send(post(), 20s));
        CHECK(none.delivery == delivery::never_sent);
        CHECK(server.requests().empty());
    }
}

TEST_CASE_TEMPLATE("TLS to a server that does not speak it never sent the request", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) { client.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"); }};
    transport client{to("https://127.0.0.1:" + std::to_string(server.port()))};
    auto const none = without_answer(client.send(post(), 20s));
    CHECK(none.delivery == delivery::never_sent);
    CHECK_FALSE(none.timed_out);
}

TEST_CASE_TEMPLATE("a TLS handshake that stalls ends with the connect timeout", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) { client.wait_until_gone(); }};
    auto options = to("https://127.0.0.1:" + std::to_string(server.port()));
    options.connect_timeout = 200ms;
    no_response none;
    auto const took = time_of([&] { none = without_answer(transport{options}.send(post(), 60s)); });
    CHECK(none.delivery == delivery::never_sent);
    CHECK(none.timed_out);
    CHECK(took < 20s);
}

TEST_CASE_TEMPLATE("a TLS connection that breaks in the middle of the request raises no signal", transport, over_curl,
                   over_asio) {
    tls_identity const identity{"127.0.0.1"};
    hostile_server server{[](peer& client) { client.reset(); }, &identity};
    transport client{trusting(identity, server)};
    std::string const body(1'000'000, '1');
    for (auto i = 0; i < 20; ++i) without_answer(client.send(post(body), 20s));
    CHECK(server.requests().empty());
}

TEST_CASE_TEMPLATE("a TLS answer that is cut off is not complete", transport, over_curl, over_asio) {
    for (auto const* framing : {"Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n", ""}) {
        // libcurl takes the end of the connection for the end of an answer without a length, also if TLS did not end;
        // the JSON in it is then cut off, and does not decode.
        if (std::is_same_v<transport, over_curl> && *framing == '\0') continue;
        tls_identity const identity{"127.0.0.1"};
        hostile_server server{[&](peer& client) {
                                  client.read_request();
                                  client.write("HTTP/1.1 200 OK\r\n" + std::string{framing} + "\r\n10\r\n{}");
                                  client.close();  // without TLS's own end
                              },
                              &identity};
        auto const answer = answer_of(transport{trusting(identity, server)}.send(get(), 20s));
        CHECK(answer.status == 200);
        CHECK_FALSE(answer.complete);
    }
}

TEST_CASE_TEMPLATE("a TLS connection kept for reads is not used for what moves money", transport, over_curl,
                   over_asio) {
    tls_identity const identity{"127.0.0.1"};
    hostile_server server{[](peer& client) {
                              while (client.read_request()) client.ok();
                          },
                          &identity};
    transport client{trusting(identity, server)};
    for (auto const& request : {get(), post(), get()}) CHECK(status_of(client.send(request, 20s)) == 200);
    CHECK(server.requests().at(1).on_connection == 0);
}
