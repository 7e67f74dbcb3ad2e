// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_documents.hpp"

// The life of a document, from IDLE to PAID or CANCELED: one rule for invoices and orders.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

TEST_CASE_TEMPLATE("a document is found by its id, by its number and in the lists", Kind, invoices, orders) {
    document_world<Kind> w;
    w.add("2.50", 3);
    auto const d = w.now();
    auto const same = w.template get<typename Kind::by_number>({Kind::number(d)});
    REQUIRE(same.has_value());
    CHECK(*same == d);
    CHECK(d.total_amount == "7.50"_amount);
    CHECK(d.counterparty->party->fullname == "Ada Payer");
    CHECK(Kind::items(d).size() == 1);
    CHECK(w.template get<typename Kind::list>({}, {})->size() == 1);
    CHECK(w.template get<typename Kind::list>({}, {{}, source_status::active})->empty());
    CHECK(w.template get<typename Kind::list>({}, {"LRD"_currency, {}})->empty());
    CHECK(status_of(w.template get<typename Kind::by_number>({"INV-1999-00001"})) == 404);
}

TEST_CASE_TEMPLATE("items are changed and removed while a document is IDLE, and the total follows", Kind, invoices,
                   orders) {
    document_world<Kind> w;
    auto const first = w.add("2.50", 3);
    auto const second = w.add("1", 1);
    REQUIRE(second.has_value());
    auto const changed = w.change(first->id, {{}, 2, "0.05"_amount});
    REQUIRE(changed.has_value());
    CHECK(changed->name == "thing");
    CHECK(w.now().total_amount == "1.10"_amount);
    CHECK(w.change(first->id, {"other", {}, {}})->name == "other");
    CHECK(w.raw(http_method::delete_, "/v1/" + std::string(Kind::type == source_type::order ? "orders/" : "invoices/") +
                                          w.document.to_string() + "/items/" + first->id.to_string() + "/remove")
              .body.reveal() == "{}");
    CHECK(w.now().total_amount == "1.00"_amount);
    CHECK(status_of(w.remove(first->id)) == 404);
    CHECK(status_of(w.change(first->id, {{}, 2, {}})) == 404);
    CHECK(Kind::items(w.now()).size() == 1);
}

