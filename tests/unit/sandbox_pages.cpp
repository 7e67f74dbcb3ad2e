// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

#include <dollr/sandbox/pages.hpp>

// The hosted payment page, as its JavaScript sees it: what is to be paid, what that costs, and the payer's part.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;
using sandbox::page_means;
using sandbox::page_state;
using sandbox::payer_decision;

namespace {

constexpr std::string_view payer = "231771234567";

/// A sandbox with one checkout, seen through its page.
struct page_world : sandbox_world {
    std::string token;

    explicit page_world(std::string_view price = "6.50", sandbox::options o = {}) : sandbox_world(std::move(o)) {
        auto b = checkout(price);
        b.party_name = "Ada Payer";
        b.success_url = "https://shop.example/thanks";
        b.cancel_url = "https://shop.example/cart";
        open(b);
    }

    static api::create_checkout_payload checkout(std::string_view price) {
        api::create_checkout_payload b;
        b.source_kind = api::source_kind::order;
        b.party_phone = *phone::try_parse(payer);
        b.currency = "USD"_currency;
        b.items = {{"<img src=x onerror=alert(1)>", "USD"_currency, *amount::try_parse(price)}};
        return b;
    }

    void open(api::create_checkout_payload const& b) {
        auto const c = post<api::create_checkout>(b);
        REQUIRE(c.has_value());
        token = *c->hosted_path_or_token;
    }

    sandbox::page_response page() {
        auto const r = get<sandbox::read_page>({token});
        REQUIRE(r.has_value());
        return *r;
    }
    page_state state_after(duration d) {
        pass(d);
        return page().state;
    }

    result<sandbox::page_response> pay(page_means by, std::string_view phone = payer,
                                       std::optional<payer_decision> decision = {}) {
        return call<sandbox::pay_page>({token}, {}, {by, dollr::phone::try_parse(phone), decision});
    }
    page_state start(page_means by, std::string_view phone = payer) {
        auto const r = pay(by, phone);
        REQUIRE(r.has_value());
        return r->state;
    }

    void log_in_unverified() {
        auto const t = post<api::obtain_token>({"sandbox-unverified", secret_string("sandbox-secret")});
        REQUIRE(t.has_value());
        sandbox_world::token = t->access_token;
    }

    result<api::execution_response> act(bool approved) {
        return call<sandbox::end_payer_action>({page().payment->reference_id}, {approved}, {});
    }
};

}  // namespace

TEST_CASE("a page tells what is to be paid, and to whom") {
    page_world w;
    auto const p = w.page();
    CHECK(p.state == page_state::open);
    CHECK(p.merchant_name == "Sandbox Trading");
    CHECK(p.source_number == "ORD-2026-00001");
    CHECK(p.total_amount == "6.50"_amount);
    REQUIRE(p.items.size() == 1);
    CHECK(p.items[0].name == "<img src=x onerror=alert(1)>");
    CHECK(p.payer_phone == payer);
    CHECK(p.success_url == "https://shop.example/thanks");
    CHECK(p.cancel_url == "https://shop.example/cart");
    CHECK(!p.payment);
}

TEST_CASE("amounts on a page are text, so that a browser shows the cents that are zero") {
    page_world w;
    CHECK(body_of(w.raw(http_method::get, "/_sandbox/pages/" + w.token)).find(R"("total_amount":"6.50")") !=
          std::string::npos);
}

TEST_CASE("a page shows the line's amount of an item that there are several of") {
    page_world w;
    auto const i = w.idle_invoice(w.counterparty(w.party(payer)));
    w.add_item(i, "2.50", 3);
    REQUIRE(w.call<api::publish_invoice>({i}, {}, {}).has_value());
    auto const s = w.server.state();
    w.token = sandbox::page_token(s, i);
    CHECK(w.page().items[0].qty == 3);
    CHECK(w.page().items[0].amount == "7.50"_amount);
    CHECK(!w.page().success_url);
}

