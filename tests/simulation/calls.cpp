// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/sample_client.hpp"

#include <dollr/client/memory_journal.hpp>
#include <dollr/codec/paid.hpp>
#include <dollr/sandbox/sandbox.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <string>

/// Single operations of the blocking client, and the proofs that their answers make.

using namespace dollr;
using namespace dollr::tests;

namespace {

/// The sandbox behind a network that does with each request what the test says, then nothing more.
struct world {
    enum class fate { arrives, lost, answer_lost, status_500, status_401 };

    sandbox::server server;
    sandbox::manual_clock time;
    std::deque<fate> fates;
    std::size_t sent = 0;
    std::function<std::optional<exchange_result>(http_request const&)> instead;

    exchange_result send(http_request const& request, duration timeout) {
        sandbox::transport wire{server, time};
        if (instead)
            if (auto other = instead(request)) return std::move(*other);
        if (request.target.find("/jwt/") != std::string::npos) return wire.send(request, timeout);
        ++sent;
        auto const f = fates.empty() ? fate::arrives : fates.front();
        if (!fates.empty()) fates.pop_front();
        if (f == fate::arrives) return wire.send(request, timeout);
        if (f == fate::lost) return no_response{delivery::never_sent, false, "refused"};
        if (f != fate::status_401) static_cast<void>(wire.send(request, timeout));
        if (f == fate::answer_lost) return no_response{delivery::maybe_sent, true, "timed out"};
        http_response r;
        r.status = f == fate::status_500 ? 500 : 401;
        return r;
    }
};

template <class Journal = memory_journal>
struct desk_with {
    world net;
    steered_clock clock{net.time};
    Journal journal;
    counting_entropy entropy;
    direct_client client{net, journal, clock, entropy, toy_digest};

    result<api::party_response> create_party() {
        return client.call<api::create_party>({"Ada", *phone::try_parse("231771234567"), {}, {}});
    }
    result<settlement> collect() {
        flow::payment_intent order;
        order.key = "order-1";
        order.kind = flow::intent_kind::collection;
        order.name = "Ada";
        order.phone = phone::try_parse("231771230001");
        order.amount = *amount::try_parse("18.50");
        order.currency = *currency::try_parse("USD");
        return client.pay(order);
    }
};
using desk = desk_with<>;

/// Its disk is full when the truth is to be written.
struct full_journal : memory_journal {
    put_result put(std::span<record> records) override {
        auto const ends = [](record const& r) { return r.attempt.phase == phase::completed; };
        full = full || std::any_of(records.begin(), records.end(), ends);
        return full ? put_result::failed : memory_journal::put(records);
    }
    bool full = false;
};

}  // namespace

TEST_CASE("a call that reads is repeated until it is answered") {
    using enum world::fate;
    for (auto const f : {lost, answer_lost, status_500, status_401}) {
        desk d;
        d.net.fates = {f};
        CHECK(d.client.call<api::list_parties>({}, {}, {}).has_value());
        CHECK(d.net.sent == 2);
    }
}

TEST_CASE("a call that creates is repeated only if it provably did not arrive") {
    using enum world::fate;
    for (auto const f : {lost, status_401}) {
        desk d;
        d.net.fates = {f};
        CHECK(d.create_party().has_value());
        CHECK(d.net.server.state().parties.size() == 1);
    }
    for (auto const f : {answer_lost, status_500}) {
        desk d;
        d.net.fates = {f};
        CHECK_FALSE(d.create_party().has_value());
        CHECK(d.net.sent == 1);
        CHECK(d.net.server.state().parties.size() == 1);
    }
}

TEST_CASE("a call ends: after its time for a dead network, after the second 401, at once for what is refused") {
    using enum world::fate;
    desk dead;
    dead.net.fates.assign(1000, lost);
    auto const began = dead.net.time.now().steady;
    CHECK(dead.client.call<api::list_parties>({}, {}, {}).error().kind == error_kind::never_sent);
    CHECK(dead.net.time.now().steady - began <= policy{}.call_max + policy{}.exchange_max);
    desk barred;
    barred.net.fates.assign(1000, status_401);
    CHECK(barred.client.call<api::list_parties>({}, {}, {}).error().kind == error_kind::unauthorized);
    CHECK(barred.net.sent == 2);
    desk wrong;
    CHECK(wrong.client.call<api::retrieve_party>({party_id{77}}, {}, {}).error().kind == error_kind::not_found);
    CHECK(wrong.net.sent == 1);
}

TEST_CASE("no verdict is told that could not be written, but that money moved is said") {
    desk_with<full_journal> d;
    auto const end = d.collect();
    REQUIRE(end.has_error());
    CHECK(end.error().kind == error_kind::journal);
    CHECK(end.error().moved == money_moved::yes);
    CHECK(d.net.server.ledger().size() == 1);
}

