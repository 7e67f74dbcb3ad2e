// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_INVOICES_HPP
#define DOLLR_API_INVOICES_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/documents.hpp>
#include <dollr/api/operation.hpp>

#include <optional>
#include <string>
#include <vector>

/// invoices: created IDLE, filled with items, published to ACTIVE, then paid.
namespace dollr::api {

struct create_invoice_payload {
    dollr::counterparty_id counterparty_id;
    dollr::currency currency;
    std::string note;
    dollr::fee_bearer fee_bearer{};
    bool as_payment_link = false;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::optional<timestamp> due_date;

    friend bool operator==(create_invoice_payload const&, create_invoice_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_invoice_payload, (),
                      (counterparty_id, currency, note, fee_bearer, as_payment_link, document_reference, due_date))
consteval auto schema_of(create_invoice_payload const*) {
    return detail::describe_document("CreateInvoicePayload", schema::evidence::page);
}

struct invoice_response {
    invoice_id id;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::string invoice_number;                     ///< opaque: its width differs between the contract's sources
    dollr::counterparty_id counterparty_id;
    dollr::currency currency;
    amount total_amount;
    open_enum<source_status> status;
    std::string note;
    open_enum<dollr::fee_bearer> fee_bearer;
    std::optional<timestamp> due_date;
    bool as_payment_link = false;
    dollr::owner_id owner_id;
    open_enum<api::owner_type> owner_type;
    std::optional<timestamp> paid_at;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(invoice_response const&, invoice_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_response, (),
                      (id, document_reference, invoice_number, counterparty_id, currency, total_amount, status, note,
                       fee_bearer, due_date, as_payment_link, owner_id, owner_type, paid_at, created_at, updated_at))
consteval auto schema_of(invoice_response const*) {
    return detail::describe_document("InvoiceResponse", schema::evidence::page,
                                     schema::rule{.member = "due_date", .null_if_absent = true});
}

/// What is absent stays as it is; nothing here can be taken away again.
struct update_invoice_payload {
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::optional<std::string> note;
    std::optional<dollr::fee_bearer> fee_bearer;
    std::optional<timestamp> due_date;

