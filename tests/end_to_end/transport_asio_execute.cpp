// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::asio dollr::loopback dollr::system
#include "../support/sample_client.hpp"

#include <dollr/api/operations.hpp>
#include <dollr/asio/async_execute.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/flow/content.hpp>
#include <dollr/loopback/server.hpp>
#include <dollr/port/entropy.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>
#include <dollr/system/sha256.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// The machines as asynchronous operations, against the sandbox as it is served.

using namespace dollr;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// The program's side: credentials, and what it hears.
struct program {
    std::string client_secret = "sandbox-secret";
    std::vector<phase> told;
    int noted_count = 0;
    int token_troubles = 0;
    std::function<void()> next;  ///< what the program does when it is told a verdict

    bool credentials(api::obtain_token_payload& out) {
        out.client_id = "sandbox";
        out.client_secret.assign(client_secret);
        return true;
    }
    bool passcode(flow::payment&, api::passcode_payload& out) {
        tests::give_passcode(out);
        return true;
    }
    void noted(flow::payment&, notes const&) { ++noted_count; }
    void action_required(flow::payment& payment) { static_cast<void>(payment.take_client_secret()); }
    void settled(flow::payment&, verdict const& v) {
        told.push_back(v.outcome);
        if (next) next();
    }
    void token_error(error const&) { ++token_troubles; }
};

/// A journal that another worker's epoch guards.
struct foreign_journal {
    put_result put(std::span<record>) { return put_result::refused; }
    std::vector<record> latest() const { return {}; }
    std::vector<record> unfinished() const { return {}; }
    record const* find(intent_key const&) const { return nullptr; }
};

/// The sandbox, served on the loop that the client runs on, and a client of it. Time runs 20 times faster.
template <class Journal = memory_journal>
struct world {
    static constexpr std::uint32_t speed = 20;

    explicit world(policy const& given = {}) : rules(given) {}

    /// A client of the sandbox, or of something else at this URL.
    auto client(std::string url = {}) {
        transport_options options;
        options.base_url = url.empty() ? server.origin() : url;
        return asio_client<Journal, os_clock, program>{asio_transport::open(context.get_executor(), options).value(),
                                                       journal,
                                                       os_clock{clock},
                                                       host,
                                                       rules,
                                                       7,
                                                       true};
    }

    flow::payment payment(std::string key, flow::intent_kind kind, std::string_view phone) {
        flow::payment_intent wanted;
        wanted.key = std::move(key);
        wanted.kind = kind;
        wanted.name = "Ada Payer";
        wanted.phone = *phone::try_parse(phone);
        wanted.amount = *amount::try_parse("25.00");
        wanted.currency = *currency::try_parse("USD");
        auto const content = flow::content_of(wanted, sha256{}).value();
        os_entropy chance;
        return flow::payment::begin(wanted, content, mint_reference_id(chance).value(), rules, 7);
    }

    /// Runs the loop until `ends` operations have called `end`.
    void run(int ends) {
        expected = ends;
        if (ends == 0) server.stop();
        context.run_for(100s);
        CHECK(context.stopped());
    }
    void end() {
        if (--expected == 0) server.stop();
    }

    policy rules;
    virtual_clock clock{utc_now(), speed};
    program host;
    Journal journal;
    sandbox::server core{{.epoch = clock.epoch, .speed = speed}};
    asio::io_context context;
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

}  // namespace

TEST_CASE("a program that is told a verdict may begin its next payment there and then") {
    world w;
    auto client = w.client();
    int begun = 0;
    auto const begin = [&] {
        client.async_execute(
            w.payment("order-" + std::to_string(++begun), flow::intent_kind::collection, "231770000001"),
            event::started{}, [&](flow::payment const& p) {
                CHECK(p.settled());
                w.end();
            });
    };
    w.host.next = [&] {
        while (begun < 9) begin();
    };
    begin();
    w.run(9);
    CHECK(w.host.told == std::vector<phase>(9, phase::completed));
}

TEST_CASE("an operation is called with a token that the client obtains by itself") {
    world w;
    auto client = w.client();
    std::vector<party_id> made;
    auto const job = [&]() -> asio::awaitable<void> {
        // Named, because g++-12 destroys some temporaries of a co_await expression twice.
        api::create_party_payload const ada{"Ada Payer", *phone::try_parse("231770000001"), {}, {}};
        api::list_parties_query const by_name{"Ada Payer"};
        for (auto i = 0; i < 3; ++i) {
            auto const party = co_await client.async_call<api::create_party>({}, {}, ada, asio::use_awaitable);
            if (party) made.push_back(party->id);
        }
        auto const all = co_await client.async_call<api::list_parties>({}, by_name, {}, asio::use_awaitable);
        CHECK(all.value().size() == 3);
        w.end();
    };
    asio::co_spawn(w.context, job, [](std::exception_ptr failure) { CHECK_FALSE(failure); });
    w.run(1);
    CHECK(made.size() == 3);
}

TEST_CASE("a call that the server refuses, and one that cannot be written, end with the reason") {
    world w;
    auto client = w.client();
    std::vector<error> errors;
    auto const keep = [&](auto outcome) {
        REQUIRE(outcome.has_error());
        errors.push_back(outcome.error());
        w.end();
    };
    client.async_call<api::retrieve_invoice>({invoice_id{999}}, {}, {}, keep);
    client.async_call<api::create_party>({}, {}, api::create_party_payload{}, keep);
    w.run(2);
    CHECK(errors[0].kind == error_kind::invalid);
    CHECK_FALSE(errors[0].issues.empty());
    CHECK(errors[1].kind == error_kind::not_found);
}

