// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SANDBOX_DOCUMENTS_HPP
#define DOLLR_TESTS_SUPPORT_SANDBOX_DOCUMENTS_HPP

#include "sandbox_world.hpp"

/// Invoices and orders as two spellings of one thing, for tests that must hold for both.
struct invoices {
    static constexpr auto type = dollr::source_type::invoice;
    using create = dollr::api::create_invoice;
    using list = dollr::api::list_invoices;
    using retrieve = dollr::api::retrieve_invoice;
    using by_number = dollr::api::retrieve_invoice_by_number;
    using update = dollr::api::update_invoice;
    using publish = dollr::api::publish_invoice;
    using cancel = dollr::api::cancel_invoice;
    using add_item = dollr::api::add_invoice_item;
    using update_item = dollr::api::update_invoice_item;
    using remove_item = dollr::api::remove_invoice_item;
    using receipt = dollr::api::retrieve_invoice_receipt;
    using receipt_by_number = dollr::api::retrieve_invoice_receipt_by_number;
    using id = dollr::invoice_id;
    static std::string const& number(auto const& d) { return d.invoice_number; }
    static auto const& items(auto const& d) { return *d.invoice_items; }
};

struct orders {
    static constexpr auto type = dollr::source_type::order;
    using create = dollr::api::create_order;
    using list = dollr::api::list_orders;
    using retrieve = dollr::api::retrieve_order;
    using by_number = dollr::api::retrieve_order_by_number;
    using update = dollr::api::update_order;
    using publish = dollr::api::publish_order;
    using cancel = dollr::api::cancel_order;
    using add_item = dollr::api::add_order_item;
    using update_item = dollr::api::update_order_item;
    using remove_item = dollr::api::remove_order_item;
    using receipt = dollr::api::retrieve_order_receipt;
    using receipt_by_number = dollr::api::retrieve_order_receipt_by_number;
    using id = dollr::order_id;
    static std::string const& number(auto const& d) { return d.order_number; }
    static auto const& items(auto const& d) { return *d.order_items; }
};

/// A world with one document of this kind and somebody to pay it.
template <class Kind>
struct document_world : sandbox_world {
    explicit document_world(dollr::sandbox::options o = {}) : sandbox_world(std::move(o)) {
        payer = party("231771234567");
        to = counterparty(payer);
        typename Kind::create::body body;
        body.counterparty_id = to;
        body.currency = *dollr::currency::try_parse("USD");
        body.note = "a note";
        body.document_reference = "dollr:key";
        auto const made = post<typename Kind::create>(body);
        REQUIRE(made.has_value());
        document = made->id;
    }

    auto add(std::string_view amount, std::int64_t qty = 1) {
        return call<typename Kind::add_item>(
            {document}, {}, {"thing", *dollr::currency::try_parse("USD"), qty, *dollr::amount::try_parse(amount)});
    }
    auto change(dollr::item_id item, typename Kind::update_item::body const& body) {
        return call<typename Kind::update_item>({document, item}, {}, body);
    }
    auto remove(dollr::item_id item) { return call<typename Kind::remove_item>({document, item}, {}, {}); }
    auto update(typename Kind::update::body const& body) { return call<typename Kind::update>({document}, {}, body); }
    auto publish() { return call<typename Kind::publish>({document}, {}, {}); }
    auto cancel() { return call<typename Kind::cancel>({document}, {}, {}); }
    auto now() {
        auto const r = get<typename Kind::retrieve>({document});
        REQUIRE(r.has_value());
        return *r;
    }
    dollr::source_status state_of_it() { return *now().status.known(); }

    /// Published, with a session and an account: what the payer needs.
    dollr::api::checkout_execution_payload ready(std::string_view amount = "25.00") {
        REQUIRE(add(amount).has_value());
        REQUIRE(publish().has_value());
        auto const s = post<dollr::api::create_checkout_session>({dollr::source_of(document), Kind::type});
        REQUIRE(s.has_value());
        return {s->id, account(payer, dollr::operation_type::collection, "231771234567"),
                *dollr::currency::try_parse("USD"), new_reference()};
    }
    void pay(std::string_view amount = "25.00") {
        REQUIRE(collect(ready(amount)).has_value());
        pass(seconds(4));
    }

    dollr::party_id payer{};
    dollr::counterparty_id to{};
    typename Kind::id document{};
};

#endif
