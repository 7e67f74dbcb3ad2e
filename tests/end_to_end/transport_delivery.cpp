// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports
#include "hostile_server.hpp"
#include "outcome.hpp"
#include "transports.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

// What is known of a request that got no answer: never_sent only if no byte of it was handed to a connection.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;

TEST_CASE_TEMPLATE("a refused connection never sent the request", transport, over_curl, over_asio) {
    transport client{to("http://127.0.0.1:" + std::to_string(closed_port()))};
    auto const none = without_answer(client.send(get("/x?secret-query=1"), 20s));
    CHECK(none.delivery == delivery::never_sent);
    CHECK_FALSE(none.timed_out);
    CHECK(none.why.find("no connection to 127.0.0.1:") == 0);
}

TEST_CASE_TEMPLATE("a name that does not exist never sent the request", transport, over_curl, over_asio) {
    transport client{to("https://no-such-host.invalid")};
    CHECK(without_answer(client.send(post(), 20s)).delivery == delivery::never_sent);
}

TEST_CASE_TEMPLATE("a connection that is not accepted in time never sent the request", transport, over_curl,
                   over_asio) {
    full_port port;
    auto options = to("http://127.0.0.1:" + std::to_string(port.number()));
    options.connect_timeout = 200ms;
    transport client{options};
    no_response none;
    auto const took = time_of([&] { none = without_answer(client.send(post(), 60s)); });
    CHECK(none.delivery == delivery::never_sent);
    CHECK(none.timed_out);
    CHECK(took >= 190ms);
    CHECK(took < 30s);
}

TEST_CASE_TEMPLATE("a reset before the answer may have sent the request", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.reset();
    }};
    transport client{to(server.url())};
    auto const none = without_answer(client.send(post(), 20s));
    CHECK(none.delivery == delivery::maybe_sent);
    CHECK_FALSE(none.timed_out);
    CHECK(server.requests().size() == 1);
}

TEST_CASE_TEMPLATE("a connection that ends without an answer may have sent the request", transport, over_curl,
                   over_asio) {
    hostile_server server{[](peer& client) { client.read_request(); }};
    transport client{to(server.url())};
    CHECK(without_answer(client.send(post(), 20s)).delivery == delivery::maybe_sent);
    CHECK(server.requests().size() == 1);
}

TEST_CASE_TEMPLATE("what says never_sent did not reach a server that resets at once", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) { client.reset(); }};
    transport client{to(server.url())};
    for (auto i = 0; i < 50; ++i) {
        // Whether the first write or the reset comes first is a race; either word is right, but nothing was read.
        without_answer(client.send(post(), 20s));
    }
    CHECK(server.requests().empty());
    CHECK(server.connections() == 50);
}

TEST_CASE_TEMPLATE("mistake 18: a stall ends at the deadline, for a GET and for a POST", transport, over_curl,
                   over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.wait_until_gone();
    }};
    transport client{to(server.url())};
    for (auto const& request : {get(), post()}) {
        no_response none;
        auto const took = time_of([&] { none = without_answer(client.send(request, 2s)); });
        CHECK(none.delivery == delivery::maybe_sent);
        CHECK(none.timed_out);
        CHECK(took >= 1990ms);
        CHECK(took < 30s);
    }
}

TEST_CASE_TEMPLATE("mistake 18: no time left means that nothing is sent", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) { client.read_request(); }};
    transport client{to(server.url())};
    for (auto const timeout : {0ms, -5ms}) {
        auto const none = without_answer(client.send(post(), timeout));
        CHECK(none.delivery == delivery::never_sent);
        CHECK(none.timed_out);
    }
    CHECK(server.connections() == 0);
}

TEST_CASE_TEMPLATE("a connection that died while idle causes no second send", transport, over_curl, over_asio) {
    // The first request of a connection is answered and the connection offered for reuse; a second one on it is read
    // and left without an answer, which is where an HTTP stack repeats a request by itself.
    hostile_server server{[](peer& client) {
        auto const first = client.read_request();
        if (first && first->method() == "GET") {
            client.ok();
            client.read_request();
        }
    }};
    for (auto const h : {hazard::moves_money, hazard::creates}) {
        transport client{to(server.url())};
        REQUIRE(status_of(client.send(get(), 20s)) == 200);
        auto const before = server.requests().size();
        CHECK(without_answer(client.send(post("{}", h), 20s)).delivery == delivery::maybe_sent);
        auto const after = server.requests();
        REQUIRE(after.size() == before + 1);
        CHECK(after.back().method() == "POST");
        CHECK(after.back().on_connection == 0);
    }
}

