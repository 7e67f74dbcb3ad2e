// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_ORDERS_HPP
#define DOLLR_API_ORDERS_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/documents.hpp>
#include <dollr/api/operation.hpp>

#include <optional>
#include <string>
#include <vector>

/// orders: like invoices, without a due date. No page of the reference shows them: all of it is inferred or from
/// guides, so answers are read most tolerantly.
namespace dollr::api {

struct create_order_payload {
    dollr::counterparty_id counterparty_id;
    dollr::currency currency;
    std::string note;
    dollr::fee_bearer fee_bearer{};
    bool as_payment_link = false;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire

    friend bool operator==(create_order_payload const&, create_order_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_order_payload, (),
                      (counterparty_id, currency, note, fee_bearer, as_payment_link, document_reference))
consteval auto schema_of(create_order_payload const*) {
    return detail::describe_document("CreateOrderPayload", schema::evidence::guide);
}

struct order_response {
    order_id id;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::string order_number;                       ///< opaque
    dollr::counterparty_id counterparty_id;
    dollr::currency currency;
    amount total_amount;
    open_enum<source_status> status;
    std::string note;
    open_enum<dollr::fee_bearer> fee_bearer;
    bool as_payment_link = false;
    dollr::owner_id owner_id;
    open_enum<api::owner_type> owner_type;
    std::optional<timestamp> paid_at;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(order_response const&, order_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_response, (),
                      (id, document_reference, order_number, counterparty_id, currency, total_amount, status, note,
                       fee_bearer, as_payment_link, owner_id, owner_type, paid_at, created_at, updated_at))
consteval auto schema_of(order_response const*) {
    return detail::describe_document("OrderResponse", schema::evidence::inferred);
}

/// What is absent stays as it is; nothing here can be taken away again.
struct update_order_payload {
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::optional<std::string> note;
    std::optional<dollr::fee_bearer> fee_bearer;

