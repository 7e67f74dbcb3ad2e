// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_RECEIPTS_HPP
#define DOLLR_SANDBOX_RULES_RECEIPTS_HPP

#include <dollr/api/receipts.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/documents.hpp>
#include <dollr/sandbox/engine.hpp>

/// Receipts: there is one once the document is PAID, and it repeats the execution's amounts and fees to the last digit.
namespace dollr::sandbox {

template <one_of<api::retrieve_invoice_receipt, api::retrieve_order_receipt, api::retrieve_invoice_receipt_by_number,
                 api::retrieve_order_receipt_by_number>
              Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto const* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (d->status != source_status::paid || !d->paid || !d->paid_by)
        return refusal(404, "There is no receipt: this is not PAID");
    auto const paid = timestamp(*d->paid);
    auto const& e = s.executions[*d->paid_by];
    auto const& by = *s.accounts.find(e.account);
    auto const& to = *s.counterparties.find(d->counterparty);
    auto const* const person = party_behind(s, to.id);

    typename Op::response r;
    if constexpr (type_of<Op> == source_type::order) {
        r.order_id = {d->id.value};
        r.order_number = d->number;
    } else {
        r.invoice_id = {d->id.value};
        r.invoice_number = d->number;
        r.due_date = d->due_date;
    }
    r.document_reference = d->document_reference;
    r.currency = d->currency;
    r.total_amount = d->total;
    r.status = d->status;
    r.note = d->note;
    r.as_payment_link = d->as_payment_link;
    r.fee_bearer = d->fee_bearer;
    r.owner_id = merchant;
    r.owner_type = merchant_kind;
    r.created_at = timestamp(d->times.created);
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
    for (item const& one : d->items)
        items.push_back(
            {.id = one.id, .name = one.name, .qty = one.qty, .amount = one.amount, .currency = d->currency});
    return r;
}

}  // namespace dollr::sandbox

#endif
