// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_SESSIONS_HPP
#define DOLLR_API_SESSIONS_HPP

#include <dollr/api/operation.hpp>

#include <optional>
#include <string>

/// sessions: the window in which one execution may happen. Its id is an integer here and text in the executions.
namespace dollr::api {

struct create_checkout_session_payload {
    dollr::source_id source_id;
    dollr::source_type source_type{};

    friend bool operator==(create_checkout_session_payload const&, create_checkout_session_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_checkout_session_payload, (), (source_id, source_type))
consteval auto schema_of(create_checkout_session_payload const*) {
    return schema::description{"CreateCheckoutSessionPayload", schema::evidence::fragment};
}

struct checkout_session_response {
    session_id id;
    std::optional<dollr::payment_account_id> payment_account_id;
    dollr::source_id source_id;
    open_enum<dollr::source_type> source_type;
    std::string status;  ///< its words are documented nowhere
    timestamp expires_at;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(checkout_session_response const&, checkout_session_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(checkout_session_response, (),
                      (id, payment_account_id, source_id, source_type, status, expires_at, created_at, updated_at))
consteval auto schema_of(checkout_session_response const*) {
    // a number, an integer or null in the contract: 55.0 is read as 55
    return schema::description{"CheckoutSessionResponse", schema::evidence::page,
                               schema::rule{.member = "payment_account_id", .either_form = true}};
}

struct create_payout_session_payload {
    payment_account_id payout_account_id;
    dollr::amount amount;
    dollr::currency currency;

    friend bool operator==(create_payout_session_payload const&, create_payout_session_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_payout_session_payload, (), (payout_account_id, amount, currency))
consteval auto schema_of(create_payout_session_payload const*) {
    return schema::description{"CreatePayoutSessionPayload", schema::evidence::page,
                               schema::rule{.member = "amount", .payable = true, .money_of = "currency"}};
}

struct payout_session_response {
    session_id id;
    dollr::wallet_id wallet_id;
    payment_account_id payout_account_id;
    dollr::amount amount;
    dollr::currency currency;
    std::string status;  ///< its words are documented nowhere
    timestamp expires_at;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(payout_session_response const&, payout_session_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(payout_session_response, (),
                      (id, wallet_id, payout_account_id, amount, currency, status, expires_at, created_at, updated_at))
consteval auto schema_of(payout_session_response const*) {
    return schema::description{"PayoutSessionResponse", schema::evidence::page,
                               schema::rule{.member = "amount", .payable = true}};
}

struct create_transfer_session_payload {
    wallet_id from_wallet_id;
    counterparty_id to_counterparty_id;
    dollr::amount amount;
    dollr::currency currency;
    timestamp expires_at;  ///< the caller chooses; of payout sessions the server does

    friend bool operator==(create_transfer_session_payload const&, create_transfer_session_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_transfer_session_payload, (),
                      (from_wallet_id, to_counterparty_id, amount, currency, expires_at))
consteval auto schema_of(create_transfer_session_payload const*) {
    return schema::description{"CreateTransferSessionPayload", schema::evidence::page,
                               schema::rule{.member = "amount", .payable = true, .money_of = "currency"},
                               schema::rule{.member = "expires_at", .expiry = true}};
}

struct transfer_session_response {
    session_id id;
    wallet_id from_wallet_id;
    counterparty_id to_counterparty_id;
    dollr::amount amount;
    dollr::currency currency;
    std::string status;  ///< its words are documented nowhere
    timestamp expires_at;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(transfer_session_response const&, transfer_session_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(transfer_session_response, (),
                      (id, from_wallet_id, to_counterparty_id, amount, currency, status, expires_at, created_at,
                       updated_at))
consteval auto schema_of(transfer_session_response const*) {
    return schema::description{"TransferSessionResponse", schema::evidence::page,
                               schema::rule{.member = "amount", .payable = true}};
}

/// The currency is the original payment's: it is not named here, so the server alone can check the minor units. No
/// answer of the API but the refund session itself names a payment intent: the caller must have its id from elsewhere.
struct create_refund_session_payload {
    payment_intent_id original_payment_intent_id;
    dollr::amount amount;
    std::optional<std::string> reason;
    timestamp expires_at;

    friend bool operator==(create_refund_session_payload const&, create_refund_session_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_refund_session_payload, (), (original_payment_intent_id, amount, reason, expires_at))
consteval auto schema_of(create_refund_session_payload const*) {
    return schema::description{"CreateRefundSessionPayload", schema::evidence::fragment,
                               schema::rule{.member = "amount", .payable = true, .sent = true},
                               schema::rule{.member = "expires_at", .expiry = true}};
}

struct refund_session_response {
    session_id id;
    payment_intent_id original_payment_intent_id;
    dollr::amount amount;
    std::optional<std::string> reason;
    std::string status;  ///< its words are documented nowhere
    timestamp expires_at;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(refund_session_response const&, refund_session_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(refund_session_response, (),
                      (id, original_payment_intent_id, amount, reason, status, expires_at, created_at, updated_at))
consteval auto schema_of(refund_session_response const*) {
    return schema::description{"RefundSessionResponse", schema::evidence::inferred,
                               schema::rule{.member = "amount", .payable = true}};
}

/// A second session moves nothing: only an execution does, and one attempt uses one session.
struct create_checkout_session : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "create_checkout_session";
    static constexpr std::string_view target = "/sessions/checkout";
    using body = create_checkout_session_payload;
    using response = checkout_session_response;
};

struct create_payout_session : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "create_payout_session";
    static constexpr std::string_view target = "/sessions/payout";
    using body = create_payout_session_payload;
    using response = payout_session_response;
};

struct create_transfer_session : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "create_transfer_session";
    static constexpr std::string_view target = "/sessions/transfer";
    using body = create_transfer_session_payload;
    using response = transfer_session_response;
};

struct create_refund_session : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "create_refund_session";
    static constexpr std::string_view target = "/sessions/refund";
    using body = create_refund_session_payload;
    using response = refund_session_response;
};

}  // namespace dollr::api

#endif
