// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Fees, tiers, the merchant, and who carries a card.
using namespace dollr;
using namespace dollr::literals;
using card_method = api::payment_method;

TEST_CASE("the fees that are told are those that prices are made of") {
    sandbox_world w;
    for (auto const op : {operation_type::collection, operation_type::payout, operation_type::transfer}) {
        for (auto const m : {card_method::mtn_momo_lbr, card_method::wallet}) {
            auto const by = *api::provider_of(m);
            api::amount_and_fees_query q;
            q.base_amount = "100"_amount;
            q.base_currency = q.target_currency = "USD"_currency;
            q.payment_method = m;
            q.provider = by;
            q.operation_type = op;
            auto const predicted = w.get<api::predict_amount_and_fees>({}, q);
            REQUIRE(predicted.has_value());
            auto const gateway = w.get<api::retrieve_gateway_fees>({}, {m, op});
            REQUIRE(gateway.has_value());
            CHECK(gateway->percentage == *predicted->gateway_fee);
            auto const platform = w.get<api::retrieve_platform_fees>({}, {op, "STANDARD"});
            REQUIRE(platform.has_value());
            CHECK(platform->percentage == predicted->platform_fee);
        }
    }
}

TEST_CASE("percentages are a number of the gateway and text of the platform") {
    sandbox_world w;
    auto const gateway =
        body_of(w.raw(http_method::get, "/v1/fees/gateway?payment_method=CREDIT_CARD&operation_type=COLLECTION"));
    CHECK(gateway.find(R"("percentage":2.90)") != std::string::npos);
    auto const platform =
        body_of(w.raw(http_method::get, "/v1/fees/platform?operation_type=COLLECTION&fee_tier_name=STANDARD"));
    CHECK(platform.find(R"("percentage":"1.00","fx_percentage":"1.00")") != std::string::npos);
}

TEST_CASE("the merchant's tier is the default one of the list") {
    sandbox_world w;
    auto const tiers = w.get<api::list_fee_tiers>({});
    REQUIRE(tiers.has_value());
    REQUIRE(tiers->size() == 2);
    CHECK((*tiers)[0].is_default);
    CHECK(!(*tiers)[1].is_default);
    auto const own = w.get<api::retrieve_merchant_fee_tier>({}, {api::owner_type::organization, owner_id{19}});
    REQUIRE(own.has_value());
    CHECK(own->tier->id == (*tiers)[0].id);
    CHECK(own->tier->name == "STANDARD");
    CHECK(w.get<api::retrieve_platform_fees>({}, {operation_type::payout, "VOLUME"})->percentage == "0.25"_amount);
}

TEST_CASE("fees of what does not exist are refused") {
    sandbox_world w;
    CHECK(status_of(w.get<api::retrieve_platform_fees>({}, {operation_type::payout, "GOLD"})) == 404);
    CHECK(status_of(w.get<api::retrieve_merchant_fee_tier>({}, {api::owner_type::user, owner_id{19}})) == 404);
    CHECK(status_of(w.get<api::retrieve_merchant_fee_tier>({}, {api::owner_type::organization, owner_id{29}})) == 404);
    CHECK(first_loc(codec::response<api::retrieve_gateway_fees>(
              w.raw(http_method::get, "/v1/fees/gateway?payment_method=PAYPAL&operation_type=PAYOUT"))) ==
          "query.payment_method");
}

TEST_CASE("there is one merchant") {
    sandbox_world w;
    auto const m = w.get<api::retrieve_merchant_info>({}, {merchant_id{19}, api::merchant_type::organization});
    REQUIRE(m.has_value());
    CHECK(m->name == "Sandbox Trading");
    CHECK(m->id == merchant_id{19});
    CHECK(status_of(w.get<api::retrieve_merchant_info>({}, {merchant_id{29}, api::merchant_type::organization})) ==
          404);
    CHECK(status_of(w.get<api::retrieve_merchant_info>(
              {}, {merchant_id{19}, api::merchant_type::micro_organization})) == 404);
}

TEST_CASE("a card is told with its brand, method, provider and currencies") {
    sandbox_world w;
    auto const of = [&](std::string card, std::optional<open_enum<api::provider>> by = {}) {
        return w.get<api::predict_card_provider>({}, {std::move(card), operation_type::collection, by});
    };
    CHECK(of("pm_card_mastercard")->brand == "mastercard");
    CHECK(of("pm_1Nx")->brand == "visa");
    CHECK(of("pm_1Nx", api::provider::stripe)->payment_method.is(card_method::credit_card));
    CHECK(of("pm_1Nx")->gateway_provider.is(api::provider::stripe));
    CHECK(of("pm_1Nx")->currencies == std::vector<std::string>{"USD"});
    CHECK(first_loc(of("pm_1Nx", api::provider::pawapay)) == "query.provider");
    CHECK(first_loc(of("")) == "query.payment_method_id");
}
