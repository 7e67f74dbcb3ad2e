// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::asio_client dollr::system
#include <dollr/asio/client.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/sandbox/scenario.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/system/clock.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <thread>

// A journal that takes its time holds nobody up but the payments that are written to it.

using namespace dollr;
using namespace std::chrono_literals;
namespace net = boost::asio;

namespace {

/// The sandbox, which answers at once.
class at_hand final : public blocking_transport {
public:
    explicit at_hand(virtual_clock time) : time_(time) {}
    exchange_result send(http_request const& request, duration timeout) override {
        return sandbox::carry_out(server.handle(request, time_.at(utc_now())), timeout).result;
    }
    sandbox::server server;

private:
    virtual_clock time_;
};

/// Every put takes until the loop's timer has ticked so often; if the loop stands still meanwhile, until it gives up.
class slow_journal final : public blocking_journal {
public:
    put_result put(std::span<record> records) override {
        auto const from = ticks.load();
        auto const end = std::chrono::steady_clock::now() + 10s;
        while (ticks.load() < from + 20 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
        in_vain += ticks.load() < from + 20;
        ++puts;
        return disk.put(records);
    }
    [[nodiscard]] std::vector<record> latest() const override { return disk.latest(); }
    [[nodiscard]] std::vector<record> unfinished() const override { return disk.unfinished(); }
    [[nodiscard]] record const* find(intent_key const& key) const override { return disk.find(key); }
    [[nodiscard]] error const* failure() const override { return disk.failure(); }

    std::atomic<int> ticks = 0;
    std::atomic<int> puts = 0;
    std::atomic<int> in_vain = 0;

private:
    memory_journal disk;
};

/// One payment; the longest time that the loop spent in one handler.
duration longest_handler(slow_journal& said) {
    net::io_context context;
    virtual_clock const time{utc_now(), 20};
    settings with;
    with.target = sandbox_target;
    with.clock = std::make_shared<os_clock>(time);
    with.transport = std::make_shared<at_hand>(time);
    auto const journal = std::make_shared<slow_journal>();
    with.own_journal = journal;
    auto c = asio::client::open(context.get_executor(), with).value();

    net::steady_timer timer{context};
    std::function<void()> const tick = [&] {
        timer.expires_after(10ms);
        timer.async_wait([&](boost::system::error_code const& cancelled) {
            if (cancelled) return;
            ++journal->ticks;
            tick();
        });
    };
    tick();
    payment_intent wanted;
    wanted.key = "order";
    wanted.kind = collection;
    wanted.name = "Amara Kollie";
    wanted.phone = *phone::try_parse("231771239901");
    wanted.amount = *amount::try_parse("25.00");
    wanted.currency = *currency::try_parse("USD");
    std::optional<result<settlement>> end;
    c.async_pay(wanted, {.deadline = 48h}, [&](result<settlement> told) {
        end.emplace(std::move(told));
        timer.cancel();
    });
    std::chrono::steady_clock::duration longest{};
    while (!context.stopped()) {
        auto const from = std::chrono::steady_clock::now();
        auto const ran = context.poll_one();
        longest = std::max(longest, std::chrono::steady_clock::now() - from);
        if (ran == 0 && !context.stopped()) std::this_thread::sleep_for(100us);
    }
    REQUIRE(end.has_value());
    REQUIRE(end->has_value());
    CHECK((*end)->paid());
    said.puts += journal->puts;
    said.in_vain += journal->in_vain;
    return std::chrono::ceil<duration>(longest);
}

}  // namespace

TEST_CASE("while a put runs the loop's timers tick, and no handler of a payment holds them up for 50 ms") {
    slow_journal sum;
    auto shortest = duration::max();
    // A busy machine may keep a thread from running in the middle of a handler, but hardly every time.
    for (int i = 0; i < 5 && shortest >= 50ms; ++i) shortest = std::min(shortest, longest_handler(sum));
    CHECK(shortest < 50ms);
    CHECK(sum.puts >= 3);
    CHECK(sum.in_vain == 0);
}