TEST_CASE("there is no page without its token, nor before a document is published") {
    page_world w;
    CHECK(status_of(w.get<sandbox::read_page>({"120-0000000000000000"})) == 404);
    auto const i = w.idle_invoice(w.counterparty(w.party(payer)));
    auto const s = w.server.state();
    w.token = sandbox::page_token(s, i);
    CHECK(status_of(w.get<sandbox::read_page>({w.token})) == 404);
    CHECK(status_of(w.pay(page_means::card)) == 404);
}

TEST_CASE("a merchant who is not verified gets no payment link, and nothing is paid on the page of their document") {
    page_world w;
    w.log_in_unverified();
    auto const i = w.active_invoice(w.counterparty(w.party(payer)), "6.50");
    CHECK(status_of(w.get<api::retrieve_payment_link>({}, {source_type::invoice, "INV-2026-00001"})) == 403);
    CHECK(!w.get<sandbox::list_sources>({})->front().page);
    auto const s = w.server.state();
    w.token = sandbox::page_token(s, i);
    CHECK(status_of(w.get<sandbox::read_page>({w.token})) == 403);
    CHECK(status_of(w.get<sandbox::price_page>({w.token}, {page_means::card, {}})) == 403);
    CHECK(status_of(w.pay(page_means::card, payer, payer_decision::approve)) == 403);
    w.pass(1min);
    CHECK(w.server.ledger().empty());
}

TEST_CASE("the price on a page is the price that is paid, by the carrier that the phone is predicted to have") {
    page_world w;
    auto const price = w.get<sandbox::price_page>({w.token}, {page_means::mobile_money, *phone::try_parse(payer)});
    REQUIRE(price.has_value());
    CHECK(price->carrier == "MTN");
    CHECK(price->payment_method == api::payment_method::mtn_momo_lbr);
    CHECK(price->fees == "0.17"_amount);
    CHECK(price->payer_amount == "6.67"_amount);
    CHECK(w.get<sandbox::price_page>({w.token}, {page_means::card, {}})->payer_amount == "6.76"_amount);
    w.pay(page_means::mobile_money, payer, payer_decision::approve);
    w.pass(4s);
    CHECK(w.page().payment->price == *price);
    CHECK(w.server.ledger().at(0).payer_amount == price->payer_amount);
}

TEST_CASE("a phone of another country pays in its own currency, and its page says at which rate") {
    page_world w;
    auto const price =
        w.get<sandbox::price_page>({w.token}, {page_means::mobile_money, *phone::try_parse("250781234567")});
    REQUIRE(price.has_value());
    CHECK(price->payer_currency == "RWF"_currency);
    CHECK(price->fx_rate == "1440.5"_amount);
}

TEST_CASE("mobile money needs a phone, and one whose carrier is known") {
    page_world w;
    CHECK(first_loc(w.get<sandbox::price_page>({w.token}, {page_means::mobile_money, {}})) == "query.phone");
    CHECK(first_loc(w.call<sandbox::pay_page>({w.token}, {}, {page_means::mobile_money, {}, {}})) == "body.phone");
    CHECK(first_loc(w.pay(page_means::mobile_money, "4915112345678")) == "body.phone");
    CHECK(first_loc(w.pay(page_means::mobile_money, "231770009950")) == "body.phone");
    CHECK(w.page().state == page_state::open);
    CHECK(w.server.state().sessions.size() == 0);
}

