// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Predictions and prices: who pays how much, exact to the last minor unit.
using namespace dollr;
using namespace dollr::literals;

namespace {

using method = api::payment_method;

sandbox::quote price(operation_type op, std::string_view amount, currency base, currency target, method m,
                     fee_bearer b) {
    auto const q = sandbox::priced(op, {*dollr::amount::try_parse(amount), base}, target, m, b);
    REQUIRE(q.has_value());
    return *q;
}

}  // namespace

TEST_CASE("with payer fees the payee gets the whole amount") {
    auto const q = price(operation_type::collection, "100", "USD"_currency, "USD"_currency, method::mtn_momo_lbr,
                         fee_bearer::payer);
    CHECK(q.payee.amount == "100"_amount);
    CHECK(q.platform_fee == "1.00"_amount);
    CHECK(q.gateway_fee == "1.50"_amount);
    CHECK(q.payer.amount == "102.50"_amount);
}

TEST_CASE("with payee fees the payer pays the whole amount") {
    auto const q = price(operation_type::collection, "100", "USD"_currency, "USD"_currency, method::credit_card,
                         fee_bearer::payee);
    CHECK(q.payer.amount == "100"_amount);
    CHECK(q.gateway_fee == "2.90"_amount);
    CHECK(q.payee.amount == "96.10"_amount);
}

TEST_CASE("a collection converts the payer's side and a payout the payee's") {
    auto const in = price(operation_type::collection, "100", "USD"_currency, "RWF"_currency, method::mtn_momo_rwa,
                          fee_bearer::payer);
    CHECK(in.payee == money{"100.00"_amount, "USD"_currency});
    CHECK(in.fx_fee == "1.00"_amount);
    CHECK(in.payer == money{"149092"_amount, "RWF"_currency});  // 103.50 x 1440.5 = 149091.75
    auto const out = price(operation_type::payout, "100", "USD"_currency, "LRD"_currency, method::orange_money_lbr,
                           fee_bearer::payer);
    CHECK(out.payer == money{"102.50"_amount, "USD"_currency});
    CHECK(out.payee == money{"19025.00"_amount, "LRD"_currency});
}

TEST_CASE("fees are rounded half up to the minor unit") {
    auto const q = price(operation_type::collection, "0.50", "USD"_currency, "USD"_currency, method::mtn_momo_lbr,
                         fee_bearer::payer);
    CHECK(q.platform_fee == "0.01"_amount);  // 0.005
    CHECK(q.gateway_fee == "0.01"_amount);   // 0.0075
}

TEST_CASE("what cannot be priced has no price") {
    CHECK(!sandbox::priced(operation_type::collection, {"1"_amount, "EUR"_currency}, "USD"_currency,
                           method::credit_card, fee_bearer::payer));
    CHECK(!sandbox::priced(operation_type::payout, {"1"_amount, "RWF"_currency}, "USD"_currency, method::mtn_momo_lbr,
                           fee_bearer::payee));
}

TEST_CASE("a prediction is text and matches the execution and the receipt") {
    sandbox_world w;
    auto const c = w.ready_collection("231771234567", "33.33");
    auto const p =
        w.get<api::predict_source_amount_and_fees>({}, {"USD"_currency, method::mtn_momo_lbr, api::provider::pawapay,
                                                        source_type::invoice, source_of(w.last_invoice)});
    REQUIRE(p.has_value());
    auto const e = w.collect(c);
    CHECK(e->payer_amount == p->payer_amount);
    CHECK(e->payee_amount == p->payee_amount);
    CHECK(p->payee_amount == "33.33"_amount);
    w.pass(std::chrono::seconds(5));
    auto const receipt = w.get<api::retrieve_invoice_receipt>({w.last_invoice});
    REQUIRE(receipt.has_value());
    CHECK(*receipt->payer_amount == p->payer_amount);
    CHECK(*receipt->platform_fee == p->platform_fee);
    CHECK(amount::checked_add(*receipt->payee_amount,
                              *amount::checked_add(*receipt->platform_fee, *receipt->gateway_fee)) ==
          *receipt->payer_amount);
    auto const raw = w.raw(http_method::get,
                           "/v1/predictions/amount-and-fees?base_amount=100&base_currency=USD&target_currency=USD"
                           "&payment_method=MTN_MOMO_LBR&operation_type=COLLECTION&provider=PAWAPAY&fee_bearer=PAYER");
    CHECK(body_of(raw) ==
          R"({"payer_amount":"102.50","payer_currency":"USD","payee_amount":"100.00","payee_currency":"USD",)"
          R"("platform_fee":"1.00","platform_currency":"USD","gateway_fee":"1.50","gateway_currency":"USD"})");
}

TEST_CASE("a prediction refuses a pair, a currency or a price that cannot be") {
    sandbox_world w;
    auto const ask = [&](std::string_view method, std::string_view provider, std::string_view target,
                         std::string_view amount) {
        return codec::response<api::predict_amount_and_fees>(w.raw(
            http_method::get,
            "/v1/predictions/amount-and-fees?base_amount=" + std::string(amount) +
                "&base_currency=USD&target_currency=" + std::string(target) + "&payment_method=" + std::string(method) +
                "&operation_type=COLLECTION&provider=" + std::string(provider) + "&fee_bearer=PAYEE"));
    };
    CHECK(ask("MTN_MOMO_LBR", "PAWAPAY", "LRD", "5").has_value());
    CHECK(first_loc(ask("MTN_MOMO_LBR", "STRIPE", "USD", "5")) == "query.provider");
    CHECK(first_loc(ask("PAYPAL", "STRIPE", "USD", "5")) == "query.payment_method");
    CHECK(first_loc(ask("MTN_MOMO_RWA", "PAWAPAY", "USD", "5")) == "query.target_currency");
    CHECK(first_loc(ask("CREDIT_CARD", "STRIPE", "LRD", "5")) == "query.target_currency");
    CHECK(first_loc(ask("MTN_MOMO_LBR", "PAWAPAY", "USD", "-5")) == "query.base_amount");
}

TEST_CASE("the carrier of a phone is told with its method, provider and currencies") {
    sandbox_world w;
    auto const of = [&](std::string_view phone) {
        return w.get<api::predict_mmo_provider>({}, {*phone::try_parse(phone), operation_type::collection});
    };
    CHECK(of("231771234567")->payment_method.is(method::mtn_momo_lbr));
    CHECK(of("231881234567")->payment_method.is(method::orange_money_lbr));
    CHECK(of("250781234567")->payment_method.is(method::mtn_momo_rwa));
    CHECK(of("250731234567")->payment_method.is(method::airtel_rwa));
    CHECK(of("231771234567")->gateway_provider.is(api::provider::pawapay));
    CHECK(of("231771234567")->currencies == std::vector<std::string>{"USD", "LRD"});
    CHECK(of("250781234567")->currencies == std::vector<std::string>{"RWF"});
    CHECK(first_loc(of("14155550100")) == "query.phone");
}
