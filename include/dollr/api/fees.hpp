// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_FEES_HPP
#define DOLLR_API_FEES_HPP

#include <dollr/api/market.hpp>
#include <dollr/api/operation.hpp>
#include <dollr/api/owner.hpp>

#include <optional>
#include <string>
#include <vector>

/// fees: what gateways and the platform take. A percentage is a number in the gateway's answer and text in the
/// platform's, and the contract's sources do not agree on more than the examples: both forms are read.
namespace dollr::api {

struct fee_with_provider_response {
    fee_id id;
    dollr::provider_id provider_id;
    open_enum<dollr::operation_type> operation_type;
    open_enum<api::payment_method> payment_method;
    amount percentage;  ///< a number here
    std::optional<amount> fixed_fee;
    std::optional<currency> fixed_fee_currency;
    std::optional<timestamp> effective_from;
    std::optional<timestamp> effective_to;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(fee_with_provider_response const&, fee_with_provider_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(fee_with_provider_response, (),
                      (id, provider_id, operation_type, payment_method, percentage, fixed_fee, fixed_fee_currency,
                       effective_from, effective_to, created_at, updated_at))
consteval auto schema_of(fee_with_provider_response const*) {
    return schema::description{"FeeWithProviderResponse", schema::evidence::page,
                               schema::rule{.member = "percentage", .either_form = true},
                               schema::rule{.member = "fixed_fee", .either_form = true}};
}

/// As embedded in another answer.
struct fee_tier {
    fee_tier_id id;
    std::string name;
    bool is_default = false;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(fee_tier const&, fee_tier const&) = default;
};
BOOST_DESCRIBE_STRUCT(fee_tier, (), (id, name, is_default, created_at, updated_at))
consteval auto schema_of(fee_tier const*) { return schema::description{"FeeTier", schema::evidence::page}; }

/// As listed.
struct fee_tier_response {
    fee_tier_id id;
    std::string name;
    bool is_default = false;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(fee_tier_response const&, fee_tier_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(fee_tier_response, (), (id, name, is_default, created_at, updated_at))
consteval auto schema_of(fee_tier_response const*) {
    return schema::description{"FeeTierResponse", schema::evidence::guide};
}

struct fee_tier_rate_response {
    fee_id id;
    open_enum<dollr::operation_type> operation_type;
    std::optional<open_enum<api::payment_method>> payment_method;
    amount percentage;     ///< text here
    amount fx_percentage;  ///< text
    std::optional<amount> fixed_fee;
    std::optional<currency> fixed_fee_currency;
    timestamp effective_from;
    std::optional<timestamp> effective_to;
    timestamp created_at;
    std::optional<fee_tier> tier;

    friend bool operator==(fee_tier_rate_response const&, fee_tier_rate_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(fee_tier_rate_response, (),
                      (id, operation_type, payment_method, percentage, fx_percentage, fixed_fee, fixed_fee_currency,
                       effective_from, effective_to, created_at, tier))
consteval auto schema_of(fee_tier_rate_response const*) {
    return schema::description{"FeeTierRateResponse", schema::evidence::page,
                               schema::rule{.member = "percentage", .form = schema::form::text, .either_form = true},
                               schema::rule{.member = "fx_percentage", .form = schema::form::text, .either_form = true},
                               schema::rule{.member = "fixed_fee", .either_form = true}};
}

struct merchant_fee_response {
    fee_id id;
    open_enum<api::owner_type> owner_type;
    dollr::owner_id owner_id;
    timestamp assigned_at;
    std::optional<std::string> assigned_by;
    std::optional<fee_tier> tier;

    friend bool operator==(merchant_fee_response const&, merchant_fee_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(merchant_fee_response, (), (id, owner_type, owner_id, assigned_at, assigned_by, tier))
consteval auto schema_of(merchant_fee_response const*) {
    return schema::description{"MerchantFeeResponse", schema::evidence::page};
}

struct gateway_fees_query {
    open_enum<api::payment_method> payment_method;
    dollr::operation_type operation_type{};

    friend bool operator==(gateway_fees_query const&, gateway_fees_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(gateway_fees_query, (), (payment_method, operation_type))
consteval auto schema_of(gateway_fees_query const*) { return schema::description{"", schema::evidence::page}; }

struct platform_fees_query {
    dollr::operation_type operation_type{};
    std::string fee_tier_name;

    friend bool operator==(platform_fees_query const&, platform_fees_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(platform_fees_query, (), (operation_type, fee_tier_name))
consteval auto schema_of(platform_fees_query const*) { return schema::description{"", schema::evidence::fragment}; }

struct merchant_fee_tier_query {
    api::owner_type owner_type{};
    dollr::owner_id owner_id;

    friend bool operator==(merchant_fee_tier_query const&, merchant_fee_tier_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(merchant_fee_tier_query, (), (owner_type, owner_id))
consteval auto schema_of(merchant_fee_tier_query const*) { return schema::description{"", schema::evidence::fragment}; }

struct retrieve_gateway_fees : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_gateway_fees";
    static constexpr std::string_view api_name = "get_gateway_fees";
    static constexpr std::string_view target = "/fees/gateway";
    using query = gateway_fees_query;
    using response = fee_with_provider_response;
};

struct retrieve_platform_fees : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_platform_fees";
    static constexpr std::string_view api_name = "get_platform_fees";
    static constexpr std::string_view target = "/fees/platform";
    using query = platform_fees_query;
    using response = fee_tier_rate_response;
};

struct retrieve_merchant_fee_tier : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_merchant_fee_tier";
    static constexpr std::string_view api_name = "get_merchant_fee_tier";
    static constexpr std::string_view target = "/fees/merchant-tier";
    using query = merchant_fee_tier_query;
    using response = merchant_fee_response;
};

struct list_fee_tiers : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "list_fee_tiers";
    static constexpr std::string_view api_name = "list_fee_tier";
    static constexpr std::string_view target = "/fees/tiers";
    using response = std::vector<fee_tier_response>;
};

}  // namespace dollr::api

#endif
