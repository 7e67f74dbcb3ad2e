// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_ITEMS_HPP
#define DOLLR_SANDBOX_RULES_ITEMS_HPP

#include <dollr/api/invoices.hpp>
#include <dollr/api/orders.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/documents.hpp>
#include <dollr/sandbox/rules/documents.hpp>

#include <algorithm>
#include <utility>

/// The items of invoices and orders: in the document's currency, changed while it is IDLE, and always summed up
/// exactly.
namespace dollr::sandbox {

template <one_of<api::add_invoice_item, api::add_order_item> Op>
inline constexpr fault_site fault_site_of<Op> = fault_site::item;
template <one_of<api::add_invoice_item, api::add_order_item> Op>
subject subject_of(state const& s, call<Op> const& c) {
    if constexpr (type_of<Op> == source_type::order) {
        return subject_of_source(s, type_of<Op>, source_of(c.path.order_id));
    } else {
        return subject_of_source(s, type_of<Op>, source_of(c.path.invoice_id));
    }
}
template <one_of<api::add_invoice_item, api::add_order_item> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (auto p = check_idle<Op>(*d)) return std::move(*p);
    if (c.body.currency != d->currency) return refusal({"body", "currency"}, "The currency must be the document's");
    auto items = d->items;
    items.push_back({.id = {nth_id(s.items + 1, 4)},
                     .name = c.body.name,
                     .qty = c.body.qty,
                     .amount = c.body.amount,
                     .times = {c.now, c.now}});
    if (!replace_items(*d, std::move(items), c.now)) return refusal({"body", "amount"}, detail::no_such_total);
    ++s.items;
    return detail::told_item<typename Op::response>(d->items.back(), d->currency);
}

template <one_of<api::update_invoice_item, api::update_order_item> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (auto p = check_idle<Op>(*d)) return std::move(*p);
    auto items = d->items;
    auto const one = std::ranges::find(items, c.path.id, &item::id);
    if (one == items.end()) return missing("Item");
    if (c.body.name) one->name = *c.body.name;
    if (c.body.qty) one->qty = *c.body.qty;
    if (c.body.amount) one->amount = *c.body.amount;
    one->times.updated = c.now;
    auto const index = one - items.begin();
    if (!replace_items(*d, std::move(items), c.now)) return refusal({"body", "amount"}, detail::no_such_total);
    return detail::told_item<typename Op::response>(d->items[static_cast<std::size_t>(index)], d->currency);
}

template <one_of<api::remove_invoice_item, api::remove_order_item> Op>
answer<typename Op::response> serve(state& s, call<Op> const& c) {
    auto* const d = document_of<Op>(s, c.path);
    if (d == nullptr) return missing(name_of<Op>);
    if (auto p = check_idle<Op>(*d)) return std::move(*p);
    auto items = d->items;
    if (std::erase_if(items, [&](item const& one) { return one.id == c.path.id; }) == 0) return missing("Item");
    if (!replace_items(*d, std::move(items), c.now)) return refusal({"path", "id"}, detail::no_such_total);
    return api::none{};
}

}  // namespace dollr::sandbox

#endif
