// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::asio_client dollr::loopback dollr::system
#include "../support/asio_rounds.hpp"
#include "../support/asio_world.hpp"
#include "../support/failing_journal.hpp"

#include <dollr/api/operations.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/sandbox/own_operations.hpp>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <functional>
#include <future>
#include <memory_resource>
#include <optional>
#include <thread>
#include <vector>

// The front door on an event loop, against the sandbox as it is served.

using namespace dollr;
using namespace dollr::tests;
using namespace std::chrono_literals;
namespace net = boost::asio;

namespace {

using ended = result<settlement>;
using parties = result<std::vector<api::party_response>>;

constexpr pay_options patient{.deadline = 48h};

/// The payer of the one payment, who was being waited for, approves it.
void approve(asio_world& w) {
    http_request r;
    auto const id = w.core.state().executions.front().reference_id;
    codec::request<sandbox::end_payer_action>({id}, {}, {}, {}, r).value();
    CHECK(w.core.handle(r, w.clock.at(utc_now())).response.status == 200);
}

/// Looks every millisecond whether something has happened in the sandbox; then does something.
class lookout {
public:
    lookout(net::io_context& context, std::function<bool()> holds, std::function<void()> then)
        : timer_(context), holds_(std::move(holds)), then_(std::move(then)) {
        look();
    }

private:
    void look() {
        timer_.expires_after(1ms);
        timer_.async_wait([this](boost::system::error_code const& cancelled) {
            if (cancelled) return;
            if (holds_()) return then_();
            look();
        });
    }
    net::steady_timer timer_;
    std::function<bool()> holds_;
    std::function<void()> then_;
};

}  // namespace

TEST_CASE("a coroutine awaits payments and calls, and a loop with nothing outstanding comes to its end") {
    asio_world w;
    auto client = w.client();
    auto const job = [&]() -> net::awaitable<void> {
        // Named, because g++-12 destroys some temporaries of a co_await expression twice.
        auto const order = an_order("order");
        auto const declined = an_order("declined", "231770009902");
        pay_options const how = patient;
        api::create_party_payload const ada{"Eve Payer", *phone::try_parse("231770000003"), {}, {}};
        api::list_parties_query const by_name{"Eve Payer"};
        ended const first = co_await client.async_pay(order, how, net::use_awaitable);
        CHECK(first.value().paid());
        ended const again = co_await client.async_pay(order, how, net::use_awaitable);
        CHECK(again.value().before);
        ended const second = co_await client.async_pay(declined, how, net::use_awaitable);
        CHECK(second.value().declined());
        for (auto i = 0; i < 3; ++i) {
            auto const party = co_await client.async_call<api::create_party>({}, {}, ada, {}, net::use_awaitable);
            CHECK(party.has_value());
        }
        auto const all = co_await client.async_call<api::list_parties>({}, by_name, {}, {}, net::use_awaitable);
        CHECK(all.value().size() == 3);
        w.end();
    };
    net::co_spawn(w.context, job, [](std::exception_ptr failure) { CHECK_FALSE(failure); });
    w.run(1);
    CHECK(w.core.ledger().size() == 1);
}

TEST_CASE("a future, while the loop runs on another thread") {
    asio_world w;
    auto client = w.client();
    auto all = client.async_recover({}, net::use_future);
    auto paid = client.async_pay(an_order("order"), patient, net::use_future);
    std::thread loop{[&] { w.context.run_for(200s); }};
    CHECK(all.get().value().empty());
    CHECK(paid.get().value().paid());
    net::post(w.context, [&] { w.server.stop(); });
    loop.join();
    CHECK(w.context.stopped());
}

TEST_CASE("payments run at the same time, each to its verdict, and what is told may begin the next") {
    asio_world w;
    auto client = w.client();
    std::vector<std::string> words(6);
    auto const pay = [&](std::size_t i, flow::intent_kind kind, std::string_view phone) {
        client.async_pay(an_order("key-" + std::to_string(i), phone, kind), patient, [&, i](ended const& told) {
            words[i] = told.value().paid() ? "paid" : told->declined() ? "declined" : "other";
            client.async_pay(an_order("next-" + std::to_string(i)), patient, [&](ended const& next) {
                CHECK(next.value().paid());
                w.end();
            });
        });
    };
    pay(0, collection, "231770000001");
    pay(1, payout, "231770000002");
    pay(2, collection, "231770009902");  // declines
    pay(3, payout, "231770009901");      // completes at once
    pay(4, collection, "231770009920");  // the answer to the POST is lost
    pay(5, payout, "231770009922");      // 500, with effect
    w.run(6);
    CHECK(words == std::vector<std::string>{"paid", "paid", "declined", "paid", "paid", "paid"});
    CHECK(w.core.ledger().size() == 11);
    CHECK(w.journal->unfinished().empty());
}

