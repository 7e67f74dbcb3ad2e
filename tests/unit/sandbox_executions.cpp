// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Executions, their status, the ledger and the sandbox's own operations.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

constexpr auto ordinary = "231771234567";

amount balance(sandbox_world const& w, currency c) {
    for (auto const& one : w.server.state().wallets) {
        if (one.currency == c) return one.balance;
    }
    return {};
}

}  // namespace

TEST_CASE("a collection goes from PENDING over PROCESSING to COMPLETED and its invoice is PAID") {
    sandbox_world w;
    auto const c = w.ready_collection(ordinary);
    CHECK(w.collect(c)->status.is(execution_status::pending));
    CHECK(w.invoice_status() == source_status::processing);
    w.pass(1s);
    CHECK(w.status(c.reference_id)->status.is(execution_status::processing));
    CHECK(w.server.ledger().empty());
    w.pass(3s);
    auto const done = w.status(c.reference_id);
    CHECK(done->status.is(execution_status::completed));
    CHECK(done->provider_transaction_id.has_value());
    CHECK(w.invoice_status() == source_status::paid);
    auto const source = w.get<api::status_source>({}, {source_type::invoice, source_of(w.last_invoice)});
    CHECK(source->status.is(source_status::paid));
    CHECK(source->paid_at->server() - w.server.state().executions[0].accepted == 4s);
}

TEST_CASE("a charge is one ledger entry that carries the application's words and the amounts") {
    sandbox_world w;
    auto const c = w.ready_collection(ordinary, "10.00");
    w.collect(c);
    w.pass(1h);
    w.log_in();
    REQUIRE(w.server.ledger().size() == 1);
    auto const& e = w.server.ledger()[0];
    CHECK(e.reference_id == c.reference_id);
    CHECK(e.operation_type == operation_type::collection);
    CHECK(e.document_reference == "dollr:key");
    CHECK(e.account_name == "dollr:key");
    CHECK(e.session_id == c.session_id);
    CHECK(e.payee_amount == "10.00"_amount);
    CHECK(e.payer_amount == "10.25"_amount);
    CHECK(e.charged_at.server() - w.server.state().executions[0].accepted == 4s);
}

TEST_CASE("a second POST of the same reference_id and content answers the present state") {
    sandbox_world w;
    auto const c = w.ready_collection(ordinary);
    w.collect(c);
    w.pass(5s);
    CHECK(w.collect(c)->status.is(execution_status::completed));
    w.pass(16min);  // the session has expired long since
    CHECK(w.collect(c)->status.is(execution_status::completed));
    CHECK(w.server.state().executions.size() == 1);
    CHECK(w.server.ledger().size() == 1);
}

TEST_CASE("the same reference_id with other content is refused by name") {
    sandbox_world w;
    auto c = w.ready_collection(ordinary);
    w.collect(c);
    c.currency = "LRD"_currency;
    auto const r = w.collect(c);
    CHECK(status_of(r) == 422);
    CHECK(first_loc(r) == "body.reference_id");
}

TEST_CASE("a sandbox that refuses repeated ids says so by name") {
    sandbox_world w({.repeated_post = sandbox::repeated_post::is_refused});
    auto const c = w.ready_collection(ordinary);
    CHECK(w.collect(c).has_value());
    CHECK(first_loc(w.collect(c)) == "body.reference_id");
}

TEST_CASE("a sandbox that races with itself charges twice within the window and not after it") {
    sandbox_world w({.repeated_post = sandbox::repeated_post::races});
    auto const c = w.ready_collection(ordinary);
    w.collect(c);
    w.collect(c);
    w.pass(3s);
    w.collect(c);
    w.pass(1min);
    CHECK(w.server.ledger().size() == 2);
}

TEST_CASE("a session executes once: a second reference_id is refused") {
    sandbox_world w;
    auto c = w.ready_collection(ordinary);
    w.collect(c);
    w.pass(1min);
    c.reference_id = w.new_reference();
    auto const r = w.collect(c);
    CHECK(status_of(r) == 422);
    CHECK(first_loc(r) == "body.session_id");
}

TEST_CASE("an invoice is paid once, although it has two sessions") {
    sandbox_world w;
    auto c = w.ready_collection(ordinary);
    auto const second = w.checkout_session(w.last_invoice);
    w.collect(c);
    c.session_id = second;
    c.reference_id = w.new_reference();
    CHECK(first_loc(w.collect(c)) == "body.session_id");
    CHECK(status_of(w.post<api::create_checkout_session>({source_of(w.last_invoice), source_type::invoice})) == 422);
}

TEST_CASE("a declined payment leaves the invoice ACTIVE and its session free") {
    sandbox_world w;
    auto c = w.ready_collection("231770009902");
    w.collect(c);
    w.pass(3s);
    auto const failed = w.status(c.reference_id);
    CHECK(failed->status.is(execution_status::failed));
    CHECK(failed->gateway_message.has_value());
    CHECK(w.invoice_status() == source_status::active);
    CHECK(w.server.ledger().empty());
    c.reference_id = w.new_reference();
    CHECK(w.collect(c).has_value());
}

