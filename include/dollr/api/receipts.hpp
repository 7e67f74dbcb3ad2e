// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_RECEIPTS_HPP
#define DOLLR_API_RECEIPTS_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/documents.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/market.hpp>
#include <dollr/api/operation.hpp>
#include <dollr/api/orders.hpp>

#include <optional>
#include <string>
#include <vector>

/// invoices/receipt and orders/receipt: what was paid, by whom, with which fees. There is one once the source is PAID.
namespace dollr::api {

struct invoice_receipt_item_response {
    item_id id;
    std::string name;
    std::int64_t qty = 0;
    dollr::amount amount;
    dollr::currency currency;

    friend bool operator==(invoice_receipt_item_response const&, invoice_receipt_item_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_receipt_item_response, (), (id, name, qty, amount, currency))
consteval auto schema_of(invoice_receipt_item_response const*) {
    return detail::describe_item("InvoiceReceiptItemResponse", schema::evidence::page);
}

struct invoice_receipt_response {
    dollr::invoice_id invoice_id;
    std::string invoice_number;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    dollr::currency currency;
    amount total_amount;
    open_enum<source_status> status;
    std::string note;
    std::optional<timestamp> due_date;
    bool as_payment_link = false;
    open_enum<dollr::fee_bearer> fee_bearer;
    dollr::owner_id owner_id;
    open_enum<api::owner_type> owner_type;
    timestamp created_at;
    std::optional<timestamp> paid_at;
    dollr::counterparty_id counterparty_id;
    open_enum<api::relationship_type> relationship_type;
    std::string counterparty_name;
    std::string counterparty_phone;
    std::optional<std::string> counterparty_email;
    std::optional<amount> payer_amount;
    std::optional<dollr::currency> payer_currency;
    std::optional<amount> payee_amount;
    std::optional<dollr::currency> payee_currency;
    std::optional<amount> platform_fee;
    std::optional<dollr::currency> platform_currency;
    std::optional<amount> gateway_fee;
    std::optional<dollr::currency> gateway_currency;
    std::optional<amount> fx_fee;
    std::optional<amount> fx_rate;  ///< a decimal, sent as text
    std::optional<dollr::currency> fx_currency_from;
    std::optional<dollr::currency> fx_currency_to;
    std::optional<open_enum<api::provider>> payment_provider;
    std::optional<open_enum<api::payment_method>> payment_method;
    std::optional<std::string> account_name;
    std::optional<timestamp> gateway_confirmed_at;
    std::optional<std::string> provider_transaction_id;
    std::optional<std::vector<invoice_receipt_item_response>> items;

    friend bool operator==(invoice_receipt_response const&, invoice_receipt_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_receipt_response, (),
                      (invoice_id, invoice_number, document_reference, currency, total_amount, status, note, due_date,
                       as_payment_link, fee_bearer, owner_id, owner_type, created_at, paid_at, counterparty_id,
                       relationship_type, counterparty_name, counterparty_phone, counterparty_email, payer_amount,
                       payer_currency, payee_amount, payee_currency, platform_fee, platform_currency, gateway_fee,
                       gateway_currency, fx_fee, fx_rate, fx_currency_from, fx_currency_to, payment_provider,
                       payment_method, account_name, gateway_confirmed_at, provider_transaction_id, items))
consteval auto schema_of(invoice_receipt_response const*) {
    return detail::describe_receipt("InvoiceReceiptResponse", schema::evidence::page,
                                    schema::rule{.member = "due_date", .null_if_absent = true});
}

struct order_receipt_item_response {
    item_id id;
    std::string name;
    std::int64_t qty = 0;
    dollr::amount amount;
    dollr::currency currency;

    friend bool operator==(order_receipt_item_response const&, order_receipt_item_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_receipt_item_response, (), (id, name, qty, amount, currency))
consteval auto schema_of(order_receipt_item_response const*) {
    return detail::describe_item("OrderReceiptItemResponse", schema::evidence::inferred);
}

struct order_receipt_response {
    dollr::order_id order_id;
    std::string order_number;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    dollr::currency currency;
    amount total_amount;
    open_enum<source_status> status;
    std::string note;
    bool as_payment_link = false;
    open_enum<dollr::fee_bearer> fee_bearer;
    dollr::owner_id owner_id;
    open_enum<api::owner_type> owner_type;
    timestamp created_at;
    std::optional<timestamp> paid_at;
    dollr::counterparty_id counterparty_id;
    open_enum<api::relationship_type> relationship_type;
    std::string counterparty_name;
    std::string counterparty_phone;
    std::optional<std::string> counterparty_email;
    std::optional<amount> payer_amount;
    std::optional<dollr::currency> payer_currency;
    std::optional<amount> payee_amount;
    std::optional<dollr::currency> payee_currency;
    std::optional<amount> platform_fee;
    std::optional<dollr::currency> platform_currency;
    std::optional<amount> gateway_fee;
    std::optional<dollr::currency> gateway_currency;
    std::optional<amount> fx_fee;
    std::optional<amount> fx_rate;  ///< a decimal, sent as text
    std::optional<dollr::currency> fx_currency_from;
    std::optional<dollr::currency> fx_currency_to;
    std::optional<open_enum<api::provider>> payment_provider;
    std::optional<open_enum<api::payment_method>> payment_method;
    std::optional<std::string> account_name;
    std::optional<timestamp> gateway_confirmed_at;
    std::optional<std::string> provider_transaction_id;
    std::optional<std::vector<order_receipt_item_response>> items;

    friend bool operator==(order_receipt_response const&, order_receipt_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_receipt_response, (),
                      (order_id, order_number, document_reference, currency, total_amount, status, note,
                       as_payment_link, fee_bearer, owner_id, owner_type, created_at, paid_at, counterparty_id,
                       relationship_type, counterparty_name, counterparty_phone, counterparty_email, payer_amount,
                       payer_currency, payee_amount, payee_currency, platform_fee, platform_currency, gateway_fee,
                       gateway_currency, fx_fee, fx_rate, fx_currency_from, fx_currency_to, payment_provider,
                       payment_method, account_name, gateway_confirmed_at, provider_transaction_id, items))
consteval auto schema_of(order_receipt_response const*) {
    return detail::describe_receipt("OrderReceiptResponse", schema::evidence::inferred);
}

struct retrieve_invoice_receipt : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_invoice_receipt";
    static constexpr std::string_view api_name = "retrieve_invoice_receipt_by_id";
    static constexpr std::string_view target = "/invoices/receipt/{id}";
    using path = invoice_path;
    using response = invoice_receipt_response;
};

struct retrieve_invoice_receipt_by_number : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_invoice_receipt_by_number";
    static constexpr std::string_view target = "/invoices/receipt/number/{invoice_number}";
    using path = invoice_number_path;
    using response = invoice_receipt_response;
};

struct retrieve_order_receipt : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_order_receipt";
    static constexpr std::string_view api_name = "retrieve_order_receipt_by_id";
    static constexpr std::string_view target = "/orders/receipt/{id}";
    using path = order_path;
    using response = order_receipt_response;
};

struct retrieve_order_receipt_by_number : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_order_receipt_by_number";
    static constexpr std::string_view target = "/orders/receipt/number/{order_number}";
    using path = order_number_path;
    using response = order_receipt_response;
};

}  // namespace dollr::api

#endif
