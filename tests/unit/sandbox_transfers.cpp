// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Transfers: from the merchant's wallet to a counterparty.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

struct transfer_world : sandbox_world {
    explicit transfer_world(std::string_view phone = "231771234567", sandbox::options o = {})
        : sandbox_world(std::move(o)), to(counterparty(party(phone))) {}

    [[nodiscard]] sandbox::wallet const& wallet() const { return *server.state().wallets.begin(); }
    result<api::transfer_session_response> session(std::string_view amount = "40.00", duration life = 1h) {
        return post<api::create_transfer_session>({wallet().id, to, *dollr::amount::try_parse(amount),
                                                   wallet().currency, timestamp(clock.now().server + life)});
    }
    api::transfer_execution_payload ready(std::string_view amount = "40.00", duration life = 1h) {
        auto const s = session(amount, life);
        REQUIRE(s.has_value());
        return {s->id, new_reference()};
    }
    execution_status status_now(reference_id id) {
        auto const r = get<api::status_transfer>({id});
        REQUIRE(r.has_value());
        return *r->status.known();
    }

    counterparty_id to;
};

sandbox::options holding(amount balance) { return {.wallet_balance = balance}; }

}  // namespace

TEST_CASE("a transfer takes exactly its amount from the wallet, once, and is one ledger entry") {
    transfer_world w("231771234567", holding("100"_amount));
    auto const t = w.ready();
    auto const first = w.post<api::execute_transfer>(t);
    REQUIRE(first.has_value());
    CHECK(first->operation_type.is(operation_type::transfer));
    CHECK(w.wallet().balance == "60.00"_amount);
    w.pass(4s);
    auto const again = w.post<api::execute_transfer>(t);
    REQUIRE(again.has_value());
    CHECK(again->status.is(execution_status::completed));
    CHECK(again->payer_amount == "40.00"_amount);
    CHECK(again->payee_amount == "40.00"_amount);
    CHECK(w.wallet().balance == "60.00"_amount);
    REQUIRE(w.server.ledger().size() == 1);
    auto const& e = w.server.ledger()[0];
    CHECK(e.operation_type == operation_type::transfer);
    CHECK(e.counterparty_id == w.to);
    CHECK(e.party_name == "Ada Payer");
    CHECK(!e.payment_account_id);
    CHECK(w.raw(http_method::get, "/_sandbox/ledger").status == 200);
    CHECK(w.raw(http_method::get, "/_sandbox/executions").status == 200);
}

TEST_CASE("a transfer session names a wallet, a counterparty, the wallet's currency and a moment to come") {
    transfer_world w;
    auto const ask = [&](wallet_id from, counterparty_id to, currency c, server_time expires) {
        return w.post<api::create_transfer_session>({from, to, "5"_amount, c, timestamp(expires)});
    };
    auto const id = w.wallet().id;
    auto const now = w.clock.now().server;
    CHECK(ask(id, w.to, "USD"_currency, now + 1s).has_value());
    CHECK(status_of(ask(wallet_id{998}, w.to, "USD"_currency, now + 1s)) == 404);
    CHECK(status_of(ask(id, counterparty_id{992}, "USD"_currency, now + 1s)) == 404);
    CHECK(first_loc(ask(id, w.to, "LRD"_currency, now + 1s)) == "body.currency");
    CHECK(first_loc(ask(id, w.to, "USD"_currency, now)) == "body.expires_at");
}

TEST_CASE("a transfer costs what was predicted, and is not converted") {
    transfer_world w;
    api::amount_and_fees_query q;
    q.base_amount = "40.00"_amount;
    q.base_currency = q.target_currency = "USD"_currency;
    q.payment_method = api::payment_method::wallet;
    q.provider = api::provider::platform;
    q.operation_type = operation_type::transfer;
    auto const predicted = w.get<api::predict_amount_and_fees>({}, q);
    REQUIRE(predicted.has_value());
    auto const executed = w.post<api::execute_transfer>(w.ready("40.00"));
    CHECK(executed->payer_amount == predicted->payer_amount);
    CHECK(executed->payee_amount == predicted->payee_amount);
    q.target_currency = "LRD"_currency;
    CHECK(first_loc(w.get<api::predict_amount_and_fees>({}, q)) == "query.target_currency");
}

