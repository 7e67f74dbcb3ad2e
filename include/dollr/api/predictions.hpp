// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_PREDICTIONS_HPP
#define DOLLR_API_PREDICTIONS_HPP

#include <dollr/api/market.hpp>
#include <dollr/api/operation.hpp>
#include <dollr/api/owner.hpp>

#include <optional>
#include <string>
#include <vector>

/// predictions: what a payment would cost, and who would carry it. Nothing is promised by them.
namespace dollr::api {

/// Amounts and fees are strings here; everywhere else they are numbers.
struct amount_and_fee_prediction_response {
    amount payer_amount;
    currency payer_currency;
    amount payee_amount;
    currency payee_currency;
    amount platform_fee;
    currency platform_currency;
    std::optional<amount> fx_fee;
    std::optional<amount> gateway_fee;
    std::optional<currency> gateway_currency;

    friend bool operator==(amount_and_fee_prediction_response const&,
                           amount_and_fee_prediction_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(amount_and_fee_prediction_response, (),
                      (payer_amount, payer_currency, payee_amount, payee_currency, platform_fee, platform_currency,
                       fx_fee, gateway_fee, gateway_currency))
consteval auto schema_of(amount_and_fee_prediction_response const*) {
    using schema::form;
    using schema::rule;
    return schema::description{"AmountAndFeePredictionResponse",
                               schema::evidence::page,
                               rule{.member = "payer_amount", .form = form::text, .either_form = true},
                               rule{.member = "payee_amount", .form = form::text, .either_form = true},
                               rule{.member = "platform_fee", .form = form::text, .either_form = true},
                               rule{.member = "fx_fee", .form = form::text, .either_form = true},
                               rule{.member = "gateway_fee", .form = form::text, .either_form = true}};
}

struct amount_and_fees_query {
    amount base_amount;
    currency base_currency;
    currency target_currency;
    open_enum<api::payment_method> payment_method;
    dollr::operation_type operation_type{};
    open_enum<api::provider> provider;
    dollr::fee_bearer fee_bearer{};
    std::optional<api::owner_type> owner_type;
    std::optional<dollr::owner_id> owner_id;

    api::pairing pairing = api::pairing::by_market;  ///< of payment_method and provider; not sent

    friend bool operator==(amount_and_fees_query const&, amount_and_fees_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(amount_and_fees_query, (),
                      (base_amount, base_currency, target_currency, payment_method, operation_type, provider,
                       fee_bearer, owner_type, owner_id))
consteval auto schema_of(amount_and_fees_query const*) {
    return schema::description{"", schema::evidence::fragment,
                               schema::rule{.member = "base_amount", .payable = true, .money_of = "base_currency"}};
}
inline std::string_view why_not(amount_and_fees_query const& q) noexcept {
    return why_not_pair(q.payment_method, q.provider, q.pairing);
}

struct predict_amount_and_fees : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "predict_amount_and_fees";
    static constexpr std::string_view api_name = "predict_amount_and_fee";
    static constexpr std::string_view target = "/predictions/amount-and-fees";
    using query = amount_and_fees_query;
    using response = amount_and_fee_prediction_response;
};

struct source_amount_and_fees_query {
    currency target_currency;
    open_enum<api::payment_method> payment_method;
    open_enum<api::provider> provider;
    dollr::source_type source_type{};
    dollr::source_id source_id;

    api::pairing pairing = api::pairing::by_market;  ///< of payment_method and provider; not sent

    friend bool operator==(source_amount_and_fees_query const&, source_amount_and_fees_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(source_amount_and_fees_query, (),
                      (target_currency, payment_method, provider, source_type, source_id))
consteval auto schema_of(source_amount_and_fees_query const*) {
    return schema::description{"", schema::evidence::page};
}
inline std::string_view why_not(source_amount_and_fees_query const& q) noexcept {
    return why_not_pair(q.payment_method, q.provider, q.pairing);
}

struct predict_source_amount_and_fees : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "predict_source_amount_and_fees";
    static constexpr std::string_view api_name = "predict_payment_source_amount_and_fee";
    static constexpr std::string_view target = "/predictions/payment-source/amount-and-fees";
    using query = source_amount_and_fees_query;
    using response = amount_and_fee_prediction_response;
};

struct mmo_provider_info_query {
    dollr::phone phone;
    dollr::operation_type operation_type{};

    friend bool operator==(mmo_provider_info_query const&, mmo_provider_info_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(mmo_provider_info_query, (), (phone, operation_type))
consteval auto schema_of(mmo_provider_info_query const*) { return schema::description{"", schema::evidence::guide}; }

struct predict_phone_payment_info_response {
    std::string carrier;
    std::string country;
    std::vector<std::string> currencies;
    std::string phone;
    open_enum<api::payment_method> payment_method;  ///< one guide page calls it "method"
    open_enum<api::provider> gateway_provider;      ///< and this "provider"
    open_enum<dollr::operation_type> operation_type;

    friend bool operator==(predict_phone_payment_info_response const&,
                           predict_phone_payment_info_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(predict_phone_payment_info_response, (),
                      (carrier, country, currencies, phone, payment_method, gateway_provider, operation_type))
consteval auto schema_of(predict_phone_payment_info_response const*) {
    return schema::description{"PredictPhonePaymentInfoResponse", schema::evidence::guide,
                               schema::rule{.member = "payment_method", .also = "method"},
                               schema::rule{.member = "gateway_provider", .also = "provider"}};
}

struct predict_mmo_provider : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "predict_mmo_provider";
    static constexpr std::string_view api_name = "predict_mmo_provider_info";
    static constexpr std::string_view target = "/predictions/mmo-provider-info";
    using query = mmo_provider_info_query;
    using response = predict_phone_payment_info_response;
};

struct card_provider_info_query {
    std::string payment_method_id;  ///< the card provider's name of the card, no id of this API
    dollr::operation_type operation_type{};
    std::optional<open_enum<api::provider>> provider;  ///< some guides send it, none calls it required

    friend bool operator==(card_provider_info_query const&, card_provider_info_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(card_provider_info_query, (), (payment_method_id, operation_type, provider))
consteval auto schema_of(card_provider_info_query const*) { return schema::description{"", schema::evidence::guide}; }

struct predict_card_payment_info_response {
    std::optional<std::string> brand;
    std::optional<std::string> country;
    std::vector<std::string> currencies;
    open_enum<api::payment_method> payment_method;
    open_enum<api::provider> gateway_provider;
    std::optional<open_enum<dollr::operation_type>> operation_type;

    friend bool operator==(predict_card_payment_info_response const&,
                           predict_card_payment_info_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(predict_card_payment_info_response, (),
                      (brand, country, currencies, payment_method, gateway_provider, operation_type))
consteval auto schema_of(predict_card_payment_info_response const*) {
    return schema::description{"PredictCardPaymentInfoResponse", schema::evidence::inferred,
                               schema::rule{.member = "payment_method", .also = "method"},
                               schema::rule{.member = "gateway_provider", .also = "provider"}};
}

struct predict_card_provider : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "predict_card_provider";
    static constexpr std::string_view api_name = "predict_card_provider_info";
    static constexpr std::string_view target = "/predictions/card-provider-info";
    using query = card_provider_info_query;
    using response = predict_card_payment_info_response;
};

}  // namespace dollr::api

#endif
