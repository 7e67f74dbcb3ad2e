// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

namespace dollr::contract {

using namespace api;
using namespace dollr::literals;

void tell_invoices(story& s) {
    auto& w = s.walk;
    auto const first =
        w.call<create_invoice>({}, {}, {s.customer, "USD"_currency, "", fee_bearer::payee, false, {}, {}});
    auto const invoice = w.call<create_invoice>(
        {}, {}, {s.customer, "USD"_currency, "Consulting, March", fee_bearer::payee, true, "PO-17", next_year()});
    s.invoice = invoice.id;
    s.invoice_number = invoice.invoice_number;
    s.merchant = invoice.owner_id;

    auto const hours =
        w.call<add_invoice_item>({s.invoice}, {}, {"Consulting, an hour", "USD"_currency, 3, "33.35"_amount});
    auto const wrong = w.call<add_invoice_item>({s.invoice}, {}, {"Travel", "USD"_currency, 1, "250.00"_amount});
    static_cast<void>(w.call<update_invoice_item>({s.invoice, hours.id}));
    auto const changed =
        w.call<update_invoice_item>({s.invoice, hours.id}, {}, {"Consulting, a whole hour", 2, "50.05"_amount});
    w.expect(changed.qty == 2 && changed.amount == "50.05"_amount, "an item is what it was changed to");
    static_cast<void>(w.call<remove_invoice_item>({s.invoice, wrong.id}));

    static_cast<void>(w.call<update_invoice>({s.invoice}));
    static_cast<void>(w.call<update_invoice>({s.invoice}, {}, {"PO-18", "For March", fee_bearer::payer, next_year()}));
    w.expect(w.call<publish_invoice>({s.invoice}).status.is(source_status::active), "a published invoice is ACTIVE");
    w.expect(w.call<cancel_invoice>({first.id}).status.is(source_status::canceled), "a canceled invoice is CANCELED");

    static_cast<void>(w.call<list_invoices>({}));
    w.expect(w.call<list_invoices>({}, {"USD"_currency, source_status::active}).size() == 1, "one invoice is ACTIVE");
    auto const whole = w.call<retrieve_invoice>({s.invoice});
    w.expect(whole.total_amount == "100.10"_amount, "the total is the sum of qty times amount");
    w.expect(whole.document_reference == "PO-18" && whole.note == "For March", "an invoice is what it was changed to");
    w.expect(w.call<retrieve_invoice_by_number>({s.invoice_number}) == whole, "id and number name the same invoice");
}

void tell_orders(story& s) {
    auto& w = s.walk;
    auto const first = w.call<create_order>({}, {}, {s.customer, "USD"_currency, "", fee_bearer::payee, false, {}});
    auto const order =
        w.call<create_order>({}, {}, {s.customer, "USD"_currency, "Two lamps", fee_bearer::payee, false, "basket 9"});
    s.order = order.id;
    s.order_number = order.order_number;

    auto const lamp = w.call<add_order_item>({s.order}, {}, {"Lamp", "USD"_currency, 1, "0.01"_amount});
    auto const wrong = w.call<add_order_item>({s.order}, {}, {"Bulb", "USD"_currency, 12, "1.25"_amount});
    static_cast<void>(w.call<update_order_item>({s.order, lamp.id}));
    static_cast<void>(w.call<update_order_item>({s.order, lamp.id}, {}, {"Desk lamp", 2, "19.99"_amount}));
    static_cast<void>(w.call<remove_order_item>({s.order, wrong.id}));

    static_cast<void>(w.call<update_order>({s.order}));
    static_cast<void>(w.call<update_order>({s.order}, {}, {"basket 10", "Two desk lamps", fee_bearer::payer}));
    w.expect(w.call<publish_order>({s.order}).status.is(source_status::active), "a published order is ACTIVE");
    w.expect(w.call<cancel_order>({first.id}).status.is(source_status::canceled), "a canceled order is CANCELED");

    static_cast<void>(w.call<list_orders>({}));
    w.expect(w.call<list_orders>({}, {"USD"_currency, source_status::canceled}).size() == 1, "one order is CANCELED");
    auto const whole = w.call<retrieve_order>({s.order});
    w.expect(whole.total_amount == "39.98"_amount, "the total is the sum of qty times amount");
    w.expect(w.call<retrieve_order_by_number>({s.order_number}) == whole, "id and number name the same order");
}

}  // namespace dollr::contract
