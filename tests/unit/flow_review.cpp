// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
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
