// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports
#include "hostile_server.hpp"
#include "outcome.hpp"
#include "transports.hpp"

#include <doctest/doctest.h>

#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What is looked at in the instant in which the bytes of a request are handed over: its deadline, also by a computer
// that slept, because its session or its lease may be over; and whose process this is.

using namespace dollr;
using namespace dollr::test;
using namespace std::chrono_literals;

namespace {

std::atomic<time_t> slept = 0;  // seconds

void sleep_for(std::chrono::seconds how_long) { slept += how_long.count(); }

/// It sleeps whenever a client has connected and TLS is not agreed upon yet, so before any byte of a request.
void sleep_between(tls_identity const& identity, std::chrono::seconds& how_long) {
    SSL_CTX_set_client_hello_cb(
        static_cast<SSL_CTX*>(identity.context()),
        [](SSL*, int*, void* seconds) {
            sleep_for(*static_cast<std::chrono::seconds*>(seconds));
            return SSL_CLIENT_HELLO_SUCCESS;
        },
        &how_long);
}

}  // namespace

/// As after a suspend: what counts from the boot has gone on, what counts the processor's time has not.
extern "C" int clock_gettime(clockid_t which, timespec* out) noexcept {
    auto const status = static_cast<int>(::syscall(SYS_clock_gettime, which, out));
    if (status == 0 && which == CLOCK_BOOTTIME) out->tv_sec += slept;
    return status;
}

TEST_CASE_TEMPLATE("a computer that slept between connection and request sends no byte of it", transport, over_curl,
                   over_asio) {
    for (auto const& request : {get(), post()}) {
        std::chrono::seconds hour = 1h;
        tls_identity const identity{"127.0.0.1"};
        sleep_between(identity, hour);
        hostile_server server{answer_all, &identity};
        auto options = to(server.url());
        options.ca_file = identity.ca_file();
        auto const none = without_answer(transport{options}.send(request, 30s));
        CHECK(none.delivery == delivery::never_sent);
        CHECK(none.timed_out);
        CHECK(none.why == "no connection to 127.0.0.1:" + std::to_string(server.port()) + " in time");
        CHECK(server.connections() == 1);
        CHECK(server.bytes_read() == 0);
    }
}

TEST_CASE_TEMPLATE("... and one that slept for less than was left sends it", transport, over_curl, over_asio) {
    auto second = 1s;
    tls_identity const identity{"127.0.0.1"};
    sleep_between(identity, second);
    hostile_server server{answer_all, &identity};
    auto options = to(server.url());
    options.ca_file = identity.ca_file();
    CHECK(status_of(transport{options}.send(post(), 30s)) == 200);
    CHECK(server.requests().size() == 1);
}

TEST_CASE_TEMPLATE(
    "a request that waited for its turn while the computer slept is never sent; one that had left is "
    "still answered",
    transport, over_curl, over_asio) {
    hostile_server server{[](peer& client) {
        while (client.read_request()) {
            sleep_for(1h);
            client.ok();
        }
    }};
    auto options = to(server.url());
    options.in_flight_max = 1;
    auto const outcomes = transport{options}.send_all({post(), post()}, 30s);
    CHECK(status_of(outcomes[0]) == 200);
    CHECK(without_answer(outcomes[1]).delivery == delivery::never_sent);
    CHECK(without_answer(outcomes[1]).timed_out);
    CHECK(server.requests().size() == 1);
}

TEST_CASE_TEMPLATE("a forked child sends nothing over its parent's transport, which goes on", transport, over_curl,
                   over_asio) {
    hostile_server server{answer_all};
    transport client{to(server.url())};
    REQUIRE(status_of(client.send(get(), 20s)) == 200);
    for (auto const& request : {get(), post()}) {
        auto const before = server.bytes_read();
        auto const child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            auto const end = client.send(request, 20s);
            auto const* const none = std::get_if<no_response>(&end);
            ::_exit(none != nullptr && none->delivery == delivery::never_sent && !none->timed_out ? 0 : 1);
        }
        int status = -1;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK(status == 0);
        CHECK(server.bytes_read() == before);
    }
    CHECK(status_of(client.send(post(), 20s)) == 200);
}