TEST_CASE("a handler runs on its associated executor, with its allocator, and never inside the initiating function") {
    asio_world w;
    auto client = w.client();
    auto const strand = net::make_strand(w.context);
    std::pmr::monotonic_buffer_resource memory;
    std::pmr::polymorphic_allocator<std::byte> const allocator{&memory};
    bool initiated = false;
    auto const check = [&](ended const& told) {
        CHECK(told.value().paid());
        CHECK(initiated);
        CHECK(strand.running_in_this_thread());
        w.end();
    };
    client.async_pay(an_order("order"), patient, net::bind_executor(strand, net::bind_allocator(allocator, check)));
    auto wrong = an_order("wrong");
    wrong.phone.reset();
    client.async_pay(wrong, patient, net::bind_executor(strand, [&](ended const& told) {
                         CHECK(told.error().kind == error_kind::invalid);
                         CHECK(initiated);
                         CHECK(strand.running_in_this_thread());
                         w.end();
                     }));
    initiated = true;
    w.run(2);
}

TEST_CASE("a call that the server refuses, and one that cannot be written, end with the reason") {
    asio_world w;
    auto client = w.client();
    std::vector<error_kind> kinds;
    auto const keep = [&](auto const& outcome) {
        REQUIRE(outcome.has_error());
        kinds.push_back(outcome.error().kind);
        w.end();
    };
    client.async_call<api::retrieve_invoice>({invoice_id{999}}, {}, {}, {}, keep);
    client.async_call<api::create_party>({}, {}, api::create_party_payload{}, {}, keep);
    w.run(2);
    std::sort(kinds.begin(), kinds.end());
    CHECK(kinds == std::vector{error_kind::invalid, error_kind::not_found});
}

TEST_CASE("wrong credentials end a payment and a call with the reason, and no error shows them") {
    asio_world w;
    auto with = w.with();
    auto who = sandbox_credentials();
    who.client_secret.assign("Tr0ub4dor");
    with.credentials = who;
    auto client = w.open(with);
    auto const check = [&](auto const& outcome) {
        CHECK(outcome.error().kind == error_kind::unauthorized);
        CHECK(outcome.error().moved == money_moved::no);
        CHECK(describe(outcome.error()).find("Tr0ub4dor") == std::string::npos);
        w.end();
    };
    client.async_call<api::list_parties>({}, {}, {}, {}, check);
    client.async_pay(an_order("order"), patient, check);
    w.run(2);
    CHECK(w.core.ledger().empty());
}

TEST_CASE("a server that cannot be reached ends a call after its time, as never sent") {
    asio_world w;
    auto with = w.with();
    with.target = sandbox_at("http://127.0.0.1:1");
    auto client = w.open(with);
    client.async_call<api::list_parties>({}, {}, {}, 8s, [&](parties const& outcome) {
        CHECK(outcome.error().kind == error_kind::never_sent);
        CHECK(outcome.error().moved == money_moved::no);
        w.end();
    });
    w.run(1);
}

TEST_CASE("a payment that is cancelled before anything left has not moved money") {
    struct when_out_of_reach : observer {
        net::cancellation_signal cancel;
        void on_token_error(error const&) override { cancel.emit(net::cancellation_type::partial); }
    };
    asio_world w;
    auto const sees = std::make_shared<when_out_of_reach>();
    auto with = w.with();
    with.target = sandbox_at("http://127.0.0.1:1");
    with.observer = sees;
    auto client = w.open(with);
    client.async_pay(an_order("order", "231770000001", payout), {},
                     net::bind_cancellation_slot(sees->cancel.slot(), [&](ended const& told) {
                         CHECK(told.value().not_moved());
                         w.end();
                     }));
    w.run(1);
    CHECK(w.core.state().executions.empty());
}

TEST_CASE("a payment that is cancelled before the journal told about it is told as unknown, and sends nothing") {
    asio_world w;
    auto client = w.client();
    net::cancellation_signal signal;
    client.async_pay(an_order("order"), {}, net::bind_cancellation_slot(signal.slot(), [&](ended const& told) {
                         CHECK(told.error().kind == error_kind::expired);
                         CHECK(told.error().moved == money_moved::unknown);
                         w.end();
                     }));
    signal.emit(net::cancellation_type::partial);
    w.run(1);
    CHECK(w.core.state().executions.empty());
}

