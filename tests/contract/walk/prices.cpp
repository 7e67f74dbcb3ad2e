// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

namespace dollr::contract {

using namespace api;
using namespace dollr::literals;

void tell_prices(story& s) {
    auto& w = s.walk;
    amount_and_fees_query fees;
    fees.base_amount = "100.10"_amount;
    fees.base_currency = "USD"_currency;
    fees.target_currency = "LRD"_currency;
    fees.payment_method = payment_method::mtn_momo_lbr;
    fees.operation_type = operation_type::collection;
    fees.provider = provider::pawapay;
    fees.fee_bearer = fee_bearer::payer;
    auto const predicted = w.call<predict_amount_and_fees>({}, fees);
    w.expect(predicted.payer_currency == "LRD"_currency, "the payer pays in the target currency");
    fees.owner_type = owner_type::organization;
    fees.owner_id = s.merchant;
    static_cast<void>(w.call<predict_amount_and_fees>({}, fees));

    source_amount_and_fees_query source;
    source.target_currency = "USD"_currency;
    source.payment_method = payment_method::credit_card;
    source.provider = provider::stripe;
    source.source_type = source_type::invoice;
    source.source_id = source_of(s.invoice);
    static_cast<void>(w.call<predict_source_amount_and_fees>({}, source));

    auto const phone = w.call<predict_mmo_provider>({}, {*phone::try_parse("231771234567"), operation_type::payout});
    w.expect(phone.payment_method.is(payment_method::mtn_momo_lbr), "23177 is a number of MTN");
    static_cast<void>(w.call<predict_card_provider>({}, {"pm_card_visa", operation_type::collection, {}}));
    auto const card = w.call<predict_card_provider>({}, {"pm_card_visa", operation_type::collection, provider::stripe});
    w.expect(card.gateway_provider.is(provider::stripe), "cards go through Stripe");

    static_cast<void>(w.call<retrieve_gateway_fees>({}, {payment_method::mtn_momo_lbr, operation_type::collection}));
    static_cast<void>(w.call<retrieve_gateway_fees>({}, {payment_method::credit_card, operation_type::payout}));
    static_cast<void>(w.call<retrieve_gateway_fees>({}, {payment_method::wallet, operation_type::transfer}));
    auto const tiers = w.call<list_fee_tiers>({});
    w.expect(!tiers.empty(), "there is a fee tier");
    if (!tiers.empty())
        static_cast<void>(w.call<retrieve_platform_fees>({}, {operation_type::collection, tiers.front().name}));
    static_cast<void>(w.call<retrieve_merchant_fee_tier>({}, {owner_type::organization, s.merchant}));
    auto const info = w.call<retrieve_merchant_info>({}, {merchant_id{s.merchant.value}, merchant_type::organization});
    w.expect(info.id.value == s.merchant.value, "the merchant is the owner of its documents");
}

}  // namespace dollr::contract