TEST_CASE("the caller's expiry of a transfer session is told back and enforced") {
    transfer_world w;
    auto const t = w.ready("40.00", 1min);
    CHECK(w.server.state().sessions.find(t.session_id)->expires == w.clock.now().server + 1min);
    w.pass(1min);
    CHECK(first_loc(w.post<api::execute_transfer>(t)) == "body.session_id");
    CHECK(w.server.state().executions.empty());
}

TEST_CASE("a transfer beyond the wallet's balance fails and says why") {
    transfer_world w("231771234567", holding("39.99"_amount));
    auto const t = w.ready();
    CHECK(w.post<api::execute_transfer>(t)->status.is(execution_status::pending));
    w.pass(1s);
    auto const r = w.get<api::status_transfer>({t.reference_id});
    CHECK(r->status.is(execution_status::failed));
    CHECK(r->wallet_message.has_value());
    CHECK(w.wallet().balance == "39.99"_amount);
    CHECK(w.server.ledger().empty());
}

TEST_CASE("two transfers that the wallet cannot both pay: the second one fails") {
    transfer_world w("231771234567", holding("50"_amount));
    auto const first = w.ready();
    auto const second = w.ready();
    w.post<api::execute_transfer>(first);
    w.post<api::execute_transfer>(second);
    w.pass(4s);
    CHECK(w.status_now(first.reference_id) == execution_status::completed);
    CHECK(w.status_now(second.reference_id) == execution_status::failed);
    CHECK(w.wallet().balance == "10.00"_amount);
}

TEST_CASE("a declined transfer gives its money back and its session free") {
    transfer_world w("231770009902", holding("100"_amount));
    auto t = w.ready();
    w.post<api::execute_transfer>(t);
    CHECK(w.wallet().balance == "60.00"_amount);
    w.pass(3s);
    CHECK(w.status_now(t.reference_id) == execution_status::failed);
    CHECK(w.wallet().balance == "100.00"_amount);
    t.reference_id = w.new_reference();
    CHECK(w.post<api::execute_transfer>(t).has_value());
}

TEST_CASE("a transfer session is executed by transfers only, and executes nothing else's session") {
    transfer_world w;
    auto const t = w.ready();
    auto p = w.ready_payout("231771234567");
    auto const payout_session = std::exchange(p.session_id, t.session_id);
    CHECK(first_loc(w.post<api::execute_payout>(p)) == "body.session_id");
    CHECK(first_loc(w.post<api::execute_transfer>({payout_session, w.new_reference()})) == "body.session_id");
    CHECK(first_loc(w.post<api::execute_refund>({t.session_id, w.new_reference()})) == "body.session_id");
    CHECK(status_of(w.post<api::execute_transfer>({session_id{997}, w.new_reference()})) == 404);
}

TEST_CASE("a transfer's status is found under transfers only") {
    transfer_world w;
    auto const t = w.ready();
    w.post<api::execute_transfer>(t);
    CHECK(w.status_now(t.reference_id) == execution_status::pending);
    CHECK(status_of(w.get<api::status_payout>({t.reference_id})) == 404);
    CHECK(status_of(w.get<api::status_refund>({t.reference_id})) == 404);
    CHECK(status_of(w.get<api::status_transfer>({w.new_reference()})) == 404);
}

TEST_CASE("a transfer whose answer is lost has happened once") {
    transfer_world w("231770009920");
    auto const t = w.ready();
    CHECK(w.post<api::execute_transfer>(t).error().kind == error_kind::maybe_sent);
    CHECK(w.post<api::execute_transfer>(t).has_value());
    w.pass(4s);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("9966 loses the answer of a transfer session, and a second one moves nothing more") {
    transfer_world w("231770009966");
    CHECK(w.session().error().kind == error_kind::maybe_sent);
    CHECK(w.session().has_value());
    CHECK(w.server.state().sessions.size() == 2);
    CHECK(w.server.state().executions.empty());
}

TEST_CASE("9980 spoils the first status of a transfer only") {
    transfer_world w("231770009980");
    auto const t = w.ready();
    w.post<api::execute_transfer>(t);
    CHECK(!w.get<api::status_transfer>({t.reference_id}).has_value());
    CHECK(w.status_now(t.reference_id) == execution_status::pending);
}
