// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports dollr::curl
#include <dollr/curl/multi_transport.hpp>
#include <dollr/curl/transport.hpp>
#include <dollr/port/transport.hpp>

#include "hostile_server.hpp"
#include "outcome.hpp"
#include "transports.hpp"

#include <doctest/doctest.h>

#include <sys/time.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <thread>

// What is libcurl's alone: the step function, and whose its global state is.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;

static_assert(std::derived_from<curl_multi_transport, polled_transport>);
static_assert(std::derived_from<curl_transport, blocking_transport>);

namespace {

template <class T>
concept sends_without_limit = requires(T& t, http_request const& request) { t.send(request); };
static_assert(!sends_without_limit<curl_transport>);

curl_options at(std::string url) { return curl_options{to(std::move(url))}; }

}  // namespace

TEST_CASE("a completion comes from a later poll, once, also for what is refused at once") {
    auto const session = curl_session::start().value();
    auto multi = curl_multi_transport::open(session, at("http://127.0.0.1:1")).value();
    auto calls = 0;
    multi.start(get("no slash"), 20s, [&](exchange_result) { ++calls; });
    CHECK(calls == 0);
    CHECK(multi.pending() == 1);
    CHECK(multi.poll(0ms) == 1);
    CHECK(calls == 1);
    CHECK(multi.pending() == 0);
    CHECK(multi.poll(0ms) == 0);
}

TEST_CASE("a completion may hold what cannot be copied, and may start the next exchange") {
    hostile_server server{answer_all};
    auto const session = curl_session::start().value();
    auto multi = curl_multi_transport::open(session, at(server.url())).value();
    auto done = 0;
    multi.start(get("/1"), 20s, [&, owned = std::make_unique<int>(1)](exchange_result) {
        done += *owned;
        multi.start(get("/2"), 20s, [&](exchange_result) { ++done; });
    });
    while (multi.pending() != 0) multi.poll(1s);
    CHECK(done == 2);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("reads share a connection") {
    hostile_server server{answer_all};
    auto const session = curl_session::start().value();
    auto transport = curl_transport::open(session, at(server.url())).value();
    for (auto i = 0; i < 5; ++i) CHECK(status_of(transport.send(get(), 20s)) == 200);
    CHECK(server.connections() == 1);
}

TEST_CASE("without anything pending, poll waits as a timer does") {
    auto const session = curl_session::start().value();
    auto multi = curl_multi_transport::open(session, at("http://127.0.0.1:1")).value();
    auto const took = time_of([&] { CHECK(multi.poll(80ms) == 0); });
    CHECK(took >= 75ms);
    CHECK(took < 20s);
}

TEST_CASE("another thread ends a wait") {
    auto const session = curl_session::start().value();
    auto multi = curl_multi_transport::open(session, at("http://127.0.0.1:1")).value();
    std::thread other{[&] {
        std::this_thread::sleep_for(30ms);
        multi.wakeup();
    }};
    CHECK(time_of([&] { multi.poll(60s); }) < 20s);
    other.join();
}

TEST_CASE("a signal ends a wait, and no exchange") {
    hostile_server server{[](peer& client) {
        client.read_request();
        std::this_thread::sleep_for(150ms);
        client.ok();
    }};
    auto const session = curl_session::start().value();
    auto multi = curl_multi_transport::open(session, at(server.url())).value();
    std::signal(SIGALRM, [](int) {});
    itimerval const soon{{0, 20'000}, {0, 20'000}};
    itimerval const never{};
    auto status = 0;
    multi.start(post(), 20s, [&](exchange_result one) { status = status_of(one); });
    ::setitimer(ITIMER_REAL, &soon, nullptr);
    while (multi.pending() != 0) multi.poll(1s);
    ::setitimer(ITIMER_REAL, &never, nullptr);
    std::signal(SIGALRM, SIG_DFL);
    CHECK(status == 200);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a transport that is destroyed drops what is pending without calling it") {
    hostile_server server{[](peer& client) {
        client.read_request();
        client.wait_until_gone();
    }};
    auto called = false;
    auto const session = curl_session::start().value();
    {
        auto multi = curl_multi_transport::open(session, at(server.url())).value();
        for (auto i = 0; i < 10; ++i) multi.start(post(), 20s, [&](exchange_result) { called = true; });
        while (server.requests().empty()) multi.poll(10ms);
    }
    CHECK_FALSE(called);
}

TEST_CASE("options that cannot work are refused with a sentence before anything is sent") {
    auto const session = curl_session::of_the_program();
    auto const refused = [&](auto change) {
        auto options = at("https://api.example.com/v1");
        change(options);
        auto const made = curl_multi_transport::open(session, options);
        REQUIRE(made.has_error());
        CHECK(made.error().kind == error_kind::invalid);
        CHECK_FALSE(made.error().what.empty());
        CHECK_FALSE(made.error().next.empty());
    };
    refused([](curl_options& o) { o.base_url = "http://api.example.com"; });
    refused([](curl_options& o) { o.base_url.clear(); });
    refused([](curl_options& o) { o.connect_timeout = 0ms; });
    refused([](curl_options& o) { o.body_max = 0; });
    refused([](curl_options& o) { o.head_max = 0; });
    refused([](curl_options& o) { o.in_flight_max = 0; });
    refused([](curl_options& o) { o.ca_file = "/no/such/file.pem"; });
}

TEST_CASE("a proxy is used where it was asked for, and never for loopback") {
    hostile_server proxy{[](peer& client) {
        if (client.read_request()) client.answer("407 No\r\n", "");
    }};
    ::setenv("https_proxy", proxy.url().c_str(), 1);
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    auto const session = curl_session::start().value();
    auto options = at("https://api.example.com/v1");
    options.proxy_from_environment = true;
    auto transport = curl_transport::open(session, options).value();
    // The bytes of a CONNECT count as sent: the adapter cannot tell, so it says so.
    CHECK(without_answer(transport.send(post(), 20s)).delivery == delivery::maybe_sent);
    REQUIRE(proxy.requests().size() == 1);
    CHECK(proxy.requests()[0].target() == "api.example.com:443");
    CHECK_FALSE(proxy.requests()[0].header("authorization"));

    options.base_url = "http://127.0.0.1:" + std::to_string(closed_port());
    auto direct = curl_transport::open(session, options).value();
    CHECK(without_answer(direct.send(post(), 20s)).delivery == delivery::never_sent);
    CHECK(proxy.requests().size() == 1);
    ::unsetenv("https_proxy");
    ::unsetenv("http_proxy");
}
