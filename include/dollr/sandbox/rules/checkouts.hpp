// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_CHECKOUTS_HPP
#define DOLLR_SANDBOX_RULES_CHECKOUTS_HPP

#include <dollr/api/checkouts.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/documents.hpp>
#include <dollr/sandbox/pages.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Checkouts: party, counterparty and an ACTIVE document with its items by one request, all of them or none, and the
/// address of the page where it is paid. The payer bears the fees.
namespace dollr::sandbox {

namespace detail {

/// The items of the request, each of them one piece; or what is wrong with one of them.
inline answer<std::vector<item>> checkout_items(state const& s, call<api::create_checkout> const& c) {
    std::vector<item> items;
    for (auto const& line : c.body.items) {
        auto const index = static_cast<std::int64_t>(items.size());
        if (line.currency != c.body.currency) {
            auto p = refusal({"body", "items"}, "The currency must be the checkout's");
            p.issues[0].loc.emplace_back(index);
            p.issues[0].loc.emplace_back(std::string("currency"));
            return p;
        }
        items.push_back({.id = {nth_id(s.items + index + 1, 4)},
                         .name = line.name,
                         .qty = 1,
                         .amount = line.amount,
                         .times = {c.now, c.now}});
    }
    if (items.empty()) return refusal({"body", "items"}, "A checkout needs at least one item");
    return items;
}

/// The counterparty that was named, else a new one. One that stands for nobody stands for this payer from now on.
inline counterparty& checkout_counterparty(state& s, call<api::create_checkout> const& c) {
    auto const& b = c.body;
    auto* to = b.counterparty_id ? s.counterparties.find(*b.counterparty_id) : nullptr;
    if (to == nullptr) {
        to = &s.counterparties.add({.id = {},
                                    .relationship = b.party_relationship.value_or(api::relationship_type::customer),
                                    .party = {},
                                    .times = {c.now, c.now}});
    }
    if (!to->party) {
        to->party = s.parties
                        .add({.id = {},
                              .fullname = b.party_name.value_or(std::string(b.party_phone.text())),
                              .phone = b.party_phone,
                              .email = b.party_email,
                              .country_code = {},
                              .times = {c.now, c.now}})
                        .id;
    }
    return *to;
}

inline api::create_checkout_response told(state const& s, checkout const& made, source const& d, party_id payer) {
    auto token = page_token(s, made.id);
    api::create_checkout_response r;
    r.mode = api::checkout_mode::hosted;
    r.source_type = d.type;
    r.source_id = d.id;
    r.source_number = d.number;
    r.source_status = d.status;
    r.counterparty_id = d.counterparty;
    r.party_id = payer;
    r.currency = d.currency;
    r.total_amount = d.total;
    r.document_reference = d.document_reference;
    r.due_date = d.due_date;
    r.expires_at = made.expires;
    r.source_checkout_config_id = made.id;
    r.url = page_url(s, payment_pages, token);
    r.hosted_path_or_token = std::move(token);
    r.success_url = made.success_url;
    r.cancel_url = made.cancel_url;
    return r;
}

}  // namespace detail

template <>
inline constexpr bool needs_verified_merchant<api::create_checkout> = true;
template <>
inline constexpr fault_site fault_site_of<api::create_checkout> = fault_site::checkout;
inline subject subject_of(state const&, call<api::create_checkout> const& c) {
    return {.phone = c.body.party_phone.text()};
}
inline answer<api::create_checkout_response> serve(state& s, call<api::create_checkout> const& c) {
    auto const& b = c.body;
    if (!b.mode.is(api::checkout_mode::hosted)) return refusal({"body", "mode"}, "Only HOSTED is served");
    if (b.counterparty_id && s.counterparties.find(*b.counterparty_id) == nullptr) return missing("Counterparty");
    if (!b.currency.is_listed()) return refusal({"body", "currency"}, "This is not an ISO 4217 currency");
    if (b.expires_at && b.expires_at->server() <= c.now)
        return refusal({"body", "expires_at"}, "This moment has passed");
    auto items = detail::checkout_items(s, c);
    if (auto* const wrong = std::get_if<problem>(&items)) return std::move(*wrong);

    source d{.currency = b.currency,
             .note = b.note.value_or(std::string()),
             .fee_bearer = fee_bearer::payer,
             .as_payment_link = true,
             .document_reference = b.document_reference,
             .due_date = b.due_date,
             .status = source_status::active};
    if (!replace_items(d, std::move(*std::get_if<std::vector<item>>(&items)), c.now))
        return refusal({"body", "items"}, detail::no_such_total);

    s.items += static_cast<std::int64_t>(d.items.size());
    auto const& to = detail::checkout_counterparty(s, c);
    d.counterparty = to.id;
    auto const& made = b.source_kind == api::source_kind::order
                           ? add_document<source_type::order>(s, std::move(d), c.now)
                           : add_document<source_type::invoice>(s, std::move(d), c.now);
    auto const& hosted = s.checkouts.add({.type = made.type,
                                          .source = made.id,
                                          .success_url = b.success_url,
                                          .cancel_url = b.cancel_url,
                                          .expires = b.expires_at,
                                          .times = {c.now, c.now}});
    return detail::told(s, hosted, made, *to.party);
}

}  // namespace dollr::sandbox

#endif
