// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_books.hpp"
#include "sandbox_documents.hpp"

#include <rapidcheck.h>

// A payment and what follows from it: its prediction, its receipt and its refunds have the same amounts, exactly.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;

namespace {

/// One payment that has completed, of any amount, bearer and conversion.
template <class Kind>
struct paid_world : document_world<Kind> {
    paid_world() {
        bool const converts = *rc::gen::arbitrary<bool>();
        auto const method = converts ? api::payment_method::mtn_momo_rwa : api::payment_method::mtn_momo_lbr;
        auto const target = converts ? "RWF"_currency : "USD"_currency;
        auto const units = *rc::gen::inRange<std::int64_t>(50, 2'000'000);
        typename Kind::update::body changed;
        changed.fee_bearer = *rc::gen::element(fee_bearer::payer, fee_bearer::payee);
        RC_ASSERT(this->update(changed).has_value());
        RC_ASSERT(this->add(minor_units(units, "USD"_currency)->to_string()).has_value());
        RC_ASSERT(this->publish().has_value());
        auto const id = source_of(this->document);
        auto const p = this->template get<api::predict_source_amount_and_fees>(
            {}, {target, method, api::provider::pawapay, Kind::type, id});
        RC_ASSERT(p.has_value());
        predicted = *p;
        auto const s = this->template post<api::create_checkout_session>({id, Kind::type});
        RC_ASSERT(s.has_value());
        auto const phone = converts ? "250781234567" : "231771234567";
        auto const account = this->account(this->payer, operation_type::collection, phone, method);
        auto const r = this->collect({s->id, account, target, this->new_reference()});
        RC_ASSERT(r.has_value());
        executed = *r;
        this->pass(4s);
        RC_ASSERT(this->server.ledger().size() == 1u);
    }

    [[nodiscard]] sandbox::ledger_entry const& payment() const { return this->server.ledger()[0]; }

    api::amount_and_fee_prediction_response predicted;
    api::execution_response executed;
};

template <class Kind>
void one_price_everywhere() {
    paid_world<Kind> w;
    auto const& e = w.payment();
    auto const r = w.template get<typename Kind::receipt>({w.document});
    RC_ASSERT(r.has_value());
    for (auto const& payer : {w.predicted.payer_amount, w.executed.payer_amount, *r->payer_amount})
        RC_ASSERT(payer == e.payer_amount);
    for (auto const& payee : {w.predicted.payee_amount, w.executed.payee_amount, *r->payee_amount})
        RC_ASSERT(payee == e.payee_amount);
    RC_ASSERT(w.predicted.platform_fee == e.platform_fee);
    RC_ASSERT(*r->platform_fee == e.platform_fee);
    RC_ASSERT(w.predicted.gateway_fee == e.gateway_fee);
    RC_ASSERT(*r->gateway_fee == e.gateway_fee);
    RC_ASSERT(r->fx_fee.value_or(e.fx_fee) == e.fx_fee);

    auto const fees = books::sum(books::sum(e.platform_fee, e.gateway_fee), e.fx_fee);
    auto const payer_bears = r->fee_bearer.is(fee_bearer::payer);
    RC_ASSERT(e.payee_amount == (payer_bears ? r->total_amount : books::sum(r->total_amount, -fees)));
    if (e.payer_currency == e.payee_currency)
        RC_ASSERT(e.payer_amount == (payer_bears ? books::sum(r->total_amount, fees) : r->total_amount));
}

/// Asked for as a session and executed at once; the amount that came back to the payer, if it was not refused.
template <class Kind>
std::optional<amount> refund(paid_world<Kind>& w, std::int64_t cents, duration wait) {
    auto const s = w.template post<api::create_refund_session>(
        {w.payment().intent_id, *minor_units(cents, "USD"_currency), {}, timestamp(w.clock.now().server + 1h)});
    if (!s) return std::nullopt;
    w.pass(wait);
    auto const r = w.template post<api::execute_refund>({s->id, w.new_reference()});
    return r ? std::optional(r->payee_amount) : std::nullopt;
}

}  // namespace

TEST_CASE("prediction, execution, ledger and receipt have one price") {
    CHECK(rc::check("of an invoice", one_price_everywhere<invoices>));
    CHECK(rc::check("of an order", one_price_everywhere<orders>));
}

TEST_CASE("whatever is refunded in whatever parts, it is never more than was paid, and in the end exactly that") {
    CHECK(rc::check("partial refunds", [] {
        paid_world<orders> w;
        auto const& e = w.payment();
        auto const fees = books::sum(books::sum(e.platform_fee, e.gateway_fee), e.fx_fee);
        auto left = *books::sum(e.payee_amount, fees).minor_units("USD"_currency);
        auto const parts = *rc::gen::inRange(0, 6);
        for (int i = 0; i < parts; ++i) {
            auto const cents = *rc::gen::inRange<std::int64_t>(1, left + 20);
            bool const fits = cents <= left;
            auto const back = refund(w, cents, duration(*rc::gen::inRange(0, 5'000)));
            RC_ASSERT(fits || !back);
            if (back) left -= cents;
            books::check(w.server.state());
            if (left == 0) break;
        }
        if (left > 0) RC_ASSERT(refund(w, left, 0ms).has_value());
        RC_ASSERT(!refund(w, 1, 0ms));
        w.pass(1min);
        amount back;
        for (auto const& entry : w.server.ledger()) {
            if (entry.operation_type == operation_type::refund) back = books::sum(back, entry.payee_amount);
        }
        RC_ASSERT(back == w.payment().payer_amount);
        books::check(w.server.state());
    }));
}
