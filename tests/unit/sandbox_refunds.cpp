// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Refunds: of one payment never more is given back than its payer has paid.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

/// With one collection that has completed: 25.00 USD and the payer's fees of 0.63 USD, if nothing else is said.
struct refund_world : sandbox_world {
    static constexpr auto anybody = "231771234567";

    explicit refund_world(std::string_view phone = anybody, std::string_view amount = "25.00", sandbox::options o = {})
        : sandbox_world(std::move(o)) {
        auto const c = ready_collection(phone, amount);
        REQUIRE(collect(c).has_value());
        pass(4s);
        REQUIRE(server.ledger().size() == 1);
        original = server.ledger()[0].intent_id;
    }

    result<api::refund_session_response> session(std::string_view amount, duration life = 1h) {
        return post<api::create_refund_session>(
            {original, *dollr::amount::try_parse(amount), "a reason", timestamp(clock.now().server + life)});
    }
    api::refund_execution_payload ready(std::string_view amount, duration life = 1h) {
        auto const s = session(amount, life);
        REQUIRE(s.has_value());
        return {s->id, new_reference()};
    }
    void refund(std::string_view amount) {
        REQUIRE(post<api::execute_refund>(ready(amount)).has_value());
        pass(4s);
    }
    execution_status status_now(reference_id id) {
        auto const r = get<api::status_refund>({id});
        REQUIRE(r.has_value());
        return *r->status.known();
    }
    /// Given back to the payer, as the ledger says.
    [[nodiscard]] amount given_back() const {
        amount sum;
        for (auto const& e : server.ledger()) {
            if (e.operation_type == operation_type::refund) sum = *amount::checked_add(sum, e.payee_amount);
        }
        return sum;
    }
    [[nodiscard]] amount dollars() const { return server.state().wallets.begin()->balance; }

    payment_intent_id original{};
};

}  // namespace

TEST_CASE("a refund is asked for by the payment intent that the ledger shows, and its session repeats it") {
    refund_world w;
    auto const s = w.session("10.00");
    REQUIRE(s.has_value());
    CHECK(s->original_payment_intent_id == w.original);
    CHECK(s->amount == "10.00"_amount);
    CHECK(s->reason == "a reason");
    CHECK(s->status == "ACTIVE");
}

TEST_CASE("a refund takes its amount from the wallet and gives it to the account that had paid, without fees") {
    refund_world w;
    auto const before = w.dollars();
    auto const r = w.ready("10.00");
    auto const first = w.post<api::execute_refund>(r);
    REQUIRE(first.has_value());
    CHECK(first->operation_type.is(operation_type::refund));
    CHECK(w.dollars() == *amount::checked_subtract(before, "10.00"_amount));
    w.pass(4s);
    CHECK(w.status_now(r.reference_id) == execution_status::completed);
    REQUIRE(w.server.ledger().size() == 2);
    auto const& paid = w.server.ledger()[0];
    auto const& e = w.server.ledger()[1];
    CHECK(e.original_payment_intent_id == paid.intent_id);
    CHECK(e.payment_account_id == paid.payment_account_id);
    CHECK(e.phone == paid.phone);
    CHECK(e.reason == "a reason");
    CHECK(e.payer_amount == "10.00"_amount);
    CHECK(e.payee_amount == "10.00"_amount);
    CHECK(e.platform_fee.is_zero());
    CHECK(e.gateway_fee.is_zero());
    CHECK(w.invoice_status() == source_status::paid);
}

TEST_CASE("a refund's entry does not repeat the words of the payment, which count its charges") {
    refund_world w;
    w.refund("10.00");
    CHECK(w.server.ledger()[1].account_name.empty());
    CHECK(!w.server.ledger()[1].document_reference);
}

TEST_CASE("what the payer paid can be given back, fees included, and not a cent more") {
    refund_world w;
    CHECK(w.server.ledger()[0].payer_amount == "25.63"_amount);
    CHECK(first_loc(w.session("25.64")) == "body.amount");
    w.refund("25.63");
    CHECK(w.given_back() == "25.63"_amount);
    CHECK(first_loc(w.session("0.01")) == "body.amount");
}

TEST_CASE("partial refunds add up to at most the payment") {
    refund_world w;
    w.refund("10.00");
    w.refund("15.00");
    CHECK(first_loc(w.session("0.64")) == "body.amount");
    w.refund("0.63");
    CHECK(w.given_back() == "25.63"_amount);
}

TEST_CASE("of two refunds that race for more than the payment the second is refused while the first is live") {
    refund_world w;
    auto const first = w.ready("20.00");
    auto const second = w.ready("20.00");
    CHECK(w.post<api::execute_refund>(first).has_value());
    CHECK(first_loc(w.post<api::execute_refund>(second)) == "body.session_id");
    w.pass(4s);
    CHECK(first_loc(w.post<api::execute_refund>(second)) == "body.session_id");
    CHECK(w.given_back() == "20.00"_amount);
}

TEST_CASE("two refunds that fit beside each other both run") {
    refund_world w;
    auto const first = w.ready("12.00");
    auto const second = w.ready("13.00");
    CHECK(w.post<api::execute_refund>(first).has_value());
    CHECK(w.post<api::execute_refund>(second).has_value());
    w.pass(4s);
    CHECK(w.given_back() == "25.00"_amount);
}

TEST_CASE("a refund that has failed leaves the amount to others, and the wallet whole") {
    refund_world w(refund_world::anybody, "20000.00");
    auto const before = w.dollars();
    auto const declined = w.ready("19099.02");  // an amount that declines
    w.post<api::execute_refund>(declined);
    CHECK(first_loc(w.session("19000.00")) == "body.amount");
    w.pass(3s);
    CHECK(w.status_now(declined.reference_id) == execution_status::failed);
    CHECK(w.dollars() == before);
    w.refund("19000.00");
    CHECK(w.given_back() == "19000.00"_amount);
}

