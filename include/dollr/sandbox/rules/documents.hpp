// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_DOCUMENTS_HPP
#define DOLLR_SANDBOX_RULES_DOCUMENTS_HPP

#include <dollr/api/invoices.hpp>
#include <dollr/api/orders.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/documents.hpp>
#include <dollr/sandbox/rules/parties.hpp>

#include <string>
#include <string_view>
#include <utility>

/// Invoices and orders, by one rule: made IDLE, edited while IDLE, published once to ACTIVE with at least one item,
/// canceled from IDLE or ACTIVE. What the two call differently (invoice_number, order_number) is found by its name.
namespace dollr::sandbox {

namespace detail {

/// What a document and its detail have in common.
template <class Response>
Response told_document(source const& d) {
    Response r;
    r.id = {d.id.value};
    r.document_reference = d.document_reference;
    r.counterparty_id = d.counterparty;
    r.currency = d.currency;
    r.total_amount = d.total;
    r.status = d.status;
    r.note = d.note;
    r.fee_bearer = d.fee_bearer;
    r.as_payment_link = d.as_payment_link;
    if constexpr (requires { r.invoice_number; }) {
        r.invoice_number = d.number;
        r.due_date = d.due_date;
    } else {
        r.order_number = d.number;
    }
    r.owner_id = merchant;
    r.owner_type = merchant_kind;
    if (d.paid) r.paid_at = timestamp(*d.paid);
    r.created_at = timestamp(d.times.created);
    r.updated_at = timestamp(d.times.updated);
    return r;
}

template <class Response>
Response told_item(item const& i, currency c) {
    return {.id = i.id,
            .name = i.name,
            .currency = c,
            .qty = i.qty,
            .amount = i.amount,
            .created_at = timestamp(i.times.created),
            .updated_at = timestamp(i.times.updated)};
}

template <class Response>
Response told_whole(state const& s, source const& d) {
    auto r = told_document<Response>(d);
    auto& items = [&]() -> auto& {
        if constexpr (requires { r.invoice_items; }) {
            return r.invoice_items.emplace();
        } else {
            return r.order_items.emplace();
        }
    }();
    using item_response = typename std::remove_reference_t<decltype(items)>::value_type;
    for (item const& one : d.items) items.push_back(told_item<item_response>(one, d.currency));
    r.counterparty = told_with_party(s, *s.counterparties.find(d.counterparty));
    return r;
}

}  // namespace detail

template <one_of<api::create_invoice, api::create_order> Op>
inline constexpr fault_site fault_site_of<Op> = fault_site::document;
template <one_of<api::create_invoice, api::create_order> Op>
subject subject_of(state const& s, call<Op> const& c) {
    return subject_of_counterparty(s, c.body.counterparty_id);
}
template <one_of<api::create_invoice, api::create_order> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    if (s.counterparties.find(c.body.counterparty_id) == nullptr) return missing("Counterparty");
    if (!c.body.currency.is_listed()) return refusal({"body", "currency"}, "This is not an ISO 4217 currency");
    source d{.counterparty = c.body.counterparty_id,
             .currency = c.body.currency,
             .note = c.body.note,
             .fee_bearer = c.body.fee_bearer,
             .as_payment_link = c.body.as_payment_link,
             .document_reference = c.body.document_reference};
    if constexpr (requires { c.body.due_date; }) d.due_date = c.body.due_date;
    return detail::told_document<typename Op::response>(add_document<type_of<Op>>(s, std::move(d), c.now));
}

template <one_of<api::list_invoices, api::list_orders> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    typename Op::response all;
    for (source const& d : documents_of<type_of<Op>>(s)) {
        if (c.query.currency && *c.query.currency != d.currency) continue;
        if (c.query.status && *c.query.status != d.status) continue;
        all.push_back(detail::told_document<typename Op::response::value_type>(d));
    }
    return all;
}

template <
    one_of<api::retrieve_invoice, api::retrieve_order, api::retrieve_invoice_by_number, api::retrieve_order_by_number>
        Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto const* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    return detail::told_whole<typename Op::response>(s, *d);
}

template <one_of<api::update_invoice, api::update_order> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (auto p = check_idle<Op>(*d)) return std::move(*p);
    if (c.body.document_reference) d->document_reference = c.body.document_reference;
    if (c.body.note) d->note = *c.body.note;
    if (c.body.fee_bearer) d->fee_bearer = *c.body.fee_bearer;
    if constexpr (requires { c.body.due_date; }) {
        if (c.body.due_date) d->due_date = c.body.due_date;
    }
    d->times.updated = c.now;
    return detail::told_document<typename Op::response>(*d);
}

template <one_of<api::publish_invoice, api::publish_order> Op>
inline constexpr fault_site fault_site_of<Op> = fault_site::publish;
template <one_of<api::publish_invoice, api::publish_order> Op>
subject subject_of(state const& s, call<Op> const& c) {
    return subject_of_source(s, type_of<Op>, source_of(c.path.id));
}
template <one_of<api::publish_invoice, api::publish_order> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (d->status != source_status::idle) return refusal({"path", "id"}, "Only an IDLE document can be published");
    if (d->items.empty()) return refusal({"path", "id"}, "It needs at least one item before it is published");
    d->status = source_status::active;
    d->verified = c.verified;
    d->times.updated = c.now;
    return detail::told_document<typename Op::response>(*d);
}

/// A canceled one stays: it can be read, and nothing else.
template <one_of<api::cancel_invoice, api::cancel_order> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (d->status != source_status::idle && d->status != source_status::active)
        return refusal({"path", "id"}, "Only an IDLE or ACTIVE document can be canceled");
    d->status = source_status::canceled;
    d->times.updated = c.now;
    return detail::told_document<typename Op::response>(*d);
}

}  // namespace dollr::sandbox

#endif