TEST_CASE("an expired session is refused, unless this sandbox does not enforce expiry") {
    for (bool const enforced : {true, false}) {
        sandbox_world w({.session_lifetime = 60s, .enforces_session_expiry = enforced});
        auto const c = w.ready_collection(ordinary);
        w.pass(60s);
        CHECK(status_of(w.collect(c)) == (enforced ? 422 : 200));
    }
}

TEST_CASE("a session of another kind, and one that does not exist, are refused") {
    sandbox_world w;
    auto c = w.ready_collection(ordinary);
    auto const p = w.ready_payout(ordinary);
    c.session_id = p.session_id;
    CHECK(first_loc(w.collect(c)) == "body.session_id");
    c.session_id = session_id{999'997};
    CHECK(status_of(w.collect(c)) == 404);
}

TEST_CASE("an account that is inactive, of another operation or unknown cannot be executed") {
    sandbox_world w;
    auto c = w.ready_collection(ordinary);
    auto const p = w.party(ordinary);
    c.payment_account_id = w.account(p, operation_type::payout, ordinary);
    CHECK(first_loc(w.collect(c)) == "body.payment_account_id");
    c.payment_account_id = w.account(p, operation_type::collection, "231770009950");
    CHECK(first_loc(w.collect(c)) == "body.payment_account_id");
    c.payment_account_id = payment_account_id{999'996};
    CHECK(status_of(w.collect(c)) == 404);
}

TEST_CASE("a currency that the method does not take is refused") {
    sandbox_world w;
    auto c = w.ready_collection(ordinary);
    c.currency = "RWF"_currency;
    CHECK(first_loc(w.collect(c)) == "body.currency");
}

TEST_CASE("a reference_id that is no UUID of version 4 is refused") {
    sandbox_world w;
    auto const r = w.raw(http_method::post, "/v1/executions/collection",
                         R"({"session_id":"17","payment_account_id":"16","currency":"USD","reference_id":"order-1"})");
    CHECK(r.status == 422);
    CHECK(first_loc(codec::response<api::execute_collection>(r)) == "body.reference_id");
}

TEST_CASE("a payout takes its amount and fees from the wallet at once") {
    sandbox_world w({.wallet_balance = "100"_amount});
    auto const p = w.ready_payout(ordinary, "40.00");
    REQUIRE(w.post<api::execute_payout>(p).has_value());
    CHECK(balance(w, "USD"_currency) == "59.40"_amount);  // 40.00 + 0.5 % + 1 %
    w.pass(1min);
    CHECK(w.get<api::status_payout>({p.reference_id})->status.is(execution_status::completed));
    CHECK(balance(w, "USD"_currency) == "59.40"_amount);
    REQUIRE(w.server.ledger().size() == 1);
    CHECK(w.server.ledger()[0].account_name == "dollr:key");
    CHECK(!w.server.ledger()[0].document_reference);
}

TEST_CASE("a declined payout gives its money back") {
    sandbox_world w({.wallet_balance = "100"_amount});
    w.post<api::execute_payout>(w.ready_payout("231770009902", "40.00"));
    CHECK(balance(w, "USD"_currency) == "59.40"_amount);
    w.pass(1min);
    CHECK(balance(w, "USD"_currency) == "100"_amount);
}

TEST_CASE("a payout beyond the wallet's balance fails and says why") {
    sandbox_world w({.wallet_balance = "100"_amount});
    auto const p = w.ready_payout(ordinary, "100.00");
    CHECK(w.post<api::execute_payout>(p)->status.is(execution_status::pending));
    w.pass(1s);
    auto const r = w.get<api::status_payout>({p.reference_id});
    CHECK(r->status.is(execution_status::failed));
    CHECK(r->wallet_message.has_value());
    CHECK(balance(w, "USD"_currency) == "100"_amount);
}

TEST_CASE(
    "a payout that fails for want of money tells the price that was predicted, although it would have been bent") {
    sandbox_world w({.wallet_balance = "40.60"_amount});
    auto const r = w.post<api::execute_payout>(w.ready_payout("231770009910", "40.00"));
    REQUIRE(r.has_value());
    CHECK(r->payer_amount == "40.60"_amount);
    w.pass(1min);
    CHECK(balance(w, "USD"_currency) == "40.60"_amount);
}

TEST_CASE("a wrong passcode is a 403 and nothing happens") {
    sandbox_world w;
    auto p = w.ready_payout(ordinary);
    p.passcode.token.code.assign("000000");
    auto const r = w.post<api::execute_payout>(p);
    CHECK(status_of(r) == 403);
    CHECK(status_of(w.get<api::status_payout>({p.reference_id})) == 404);
    CHECK(w.server.state().counters.refused_passcodes == 1);
}

TEST_CASE("a payout session pays its own account only") {
    sandbox_world w;
    auto p = w.ready_payout(ordinary);
    p.payout_account_id = w.ready_payout(ordinary).payout_account_id;
    CHECK(first_loc(w.post<api::execute_payout>(p)) == "body.payout_account_id");
}

TEST_CASE("a payout to a wallet of another currency is converted once") {
    sandbox_world w;
    auto const a =
        w.account(w.party("250781234567"), operation_type::payout, "250781234567", api::payment_method::mtn_momo_rwa);
    auto const r = w.post<api::execute_payout>(w.payout(w.payout_session(a, "10.00"), a));
    REQUIRE(r.has_value());
    CHECK(r->payee_currency == "RWF"_currency);
    CHECK(r->payee_amount == "14405"_amount);
    CHECK(r->payer_amount == "10.25"_amount);
}

TEST_CASE("a status is found under its own operation only") {
    sandbox_world w;
    auto const c = w.ready_collection(ordinary);
    w.collect(c);
    auto const other = w.raw(http_method::get, "/v1/status/payout/" + c.reference_id.to_string());
    CHECK(other.status == 404);
    CHECK(body_of(other) == R"({"detail":"Transaction not found"})");
    CHECK(status_of(w.status(w.new_reference())) == 404);
}

TEST_CASE("there is a receipt only when the invoice is PAID") {
    sandbox_world w;
    w.collect(w.ready_collection(ordinary));
    CHECK(status_of(w.get<api::retrieve_invoice_receipt>({w.last_invoice})) == 404);
    w.pass(4s);
    auto const r = w.get<api::retrieve_invoice_receipt>({w.last_invoice});
    REQUIRE(r.has_value());
    CHECK(r->status.is(source_status::paid));
    CHECK(r->counterparty_name == "Ada Payer");
    CHECK(r->items->size() == 1);
    CHECK(status_of(w.get<api::retrieve_invoice_receipt>({invoice_id{999'993}})) == 404);
}

TEST_CASE("the ledger is read without a token, and in pages") {
    sandbox_world w;
    for (int i = 0; i < 3; ++i) w.collect(w.ready_collection(ordinary));
    w.pass(5s);
    auto const page = [&](std::string_view query) {
        auto const r = w.raw(http_method::get, "/_sandbox/ledger" + std::string(query), {}, "");
        return codec::response<sandbox::read_ledger>(r);
    };
    CHECK(*page("") == w.server.ledger());
    CHECK(page("?after=1&limit=1")->at(0).sequence == 2);
    CHECK(page("?after=3")->empty());
    CHECK(page("?after=9&limit=9")->empty());
    CHECK(first_loc(page("?after=-1")) == "query.after");
}

TEST_CASE("every accepted execution is listed with its outcome, charged or not") {
    sandbox_world w;
    w.collect(w.ready_collection(ordinary));
    w.collect(w.ready_collection("231770009902"));
    w.pass(5s);
    auto const all = codec::response<sandbox::list_executions>(w.raw(http_method::get, "/_sandbox/executions", {}, ""));
    REQUIRE(all->size() == 2);
    CHECK(all->at(0).charged);
    CHECK(all->at(0).document_reference == "dollr:key");
    CHECK(all->at(1).status == execution_status::failed);
    CHECK(all->at(1).outcome == "declines");
    CHECK(!all->at(1).charged);
}

TEST_CASE("the clock tells epoch, speed and virtual time") {
    auto const epoch = sandbox::manual_clock().now().server;
    sandbox_world w({.epoch = epoch, .speed = 60});
    w.pass(90s);
    auto const r = codec::response<sandbox::read_clock>(w.raw(http_method::get, "/v1/_sandbox/clock", {}, ""));
    CHECK(r->epoch.server() == epoch);
    CHECK(r->speed == 60);
    CHECK(r->now.server() == epoch + 90s);
}

TEST_CASE("health counts requests, refusals, executions and charges") {
    sandbox_world w;
    w.collect(w.ready_collection(ordinary));
    auto const r = codec::response<sandbox::read_health>(w.raw(http_method::get, "/_sandbox/health", {}, ""));
    REQUIRE(r.has_value());
    CHECK(r->status == "ok");
    CHECK(r->requests == w.server.state().counters.requests);
    CHECK(r->executions == 1);
    CHECK(r->unfinished == 1);
    CHECK(r->charges == 0);
    CHECK(r->wallets.size() == 3);
}

TEST_CASE("two sandboxes that are asked the same at the same times are equal") {
    sandbox_world a({.seed = 7});
    sandbox_world b({.seed = 7});
    for (auto* w : {&a, &b}) {
        w->collect(w->ready_collection("231770009906"));
        w->post<api::execute_payout>(w->ready_payout(ordinary));
        w->pass(10s);
    }
    CHECK(a.server == b.server);
    auto fork = a.server;
    fork.advance_to(a.clock.now().server + 1min);
    CHECK(fork != a.server);
    CHECK(a.server == b.server);
}

TEST_CASE("time never runs back") {
    sandbox_world w;
    auto const c = w.ready_collection(ordinary);
    w.collect(c);
    w.pass(5s);
    http_request r;
    r.target = "/status/collection/" + c.reference_id.to_string();
    r.authorization.assign("Bearer " + std::string(w.token.reveal()));
    auto const earlier = w.server.handle(r, w.clock.now().server - 1h);
    CHECK(codec::response<api::status_collection>(earlier.response)->status.is(execution_status::completed));
}