    friend bool operator==(update_order_payload const&, update_order_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(update_order_payload, (), (document_reference, note, fee_bearer))
consteval auto schema_of(update_order_payload const*) {
    return detail::describe_document("UpdateOrderPayload", schema::evidence::inferred);
}

struct add_order_item_payload {
    std::string name;
    dollr::currency currency;
    std::int64_t qty = 1;
    dollr::amount amount;  ///< of one piece

    friend bool operator==(add_order_item_payload const&, add_order_item_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(add_order_item_payload, (), (name, currency, qty, amount))
consteval auto schema_of(add_order_item_payload const*) {
    return detail::describe_new_item("AddOrderItemPayload", schema::evidence::guide);
}

struct update_order_item_payload {
    std::optional<std::string> name;
    std::optional<std::int64_t> qty;
    std::optional<dollr::amount> amount;  ///< of one piece

    friend bool operator==(update_order_item_payload const&, update_order_item_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(update_order_item_payload, (), (name, qty, amount))
consteval auto schema_of(update_order_item_payload const*) {
    return detail::describe_changed_item("UpdateOrderItemPayload", schema::evidence::guide);
}

struct order_item_response {
    item_id id;
    std::string name;
    dollr::currency currency;
    std::int64_t qty = 0;
    dollr::amount amount;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(order_item_response const&, order_item_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_item_response, (), (id, name, currency, qty, amount, created_at, updated_at))
consteval auto schema_of(order_item_response const*) {
    return detail::describe_item("OrderItemResponse", schema::evidence::guide);
}

struct order_detail_response {
    order_id id;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::string order_number;                       ///< opaque
    dollr::counterparty_id counterparty_id;
    dollr::currency currency;
    amount total_amount;
    open_enum<source_status> status;
    std::string note;
    open_enum<dollr::fee_bearer> fee_bearer;
    bool as_payment_link = false;
    dollr::owner_id owner_id;
    open_enum<api::owner_type> owner_type;
    std::optional<timestamp> paid_at;
    timestamp created_at;
    timestamp updated_at;
    std::optional<std::vector<order_item_response>> order_items;  ///< absent is not empty: the server did not say
    std::optional<counterparty_with_party_response> counterparty;

    friend bool operator==(order_detail_response const&, order_detail_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_detail_response, (),
                      (id, document_reference, order_number, counterparty_id, currency, total_amount, status, note,
                       fee_bearer, as_payment_link, owner_id, owner_type, paid_at, created_at, updated_at, order_items,
                       counterparty))
consteval auto schema_of(order_detail_response const*) {
    return detail::describe_document("OrderDetailResponse", schema::evidence::inferred);
}

struct order_path {
    order_id id;

    friend bool operator==(order_path const&, order_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_path, (), (id))
consteval auto schema_of(order_path const*) { return schema::description{"", schema::evidence::guide}; }

struct order_number_path {
    std::string order_number;

    friend bool operator==(order_number_path const&, order_number_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_number_path, (), (order_number))
consteval auto schema_of(order_number_path const*) {
    return schema::description{"", schema::evidence::guide, schema::rule{.member = "order_number", .length_min = 1}};
}

struct order_items_path {
    dollr::order_id order_id;

    friend bool operator==(order_items_path const&, order_items_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_items_path, (), (order_id))
consteval auto schema_of(order_items_path const*) { return schema::description{"", schema::evidence::guide}; }

struct order_item_path {
    dollr::order_id order_id;
    item_id id;

    friend bool operator==(order_item_path const&, order_item_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(order_item_path, (), (order_id, id))
consteval auto schema_of(order_item_path const*) { return schema::description{"", schema::evidence::guide}; }

struct create_order : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "create_order";
    static constexpr std::string_view target = "/orders/create";
    using body = create_order_payload;
    using response = order_response;
};

struct list_orders : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "list_orders";
    static constexpr std::string_view api_name = "list_order";
    static constexpr std::string_view target = "/orders/list";
    using query = list_documents_query;
    using response = std::vector<order_response>;
};

struct retrieve_order : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_order";
    static constexpr std::string_view api_name = "retrieve_order_by_id";
    static constexpr std::string_view target = "/orders/retrieve/{id}";
    using path = order_path;
    using response = order_detail_response;
};

struct retrieve_order_by_number : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_order_by_number";
    static constexpr std::string_view target = "/orders/retrieve/number/{order_number}";
    using path = order_number_path;
    using response = order_detail_response;
};

/// The same values again change nothing.
struct update_order : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "update_order";
    static constexpr std::string_view target = "/orders/update/{id}";
    using path = order_path;
    using body = update_order_payload;
    using response = order_response;
};

/// Publishing twice leaves it published.
struct publish_order : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "publish_order";
    static constexpr std::string_view target = "/orders/publish/{id}";
    using path = order_path;
    using response = order_response;
};

/// Canceled once is canceled: a second request can at worst be refused.
struct cancel_order : operation<http_method::delete_, hazard::idempotent> {
    static constexpr std::string_view name = "cancel_order";
    static constexpr std::string_view target = "/orders/cancel/{id}";
    using path = order_path;
    using response = order_response;
};

struct add_order_item : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "add_order_item";
    static constexpr std::string_view target = "/orders/{order_id}/items/add";
    using path = order_items_path;
    using body = add_order_item_payload;
    using response = order_item_response;
};

/// The same values again change nothing.
struct update_order_item : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "update_order_item";
    static constexpr std::string_view target = "/orders/{order_id}/items/{id}/update";
    using path = order_item_path;
    using body = update_order_item_payload;
    using response = order_item_response;
};

/// It names one item: a second request finds nothing to remove.
struct remove_order_item : operation<http_method::delete_, hazard::idempotent> {
    static constexpr std::string_view name = "remove_order_item";
    static constexpr std::string_view target = "/orders/{order_id}/items/{id}/remove";
    using path = order_item_path;
    using response = none;
};

}  // namespace dollr::api

#endif
