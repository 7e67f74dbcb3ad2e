// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_PREDICTIONS_HPP
#define DOLLR_SANDBOX_RULES_PREDICTIONS_HPP

#include <dollr/api/predictions.hpp>
#include <dollr/sandbox/call.hpp>

#include <string>
#include <string_view>
#include <variant>

/// Predictions: the very prices that an execution will have (pricing.hpp), and who carries a phone.
namespace dollr::sandbox {

namespace detail {

inline api::amount_and_fee_prediction_response told(quote const& q) {
    api::amount_and_fee_prediction_response r;
    r.payer_amount = q.payer.amount;
    r.payer_currency = q.payer.currency;
    r.payee_amount = q.payee.amount;
    r.payee_currency = q.payee.currency;
    r.platform_fee = q.platform_fee;
    r.platform_currency = q.base;
    if (q.converts()) r.fx_fee = q.fx_fee;
    r.gateway_fee = q.gateway_fee;
    r.gateway_currency = q.base;
    return r;
}

/// The method, if it and the provider go together and take this currency.
inline answer<api::payment_method> read_route(open_enum<api::payment_method> const& method,
                                              open_enum<api::provider> const& by, currency target) {
    auto const m = method.known();
    if (!m) return refusal({"query", "payment_method"}, "This payment method is not in the market matrix");
    auto const p = by.known();
    if (!p || !pairs(*m, *p)) return refusal({"query", "provider"}, "This provider does not carry this payment method");
    if (!carries(*m, target))
        return refusal({"query", "target_currency"}, "This payment method does not take this currency");
    return *m;
}

inline answer<api::amount_and_fee_prediction_response> predicted(operation_type op, money base, currency target,
                                                                 answer<api::payment_method> const& route,
                                                                 fee_bearer bearer) {
    if (auto const* const refused = std::get_if<problem>(&route)) return *refused;
    auto const price = priced(op, base, target, *std::get_if<api::payment_method>(&route), bearer);
    if (!price) return refusal({"query", "target_currency"}, "There is no exchange rate, or the amount is too small");
    return told(*price);
}

}  // namespace detail

inline answer<api::amount_and_fee_prediction_response> serve(state&, call<api::predict_amount_and_fees> const& c) {
    auto const& q = c.query;
    if (q.operation_type == operation_type::transfer && q.base_currency != q.target_currency)
        return refusal({"query", "target_currency"}, "A transfer is never converted");
    return detail::predicted(q.operation_type, {q.base_amount, q.base_currency}, q.target_currency,
                             detail::read_route(q.payment_method, q.provider, q.target_currency), q.fee_bearer);
}

inline answer<api::amount_and_fee_prediction_response> serve(state& s,
                                                             call<api::predict_source_amount_and_fees> const& c) {
    auto const& q = c.query;
    auto const* const source = find_source(s, q.source_type, q.source_id);
    if (source == nullptr) return missing("Payment source");
    return detail::predicted(operation_type::collection, {source->total, source->currency}, q.target_currency,
                             detail::read_route(q.payment_method, q.provider, q.target_currency), source->fee_bearer);
}

inline answer<api::predict_phone_payment_info_response> serve(state&, call<api::predict_mmo_provider> const& c) {
    auto const* const by = carrier_of(c.query.phone.text());
    if (by == nullptr) return refusal({"query", "phone"}, "No mobile money carrier is known for this phone");
    api::predict_phone_payment_info_response r;
    r.carrier = by->name;
    r.country = by->country;
    for (currency const one : currencies_of(by->method)) r.currencies.emplace_back(one.text());
    r.phone = c.query.phone.text();
    r.payment_method = by->method;
    if (auto const through = api::provider_of(by->method)) r.gateway_provider = *through;
    r.operation_type = c.query.operation_type;
    return r;
}

/// The brand is read from names like the card provider's own for tests, "pm_card_mastercard"; any other card is a visa.
inline answer<api::predict_card_payment_info_response> serve(state&, call<api::predict_card_provider> const& c) {
    constexpr auto method = api::payment_method::credit_card;
    if (c.query.payment_method_id.empty())
        return refusal({"query", "payment_method_id"}, "Give the name that the card provider has for the card");
    if (c.query.provider) {
        auto const by = c.query.provider->known();
        if (!by || !pairs(method, *by)) return refusal({"query", "provider"}, "This provider carries no cards");
    }
    api::predict_card_payment_info_response r;
    r.brand = "visa";
    for (std::string_view const brand : {"mastercard", "amex"}) {
        if (c.query.payment_method_id.find(brand) != std::string::npos) r.brand = std::string(brand);
    }
    r.country = "US";
    for (currency const one : currencies_of(method)) r.currencies.emplace_back(one.text());
    r.payment_method = method;
    if (auto const by = api::provider_of(method)) r.gateway_provider = *by;
    r.operation_type = c.query.operation_type;
    return r;
}

}  // namespace dollr::sandbox

#endif
