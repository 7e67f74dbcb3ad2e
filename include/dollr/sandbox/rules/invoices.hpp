// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_INVOICES_HPP
#define DOLLR_SANDBOX_RULES_INVOICES_HPP

#include <dollr/api/invoices.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/rules/parties.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// Invoices: made IDLE, filled while IDLE, published once to ACTIVE with at least one item.
namespace dollr::sandbox {

/// "INV-2026-00042", counted within the year of its creation.
[[nodiscard]] inline std::string next_number(state& s, std::string_view kind, server_time now) {
    auto const year = static_cast<int>(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now)).year());
    auto const digits = std::to_string(++s.numbers[year]);
    std::string out(kind);
    out += '-';
    out += std::to_string(year);
    out += '-';
    if (digits.size() < 5) out.append(5 - digits.size(), '0');
    return out += digits;
}

namespace detail {

/// What an invoice and its detail have in common.
template <class Response>
Response told_invoice(source const& i) {
    Response r;
    r.id = {i.id.value};
    r.document_reference = i.document_reference;
    r.invoice_number = i.number;
    r.counterparty_id = i.counterparty;
    r.currency = i.currency;
    r.total_amount = i.total;
    r.status = i.status;
    r.note = i.note;
    r.fee_bearer = i.fee_bearer;
    r.due_date = i.due_date;
    r.as_payment_link = i.as_payment_link;
    r.owner_id = merchant;
    r.owner_type = merchant_kind;
    if (i.paid) r.paid_at = timestamp(*i.paid);
    r.created_at = timestamp(i.times.created);
    r.updated_at = timestamp(i.times.updated);
    return r;
}

inline api::invoice_item_response told(item const& i, currency c) {
    return {.id = i.id,
            .name = i.name,
            .currency = c,
            .qty = i.qty,
            .amount = i.amount,
            .created_at = timestamp(i.times.created),
            .updated_at = timestamp(i.times.updated)};
}

}  // namespace detail

template <>
inline constexpr place place_of<api::create_invoice> = place::invoice;
inline subject subject_of(state const& s, call<api::create_invoice> const& c) {
    return subject_of_counterparty(s, c.body.counterparty_id);
}
inline answer<api::invoice_response> serve(state& s, call<api::create_invoice> const& c) {
    if (s.counterparties.find(c.body.counterparty_id) == nullptr) return missing("Counterparty");
    if (!c.body.currency.is_listed()) return objection({"body", "currency"}, "This is not an ISO 4217 currency");
    auto const nothing = amount{}.exact_in(c.body.currency);
    return detail::told_invoice<api::invoice_response>(s.invoices.add({.id = {},
                                                                       .type = source_type::invoice,
                                                                       .number = next_number(s, "INV", c.now),
                                                                       .counterparty = c.body.counterparty_id,
                                                                       .currency = c.body.currency,
                                                                       .note = c.body.note,
                                                                       .fee_bearer = c.body.fee_bearer,
                                                                       .as_payment_link = c.body.as_payment_link,
                                                                       .document_reference = c.body.document_reference,
                                                                       .due_date = c.body.due_date,
                                                                       .total = nothing.value_or(amount{}),
                                                                       .times = {c.now, c.now}}));
}

inline answer<std::vector<api::invoice_response>> serve(state& s, call<api::list_invoices> const& c) {
    std::vector<api::invoice_response> all;
    for (source const& i : s.invoices) {
        if (c.query.currency && *c.query.currency != i.currency) continue;
        if (c.query.status && *c.query.status != i.status) continue;
        all.push_back(detail::told_invoice<api::invoice_response>(i));
    }
    return all;
}

inline answer<api::invoice_detail_response> serve(state& s, call<api::retrieve_invoice> const& c) {
    auto const* const i = s.invoices.find(c.path.id);
    if (i == nullptr) return missing("Invoice");
    auto r = detail::told_invoice<api::invoice_detail_response>(*i);
    auto& items = r.invoice_items.emplace();
    for (item const& one : i->items) items.push_back(detail::told(one, i->currency));
    r.counterparty = told_with_party(s, *s.counterparties.find(i->counterparty));
    return r;
}

template <>
inline constexpr place place_of<api::add_invoice_item> = place::item;
inline subject subject_of(state const& s, call<api::add_invoice_item> const& c) {
    return subject_of_source(s, source_type::invoice, source_of(c.path.invoice_id));
}
inline answer<api::invoice_item_response> serve(state& s, call<api::add_invoice_item> const& c) {
    auto* const i = s.invoices.find(c.path.invoice_id);
    if (i == nullptr) return missing("Invoice");
    if (i->status != source_status::idle)
        return objection({"path", "invoice_id"}, "Items can be added only while the invoice is IDLE");
    if (c.body.currency != i->currency) return objection({"body", "currency"}, "The currency must be the invoice's");
    auto const price = c.body.amount.exact_in(i->currency);
    auto const line = price ? amount::checked_multiply(*price, c.body.qty) : std::nullopt;
    auto const total = line ? amount::checked_add(i->total, *line) : std::nullopt;
    if (!total || total->significant_digits() > amount::sendable_digits_max)
        return objection({"body", "amount"}, "The total would be too large, or has more decimals than the currency");
    i->items.push_back({.id = {++s.items * 10 + 4},
                        .name = c.body.name,
                        .qty = c.body.qty,
                        .amount = *price,
                        .times = {c.now, c.now}});
    i->total = *total;
    i->times.updated = c.now;
    return detail::told(i->items.back(), i->currency);
}

template <>
inline constexpr place place_of<api::publish_invoice> = place::publish;
inline subject subject_of(state const& s, call<api::publish_invoice> const& c) {
    return subject_of_source(s, source_type::invoice, source_of(c.path.id));
}
inline answer<api::invoice_response> serve(state& s, call<api::publish_invoice> const& c) {
    auto* const i = s.invoices.find(c.path.id);
    if (i == nullptr) return missing("Invoice");
    if (i->status != source_status::idle) return objection({"path", "id"}, "Only an IDLE invoice can be published");
    if (i->items.empty()) return objection({"path", "id"}, "An invoice needs at least one item before it is published");
    i->status = source_status::active;
    i->times.updated = c.now;
    return detail::told_invoice<api::invoice_response>(*i);
}

}  // namespace dollr::sandbox

#endif
