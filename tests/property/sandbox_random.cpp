// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "random_requests.hpp"
#include "sandbox_books.hpp"
#include "sandbox_world.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

// Whatever is asked, in whatever order and at whatever time, the sandbox answers and its books are right.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

TEST_CASE("random requests at random times never break the books") {
    CHECK(rc::check("the ledger, the wallets and the executions agree", [] {
        sandbox::options o{.seed = *rc::gen::arbitrary<std::uint64_t>(), .wallet_balance = "1000"_amount};
        o.rates = sandbox::fault_rates::even(*rc::gen::element(0u, 5'000u));
        o.enforces_session_expiry = *rc::gen::arbitrary<bool>();
        o.repeated_post = *rc::gen::element(sandbox::repeated_post::answers_state, sandbox::repeated_post::is_refused);
        auto const rates = std::exchange(o.rates, {});
        sandbox_world w(o);
        for (int i = 0; i < 2; ++i) {
            w.ready_collection(some_phone(true), "25.00");
            w.ready_payout(some_phone(true), "25.00");
            w.collect(w.ready_collection("231770009901", "25.00"));  // something to refund
        }
        w.server.set_rates(rates);
        random_requests requests(w);
        auto const count = pick(600);
        for (int i = 0; i < count; ++i) {
            auto const r = requests.next();
            auto const answer = w.raw(r.method, r.target, r.body);
            RC_ASSERT(answer.status == 0 || (answer.status >= 200 && answer.status < 600));
            if (answer.status == 401) w.log_in();
            if (pick(4) == 0) w.pass(duration(*rc::gen::element(1, 999, 4'000, 50'000, 700'000)));
        }
        books::check(w.server.state());
        for (auto const op :
             {operation_type::collection, operation_type::payout, operation_type::transfer, operation_type::refund}) {
            auto const charges = std::ranges::count(w.server.ledger(), op, &sandbox::ledger_entry::operation_type);
            RC_CLASSIFY(charges > 0, wire_name(op));
        }
        w.pass(24h);
        RC_ASSERT(w.server.state().due.empty());
        RC_ASSERT(w.server.state().held.empty());
        books::check(w.server.state());
    }));
}

TEST_CASE("a payment that is posted any number of times, with any other requests in between, is charged once") {
    CHECK(rc::check("posted any number of times, charged once", [] {
        sandbox_world w;
        auto const c = w.ready_collection("231771234567");
        random_requests others(w);
        auto const posts = *rc::gen::inRange(1, 6);
        bool accepted = false;
        for (int i = 0; i < posts; ++i) {
            accepted = w.collect(c).has_value() || accepted;
            for (int n = pick(12); n > 0; --n) {
                auto const r = others.next();
                if (w.raw(r.method, r.target, r.body).status == 401) w.log_in();
            }
            w.pass(duration(*rc::gen::inRange(0, 5'000)));
        }
        w.pass(1min);
        RC_ASSERT(accepted);
        std::vector<sandbox::ledger_entry> ours;
        std::ranges::copy_if(w.server.ledger(), std::back_inserter(ours),
                             [&](auto const& e) { return e.reference_id == c.reference_id; });
        RC_ASSERT(ours.size() == 1u);
        RC_ASSERT(ours[0].payee_amount == "25.00"_amount);
    }));
}

TEST_CASE("arbitrary bytes get an answer") {
    CHECK(rc::check("no target and no body is too strange", [](std::string const& target, std::string const& body) {
        sandbox_world w;
        auto const at =
            *rc::gen::element<std::string>("", "/v1/parties/create", "/executions/payout", "/status/source?",
                                           "/invoices/retrieve/", "/_sandbox/ledger?after=");
        auto const method =
            *rc::gen::element(http_method::get, http_method::post, http_method::put, http_method::delete_);
        auto const answer = w.raw(method, at + target, body);
        RC_ASSERT(answer.status >= 200 && answer.status < 500);
    }));
}

TEST_CASE("every price adds up in its base currency") {
    CHECK(rc::check("payer = payee + fees before the one conversion", [] {
        auto const units = *rc::gen::inRange<std::int64_t>(1, 99'999'999'999);
        auto const base = *rc::gen::element("USD"_currency, "LRD"_currency, "RWF"_currency);
        auto const target = *rc::gen::element("USD"_currency, "LRD"_currency, "RWF"_currency);
        auto const method = *rc::gen::element(api::payment_method::mtn_momo_lbr, api::payment_method::credit_card,
                                              api::payment_method::wallet);
        auto const op = *rc::gen::element(operation_type::collection, operation_type::payout, operation_type::transfer);
        auto const bearer = *rc::gen::element(fee_bearer::payer, fee_bearer::payee);
        auto const whole = *minor_units(units, base);
        auto const q = sandbox::priced(op, {whole, base}, target, method, bearer);
        RC_PRE(q.has_value());
        auto const& inside = op == operation_type::collection ? q->payee : q->payer;
        auto const& outside = op == operation_type::collection ? q->payer : q->payee;
        RC_ASSERT(inside.currency == base);
        RC_ASSERT(outside.currency == target);
        auto const fees = *amount::checked_add(*amount::checked_add(q->platform_fee, q->gateway_fee), q->fx_fee);
        if (base == target) RC_ASSERT(q->payer.amount == *amount::checked_add(q->payee.amount, fees));
        if (bearer == fee_bearer::payer && op == operation_type::collection) RC_ASSERT(q->payee.amount == whole);
        if (bearer == fee_bearer::payee && op != operation_type::collection) RC_ASSERT(q->payer.amount == whole);
        RC_ASSERT(q->payer.amount.fits(q->payer.currency));
        RC_ASSERT(q->payee.amount.fits(q->payee.currency));
    }));
}