TEST_CASE_TEMPLATE("nothing follows what moved money on its connection", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        while (client.read_request()) client.ok();
    }};
    transport client{to(server.url())};
    for (auto const& request : {post(), get(), post(), get()}) REQUIRE(status_of(client.send(request, 20s)) == 200);
    for (auto const& request : server.requests()) {
        if (request.method() == "POST") CHECK(request.on_connection == 0);
    }
    auto const requests = server.requests();
    CHECK(requests[1].connection != requests[0].connection);
}

TEST_CASE_TEMPLATE("mistake 22: CR, LF and NUL never reach a header", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) { client.read_request(); }};
    transport client{to(server.url())};
    using namespace std::string_literals;
    for (auto const& target : {"/x\r\nEvil: 1"s, "/x\nEvil: 1"s, "/x\0y"s, "/x y"s, "/x\x7f"s, "/\xc3\xa9"s, "/x#y"s,
                               "x"s, "http://evil.example/"s, ""s}) {
        CHECK(without_answer(client.send(get(target), 20s)).delivery == delivery::never_sent);
    }
    for (auto const& bearer : {"Bearer a\r\nEvil: 1"s, "Bearer a\nEvil: 1"s, "Bearer \0"s, "Bearer \xff"s}) {
        auto request = post();
        request.authorization.assign(bearer);
        CHECK(without_answer(client.send(request, 20s)).delivery == delivery::never_sent);
    }
    CHECK(server.connections() == 0);
}

TEST_CASE_TEMPLATE("cancelling says of each request what is known", transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.wait_until_gone();
    }};
    auto options = to(server.url());
    options.in_flight_max = 2;
    transport client{options};
    auto const outcomes = client.send_all({post(), post(), post()}, 60s, [&] { return server.requests().size() == 2; });
    CHECK(without_answer(outcomes[0]).delivery == delivery::maybe_sent);
    CHECK(without_answer(outcomes[1]).delivery == delivery::maybe_sent);
    CHECK(without_answer(outcomes[2]).delivery == delivery::never_sent);
    for (auto const& one : outcomes) CHECK_FALSE(without_answer(one).timed_out);
    CHECK(server.requests().size() == 2);
}

TEST_CASE_TEMPLATE("no more than the limit are in flight, and all are answered", transport, over_curl, over_asio) {
    std::atomic<int> at_once = 0;
    std::atomic<int> at_once_max = 0;
    hostile_server server{[&](peer& client) {
        while (client.read_request()) {
            auto const now = ++at_once;
            for (auto seen = at_once_max.load(); seen < now && !at_once_max.compare_exchange_weak(seen, now);) {
            }
            std::this_thread::sleep_for(20ms);
            --at_once;
            client.ok();
        }
    }};
    for (auto const h : {hazard::reads, hazard::moves_money}) {
        auto options = to(server.url());
        options.in_flight_max = 5;
        transport client{options};
        std::vector<http_request> requests;
        for (auto i = 0; i < 40; ++i) {
            requests.push_back(h == hazard::reads ? get("/x?" + std::to_string(i)) : post("{}", h));
        }
        for (auto const& outcome : client.send_all(std::move(requests), 60s)) CHECK(status_of(outcome) == 200);
    }
    CHECK(server.requests().size() == 80);
    CHECK(at_once_max > 1);
    CHECK(at_once_max <= 5);
}

TEST_CASE_TEMPLATE("a request whose turn does not come before its deadline is never sent", transport, over_curl,
                   over_asio) {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.wait_until_gone();
    }};
    auto options = to(server.url());
    options.in_flight_max = 1;
    transport client{options};
    std::vector<exchange_result> outcomes;
    auto const took = time_of([&] { outcomes = client.send_all({post(), post()}, 2s); });
    CHECK(without_answer(outcomes[0]).delivery == delivery::maybe_sent);
    CHECK(without_answer(outcomes[1]).delivery == delivery::never_sent);
    CHECK(without_answer(outcomes[1]).timed_out);
    CHECK(took < 30s);
    CHECK(server.requests().size() == 1);
}