TEST_CASE("mobile money waits for the payer's approval for ever, and is charged once it is given") {
    page_world w;
    CHECK(w.start(page_means::mobile_money) == page_state::wants_approval);
    CHECK(w.state_after(48h) == page_state::wants_approval);
    CHECK(w.server.ledger().empty());
    REQUIRE(w.act(true).has_value());
    CHECK(w.page().state == page_state::processing);
    CHECK(w.state_after(4s) == page_state::paid);
    CHECK(w.page().payment->provider_transaction_id.has_value());
    CHECK(w.page().paid_at.has_value());
    CHECK(w.server.ledger().size() == 1);
    CHECK(status_of(w.act(true)) == 422);
    CHECK(w.state_after(1h) == page_state::paid);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("an approval in the first moment is not charged twice by the step that was due") {
    page_world w;
    w.start(page_means::mobile_money);
    REQUIRE(w.act(true).has_value());
    w.pass(1h);
    CHECK(w.server.ledger().size() == 1);
    CHECK(w.server.state().due.empty());
}

TEST_CASE("what the payer declines can be paid again, by other means") {
    page_world w;
    w.start(page_means::mobile_money);
    REQUIRE(w.act(false).has_value());
    auto const p = w.page();
    CHECK(p.state == page_state::declined);
    CHECK(p.payment->message == "The payer declined the payment");
    CHECK(p.status == source_status::active);
    CHECK(w.start(page_means::card) == page_state::wants_action);
    REQUIRE(w.act(true).has_value());
    CHECK(w.state_after(2s) == page_state::paid);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("a card wants 3-D Secure, and fails after 15 minutes without it") {
    page_world w;
    CHECK(w.start(page_means::card) == page_state::wants_action);
    CHECK(w.state_after(14min) == page_state::wants_action);
    CHECK(w.state_after(2min) == page_state::declined);
    w.start(page_means::card);
    REQUIRE(w.act(false).has_value());
    CHECK(w.page().state == page_state::declined);
}

TEST_CASE("a payer can decide in the request itself") {
    page_world approving;
    CHECK(approving.pay(page_means::card, payer, payer_decision::approve)->state == page_state::processing);
    CHECK(approving.state_after(2s) == page_state::paid);
    page_world declining;
    CHECK(declining.pay(page_means::mobile_money, payer, payer_decision::decline)->state == page_state::declined);
    page_world hanging;
    CHECK(hanging.pay(page_means::mobile_money, payer, payer_decision::hang)->state == page_state::wants_approval);
}

TEST_CASE("a page is paid once, however often it is asked to") {
    page_world w;
    w.start(page_means::mobile_money);
    CHECK(first_loc(w.pay(page_means::card)) == "path.token");
    REQUIRE(w.act(true).has_value());
    CHECK(first_loc(w.pay(page_means::card)) == "path.token");
    w.pass(4s);
    CHECK(first_loc(w.pay(page_means::card)) == "path.token");
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("a magic phone decides by itself") {
    page_world w;
    CHECK(w.start(page_means::mobile_money, "231770009902") == page_state::processing);
    CHECK(w.state_after(3s) == page_state::declined);
    CHECK(w.start(page_means::mobile_money, "231770009901") == page_state::paid);
}

TEST_CASE("what was declined and may complete after all is not paid a second time") {
    page_world w;
    w.start(page_means::mobile_money, "231770009913");
    CHECK(w.state_after(5s) == page_state::processing);
    CHECK(first_loc(w.pay(page_means::card, payer, payer_decision::approve)) == "path.token");
    CHECK(w.state_after(4min) == page_state::paid);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("a decline after it does not hide a payment that may complete after all") {
    page_world w;
    auto c = w.ready_collection("231770009913");
    w.collect(c);
    w.pass(5s);
    auto const plain = w.party("231770009903");
    c.session_id = w.checkout_session(w.last_invoice);
    c.payment_account_id = w.account(plain, operation_type::collection, "231770009903");
    c.reference_id = w.new_reference();
    w.collect(c);
    auto const s = w.server.state();
    w.token = sandbox::page_token(s, w.last_invoice);
    CHECK(w.page().state == page_state::processing);
    CHECK(first_loc(w.pay(page_means::card, payer, payer_decision::approve)) == "path.token");
    CHECK(w.state_after(4min) == page_state::paid);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("a page pays with its own account, whatever accounts of that name an application has made") {
    page_world w;
    auto const paid_by = [&] {
        w.pay(page_means::mobile_money, payer, payer_decision::approve);
        w.pass(4s);
        auto const s = w.server.state();
        return *s.accounts.find(s.executions.back().account);
    };
    auto const party = w.server.state().parties.begin()->id;
    auto const make = [&](std::string_view document, party_id of, operation_type op) {
        api::create_payment_account_payload b;
        b.account_name = "Hosted page of " + std::string(document);
        b.provider = *api::provider_of(api::payment_method::mtn_momo_lbr);
        b.method = api::payment_method::mtn_momo_lbr;
        b.party_id = of;
        b.insensitive_account_number = std::string(payer);
        REQUIRE(w.call<api::create_payment_account>({}, {op}, b).has_value());
    };
    make("ORD-2026-00001", party, operation_type::payout);
    CHECK(paid_by().operation == operation_type::collection);
    w.open(page_world::checkout("6.50"));
    make("ORD-2026-00002", w.party("231770001234"), operation_type::collection);
    auto const payer_of_second = w.server.state().parties.begin()[1].id;
    CHECK(paid_by().party == payer_of_second);
}

TEST_CASE("a page closes at its time, but what runs by then may end well") {
    page_world w;
    auto b = page_world::checkout("6.50");
    b.expires_at = timestamp(w.clock.now().server + 1h);
    w.open(b);
    CHECK(w.page().expires_at == b.expires_at);
    CHECK(w.state_after(1h) == page_state::expired);
    CHECK(first_loc(w.pay(page_means::card)) == "path.token");

    page_world in_time;
    b.expires_at = timestamp(in_time.clock.now().server + 1h);
    in_time.open(b);
    in_time.start(page_means::mobile_money);
    CHECK(in_time.state_after(2h) == page_state::wants_approval);
    REQUIRE(in_time.act(true).has_value());
    CHECK(in_time.state_after(4s) == page_state::paid);
}

TEST_CASE("a page of a document that was canceled says so") {
    page_world w;
    auto const id = w.server.state().orders.begin()->id;
    REQUIRE(w.call<api::cancel_order>({order_id{id.value}}, {}, {}).has_value());
    CHECK(w.page().state == page_state::canceled);
    CHECK(first_loc(w.pay(page_means::card)) == "path.token");
}

TEST_CASE("what the API executes, the page of the document shows") {
    page_world w;
    auto const c = w.ready_collection("231770009905", "25.00");
    w.collect(c);
    auto const s = w.server.state();
    w.token = sandbox::page_token(s, w.last_invoice);
    auto const p = w.page();
    CHECK(p.state == page_state::wants_approval);
    CHECK(p.payment->reference_id == c.reference_id);
    CHECK(p.payment->number == "231770009905");
}

TEST_CASE("a payout that never ends has no payer to ask") {
    sandbox_world w;
    auto const p = w.ready_payout("231770009905");
    w.post<api::execute_payout>(p);
    CHECK(status_of(w.call<sandbox::end_payer_action>({p.reference_id}, {true}, {})) == 422);
}

TEST_CASE("no application's word is in what a page charges but the document's") {
    page_world w;
    auto b = page_world::checkout("6.50");
    b.document_reference = "dollr:key";
    w.open(b);
    w.pay(page_means::card, payer, payer_decision::approve);
    w.pass(2s);
    CHECK(w.server.ledger().at(0).document_reference == "dollr:key");
    CHECK(w.server.ledger().at(0).account_name == "Hosted page of ORD-2026-00002");
}

TEST_CASE("two sandboxes whose pages are used alike at the same times are equal") {
    page_world a;
    page_world b;
    for (auto* w : {&a, &b}) {
        w->start(page_means::mobile_money);
        w->pass(7s);
        w->act(false);
        w->pay(page_means::card, payer, payer_decision::approve);
        w->pass(10s);
    }
    CHECK(a.server == b.server);
    CHECK(a.page().state == page_state::paid);
}
