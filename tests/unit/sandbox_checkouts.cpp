// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

#include <dollr/sandbox/pages.hpp>

// Checkouts and links: a document that can be paid at once, and the addresses of its pages.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

api::create_checkout_payload a_checkout(api::source_kind kind = api::source_kind::order) {
    api::create_checkout_payload b;
    b.source_kind = kind;
    b.party_phone = *phone::try_parse("231771234567");
    b.currency = "USD"_currency;
    b.items = {{"tea", "USD"_currency, "2.50"_amount}, {"cake", "USD"_currency, "4"_amount}};
    return b;
}

/// Nothing was made.
bool is_empty(sandbox_world const& w) {
    auto const& s = w.server.state();
    return s.parties.size() + s.counterparties.size() + s.invoices.size() + s.orders.size() + s.checkouts.size() == 0 &&
           s.items == 0;
}

}  // namespace

TEST_CASE("a checkout makes the party, the counterparty and an ACTIVE order with its items") {
    sandbox_world w;
    auto b = a_checkout();
    b.party_name = "Ada Payer";
    b.document_reference = "dollr:key";
    b.success_url = "https://shop.example/thanks";
    auto const c = w.post<api::create_checkout>(b);
    REQUIRE(c.has_value());
    CHECK(c->source_type.is(source_type::order));
    CHECK(c->source_status.is(source_status::active));
    CHECK(c->total_amount == "6.50"_amount);
    CHECK(c->success_url == b.success_url);
    auto const d = w.get<api::retrieve_order_by_number>({c->source_number});
    REQUIRE(d.has_value());
    CHECK(source_of(d->id) == c->source_id);
    CHECK(d->document_reference == "dollr:key");
    CHECK(d->order_items->size() == 2);
    CHECK(d->counterparty->id == c->counterparty_id);
    CHECK(d->counterparty->party->id == c->party_id);
    CHECK(d->counterparty->party->fullname == "Ada Payer");
}

TEST_CASE("a checkout of the kind INVOICE makes an invoice, with its due date") {
    sandbox_world w;
    auto b = a_checkout(api::source_kind::invoice);
    b.due_date = timestamp::try_parse("2027-01-01T00:00:00Z");
    auto const c = w.post<api::create_checkout>(b);
    REQUIRE(c.has_value());
    CHECK(w.get<api::retrieve_invoice>({invoice_id{c->source_id.value}})->due_date == b.due_date);
}

TEST_CASE("a checkout for a counterparty that is known makes no second one") {
    sandbox_world w;
    auto b = a_checkout();
    auto const p = w.party("231771234567");
    b.counterparty_id = w.counterparty(p);
    auto const c = w.post<api::create_checkout>(b);
    REQUIRE(c.has_value());
    CHECK(c->counterparty_id == b.counterparty_id);
    CHECK(c->party_id == p);
    CHECK(w.server.state().parties.size() == 1);
}

TEST_CASE("a counterparty of nobody stands for the payer from its checkout on") {
    sandbox_world w;
    auto b = a_checkout();
    b.counterparty_id = w.post<api::create_counterparty>({api::relationship_type::donor, {}})->id;
    auto const c = w.post<api::create_checkout>(b);
    REQUIRE(c.has_value());
    CHECK(w.get<api::retrieve_counterparty>({*b.counterparty_id})->party->id == c->party_id);
}

TEST_CASE("a checkout that is refused has made nothing") {
    sandbox_world w;
    auto const refused_at = [&](auto change) {
        auto b = a_checkout();
        change(b);
        return first_loc(w.post<api::create_checkout>(b));
    };
    CHECK(refused_at([](auto& b) { b.items.clear(); }) == "body.items");
    CHECK(refused_at([](auto& b) { b.items[1].currency = "LRD"_currency; }) == "body.items.1.currency");
    CHECK(refused_at([](auto& b) { b.items.assign(2, {"x", "USD"_currency, "9999999999999.99"_amount}); }) ==
          "body.items");
    CHECK(refused_at([](auto& b) { b.mode = open_enum<api::checkout_mode>::from_text("DIRECT"); }) == "body.mode");
    CHECK(refused_at([&](auto& b) { b.expires_at = timestamp(w.clock.now().server); }) == "body.expires_at");
    auto unknown = a_checkout();
    unknown.counterparty_id = counterparty_id{992};
    CHECK(status_of(w.post<api::create_checkout>(unknown)) == 404);
    CHECK(is_empty(w));
}

