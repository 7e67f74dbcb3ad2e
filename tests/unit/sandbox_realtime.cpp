// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Realtime keys, and the merchant who is not verified.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

sandbox_world unverified_world() {
    sandbox_world w;
    auto const t = w.post<api::obtain_token>({"sandbox-unverified", secret_string("sandbox-secret")});
    REQUIRE(t.has_value());
    w.token = t->access_token;
    return w;
}

}  // namespace

TEST_CASE("a realtime key is for a collection and lives for seconds") {
    sandbox_world w;
    auto const c = w.ready_collection("231771234567");
    auto const k = w.post<api::obtain_collection_realtime_key>({c.session_id, source_type::invoice, c.reference_id});
    REQUIRE(k.has_value());
    CHECK(k->expires_in == 900s);
    CHECK(!k->access_token.empty());
    w.collect(c);
    auto const second =
        w.post<api::obtain_collection_realtime_key>({c.session_id, source_type::invoice, c.reference_id});
    REQUIRE(second.has_value());
    CHECK(second->access_token.reveal() != k->access_token.reveal());
    w.pass(1h);
    w.log_in();
    CHECK(
        w.post<api::obtain_collection_realtime_key>({c.session_id, source_type::invoice, c.reference_id}).has_value());
}

TEST_CASE("a realtime key needs a checkout session, its source type, its execution and its time") {
    sandbox_world w;
    auto const c = w.ready_collection("231771234567");
    auto const ask = [&](session_id s, source_type t, reference_id r) {
        return w.post<api::obtain_collection_realtime_key>({s, t, r});
    };
    CHECK(status_of(ask(session_id{997}, source_type::invoice, c.reference_id)) == 404);
    CHECK(first_loc(ask(c.session_id, source_type::order, c.reference_id)) == "body.source_type");
    auto const p = w.ready_payout("231771234567");
    CHECK(first_loc(ask(p.session_id, source_type::invoice, c.reference_id)) == "body.session_id");
    w.post<api::execute_payout>(p);
    CHECK(first_loc(ask(c.session_id, source_type::invoice, p.reference_id)) == "body.reference_id");
    w.pass(15min);
    CHECK(first_loc(ask(c.session_id, source_type::invoice, c.reference_id)) == "body.session_id");
}

TEST_CASE("a merchant who is not verified prepares, and is refused where it leads to money") {
    auto w = unverified_world();
    auto const p = w.party("231771234567");
    auto const i = w.active_invoice(w.counterparty(p), "5.00");
    auto const a = w.account(p, operation_type::payout, "231771234567");
    auto const later = timestamp(w.clock.now().server + 1h);
    CHECK(status_of(w.post<api::create_checkout_session>({source_of(i), source_type::invoice})) == 403);
    CHECK(status_of(w.post<api::create_payout_session>({a, "5"_amount, "USD"_currency})) == 403);
    CHECK(status_of(w.post<api::create_transfer_session>(
              {wallet_id{18}, counterparty_id{12}, "5"_amount, "USD"_currency, later})) == 403);
    CHECK(status_of(w.post<api::create_refund_session>({payment_intent_id{15}, "5"_amount, {}, later})) == 403);
    auto const checkout = w.raw(http_method::post, "/v1/checkouts/create", "{}");
    CHECK(checkout.status == 403);
    CHECK(body_of(checkout) == R"({"detail":"The merchant is not verified"})");
    CHECK(w.server.state().sessions.size() == 0);
}

TEST_CASE("a merchant who is not verified executes nothing, although the session is there") {
    auto w = unverified_world();
    auto const unverified = secret_string(w.token);
    w.log_in();
    auto const c = w.ready_collection("231771234567");
    auto const p = w.ready_payout("231771234567");
    w.token = unverified;
    CHECK(status_of(w.collect(c)) == 403);
    CHECK(status_of(w.post<api::execute_payout>(p)) == 403);
    CHECK(status_of(w.post<api::execute_transfer>({p.session_id, p.reference_id})) == 403);
    CHECK(status_of(w.post<api::execute_refund>({p.session_id, p.reference_id})) == 403);
    CHECK(w.server.state().executions.empty());
}