TEST_CASE("a refund that fails first and completes after all keeps its share all the while") {
    refund_world w(refund_world::anybody, "20000.00");
    auto const flips = w.ready("19099.13");
    w.post<api::execute_refund>(flips);
    w.pass(2s);
    CHECK(w.status_now(flips.reference_id) == execution_status::failed);
    CHECK(first_loc(w.session("19000.00")) == "body.amount");
    w.pass(4min);
    CHECK(w.status_now(flips.reference_id) == execution_status::completed);
    CHECK(w.given_back() == "19099.13"_amount);
}

TEST_CASE("the same reference_id refunds once, however often it is posted") {
    refund_world w;
    auto const r = w.ready("10.00");
    for (int i = 0; i < 3; ++i) CHECK(w.post<api::execute_refund>(r).has_value());
    w.pass(4s);
    CHECK(w.post<api::execute_refund>(r)->status.is(execution_status::completed));
    CHECK(w.given_back() == "10.00"_amount);
}

TEST_CASE("only a collection that has completed is refunded") {
    refund_world w;
    auto const expires = timestamp(w.clock.now().server + 1h);
    auto const ask = [&](payment_intent_id id) {
        return w.post<api::create_refund_session>({id, "1"_amount, {}, expires});
    };
    CHECK(status_of(ask(payment_intent_id{995})) == 404);
    CHECK(status_of(ask(payment_intent_id{13})) == 404);
    auto const running = w.ready_collection(refund_world::anybody);
    w.collect(running);
    CHECK(first_loc(ask(payment_intent_id{25})) == "body.original_payment_intent_id");
    w.post<api::execute_payout>(w.ready_payout(refund_world::anybody));
    w.pass(4s);
    CHECK(ask(payment_intent_id{25}).has_value());
    CHECK(first_loc(ask(payment_intent_id{35})) == "body.original_payment_intent_id");
}

TEST_CASE("a refund's expiry is in the future and enforced") {
    refund_world w;
    CHECK(first_loc(w.session("1.00", 0s)) == "body.expires_at");
    auto const r = w.ready("1.00", 1min);
    w.pass(1min);
    CHECK(first_loc(w.post<api::execute_refund>(r)) == "body.session_id");
}

TEST_CASE("a refund that the wallet cannot pay fails and says why") {
    refund_world w(refund_world::anybody, "25.00", {.wallet_balance = "0"_amount});
    CHECK(w.dollars() == "25.00"_amount);
    auto const r = w.ready("25.63");
    w.post<api::execute_refund>(r);
    w.pass(1s);
    auto const end = w.get<api::status_refund>({r.reference_id});
    CHECK(end->status.is(execution_status::failed));
    CHECK(end->wallet_message.has_value());
    CHECK(w.dollars() == "25.00"_amount);
    w.refund("25.00");
    CHECK(w.dollars().is_zero());
}

TEST_CASE("the refund of a card payment asks for no 3-D Secure") {
    refund_world w("231770009901");
    auto const c = w.ready_collection("231770009906");
    w.collect(c);
    w.pass(30s);
    w.original = w.server.ledger()[1].intent_id;
    auto const r = w.post<api::execute_refund>(w.ready("25.00"));
    REQUIRE(r.has_value());
    CHECK(!r->requires_action.value_or(false));
    w.pass(4s);
    CHECK(w.given_back() == "25.00"_amount);
}

TEST_CASE("a payment that was converted is given back at its own rate, and wholly to the last franc") {
    refund_world w;
    auto const p = w.party("250781234567");
    auto const i = w.active_invoice(w.counterparty(p), "10.01");
    api::checkout_execution_payload const c{
        w.checkout_session(i),
        w.account(p, operation_type::collection, "250781234567", api::payment_method::mtn_momo_rwa), "RWF"_currency,
        w.new_reference()};
    REQUIRE(w.collect(c).has_value());
    w.pass(4s);
    auto const paid = w.server.ledger()[1];
    REQUIRE(paid.payer_currency == "RWF"_currency);
    w.original = paid.intent_id;
    auto const whole = *amount::checked_add(
        paid.payee_amount,
        *amount::checked_add(paid.platform_fee, *amount::checked_add(paid.gateway_fee, paid.fx_fee)));
    w.refund("3.33");
    CHECK(w.server.ledger()[2].payer_currency == "USD"_currency);
    CHECK(w.server.ledger()[2].payee_currency == "RWF"_currency);
    CHECK(w.server.ledger()[2].payee_amount == "4797"_amount);  // 3.33 x 1440.5 = 4796.865
    w.refund("3.33");
    w.refund(amount::checked_subtract(whole, "6.66"_amount)->to_string());
    CHECK(w.given_back() == paid.payer_amount);
    CHECK(first_loc(w.session("0.01")) == "body.amount");
}

TEST_CASE("a refund whose answer is lost has happened once") {
    refund_world w("231770009901");
    auto const c = w.ready_collection("231770009920");
    CHECK(w.collect(c).error().kind == error_kind::maybe_sent);
    w.pass(4s);
    w.original = w.server.ledger()[1].intent_id;
    auto const r = w.ready("25.00");
    CHECK(w.post<api::execute_refund>(r).error().kind == error_kind::maybe_sent);
    CHECK(w.post<api::execute_refund>(r).has_value());
    w.pass(4s);
    CHECK(w.given_back() == "25.00"_amount);
}
