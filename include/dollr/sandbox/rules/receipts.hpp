// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_RECEIPTS_HPP
#define DOLLR_SANDBOX_RULES_RECEIPTS_HPP

#include <dollr/api/receipts.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/engine.hpp>

/// Receipts: there is one once the invoice is PAID, and it repeats the execution's amounts and fees to the last digit.
namespace dollr::sandbox {

inline answer<api::invoice_receipt_response> serve(state& s, call<api::retrieve_invoice_receipt> const& c) {
    auto const* const i = s.invoices.find(c.path.id);
    if (i == nullptr) return missing("Invoice");
    if (i->status != source_status::paid || !i->paid || !i->paid_by)
        return refusal(404, "There is no receipt: the invoice is not PAID");
    auto const paid = timestamp(*i->paid);
    auto const& e = s.executions[*i->paid_by];
    auto const& by = *s.accounts.find(e.account);
    auto const& to = *s.counterparties.find(i->counterparty);
    auto const* const person = party_behind(s, to.id);

    api::invoice_receipt_response r;
    r.invoice_id = {i->id.value};
    r.invoice_number = i->number;
    r.document_reference = i->document_reference;
    r.currency = i->currency;
    r.total_amount = i->total;
    r.status = i->status;
    r.note = i->note;
    r.due_date = i->due_date;
    r.as_payment_link = i->as_payment_link;
    r.fee_bearer = i->fee_bearer;
    r.owner_id = merchant;
    r.owner_type = merchant_kind;
    r.created_at = timestamp(i->times.created);
    r.paid_at = paid;
    r.counterparty_id = to.id;
    r.relationship_type = to.relationship;
    if (person != nullptr) {
        r.counterparty_name = person->fullname;
        r.counterparty_phone = person->phone.text();
        r.counterparty_email = person->email;
    }
    r.payer_amount = e.price.payer.amount;
    r.payer_currency = e.price.payer.currency;
    r.payee_amount = e.price.payee.amount;
    r.payee_currency = e.price.payee.currency;
    r.platform_fee = e.price.platform_fee;
    r.platform_currency = e.price.base;
    r.gateway_fee = e.price.gateway_fee;
    r.gateway_currency = e.price.base;
    if (e.price.converts()) {
        r.fx_fee = e.price.fx_fee;
        r.fx_rate = e.price.rate;
        r.fx_currency_from = e.price.payee.currency;
        r.fx_currency_to = e.price.payer.currency;
    }
    r.payment_provider = by.provider;
    r.payment_method = by.method;
    r.account_name = by.name;
    r.gateway_confirmed_at = paid;
    r.provider_transaction_id = told(s, e).provider_transaction_id;
    auto& items = r.items.emplace();
    for (item const& one : i->items)
        items.push_back(
            {.id = one.id, .name = one.name, .qty = one.qty, .amount = one.amount, .currency = i->currency});
    return r;
}

}  // namespace dollr::sandbox

#endif
