// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ASIO_WORLD_HPP
#define DOLLR_TESTS_SUPPORT_ASIO_WORLD_HPP

#include <dollr/asio/client.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/loopback/server.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/system/clock.hpp>

#include <boost/asio/io_context.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace dollr::tests {

/// The sandbox, served on the loop that the clients run on. Time runs faster.
struct asio_world {
    explicit asio_world(std::uint32_t speed = 20) : clock{utc_now(), speed} {}

    [[nodiscard]] settings with() const {
        settings s;
        s.target = sandbox_at(server.origin());
        s.own_journal = journal;
        s.clock = std::make_shared<os_clock>(clock);
        return s;
    }
    [[nodiscard]] asio::client client() { return open(with()); }
    [[nodiscard]] asio::client open(settings s) {
        return asio::client::open(context.get_executor(), std::move(s)).value();
    }

    /// Runs the loop until `ends` operations have called `end`, and nothing is left to run.
    void run(int ends) {
        expected = ends;
        if (ends == 0) server.stop();
        context.restart();
        context.run_for(std::chrono::seconds{200});
        CHECK(context.stopped());
        CHECK(expected == 0);
    }
    void end() {
        if (--expected == 0) server.stop();
    }

    virtual_clock clock;
    std::shared_ptr<memory_journal> journal = std::make_shared<memory_journal>();
    sandbox::server core{{.epoch = clock.epoch, .speed = clock.speed}};
    boost::asio::io_context context;
    loopback_server server = loopback_server::listen(context.get_executor(), [this](http_request const& request) {
                                 auto reply = core.handle(request, clock.at(utc_now()));
                                 loopback_answer answer;
                                 answer.response = std::move(reply.response);
                                 answer.delay = clock.slower(reply.delay);
                                 if (reply.end != sandbox::ending::whole) answer.fault = wire_fault::drop;
                                 return answer;
                             }).value();
    int expected = 0;
};

inline payment_intent an_order(std::string key, std::string_view phone_text = "231770000001",
                               flow::intent_kind kind = collection) {
    payment_intent p;
    p.key = std::move(key);
    p.kind = kind;
    p.name = "Ada Payer";
    p.phone = *phone::try_parse(phone_text);
    p.amount = *amount::try_parse("25.00");
    p.currency = *currency::try_parse("USD");
    return p;
}

}  // namespace dollr::tests

#endif
