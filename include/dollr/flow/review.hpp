// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_REVIEW_HPP
#define DOLLR_FLOW_REVIEW_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/parties.hpp>
#include <dollr/api/predictions.hpp>
#include <dollr/api/status.hpp>
#include <dollr/flow/payment_intent.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Looking before acting: pure functions that compare what the server has with what was intended.
///
/// A create whose answer was lost is found again here rather than repeated, and an invoice is read back until it says
/// exactly what the intent says. Nothing here remembers what was sent; it only believes what it reads.
namespace dollr::flow {

/// What to do with an invoice as it stands at the server.
struct review {
    enum class next : std::uint8_t {
        add_item,  ///< `item` is missing
        publish,   ///< all items are there, the total is right
        pay,       ///< published, and still what was intended
        stop,      ///< not what was intended: `reason`
    };
    next what = next::stop;
    std::size_t item = 0;
    std::string reason;
};

[[nodiscard]] constexpr std::string_view to_text(review::next value) noexcept;

inline std::vector<intent_item> items_of(payment_intent const& p) {
    if (p.items) return *p.items;
    return {intent_item{.name = p.note.value_or("Payment"), .qty = 1, .amount = p.amount}};
}

/// Items are compared as a bag, so that an answer that was lost after its effect is seen as that item (mistake 25).
inline review review_invoice(payment_intent const& p, api::invoice_detail_response const& invoice) {
    auto const stop = [](std::string reason) { return review{review::next::stop, 0, std::move(reason)}; };
    auto const idle = invoice.status == source_status::idle;
    if (!idle && invoice.status != source_status::active)
        return stop("the invoice is " + escaped(invoice.status.text()) + ", although no payment of ours has begun");
    if (invoice.currency != p.currency) return stop("the invoice is in another currency");

    auto const wanted = items_of(p);
    std::vector<bool> there(wanted.size());
    if (invoice.invoice_items) {
        for (auto const& have : *invoice.invoice_items) {
            std::size_t match = 0;
            while (match < wanted.size() &&
                   (there[match] || wanted[match].name != have.name || wanted[match].qty != have.qty ||
                    wanted[match].amount != have.amount || have.currency != p.currency))
                ++match;
            if (match == wanted.size()) return stop("the invoice has an item that was not asked for");
            there[match] = true;
        }
        auto const missing = std::find(there.begin(), there.end(), false);
        if (missing != there.end()) {
            if (!idle) return stop("the invoice was published before all its items were there");
            return {review::next::add_item, static_cast<std::size_t>(missing - there.begin()), {}};
        }
    } else if (idle && invoice.total_amount.is_zero()) {
        return {review::next::add_item, 0, {}};
    }
    if (invoice.total_amount != p.amount)
        return stop("the invoice's total is " + invoice.total_amount.to_string() + " instead of " +
                    p.amount.to_string());
    return {idle ? review::next::publish : review::next::pay, 0, {}};
}

/// The party of this name and phone; the oldest, if there are several. A name alone is not enough to pay somebody.
inline std::optional<party_id> find_party(std::vector<api::party_response> const& parties, payment_intent const& p) {
    std::optional<party_id> found;
    for (auto const& party : parties)
        if (party.fullname == p.name && party.phone && p.phone && *party.phone == p.phone->text() &&
            (!found || party.id < *found))
            found = party.id;
    return found;
}

inline std::optional<counterparty_id> find_counterparty(std::vector<api::counterparty_response> const& list,
                                                        party_id party) {
    std::optional<counterparty_id> found;
    for (auto const& c : list)
        if (c.party_id == party && (!found || c.id < *found)) found = c.id;
    return found;
}

/// Our invoices, by the tag in their document reference; oldest first. More than one: the others are orphans.
inline std::vector<invoice_id> find_invoices(std::vector<api::invoice_response> const& list, payment_intent const& p) {
    std::vector<invoice_id> found;
    auto const tag = tag_of(p.key);
    for (auto const& invoice : list)
        if (invoice.document_reference == tag && invoice.status != source_status::canceled) found.push_back(invoice.id);
    std::sort(found.begin(), found.end());
    return found;
}

/// The currency that the account is paid in: the intent's, if the provider carries it.
inline std::optional<currency> target_currency(payment_intent const& p, std::vector<std::string> const& carried) {
    if (carried.empty()) return p.currency;
    std::optional<currency> first;
    for (auto const& text : carried) {
        auto const c = currency::try_parse(text);
        if (c == p.currency) return c;
        if (!first) first = c;
    }
    return first;
}

/// Empty, or why a document that is there already is not what was intended. Its total is what the intent names, whoever
/// bears the fees.
inline std::string document_objection(payment_intent const& p, api::payment_source_status_response const& document) {
    if (document.source_id != p.source_id || !document.source_type.is(p.source_type.value_or(source_type::invoice)))
        return "the server speaks of another document";
    if (document.status != source_status::active) return "the document is " + escaped(document.status.text());
    if (document.total_amount == p.amount && document.currency == p.currency) return {};
    return "the document's total is " + document.total_amount.to_string() + " " +
           std::string{document.currency.text()} + " instead of " + p.amount.to_string() + " " +
           std::string{p.currency.text()};
}

/// Empty, or why the predicted amounts are not what was intended: the side without fees must be the intent's, exactly,
/// unless it is converted to `target`, the currency that was asked for. A document that was there already may let its
/// payer bear the fees: then the merchant's side is the one without, and unconverted the payer's is at most those more.
inline std::string prediction_objection(payment_intent const& p, currency target,
                                        api::amount_and_fee_prediction_response const& predicted) {
    auto const collection = p.kind == intent_kind::collection;
    auto const& side = collection ? predicted.payer_amount : predicted.payee_amount;
    auto const& unit = collection ? predicted.payer_currency : predicted.payee_currency;
    if (unit == target && (unit != p.currency || side == p.amount)) return {};
    if (unit == target && p.source_id && predicted.payee_currency == p.currency && predicted.payee_amount == p.amount) {
        std::optional most{p.amount};
        for (auto const& fee : {std::optional{predicted.platform_fee}, predicted.fx_fee, predicted.gateway_fee})
            if (most && fee) most = amount::checked_add(*most, *fee);
        if (unit != p.currency || (most && side <= *most)) return {};
    }
    return std::string{"the "} + (collection ? "payer would pay " : "payee would get ") + side.to_string() + " " +
           std::string{unit.text()} + " instead of " + p.amount.to_string();
}

constexpr std::string_view to_text(review::next value) noexcept {
    switch (value) {
        case review::next::add_item:
            return "add item";
        case review::next::publish:
            return "publish";
        case review::next::pay:
            return "pay";
        case review::next::stop:
            return "stop";
    }
    return {};
}

}  // namespace dollr::flow

#endif