TEST_CASE("payments run at the same time, each to its verdict") {
    world w;
    auto client = w.client();
    std::vector<phase> ends(6);
    auto const execute = [&](std::size_t i, flow::intent_kind kind, std::string_view phone) {
        client.async_execute(w.payment("key-" + std::to_string(i), kind, phone), event::started{},
                             [&, i](flow::payment p) {
                                 REQUIRE(p.settled());
                                 ends[i] = p.outcome()->outcome;
                                 w.end();
                             });
    };
    using flow::intent_kind;
    execute(0, intent_kind::collection, "231770000001");
    execute(1, intent_kind::payout, "231770000002");
    execute(2, intent_kind::collection, "231770009902");  // declines
    execute(3, intent_kind::payout, "231770009901");      // completes at once
    execute(4, intent_kind::collection, "231770009920");  // the answer to the POST is lost
    execute(5, intent_kind::payout, "231770009922");      // 500, with effect
    w.run(6);
    CHECK(ends == std::vector{phase::completed, phase::completed, phase::failed, phase::completed, phase::completed,
                              phase::completed});
    CHECK(w.host.told.size() == 6);
    CHECK(w.core.ledger().size() == 5);
    CHECK(w.journal.unfinished().empty());
}

TEST_CASE("wrong credentials end a call with the reason") {
    world w;
    w.host.client_secret = "wrong";
    auto client = w.client();
    auto calls = 0;
    client.async_call<api::list_parties>({}, {}, {}, [&](result<std::vector<api::party_response>> outcome) {
        ++calls;
        CHECK(outcome.error().kind == error_kind::unauthorized);
        CHECK(describe(outcome.error()).find("wrong") == std::string::npos);
        w.end();
    });
    w.run(1);
    CHECK(calls == 1);
    CHECK(w.host.token_troubles == 1);
}

TEST_CASE("a server that cannot be reached ends a call after its time, as never sent") {
    policy rules;
    rules.call_max = 8s;
    world w{rules};
    auto client = w.client("http://127.0.0.1:1");
    auto const start = std::chrono::steady_clock::now();
    client.async_call<api::list_parties>({}, {}, {}, [&](result<std::vector<api::party_response>> outcome) {
        CHECK(outcome.error().kind == error_kind::never_sent);
        CHECK(outcome.error().moved == money_moved::no);
        w.end();
    });
    w.run(1);
    CHECK(std::chrono::steady_clock::now() - start < 20s);
}

TEST_CASE("a payment that is cancelled before anything left is not executed") {
    world w;
    auto client = w.client();
    asio::cancellation_signal signal;
    std::optional<phase> end;
    client.async_execute(w.payment("key", flow::intent_kind::payout, "231770000001"), event::started{},
                         asio::bind_cancellation_slot(signal.slot(), [&](flow::payment p) {
                             REQUIRE(p.settled());
                             end = p.outcome()->outcome;
                             w.end();
                         }));
    asio::post(w.context, [&] { signal.emit(asio::cancellation_type::partial); });
    w.run(1);
    CHECK(end == phase::not_executed);
    CHECK(w.core.ledger().empty());
}

TEST_CASE("a payment whose operation is given up is handed back unsettled, and can be recovered") {
    world w;
    auto client = w.client();
    asio::cancellation_signal signal;
    auto verdicts = 0;
    auto const wanted = [&] { return w.payment("key", flow::intent_kind::collection, "231770000001"); };
    client.async_execute(wanted(), event::started{}, asio::bind_cancellation_slot(signal.slot(), [&](flow::payment p) {
                             CHECK_FALSE(p.settled());
                             auto const records = w.journal.unfinished();
                             REQUIRE(records.size() == 1);
                             auto again = flow::payment::recover(records[0], std::nullopt, reference_id{}, w.rules, 8);
                             client.async_execute(std::move(again), event::recovered{}, [&](flow::payment recovered) {
                                 REQUIRE(recovered.settled());
                                 CHECK(recovered.outcome()->outcome == phase::completed);
                                 ++verdicts;
                                 w.end();
                             });
                         }));
    asio::steady_timer timer{w.context};
    // Once the attempt is under way, there is something to recover.
    std::function<void()> const look = [&] {
        timer.expires_after(1ms);
        timer.async_wait([&](boost::system::error_code) {
            auto const records = w.journal.unfinished();
            if (records.empty() || records[0].attempt.phase != phase::live) return look();
            signal.emit(asio::cancellation_type::terminal);
        });
    };
    look();
    w.run(1);
    CHECK(verdicts == 1);
    CHECK(w.core.ledger().size() == 1);
}

TEST_CASE("a payment that another worker owns is handed back unsettled") {
    world<foreign_journal> w;
    auto client = w.client();
    auto handed_back = 0;
    client.async_execute(w.payment("key", flow::intent_kind::payout, "231770000001"), event::started{},
                         [&](flow::payment p) {
                             CHECK_FALSE(p.settled());
                             ++handed_back;
                             w.end();
                         });
    w.run(1);
    CHECK(handed_back == 1);
    CHECK(w.host.told.empty());
    CHECK(w.core.ledger().empty());
}

TEST_CASE("a client that is destroyed completes what is outstanding") {
    world w;
    auto client = std::make_unique<decltype(w.client())>(w.client());
    auto ends = 0;
    client->async_execute(w.payment("key", flow::intent_kind::payout, "231770000001"), event::started{},
                          [&](flow::payment p) {
                              CHECK_FALSE(p.settled());
                              ++ends;
                              w.end();
                          });
    client->async_call<api::list_parties>({}, {}, {}, [&](result<std::vector<api::party_response>> outcome) {
        CHECK(outcome.error().kind == error_kind::never_sent);
        ++ends;
        w.end();
    });
    asio::post(w.context, [&] { client.reset(); });
    w.run(2);
    CHECK(ends == 2);
}