TEST_CASE_TEMPLATE("a change that the total could not hold changes nothing", Kind, invoices, orders) {
    document_world<Kind> w;
    auto const one = w.add("1", 1);
    CHECK(first_loc(w.change(one->id, {{}, {}, "1.001"_amount})) == "body.amount");
    CHECK(first_loc(w.change(one->id, {{}, 9'000'000'000'000'000, "1"_amount})) == "body.amount");
    CHECK(w.now().total_amount == "1.00"_amount);
    CHECK(Kind::items(w.now())[0].qty == 1);
}

TEST_CASE_TEMPLATE("metadata is edited while IDLE, and what is absent stays", Kind, invoices, orders) {
    document_world<Kind> w;
    typename Kind::update::body body;
    body.note = "another note";
    body.fee_bearer = fee_bearer::payee;
    auto const r = w.update(body);
    REQUIRE(r.has_value());
    CHECK(r->note == "another note");
    CHECK(r->fee_bearer.is(fee_bearer::payee));
    CHECK(r->document_reference == "dollr:key");
}

TEST_CASE("an invoice's due date is edited while it is IDLE") {
    document_world<invoices> w;
    auto const when = *timestamp::try_parse("2027-01-01T00:00:00Z");
    CHECK(w.update({{}, {}, {}, when})->due_date == when);
}

TEST_CASE_TEMPLATE("nothing of a published document is edited", Kind, invoices, orders) {
    document_world<Kind> w;
    auto const one = w.add("1", 1);
    REQUIRE(w.publish().has_value());
    auto const before = w.now();
    auto const items_member = Kind::type == source_type::order ? "path.order_id" : "path.invoice_id";
    CHECK(first_loc(w.update({})) == "path.id");
    CHECK(first_loc(w.add("1")) == items_member);
    CHECK(first_loc(w.change(one->id, {{}, 2, {}})) == items_member);
    CHECK(first_loc(w.remove(one->id)) == items_member);
    CHECK(first_loc(w.publish()) == "path.id");
    CHECK(w.now() == before);
}

TEST_CASE_TEMPLATE("a document without items is not published", Kind, invoices, orders) {
    document_world<Kind> w;
    w.remove(w.add("1")->id);
    CHECK(first_loc(w.publish()) == "path.id");
    CHECK(w.state_of_it() == source_status::idle);
}

TEST_CASE_TEMPLATE("an IDLE document and an ACTIVE one can be canceled, once", Kind, invoices, orders) {
    for (bool const published : {false, true}) {
        document_world<Kind> w;
        w.add("1");
        if (published) w.publish();
        CHECK(w.cancel()->status.is(source_status::canceled));
        CHECK(first_loc(w.cancel()) == "path.id");
        CHECK(status_of(w.publish()) == 422);
        CHECK(status_of(w.add("1")) == 422);
    }
}

TEST_CASE_TEMPLATE("a canceled document is not paid, not even through a session made before", Kind, invoices, orders) {
    document_world<Kind> w;
    auto const c = w.ready();
    REQUIRE(w.cancel().has_value());
    CHECK(first_loc(w.collect(c)) == "body.session_id");
    CHECK(status_of(w.template post<api::create_checkout_session>({source_of(w.document), Kind::type})) == 422);
    w.pass(1min);
    CHECK(w.server.ledger().empty());
}

TEST_CASE_TEMPLATE("a document is not canceled while it is PROCESSING, nor when it is PAID", Kind, invoices, orders) {
    document_world<Kind> w;
    w.collect(w.ready());
    CHECK(w.state_of_it() == source_status::processing);
    CHECK(first_loc(w.cancel()) == "path.id");
    w.pass(4s);
    CHECK(w.state_of_it() == source_status::paid);
    CHECK(first_loc(w.cancel()) == "path.id");
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE_TEMPLATE("a document that was paid says so everywhere", Kind, invoices, orders) {
    document_world<Kind> w;
    w.pay("10.00");
    auto const d = w.now();
    CHECK(d.paid_at.has_value());
    auto const s = w.template get<api::status_source>({}, {Kind::type, source_of(w.document)});
    REQUIRE(s.has_value());
    CHECK(s->status.is(source_status::paid));
    CHECK(s->source_number == Kind::number(d));
    CHECK(s->total_amount == "10.00"_amount);
    CHECK(s->paid_at == d.paid_at);
    REQUIRE(w.server.ledger().size() == 1);
    CHECK(w.server.ledger()[0].source_type == Kind::type);
    CHECK(w.server.ledger()[0].source_number == Kind::number(d));
}

TEST_CASE_TEMPLATE("a receipt is there once the document is PAID, by id and by number the same", Kind, invoices,
                   orders) {
    document_world<Kind> w;
    auto const number = Kind::number(w.now());
    auto const c = w.ready("10.00");
    CHECK(status_of(w.template get<typename Kind::receipt>({w.document})) == 404);
    CHECK(status_of(w.template get<typename Kind::receipt_by_number>({number})) == 404);
    w.collect(c);
    CHECK(status_of(w.template get<typename Kind::receipt_by_number>({number})) == 404);
    w.pass(4s);
    auto const r = w.template get<typename Kind::receipt>({w.document});
    REQUIRE(r.has_value());
    CHECK(*r == *w.template get<typename Kind::receipt_by_number>({number}));
    CHECK(Kind::number(*r) == number);
    auto const& charged = w.server.ledger()[0];
    CHECK(r->payer_amount == charged.payer_amount);
    CHECK(r->payee_amount == charged.payee_amount);
    CHECK(r->platform_fee == charged.platform_fee);
    CHECK(r->gateway_fee == charged.gateway_fee);
    CHECK(r->items->size() == 1);
    CHECK(status_of(w.template get<typename Kind::receipt>({typename Kind::id{999'910}})) == 404);
}

TEST_CASE("invoices and orders are counted each for itself, and an id of one names none of the other") {
    document_world<invoices> w;
    api::create_order_payload body;
    body.counterparty_id = w.to;
    body.currency = "USD"_currency;
    body.note = "n";
    auto const o = w.post<api::create_order>(body);
    REQUIRE(o.has_value());
    CHECK(o->order_number == "ORD-2026-00001");
    CHECK(w.now().invoice_number == "INV-2026-00001");
    CHECK(status_of(w.get<api::retrieve_order>({order_id{w.document.value}})) == 404);
    CHECK(status_of(w.get<api::retrieve_invoice>({invoice_id{o->id.value}})) == 404);
    CHECK(status_of(w.get<api::status_source>({}, {source_type::invoice, source_of(o->id)})) == 404);
    CHECK(status_of(w.get<api::status_source>({}, {source_type::subscription, source_of(o->id)})) == 404);
}

TEST_CASE("9962, 9963 and 9964 lose the answers about an order as they do about an invoice") {
    for (int const code : {62, 63, 64}) {
        CAPTURE(code);
        sandbox_world w;
        api::create_order_payload body;
        body.counterparty_id = w.counterparty(w.party("23177000" + std::to_string(9900 + code)));
        body.currency = "USD"_currency;
        body.note = "n";
        auto const lost = [](auto const& r) { return !r && r.error().kind == error_kind::maybe_sent; };
        CHECK(lost(w.post<api::create_order>(body)) == (code == 62));
        REQUIRE(w.server.state().orders.size() == 1);
        auto const id = order_id{w.server.state().orders.begin()->id.value};
        CHECK(lost(w.call<api::add_order_item>({id}, {}, {"x", "USD"_currency, 1, "1"_amount})) == (code == 63));
        CHECK(lost(w.call<api::publish_order>({id}, {}, {})) == (code == 64));
        CHECK(w.get<api::retrieve_order>({id})->status.is(source_status::active));
    }
}
