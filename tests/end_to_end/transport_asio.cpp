// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports dollr::asio
#include <dollr/asio/transport.hpp>
#include <dollr/port/transport.hpp>

#include "hostile_server.hpp"
#include "outcome.hpp"
#include "transports.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <optional>
#include <thread>

// What is Asio's alone: completion tokens, executors and cancellation.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

static_assert(std::derived_from<asio_transport, transport>);

namespace {

void stall(peer& client) {
    client.read_request();
    client.wait_until_gone();
}

}  // namespace

TEST_CASE("a coroutine awaits an exchange") {
    hostile_server server{answer_all};
    asio::io_context context;
    auto transport = asio_transport::open(context.get_executor(), to(server.url())).value();
    auto statuses = 0;
    asio::co_spawn(
        context,
        [&]() -> asio::awaitable<void> {
            for (auto i = 0; i < 3; ++i) {
                statuses += status_of(co_await transport.async_send(post(), 20s, asio::use_awaitable));
            }
        },
        [](std::exception_ptr failure) { CHECK_FALSE(failure); });
    context.run();
    CHECK(statuses == 600);
    CHECK(server.connections() == 3);
}

TEST_CASE("a future gets the outcome of an exchange that runs on a strand of many threads") {
    hostile_server server{answer_all};
    asio::thread_pool threads{3};
    auto const strand = asio::make_strand(threads.get_executor());
    std::optional<asio_transport> transport;
    std::vector<std::future<exchange_result>> futures(20);
    asio::post(strand, [&] { transport.emplace(asio_transport::open(strand, to(server.url())).value()); });
    for (auto& one : futures) {
        std::promise<std::future<exchange_result>> started;
        asio::post(strand, [&] { started.set_value(transport->async_send(post(), 20s, asio::use_future)); });
        one = started.get_future().get();
    }
    for (auto& one : futures) CHECK(status_of(one.get()) == 200);
    asio::post(strand, [&] { transport.reset(); });
    threads.join();
}

TEST_CASE("a completion comes later and on its own executor, also for what is refused at once") {
    asio::io_context context;
    asio::io_context another;
    auto transport = asio_transport::open(context.get_executor(), to("http://127.0.0.1:1")).value();
    auto called = false;
    transport.async_send(get("no slash"), 20s, asio::bind_executor(another, [&](exchange_result outcome) {
                             called = true;
                             CHECK(without_answer(outcome).delivery == delivery::never_sent);
                         }));
    context.run();
    CHECK_FALSE(called);
    another.run();
    CHECK(called);
}

TEST_CASE("a cancelled exchange completes with what is known") {
    hostile_server server{stall};
    asio::io_context context;
    auto transport = asio_transport::open(context.get_executor(), to(server.url())).value();
    asio::cancellation_signal signal;
    std::optional<exchange_result> outcome;
    transport.async_send(post(), 60s, asio::bind_cancellation_slot(signal.slot(), [&](exchange_result one) {
                             outcome = std::move(one);
                         }));
    auto const took = time_of([&] {
        while (server.requests().empty()) context.run_for(5ms);
        signal.emit(asio::cancellation_type::terminal);
        context.run();
    });
    CHECK(took < 30s);
    CHECK(without_answer(outcome.value()).delivery == delivery::maybe_sent);
    CHECK_FALSE(without_answer(outcome.value()).timed_out);
    signal.emit(asio::cancellation_type::terminal);  // too late, and harmless
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a transport that is destroyed ends its exchanges, and they complete") {
    hostile_server server{stall};
    asio::io_context context;
    auto transport = std::make_optional(asio_transport::open(context.get_executor(), to(server.url())).value());
    auto ended = 0;
    for (auto i = 0; i < 12; ++i) transport->start(post(), 60s, [&](exchange_result) { ++ended; });
    CHECK(transport->pending() == 12);
    asio::steady_timer timer{context, 100ms};
    timer.async_wait([&](boost::system::error_code) { transport.reset(); });
    CHECK(time_of([&] { context.run(); }) < 30s);
    CHECK(ended == 12);
}

TEST_CASE("a context that is destroyed in the middle of exchanges leaves nothing behind") {
    hostile_server server{stall};
    auto called = false;
    {
        asio::io_context context;
        auto transport = asio_transport::open(context.get_executor(), to(server.url())).value();
        for (auto i = 0; i < 12; ++i) transport.start(post(), 30s, [&](exchange_result) { called = true; });
        context.run_for(100ms);
    }
    CHECK_FALSE(called);
}

TEST_CASE("options that cannot work are refused with a sentence") {
    asio::io_context context;
    auto options = to("https://api.example.com/v1");
    options.ca_file = "/no/such/file.pem";
    auto const no_file = asio_transport::open(context.get_executor(), options);
    REQUIRE(no_file.has_error());
    CHECK(no_file.error().kind == error_kind::invalid);
    CHECK_FALSE(no_file.error().next.empty());
    CHECK(asio_transport::open(context.get_executor(), to("http://api.example.com")).has_error());
}
