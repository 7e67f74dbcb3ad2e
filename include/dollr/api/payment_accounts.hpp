// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_PAYMENT_ACCOUNTS_HPP
#define DOLLR_API_PAYMENT_ACCOUNTS_HPP

#include <dollr/api/market.hpp>
#include <dollr/api/operation.hpp>

#include <optional>
#include <string>

/// payment-accounts: where money is collected from or paid out to.
namespace dollr::api {

struct create_payment_account_payload {
    std::string account_name;
    open_enum<api::provider> provider;
    open_enum<payment_method> method;
    dollr::party_id party_id;
    std::optional<std::string> country_code;
    std::optional<std::string> insensitive_account_number;

    api::pairing pairing = api::pairing::by_market;  ///< of provider and method; not sent

    friend bool operator==(create_payment_account_payload const&, create_payment_account_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_payment_account_payload, (),
                      (account_name, provider, method, party_id, country_code, insensitive_account_number))
consteval auto schema_of(create_payment_account_payload const*) {
    return schema::description{"CreatePaymentAccountPayload", schema::evidence::page};
}
inline std::string_view why_not(create_payment_account_payload const& p) noexcept {
    return why_not_pair(p.method, p.provider, p.pairing);
}

struct create_payment_account_query {
    dollr::operation_type operation_type{};

    friend bool operator==(create_payment_account_query const&, create_payment_account_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_payment_account_query, (), (operation_type))
consteval auto schema_of(create_payment_account_query const*) {
    return schema::description{"", schema::evidence::page};
}

struct payment_account_response {
    payment_account_id id;
    std::string account_name;
    open_enum<api::provider> provider;
    open_enum<payment_method> method;
    dollr::party_id party_id;
    std::optional<std::string> country_code;
    bool is_active = false;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(payment_account_response const&, payment_account_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_account_response, (),
                      (id, account_name, provider, method, party_id, country_code, is_active, created_at, updated_at))
consteval auto schema_of(payment_account_response const*) {
    return schema::description{"PaymentAccountResponse", schema::evidence::page};
}

/// A second account pays nobody, and no operation could look for the first.
struct create_payment_account : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "create_payment_account";
    static constexpr std::string_view target = "/payment-accounts/create";
    using query = create_payment_account_query;
    using body = create_payment_account_payload;
    using response = payment_account_response;
};

}  // namespace dollr::api

#endif