TEST_CASE("a payment that is cancelled after its send is told as unknown, and goes on to its verdict") {
    asio_world w;
    auto client = w.client();
    net::cancellation_signal signal;
    auto const order = an_order("order", "231770009905");  // waits for its payer
    client.async_pay(order, patient, net::bind_cancellation_slot(signal.slot(), [&](ended const& told) {
                         CHECK(told.value().unknown());
                         approve(w);
                         client.async_pay(order, patient, [&](ended const& end) {
                             CHECK(end.value().paid());
                             w.end();
                         });
                     }));
    lookout const sees{w.context, [&] { return !w.core.state().executions.empty(); },
                       [&] { signal.emit(net::cancellation_type::terminal); }};
    w.run(1);
    CHECK(w.core.state().executions.size() == 1);
}

TEST_CASE("a client that is destroyed tells everybody, and the next one recovers what had left") {
    asio_world w;
    std::optional<asio::client> client;
    client.emplace(w.client());
    std::optional<asio::client> next;
    auto told = 0;
    auto const recover = [&] {
        if (++told < 2) return;
        approve(w);
        next.emplace(w.client());
        next->async_recover(patient, [&](result<std::vector<settlement>> const& all) {
            REQUIRE(all.value().size() == 1);
            CHECK(all->front().paid());
            w.end();
        });
    };
    client->async_pay(an_order("order", "231770009905"), patient, [&](ended const& end) {
        CHECK(end.error().kind == error_kind::expired);
        CHECK(end.error().moved == money_moved::unknown);
        recover();
    });
    lookout const sees{w.context, [&] { return !w.core.state().executions.empty(); },
                       [&] {
                           client->async_call<api::list_parties>({}, {}, {}, {}, [&](parties const& outcome) {
                               CHECK(outcome.has_error());
                               recover();
                           });
                           net::post(client->get_executor(), [&] { client.reset(); });
                       }};
    w.run(1);
    CHECK(told == 2);
    CHECK(w.core.ledger().size() == 1);
}

TEST_CASE("a client that is destroyed before its loop ever ran tells everybody, too") {
    asio_world w;
    auto client = std::make_unique<asio::client>(w.client());
    auto told = 0;
    client->async_pay(an_order("order"), patient, [&](ended const& end) {
        CHECK(end.has_error());
        ++told;
    });
    client.reset();
    w.run(0);
    CHECK(told == 1);
    CHECK(w.core.state().executions.empty());
}

TEST_CASE("a loop with an idle client has nothing to run") {
    asio_world w;
    auto client = w.client();
    w.run(0);
}

TEST_CASE("a thousand double clicks on a loop are a thousand charges, and everybody hears the same") {
    constexpr int rounds = 1000;
    asio_world w{60};
    auto client = w.client();
    double_clicks const all{client, rounds, [&] { w.end(); }};
    w.run(1);
    for (auto const& round : all.told())
        for (auto const& one : round) {
            REQUIRE(one.has_value());
            REQUIRE(one->paid());
            REQUIRE(one->reference_id == round.front()->reference_id);
        }
    CHECK(w.core.ledger().size() == rounds);
    CHECK(w.core.state().executions.size() == rounds);
    CHECK(w.core.state().sessions.size() == rounds);
}

TEST_CASE("wherever the journal fails on a loop, nobody is told against the ledger") {
    for (auto const kind : {collection, payout})
        for (bool const on_thread : {false, true}) {
            auto failed = true;
            for (int puts = 0; failed; ++puts) {
                CAPTURE(on_thread);
                CAPTURE(puts);
                asio_world w{60};
                auto const journal = std::make_shared<failing_journal>(w.journal, puts, on_thread);
                auto with = w.with();
                with.own_journal = journal;
                auto client = w.open(with);
                std::vector<ended> told;
                for (auto i = 0; i < 3; ++i)
                    client.async_pay(an_order("order", "231770009901", kind), patient, [&](ended end) {
                        told.push_back(std::move(end));
                        w.end();
                    });
                w.run(3);
                failed = journal->has_failed;
                w.core.advance_to(w.clock.at(utc_now()) + 24h);
                CHECK(w.core.state().executions.size() <= 1);
                for (auto const& one : told) check_word(one, w.core.ledger().size());
            }
        }
}
