// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Parties, counterparties, invoices, accounts and sessions: the rules before money moves.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

TEST_CASE("a party is told back as it was created, in lists too") {
    sandbox_world w;
    auto const id = w.party("231771234567");
    auto const one = w.get<api::retrieve_party>({id});
    REQUIRE(one.has_value());
    CHECK(one->fullname == "Ada Payer");
    CHECK(one->phone == "231771234567");
    CHECK(w.get<api::list_parties>({}, {"Ada"})->size() == 1);
    CHECK(w.get<api::list_parties>({}, {"Bob"})->empty());
    CHECK(status_of(w.get<api::retrieve_party>({party_id{21}})) == 404);
}

TEST_CASE("creating a party twice makes two parties") {
    sandbox_world w;
    CHECK(w.party("231771234567") != w.party("231771234567"));
}

TEST_CASE("ids of different kinds are never equal") {
    sandbox_world w;
    auto const p = w.party("231771234567");
    auto const c = w.counterparty(p);
    auto const i = w.idle_invoice(c);
    CHECK(p.value != c.value);
    CHECK(c.value != i.value);
    CHECK(status_of(w.get<api::retrieve_party>({party_id{c.value}})) == 404);
}

TEST_CASE("a counterparty needs a party that exists") {
    sandbox_world w;
    CHECK(status_of(w.post<api::create_counterparty>({api::relationship_type::customer, party_id{11}})) == 404);
}

TEST_CASE("counterparties are listed by name and by relationship") {
    sandbox_world w;
    w.counterparty(w.party("231771234567"));
    CHECK(w.get<api::list_counterparties>({}, {"Ada", api::relationship_type::customer})->size() == 1);
    CHECK(w.get<api::list_counterparties>({}, {{}, api::relationship_type::donor})->empty());
    CHECK(w.get<api::list_counterparties>({}, {"Bob", {}})->empty());
}

TEST_CASE("an invoice is numbered within its year") {
    sandbox_world w;
    auto const c = w.counterparty(w.party("231771234567"));
    auto const number = [&] { return w.get<api::retrieve_invoice>({w.idle_invoice(c)})->invoice_number; };
    CHECK(number() == "INV-2026-00001");
    CHECK(number() == "INV-2026-00002");
    w.pass(24h * 365);
    w.log_in();
    CHECK(number() == "INV-2027-00001");
}

TEST_CASE("an invoice's total is the exact sum of its items") {
    sandbox_world w;
    auto const i = w.idle_invoice(w.counterparty(w.party("231771234567")));
    w.add_item(i, "0.1", 3);
    w.add_item(i, "19.99", 7);
    auto const r = w.get<api::retrieve_invoice>({i});
    CHECK(r->total_amount == "140.23"_amount);
    CHECK(r->invoice_items->size() == 2);
    CHECK(r->status.is(source_status::idle));
    CHECK(r->document_reference == "dollr:key");
    CHECK(r->counterparty->party->fullname == "Ada Payer");
}

TEST_CASE("an item must be in the invoice's currency and fit into it") {
    sandbox_world w;
    auto const i = w.idle_invoice(w.counterparty(w.party("231771234567")));
    CHECK(first_loc(w.call<api::add_invoice_item>({i}, {}, {"x", "LRD"_currency, 1, "1"_amount})) == "body.currency");
    auto const add = [&](std::string_view body) {
        return w.raw(http_method::post, "/v1/invoices/" + i.to_string() + "/items/add", body).status;
    };
    CHECK(add(R"({"name":"x","currency":"USD","qty":1,"amount":1.001})") == 422);
    CHECK(add(R"({"name":"x","currency":"USD","qty":0,"amount":1})") == 422);
    CHECK(add(R"({"name":"x","currency":"USD","qty":1,"amount":0})") == 422);
    CHECK(add(R"({"name":"x","currency":"USD","qty":9999999999,"amount":99999999})") == 422);
    CHECK(add(R"({"name":"x","currency":"USD","qty":1,"amount":1})") == 200);
}

TEST_CASE("an invoice without items cannot be published") {
    sandbox_world w;
    auto const i = w.idle_invoice(w.counterparty(w.party("231771234567")));
    auto const r = w.call<api::publish_invoice>({i}, {}, {});
    CHECK(status_of(r) == 422);
    CHECK(first_loc(r) == "path.id");
}

TEST_CASE("a published invoice is ACTIVE, takes no items and is not published again") {
    sandbox_world w;
    auto const i = w.active_invoice(w.counterparty(w.party("231771234567")), "5.00");
    CHECK(w.get<api::retrieve_invoice>({i})->status.is(source_status::active));
    CHECK(status_of(w.call<api::add_invoice_item>({i}, {}, {"x", "USD"_currency, 1, "1"_amount})) == 422);
    CHECK(status_of(w.call<api::publish_invoice>({i}, {}, {})) == 422);
}

