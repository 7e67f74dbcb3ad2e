// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_PAPER_HPP
#define DOLLR_FLOW_STEPS_PAPER_HPP

#include <dollr/api/receipts.hpp>
#include <dollr/api/status.hpp>
#include <dollr/flow/steps/step_of.hpp>

/// What a completed collection leaves to fetch. The money has moved whatever becomes of these, and they are asked for
/// without the intent: a recovered payment does not have it.
namespace dollr::flow::steps {

/// A source turns PAID a little after its execution.
struct confirm_source : step_of<api::status_source, step::confirm_source> {
    static constexpr std::string_view name = "confirming that the source is paid";
    static bool due(facts const& f) noexcept { return is_collection(f) && f.made.invoice && !f.paid; }
    static question<operation> ask(facts const& f) { return {.query = {source_type_of(f), source_of(f)}}; }
    static sequel take(facts& f, operation::response const& source) {
        if (source.status != source_status::paid) return {sequel::kind::ask_later};
        f.paid = true;
        f.paid_at = source.paid_at;
        return {};
    }
};

inline bool needs_receipt(facts const& f) noexcept { return is_collection(f) && f.made.invoice && !f.has_receipt; }

inline sequel take_receipt(facts& f) {
    f.has_receipt = true;
    return {};
}

struct fetch_order_receipt : step_of<api::retrieve_order_receipt, step::fetch_receipt> {
    static constexpr std::string_view name = "fetching the receipt";
    static bool due(facts const& f) noexcept { return needs_receipt(f) && source_type_of(f) == source_type::order; }
    static question<operation> ask(facts const& f) { return {.path = {order_id{f.made.invoice.value}}}; }
    static sequel take(facts& f, operation::response const&) { return take_receipt(f); }
};

struct fetch_invoice_receipt : step_of<api::retrieve_invoice_receipt, step::fetch_receipt> {
    static constexpr std::string_view name = fetch_order_receipt::name;
    static bool due(facts const& f) noexcept { return needs_receipt(f); }
    static question<operation> ask(facts const& f) { return {.path = {f.made.invoice}}; }
    static sequel take(facts& f, operation::response const&) { return take_receipt(f); }
};

}  // namespace dollr::flow::steps

#endif
