// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_DOCUMENT_HPP
#define DOLLR_FLOW_STEPS_DOCUMENT_HPP

#include <dollr/api/invoices.hpp>
#include <dollr/api/status.hpp>
#include <dollr/flow/steps/party.hpp>
#include <dollr/flow/steps/step_of.hpp>

/// What a collection is of: an invoice that we make, read back until it says exactly what was intended, or a document
/// that is there already.
namespace dollr::flow::steps {

inline bool needs_invoice(facts const& f) noexcept { return makes_invoice(f) && !f.made.invoice; }
inline bool under_review(facts const& f) noexcept { return makes_invoice(f) && !f.reviewed; }

/// Whatever was done to it: only what is read back counts.
inline sequel read_back(facts& f) {
    f.todo = {};
    return {};
}

struct find_invoice : step_of<api::list_invoices, step::find_invoice> {
    static constexpr std::string_view name = "looking for the invoice";
    static bool due(facts const& f) noexcept { return f.look_first && needs_invoice(f); }
    static question<operation> ask(facts const& f) { return {.query = {f.wanted->currency, {}}}; }
    static sequel take(facts& f, operation::response const& list) {
        f.orphans = find_invoices(list, *f.wanted);
        if (f.orphans.empty()) return nothing_found(f);
        f.made.invoice = f.orphans.front();
        f.orphans.erase(f.orphans.begin());
        return {sequel::kind::made};
    }
};

struct create_invoice : step_of<api::create_invoice, step::create_invoice> {
    static constexpr std::string_view name = "creating the invoice";
    static bool due(facts const& f) noexcept { return needs_invoice(f); }
    static question<operation> ask(facts const& f) {
        return {.body = {.counterparty_id = f.made.counterparty,
                         .currency = f.wanted->currency,
                         .note = f.wanted->note.value_or("Payment"),
                         .fee_bearer = fee_bearer::payee,
                         .as_payment_link = false,
                         .document_reference = tag_of(f.wanted->key),
                         .due_date = {}}};
    }
    static sequel take(facts& f, operation::response const& invoice) {
        f.made.invoice = invoice.id;
        return {sequel::kind::made};
    }
};

struct add_item : step_of<api::add_invoice_item, step::add_item> {
    static constexpr std::string_view name = "adding an item";
    static bool due(facts const& f) noexcept { return under_review(f) && f.todo.what == review::next::add_item; }
    static question<operation> ask(facts const& f) {
        auto const item = items_of(*f.wanted)[f.todo.item];
        return {.path = {f.made.invoice}, .body = {item.name, f.wanted->currency, item.qty, item.amount}};
    }
    static sequel take(facts& f, operation::response const&) { return read_back(f); }
};

struct publish : step_of<api::publish_invoice, step::publish> {
    static constexpr std::string_view name = "publishing the invoice";
    static bool due(facts const& f) noexcept { return under_review(f) && f.todo.what == review::next::publish; }
    static question<operation> ask(facts const& f) { return {.path = {f.made.invoice}}; }
    static sequel take(facts& f, operation::response const&) { return read_back(f); }
};

struct review_invoice : step_of<api::retrieve_invoice, step::review_invoice> {
    static constexpr std::string_view name = "reading the invoice back";
    static bool due(facts const& f) noexcept { return under_review(f); }
    static question<operation> ask(facts const& f) { return {.path = {f.made.invoice}}; }
    static sequel take(facts& f, operation::response const& invoice) {
        f.todo = flow::review_invoice(*f.wanted, invoice);
        if (f.todo.what == review::next::stop) return give_up("not paid: " + f.todo.reason);
        f.reviewed = f.todo.what == review::next::pay;
        return {};
    }
};

struct read_document : step_of<api::status_source, step::read_document> {
    static constexpr std::string_view name = "reading the document";
    static bool due(facts const& f) noexcept { return has_document(f) && !f.reviewed; }
    static question<operation> ask(facts const& f) { return {.query = {source_type_of(f), source_of(f)}}; }
    static sequel take(facts& f, operation::response const& source) {
        if (auto objection = document_objection(*f.wanted, source); !objection.empty())
            return give_up("not paid: " + objection);
        f.reviewed = true;
        return {};
    }
};

}  // namespace dollr::flow::steps

#endif