TEST_CASE("a payment that completed is told completed although its document cannot be asked about any more") {
    desk d;
    bool barred = false;
    d.net.instead = [&](http_request const& r) -> std::optional<exchange_result> {
        barred = barred || r.target.find("/status/source") != std::string::npos;
        if (!barred) return std::nullopt;
        http_response refusal;
        refusal.status = 401;
        return refusal;
    };
    auto const end = d.collect();
    REQUIRE(barred);
    REQUIRE(end.has_value());
    CHECK(end->verdict.outcome == phase::completed);
    CHECK(end->verdict.durable);
    CHECK(end->proof);
    CHECK(d.net.server.ledger().size() == 1);
}

TEST_CASE("mistake 19: a document is proven paid by its decoded status or receipt, and by nothing less than PAID") {
    money const intended{*amount::try_parse("18.50"), *currency::try_parse("USD")};
    api::payment_source_status_response source;
    source.source_id = source_id{12};
    source.source_type = source_type::invoice;
    source.total_amount = intended.amount;
    source.currency = intended.currency;
    api::order_receipt_response order;
    order.order_id = order_id{5};
    order.total_amount = intended.amount;
    order.currency = intended.currency;
    for (auto const status :
         {source_status::idle, source_status::active, source_status::processing, source_status::canceled}) {
        source.status = status;
        order.status = status;
        CHECK_FALSE(codec::proof_of(source, source_type::invoice, source_id{12}, intended));
        CHECK_FALSE(codec::proof_of(order, order_id{5}, intended));
    }
    source.status = open_enum<source_status>::from_text("paid");  // not the API's word
    CHECK_FALSE(codec::proof_of(source, source_type::invoice, source_id{12}, intended));
    source.status = source_status::paid;
    order.status = source_status::paid;
    auto const proof = codec::proof_of(source, source_type::invoice, source_id{12}, intended);
    REQUIRE(proof);
    CHECK(proof->by() == paid::ground::source_status);
    CHECK(proof->source() == 12);
    CHECK(codec::proof_of(order, order_id{5}, intended)->by() == paid::ground::receipt);
    api::invoice_receipt_response invoice;
    invoice.total_amount = intended.amount;
    invoice.currency = intended.currency;
    invoice.status = source_status::paid;
    invoice.invoice_id = invoice_id{5};
    CHECK(codec::proof_of(order, order_id{5}, intended) !=
          codec::proof_of(invoice, invoice_id{5}, intended));  // two documents of one number
}

TEST_CASE("mistake 20: an answer about another document proves nothing") {
    money const intended{*amount::try_parse("18.50"), *currency::try_parse("USD")};
    api::payment_source_status_response source;
    source.source_id = source_id{8};
    source.source_type = source_type::invoice;
    source.status = source_status::paid;
    source.total_amount = intended.amount;
    source.currency = intended.currency;
    CHECK(codec::proof_of(source, source_type::invoice, source_id{8}, intended));
    CHECK_FALSE(codec::proof_of(source, source_type::invoice, source_id{7}, intended));
    CHECK_FALSE(codec::proof_of(source, source_type::order, source_id{8}, intended));
    api::invoice_receipt_response invoice;
    invoice.invoice_id = invoice_id{8};
    invoice.status = source_status::paid;
    invoice.total_amount = intended.amount;
    invoice.currency = intended.currency;
    CHECK(codec::proof_of(invoice, invoice_id{8}, intended));
    CHECK_FALSE(codec::proof_of(invoice, invoice_id{7}, intended));
    api::order_receipt_response order;
    order.order_id = order_id{8};
    order.status = source_status::paid;
    order.total_amount = intended.amount;
    order.currency = intended.currency;
    CHECK(codec::proof_of(order, order_id{8}, intended));
    CHECK_FALSE(codec::proof_of(order, order_id{7}, intended));
}

TEST_CASE("mistake 20: a document of another total or currency than the shop's books say proves nothing") {
    api::payment_source_status_response source;
    source.source_type = source_type::order;
    source.source_id = source_id{7};
    source.status = source_status::paid;
    source.total_amount = *amount::try_parse("18.50");
    source.currency = *currency::try_parse("USD");
    auto const books = [](char const* total, char const* unit) {
        return money{*amount::try_parse(total), *currency::try_parse(unit)};
    };
    CHECK(codec::proof_of(source, source_type::order, source_id{7}, books("18.5", "USD")));
    CHECK_FALSE(codec::proof_of(source, source_type::order, source_id{7}, books("18.51", "USD")));
    CHECK_FALSE(codec::proof_of(source, source_type::order, source_id{7}, books("18.50", "LRD")));
}
