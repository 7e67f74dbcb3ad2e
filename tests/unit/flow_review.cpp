// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/flow/bounds.hpp>
#include <dollr/flow/review.hpp>

#include <doctest/doctest.h>

/// What the flows compare before money moves.

using namespace dollr;

namespace {

amount amount_of(char const* text) { return *amount::try_parse(text); }
currency const usd = *currency::try_parse("USD");
currency const lrd = *currency::try_parse("LRD");

/// Order 7 of 18.50 USD, made by others.
flow::payment_intent order() {
    flow::payment_intent p;
    p.key = "order-7";
    p.kind = flow::intent_kind::collection;
    p.amount = amount_of("18.50");
    p.currency = usd;
    p.source_type = source_type::order;
    p.source_id = source_id{7};
    return p;
}

api::amount_and_fee_prediction_response predicted(char const* payer, currency unit, char const* payee) {
    api::amount_and_fee_prediction_response r;
    r.payer_amount = amount_of(payer);
    r.payer_currency = unit;
    r.payee_amount = amount_of(payee);
    r.payee_currency = usd;
    r.platform_fee = amount_of("0.30");
    r.platform_currency = usd;
    r.gateway_fee = amount_of("0.20");
    return r;
}

}  // namespace

TEST_CASE("of a document that is there the payer may bear the fees that were named, and not a cent more") {
    CHECK(flow::prediction_objection(order(), usd, predicted("18.50", usd, "18.00")).empty());
    CHECK(flow::prediction_objection(order(), usd, predicted("19.00", usd, "18.50")).empty());
    CHECK_FALSE(flow::prediction_objection(order(), usd, predicted("19.01", usd, "18.50")).empty());
    CHECK_FALSE(flow::prediction_objection(order(), usd, predicted("999999.00", usd, "18.50")).empty());
    CHECK_FALSE(flow::prediction_objection(order(), usd, predicted("19.00", usd, "18.40")).empty());
}

TEST_CASE("a payer is never charged in a currency that was not asked for") {
    CHECK_FALSE(flow::prediction_objection(order(), usd, predicted("3580.00", lrd, "18.50")).empty());
    CHECK(flow::prediction_objection(order(), lrd, predicted("3580.00", lrd, "18.50")).empty());
}

TEST_CASE("a payer of a document that we make pays what was intended, whoever bears the fees") {
    auto p = order();
    p.source_id = {};
    CHECK(flow::prediction_objection(p, usd, predicted("18.50", usd, "18.00")).empty());
    CHECK_FALSE(flow::prediction_objection(p, usd, predicted("19.00", usd, "18.50")).empty());
}

TEST_CASE("mistake 20: a document of another number, kind, status or total is not the one to be paid") {
    auto const document = [](std::int64_t id, source_type type, source_status status, char const* total,
                             currency unit) {
        api::payment_source_status_response d;
        d.source_id = source_id{id};
        d.source_type = type;
        d.status = status;
        d.total_amount = amount_of(total);
        d.currency = unit;
        return d;
    };
    using enum source_status;
    CHECK(flow::document_objection(order(), document(7, source_type::order, active, "18.50", usd)).empty());
    CHECK_FALSE(flow::document_objection(order(), document(8, source_type::order, active, "18.50", usd)).empty());
    CHECK_FALSE(flow::document_objection(order(), document(7, source_type::invoice, active, "18.50", usd)).empty());
    for (auto const other : {idle, processing, paid, canceled})
        CHECK_FALSE(flow::document_objection(order(), document(7, source_type::order, other, "18.50", usd)).empty());
    CHECK_FALSE(flow::document_objection(order(), document(7, source_type::order, active, "18.51", usd)).empty());
    CHECK_FALSE(flow::document_objection(order(), document(7, source_type::order, active, "18.50", lrd)).empty());
}

TEST_CASE("a fee or a rate that nobody would pay is not paid, and the figures are said") {
    policy const rules;
    auto p = order();
    p.kind = flow::intent_kind::payout;
    auto const wild_fee = flow::bounds_objection(p, predicted("9999.00", usd, "18.50"), rules, nullptr);
    CHECK(wild_fee ==
          "the merchant would pay 9999.00 USD for 18.50 USD, and fees of more than 100 % are not paid (fee_max)");
    CHECK(flow::bounds_objection(p, predicted("37.00", usd, "18.50"), rules, nullptr).empty());
    CHECK_FALSE(flow::bounds_objection(p, predicted("37.01", usd, "18.50"), rules, nullptr).empty());

    auto const collection = order();
    auto const wild_rate = flow::bounds_objection(collection, predicted("99999999", lrd, "18.00"), rules, nullptr);
    CHECK(wild_rate.starts_with("the payer would pay 99999999 LRD for 18.50 USD"));
    auto const nothing_left = flow::bounds_objection(collection, predicted("18.50", usd, "0.01"), rules, nullptr);
    CHECK(nothing_left.starts_with("the merchant would get 0.01 USD for 18.50 USD"));
    CHECK(flow::bounds_objection(collection, predicted("3580.00", lrd, "18.00"), rules, nullptr).empty());
}

TEST_CASE("a rate is held against the last one that was paid, in whichever direction that was") {
    policy const rules;
    auto const collection = order();
    auto const paid = [](money const& payer, money const& payee) {
        record r;
        r.attempt.phase = phase::completed;
        r.attempt.payer = payer;
        r.attempt.payee = payee;
        return r;
    };
    money const some_lrd{*amount::try_parse("1900"), lrd};
    money const some_usd{*amount::try_parse("10"), usd};
    for (bool const collected : {true, false}) {
        flow::known_rates rates;
        rates.learn(collected ? paid(some_lrd, some_usd) : paid(some_usd, some_lrd));
        CHECK(flow::bounds_objection(collection, predicted("3580.00", lrd, "18.00"), rules, &rates).empty());
        CHECK(flow::bounds_objection(collection, predicted("7030.00", lrd, "18.00"), rules, &rates).empty());
        auto const doubled = flow::bounds_objection(collection, predicted("7031.00", lrd, "18.00"), rules, &rates);
        CHECK(doubled.ends_with("the last rate was 1900 LRD for 10 USD (rate_change_max)"));
        CHECK_FALSE(flow::bounds_objection(collection, predicted("1757.00", lrd, "18.00"), rules, &rates).empty());
    }
}
