// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

#include <utility>

namespace dollr::contract {

using namespace api;
using namespace dollr::literals;

namespace {

payment_account_id mobile_account(story& s, bool full) {
    create_payment_account_payload account;
    account.account_name = "Grace, mobile money";
    account.provider = provider::pawapay;
    account.method = payment_method::mtn_momo_lbr;
    account.party_id = s.payer;
    if (full) {
        account.country_code = "LR";
        account.insensitive_account_number = "231771234567";
    }
    return s.walk.call<create_payment_account>({}, {operation_type::collection}, account).id;
}

/// From a published document to PAID.
reference_id collect(story& s, source_type type, source_id source, bool full) {
    auto& w = s.walk;
    auto const account = mobile_account(s, full);
    auto const session = w.call<create_checkout_session>({}, {}, {source, type});
    auto const id = new_reference();
    static_cast<void>(w.call<obtain_collection_realtime_key>({}, {}, {session.id, type, id}));
    auto const begun = w.call<execute_collection>({}, {}, {session.id, account, "USD"_currency, id});
    w.expect(begun.reference_id == id, "an execution answers under its own reference_id");
    await_completed<status_collection>(s, id);
    auto const paid = w.call<status_source>({}, {type, source});
    w.expect(paid.status.is(source_status::paid), "a source whose collection completed is PAID");
    return id;
}

void tell_checkouts(story& s) {
    auto& w = s.walk;
    create_checkout_payload small;
    small.party_phone = *phone::try_parse("231779876543");
    small.currency = "USD"_currency;
    small.source_kind = source_kind::order;
    small.items = {{"Lamp", "USD"_currency, "19.99"_amount}};
    auto const order = w.call<create_checkout>({}, {}, small);
    w.expect(order.source_type.is(source_type::order) && !order.url.empty(), "a checkout of an order has a page");

    auto full = small;
    full.source_kind = source_kind::invoice;
    full.party_name = "Grace Johnson";
    full.party_email = "grace@example.com";
    full.party_relationship = relationship_type::customer;
    full.items.push_back({"Shade", "USD"_currency, "0.02"_amount});
    full.document_reference = "basket 11";
    full.note = "by hand";
    full.due_date = next_year();
    full.success_url = "https://shop.example.com/thanks?basket=11";
    full.cancel_url = "https://shop.example.com/basket";
    full.expires_at = next_year();
    full.counterparty_id = s.customer;
    auto const invoice = w.call<create_checkout>({}, {}, full);
    w.expect(invoice.total_amount == "20.01"_amount, "a checkout's total is the sum of its items");
    static_cast<void>(collect(s, source_type::invoice, invoice.source_id, false));
}

}  // namespace

void tell_collections(story& s) {
    auto& w = s.walk;
    static_cast<void>(w.call<retrieve_payment_link>({}, {source_type::invoice, s.invoice_number}));
    s.paid_by = collect(s, source_type::invoice, source_of(s.invoice), true);
    static_cast<void>(w.call<retrieve_receipt_link>({}, {source_type::invoice, s.invoice_number}));
    auto const receipt = w.call<retrieve_invoice_receipt>({s.invoice});
    w.expect(receipt.total_amount == "100.10"_amount, "a receipt is of the document's total");
    w.expect(w.call<retrieve_invoice_receipt_by_number>({s.invoice_number}) == receipt,
             "id and number name the same receipt");

    static_cast<void>(w.call<retrieve_payment_link>({}, {source_type::order, s.order_number}));
    static_cast<void>(collect(s, source_type::order, source_of(s.order), false));
    static_cast<void>(w.call<retrieve_receipt_link>({}, {source_type::order, s.order_number}));
    auto const order_receipt = w.call<retrieve_order_receipt>({s.order});
    w.expect(w.call<retrieve_order_receipt_by_number>({s.order_number}) == order_receipt,
             "id and number name the same receipt");
    tell_checkouts(s);
}

}  // namespace dollr::contract