    friend bool operator==(update_invoice_payload const&, update_invoice_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(update_invoice_payload, (), (document_reference, note, fee_bearer, due_date))
consteval auto schema_of(update_invoice_payload const*) {
    return detail::describe_document("UpdateInvoicePayload", schema::evidence::guide);
}

struct add_invoice_item_payload {
    std::string name;
    dollr::currency currency;
    std::int64_t qty = 1;
    dollr::amount amount;  ///< of one piece

    friend bool operator==(add_invoice_item_payload const&, add_invoice_item_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(add_invoice_item_payload, (), (name, currency, qty, amount))
consteval auto schema_of(add_invoice_item_payload const*) {
    return detail::describe_new_item("AddInvoiceItemPayload", schema::evidence::fragment);
}

struct update_invoice_item_payload {
    std::optional<std::string> name;
    std::optional<std::int64_t> qty;
    std::optional<dollr::amount> amount;  ///< of one piece

    friend bool operator==(update_invoice_item_payload const&, update_invoice_item_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(update_invoice_item_payload, (), (name, qty, amount))
consteval auto schema_of(update_invoice_item_payload const*) {
    return detail::describe_changed_item("UpdateInvoiceItemPayload", schema::evidence::guide);
}

struct invoice_item_response {
    item_id id;
    std::string name;
    dollr::currency currency;
    std::int64_t qty = 0;
    dollr::amount amount;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(invoice_item_response const&, invoice_item_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_item_response, (), (id, name, currency, qty, amount, created_at, updated_at))
consteval auto schema_of(invoice_item_response const*) {
    return detail::describe_item("InvoiceItemResponse", schema::evidence::page);
}

struct invoice_detail_response {
    invoice_id id;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::string invoice_number;
    dollr::counterparty_id counterparty_id;
    dollr::currency currency;
    amount total_amount;
    open_enum<source_status> status;
    std::string note;
    open_enum<dollr::fee_bearer> fee_bearer;
    std::optional<timestamp> due_date;
    bool as_payment_link = false;
    dollr::owner_id owner_id;
    open_enum<api::owner_type> owner_type;
    std::optional<timestamp> paid_at;
    timestamp created_at;
    timestamp updated_at;
    std::optional<std::vector<invoice_item_response>> invoice_items;  ///< absent is not empty: the server did not say
    std::optional<counterparty_with_party_response> counterparty;

    friend bool operator==(invoice_detail_response const&, invoice_detail_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_detail_response, (),
                      (id, document_reference, invoice_number, counterparty_id, currency, total_amount, status, note,
                       fee_bearer, due_date, as_payment_link, owner_id, owner_type, paid_at, created_at, updated_at,
                       invoice_items, counterparty))
consteval auto schema_of(invoice_detail_response const*) {
    return detail::describe_document("InvoiceDetailResponse", schema::evidence::page,
                                     schema::rule{.member = "due_date", .null_if_absent = true});
}

struct invoice_path {
    invoice_id id;

    friend bool operator==(invoice_path const&, invoice_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_path, (), (id))
consteval auto schema_of(invoice_path const*) { return schema::description{"", schema::evidence::fragment}; }

struct invoice_number_path {
    std::string invoice_number;

    friend bool operator==(invoice_number_path const&, invoice_number_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_number_path, (), (invoice_number))
consteval auto schema_of(invoice_number_path const*) {
    return schema::description{"", schema::evidence::page, schema::rule{.member = "invoice_number", .length_min = 1}};
}

struct invoice_items_path {
    dollr::invoice_id invoice_id;

    friend bool operator==(invoice_items_path const&, invoice_items_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_items_path, (), (invoice_id))
consteval auto schema_of(invoice_items_path const*) { return schema::description{"", schema::evidence::fragment}; }

struct invoice_item_path {
    dollr::invoice_id invoice_id;
    item_id id;

    friend bool operator==(invoice_item_path const&, invoice_item_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(invoice_item_path, (), (invoice_id, id))
consteval auto schema_of(invoice_item_path const*) { return schema::description{"", schema::evidence::guide}; }

struct create_invoice : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "create_invoice";
    static constexpr std::string_view target = "/invoices/create";
    using body = create_invoice_payload;
    using response = invoice_response;
};

struct list_invoices : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "list_invoices";
    static constexpr std::string_view api_name = "list_invoice";
    static constexpr std::string_view target = "/invoices/list";
    using query = list_documents_query;
    using response = std::vector<invoice_response>;
};

struct retrieve_invoice : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_invoice";
    static constexpr std::string_view api_name = "retrieve_invoice_by_id";
    static constexpr std::string_view target = "/invoices/retrieve/{id}";
    using path = invoice_path;
    using response = invoice_detail_response;
};

struct retrieve_invoice_by_number : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_invoice_by_number";
    static constexpr std::string_view target = "/invoices/retrieve/number/{invoice_number}";
    using path = invoice_number_path;
    using response = invoice_detail_response;
};

/// The same values again change nothing.
struct update_invoice : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "update_invoice";
    static constexpr std::string_view target = "/invoices/update/{id}";
    using path = invoice_path;
    using body = update_invoice_payload;
    using response = invoice_response;
};

/// Publishing twice leaves it published.
struct publish_invoice : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "publish_invoice";
    static constexpr std::string_view target = "/invoices/publish/{id}";
    using path = invoice_path;
    using response = invoice_response;
};

/// Canceled once is canceled: a second request can at worst be refused.
struct cancel_invoice : operation<http_method::delete_, hazard::idempotent> {
    static constexpr std::string_view name = "cancel_invoice";
    static constexpr std::string_view target = "/invoices/cancel/{id}";
    using path = invoice_path;
    using response = invoice_response;
};

struct add_invoice_item : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "add_invoice_item";
    static constexpr std::string_view target = "/invoices/{invoice_id}/items/add";
    using path = invoice_items_path;
    using body = add_invoice_item_payload;
    using response = invoice_item_response;
};

/// The same values again change nothing.
struct update_invoice_item : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "update_invoice_item";
    static constexpr std::string_view target = "/invoices/{invoice_id}/items/{id}/update";
    using path = invoice_item_path;
    using body = update_invoice_item_payload;
    using response = invoice_item_response;
};

/// It names one item: a second request finds nothing to remove.
struct remove_invoice_item : operation<http_method::delete_, hazard::idempotent> {
    static constexpr std::string_view name = "remove_invoice_item";
    static constexpr std::string_view target = "/invoices/{invoice_id}/items/{id}/remove";
    using path = invoice_item_path;
    using response = none;
};

}  // namespace dollr::api

#endif