TEST_CASE("a checkout is paid like any other document") {
    sandbox_world w;
    auto const c = w.post<api::create_checkout>(a_checkout());
    REQUIRE(c.has_value());
    auto const s = w.post<api::create_checkout_session>({c->source_id, source_type::order});
    REQUIRE(s.has_value());
    auto const a = w.account(c->party_id, operation_type::collection, "231771234567");
    REQUIRE(w.collect({s->id, a, "USD"_currency, w.new_reference()}).has_value());
    w.pass(4s);
    CHECK(w.get<api::status_source>({}, {source_type::order, c->source_id})->status.is(source_status::paid));
    CHECK(w.get<api::retrieve_order_receipt>({order_id{c->source_id.value}})->payee_amount == "6.50"_amount);
}

TEST_CASE("the url of a checkout is a page of the sandbox, found by its token and by no other") {
    sandbox_world w({.origin = "http://127.0.0.1:7373"});
    auto const c = w.post<api::create_checkout>(a_checkout());
    REQUIRE(c.has_value());
    CHECK(c->url == "http://127.0.0.1:7373/pay/" + *c->hosted_path_or_token);
    auto s = w.server.state();
    auto const page = sandbox::find_page(s, *c->hosted_path_or_token);
    REQUIRE(page.document != nullptr);
    CHECK(page.document->number == c->source_number);
    REQUIRE(page.checkout != nullptr);
    CHECK(page.checkout->id == c->source_checkout_config_id);
    auto const id = c->source_checkout_config_id.to_string();
    for (auto const& token : {std::string(), id, id + "-0000000000000000", *c->hosted_path_or_token + "0",
                              "110-" + c->hosted_path_or_token->substr(4)})
        CHECK(sandbox::find_page(s, token).document == nullptr);
    sandbox_world other({.seed = 2});
    CHECK(other.post<api::create_checkout>(a_checkout())->hosted_path_or_token != c->hosted_path_or_token);
}

TEST_CASE("9970 loses the answer of a checkout that was made") {
    sandbox_world w;
    auto b = a_checkout();
    b.party_phone = *phone::try_parse("231770009970");
    CHECK(w.post<api::create_checkout>(b).error().kind == error_kind::maybe_sent);
    CHECK(w.server.state().orders.size() == 1);
    CHECK(w.post<api::create_checkout>(b).has_value());
}

TEST_CASE("a document has a payment link from ACTIVE on and a receipt link once it is PAID") {
    sandbox_world w;
    auto const to = w.counterparty(w.party("231771234567"));
    auto const pays = [&](source_type t, std::string number) {
        return w.get<api::retrieve_payment_link>({}, {t, std::move(number)});
    };
    auto const shows = [&](std::string number) {
        return w.get<api::retrieve_receipt_link>({}, {source_type::invoice, std::move(number)});
    };
    auto const still_idle = w.get<api::retrieve_invoice>({w.idle_invoice(to)})->invoice_number;
    CHECK(first_loc(pays(source_type::invoice, still_idle)) == "query.source_number");
    CHECK(status_of(pays(source_type::order, still_idle)) == 404);
    CHECK(status_of(pays(source_type::subscription, still_idle)) == 404);

    auto const c = w.ready_collection("231771234567");
    auto const number = w.get<api::retrieve_invoice>({w.last_invoice})->invoice_number;
    auto const link = pays(source_type::invoice, number);
    REQUIRE(link.has_value());
    CHECK(link->url.starts_with("/pay/"));
    auto s = w.server.state();
    CHECK(sandbox::find_page(s, link->url.substr(5)).document->number == number);
    CHECK(first_loc(shows(number)) == "query.source_number");
    w.collect(c);
    CHECK(pays(source_type::invoice, number).has_value());
    CHECK(first_loc(shows(number)) == "query.source_number");
    w.pass(4s);
    CHECK(pays(source_type::invoice, number)->url == link->url);
    CHECK(shows(number)->url.starts_with("/receipt/"));
    CHECK(status_of(shows("INV-1999-00001")) == 404);
}

TEST_CASE("a canceled document has no payment link") {
    sandbox_world w;
    auto const i = w.active_invoice(w.counterparty(w.party("231771234567")), "5.00");
    auto const number = w.call<api::cancel_invoice>({i}, {}, {})->invoice_number;
    CHECK(first_loc(w.get<api::retrieve_payment_link>({}, {source_type::invoice, number})) == "query.source_number");
}
