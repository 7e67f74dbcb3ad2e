// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_ACCOUNT_HPP
#define DOLLR_FLOW_STEPS_ACCOUNT_HPP

#include <dollr/api/payment_accounts.hpp>
#include <dollr/api/predictions.hpp>
#include <dollr/flow/steps/step_of.hpp>

/// How the money goes, and how much of it by the API's own prediction.
namespace dollr::flow::steps {

struct predict_method : step_of<api::predict_mmo_provider, step::predict_method> {
    static constexpr std::string_view name = "asking for the payment method";
    static bool due(facts const& f) noexcept { return uses_account(f) && !f.route; }
    static question<operation> ask(facts const& f) {
        return {.query = {f.wanted->phone.value_or(phone{}), operation_of(f)}};
    }
    static sequel take(facts& f, operation::response const& info) {
        auto const carried = target_currency(*f.wanted, info.currencies);
        if (!carried) return give_up("the provider of this phone names no currency");
        f.target = *carried;
        f.route = route{info.payment_method, info.gateway_provider};
        return {};
    }
};

/// One that was made without our knowing is an account that nobody uses: so it may be made again.
struct create_account : step_of<api::create_payment_account, step::create_account> {
    static constexpr std::string_view name = "creating the payment account";
    static bool due(facts const& f) noexcept { return uses_account(f) && !f.made.account; }
    static question<operation> ask(facts const& f) {
        return {.query = {operation_of(f)},
                .body = {.account_name = account_label(*f.wanted),
                         .provider = f.route->provider,
                         .method = f.route->method,
                         .party_id = f.made.party,
                         .country_code = {},
                         .insensitive_account_number = std::string{f.wanted->phone.value_or(phone{}).text()},
                         .pairing = api::pairing::predicted}};
    }
    static sequel take(facts& f, operation::response const& account) {
        if (!account.is_active) return give_up("the payment account is not active");
        f.made.account = account.id;
        return {sequel::kind::made};
    }
};

inline sequel take_prediction(facts& f, api::amount_and_fee_prediction_response const& predicted) {
    if (auto objection = prediction_objection(*f.wanted, f.target, predicted); !objection.empty())
        return give_up("not paid: " + objection);
    if (auto objection = bounds_objection(*f.wanted, predicted, *f.rules, f.rates); !objection.empty())
        return give_up("not paid: " + objection);
    f.predicted = predicted;
    return {};
}

struct predict_collection : step_of<api::predict_source_amount_and_fees, step::predict_amounts> {
    static constexpr std::string_view name = "asking for amounts and fees";
    static bool due(facts const& f) noexcept { return is_collection(f) && !f.predicted; }
    static question<operation> ask(facts const& f) {
        return {.query = {.target_currency = f.target,
                          .payment_method = f.route->method,
                          .provider = f.route->provider,
                          .source_type = source_type_of(f),
                          .source_id = source_of(f),
                          .pairing = api::pairing::predicted}};
    }
    static sequel take(facts& f, operation::response const& predicted) { return take_prediction(f, predicted); }
};

struct predict_payout : step_of<api::predict_amount_and_fees, step::predict_amounts> {
    static constexpr std::string_view name = predict_collection::name;
    static bool due(facts const& f) noexcept { return f.made.kind == flow_kind::payout && !f.predicted; }
    static question<operation> ask(facts const& f) {
        return {.query = {.base_amount = f.wanted->amount,
                          .base_currency = f.wanted->currency,
                          .target_currency = f.target,
                          .payment_method = f.route->method,
                          .operation_type = operation_of(f),
                          .provider = f.route->provider,
                          .fee_bearer = fee_bearer::payer,
                          .owner_type = {},
                          .owner_id = {},
                          .pairing = api::pairing::predicted}};
    }
    static sequel take(facts& f, operation::response const& predicted) { return take_prediction(f, predicted); }
};

}  // namespace dollr::flow::steps

#endif