TEST_CASE("invoices are listed by currency and by status") {
    sandbox_world w;
    auto const c = w.counterparty(w.party("231771234567"));
    w.idle_invoice(c);
    w.active_invoice(c, "5.00");
    CHECK(w.get<api::list_invoices>({}, {})->size() == 2);
    CHECK(w.get<api::list_invoices>({}, {{}, source_status::active})->size() == 1);
    CHECK(w.get<api::list_invoices>({}, {"LRD"_currency, {}})->empty());
}

TEST_CASE("objects that do not exist are a 404") {
    sandbox_world w;
    CHECK(status_of(w.get<api::retrieve_invoice>({invoice_id{13}})) == 404);
    CHECK(status_of(w.call<api::publish_invoice>({invoice_id{13}}, {}, {})) == 404);
    CHECK(status_of(w.call<api::add_invoice_item>({invoice_id{13}}, {}, {"x", "USD"_currency, 1, "1"_amount})) == 404);
    CHECK(status_of(w.post<api::create_invoice>(
              {counterparty_id{12}, "USD"_currency, "n", fee_bearer::payer, false, {}, {}})) == 404);
    CHECK(status_of(w.post<api::create_checkout_session>({source_id{13}, source_type::invoice})) == 404);
    CHECK(status_of(w.post<api::create_payout_session>({payment_account_id{16}, "1"_amount, "USD"_currency})) == 404);
    CHECK(status_of(w.get<api::status_source>({}, {source_type::order, source_id{13}})) == 404);
}

TEST_CASE("a currency that is no currency is refused") {
    sandbox_world w;
    auto const c = w.counterparty(w.party("231771234567"));
    auto const body = R"({"counterparty_id":)" + c.to_string() +
                      R"(,"currency":"ZZZ","note":"n","fee_bearer":"PAYER","as_payment_link":false})";
    CHECK(w.raw(http_method::post, "/v1/invoices/create", body).status == 422);
}

TEST_CASE("an account pairs a method with its provider, or with itself as the API's examples do") {
    sandbox_world w;
    auto const p = w.party("231771234567");
    auto const pair = [&](std::string_view provider, std::string_view method) {
        auto const body = R"({"account_name":"a","provider":")" + std::string(provider) + R"(","method":")" +
                          std::string(method) + R"(","party_id":)" + p.to_string() + "}";
        return w.raw(http_method::post, "/v1/payment-accounts/create?operation_type=COLLECTION", body).status;
    };
    CHECK(pair("PAWAPAY", "MTN_MOMO_LBR") == 200);
    CHECK(pair("MTN_MOMO_LBR", "MTN_MOMO_LBR") == 200);
    CHECK(pair("STRIPE", "CREDIT_CARD") == 200);
    CHECK(pair("STRIPE", "MTN_MOMO_LBR") == 422);
    CHECK(pair("PAWAPAY", "PAYPAL") == 422);
    CHECK(w.raw(http_method::post, "/v1/payment-accounts/create", "{}").status == 422);
}

TEST_CASE("a checkout session needs an ACTIVE source and lasts as long as configured") {
    sandbox_world w({.session_lifetime = 10min});
    auto const c = w.counterparty(w.party("231771234567"));
    CHECK(status_of(w.post<api::create_checkout_session>({source_of(w.idle_invoice(c)), source_type::invoice})) == 422);
    auto const s = w.post<api::create_checkout_session>({source_of(w.active_invoice(c, "5.00")), source_type::invoice});
    REQUIRE(s.has_value());
    CHECK(s->status == "ACTIVE");
    CHECK(s->expires_at.server() - s->created_at.server() == 10min);
}

TEST_CASE("a payout session needs an active account for payouts and a wallet in its currency") {
    sandbox_world w;
    auto const p = w.party("231771234567");
    auto const session = [&](payment_account_id a, currency c) {
        return status_of(w.post<api::create_payout_session>({a, "5"_amount, c}));
    };
    CHECK(session(w.account(p, operation_type::payout, "231771234567"), "USD"_currency) == 200);
    CHECK(session(w.account(p, operation_type::payout, "231771234567"), "EUR"_currency) == 422);
    CHECK(session(w.account(p, operation_type::collection, "231771234567"), "USD"_currency) == 422);
    CHECK(session(w.account(p, operation_type::payout, "231770009950"), "USD"_currency) == 422);
}
