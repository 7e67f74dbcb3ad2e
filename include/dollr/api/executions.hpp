// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_EXECUTIONS_HPP
#define DOLLR_API_EXECUTIONS_HPP

#include <dollr/api/operation.hpp>

#include <optional>
#include <string>

/// executions: the requests that move money. Session and account ids are text here and integers everywhere else
/// (mistake 11).
namespace dollr::api {

struct checkout_execution_payload {
    dollr::session_id session_id;                  ///< sent as text
    dollr::payment_account_id payment_account_id;  ///< sent as text
    dollr::currency currency;
    dollr::reference_id reference_id;

    friend bool operator==(checkout_execution_payload const&, checkout_execution_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(checkout_execution_payload, (), (session_id, payment_account_id, currency, reference_id))
consteval auto schema_of(checkout_execution_payload const*) {
    return schema::description{"CheckoutExecutionPayload", schema::evidence::fragment,
                               schema::rule{.member = "session_id", .form = schema::form::text},
                               schema::rule{.member = "payment_account_id", .form = schema::form::text}};
}

/// Who approves a payout, and the passcode: a user or a phone, as the account was set up.
struct passcode_token_payload {
    std::optional<std::string> user_id;
    std::optional<dollr::phone> phone;
    secret_string code;

    friend bool operator==(passcode_token_payload const&, passcode_token_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(passcode_token_payload, (), (user_id, phone, code))
consteval auto schema_of(passcode_token_payload const*) {
    return schema::description{"DollrPaymentModelsVerifyPasscodePayloadVerifyPasscodePayload",
                               schema::evidence::fragment};
}
inline std::string_view why_not(passcode_token_payload const& t) noexcept {
    return t.user_id.has_value() != t.phone.has_value()
               ? std::string_view{}
               : "give exactly one of user_id and phone: the one that the account was set up with";
}

struct device_payload {
    std::string name;
    std::string type;
    std::string platform;
    std::string user_agent;
    std::string client_ip;

    friend bool operator==(device_payload const&, device_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(device_payload, (), (name, type, platform, user_agent, client_ip))
consteval auto schema_of(device_payload const*) {
    return schema::description{"WithDevicePayload", schema::evidence::fragment};
}

struct passcode_payload {
    passcode_token_payload token;
    device_payload device;

    friend bool operator==(passcode_payload const&, passcode_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(passcode_payload, (), (token, device))
consteval auto schema_of(passcode_payload const*) {
    return schema::description{"DollrPaymentModelsWithDeviceVerifyPasscodePayloadWithDeviceVerifyPasscodePayload",
                               schema::evidence::fragment};
}

struct payout_execution_payload {
    dollr::session_id session_id;          ///< sent as text
    payment_account_id payout_account_id;  ///< sent as text
    dollr::reference_id reference_id;
    passcode_payload passcode;

    friend bool operator==(payout_execution_payload const&, payout_execution_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(payout_execution_payload, (), (session_id, payout_account_id, reference_id, passcode))
consteval auto schema_of(payout_execution_payload const*) {
    return schema::description{"PayoutExecutionPayload", schema::evidence::fragment,
                               schema::rule{.member = "session_id", .form = schema::form::text},
                               schema::rule{.member = "payout_account_id", .form = schema::form::text}};
}

struct transfer_execution_payload {
    dollr::session_id session_id;  ///< sent as text
    dollr::reference_id reference_id;

    friend bool operator==(transfer_execution_payload const&, transfer_execution_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(transfer_execution_payload, (), (session_id, reference_id))
consteval auto schema_of(transfer_execution_payload const*) {
    return schema::description{"TransferExecutionPayload", schema::evidence::guide,
                               schema::rule{.member = "session_id", .form = schema::form::text}};
}

struct refund_execution_payload {
    dollr::session_id session_id;  ///< sent as text
    dollr::reference_id reference_id;

    friend bool operator==(refund_execution_payload const&, refund_execution_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(refund_execution_payload, (), (session_id, reference_id))
consteval auto schema_of(refund_execution_payload const*) {
    return schema::description{"RefundExecutionPayload", schema::evidence::page,
                               schema::rule{.member = "session_id", .form = schema::form::text}};
}

/// What every execution and every execution status answers.
struct execution_response {
    dollr::reference_id reference_id;
    std::optional<std::string> provider_transaction_id;
    open_enum<execution_status> status;
    amount payer_amount;
    currency payer_currency;
    currency payee_currency;
    amount payee_amount;
    open_enum<dollr::operation_type> operation_type;
    std::optional<std::string> gateway_message;
    std::optional<std::string> wallet_message;
    std::optional<secret_string> client_secret;  ///< of 3-D Secure
    std::optional<bool> requires_action;

    friend bool operator==(execution_response const&, execution_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(execution_response, (),
                      (reference_id, provider_transaction_id, status, payer_amount, payer_currency, payee_currency,
                       payee_amount, operation_type, gateway_message, wallet_message, client_secret, requires_action))
consteval auto schema_of(execution_response const*) {
    return schema::description{"ExecutionResponse", schema::evidence::fragment};
}

struct execute_collection : operation<http_method::post, hazard::moves_money> {
    static constexpr std::string_view name = "execute_collection";
    static constexpr std::string_view api_name = "collect";
    static constexpr std::string_view target = "/executions/collection";
    using body = checkout_execution_payload;
    using response = execution_response;
};

struct execute_payout : operation<http_method::post, hazard::moves_money> {
    static constexpr std::string_view name = "execute_payout";
    static constexpr std::string_view api_name = "payout";
    static constexpr std::string_view target = "/executions/payout";
    using body = payout_execution_payload;
    using response = execution_response;
};

struct execute_transfer : operation<http_method::post, hazard::moves_money> {
    static constexpr std::string_view name = "execute_transfer";
    static constexpr std::string_view api_name = "transfer";
    static constexpr std::string_view target = "/executions/transfer";
    using body = transfer_execution_payload;
    using response = execution_response;
};

struct execute_refund : operation<http_method::post, hazard::moves_money> {
    static constexpr std::string_view name = "execute_refund";
    static constexpr std::string_view api_name = "refund";
    static constexpr std::string_view target = "/executions/refund";
    using body = refund_execution_payload;
    using response = execution_response;
};

}  // namespace dollr::api

#endif
