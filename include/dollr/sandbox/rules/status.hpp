// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_STATUS_HPP
#define DOLLR_SANDBOX_RULES_STATUS_HPP

#include <dollr/api/status.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/documents.hpp>
#include <dollr/sandbox/engine.hpp>

/// Status: an execution is found under its own operation only; under another one it is a 404, as an unknown one is.
namespace dollr::sandbox {

namespace detail {

inline execution const* find_execution(state const& s, reference_id id) noexcept {
    auto const found = s.by_reference.find(id);
    return found != s.by_reference.end() ? &s.executions[found->second] : nullptr;
}

inline subject subject_of_status(state const& s, reference_id id) {
    auto const* const e = find_execution(s, id);
    if (e == nullptr) return {};
    auto const* const session = s.sessions.find(e->session);
    auto who = e->operation == operation_type::transfer ? subject_of_counterparty(s, session->to)
                                                        : subject_of_account(s, e->account);
    who.parent = 0;
    who.reference_id = id;
    return who;
}

inline answer<api::execution_response> status_of(state const& s, reference_id id, operation_type op) {
    auto const* const e = find_execution(s, id);
    if (e == nullptr || e->operation != op || !present(*e).visible) return missing("Transaction");
    return told(s, *e);
}

}  // namespace detail

template <class Op>
inline constexpr operation_type operation_of = operation_type::collection;
template <>
inline constexpr auto operation_of<api::status_payout> = operation_type::payout;
template <>
inline constexpr auto operation_of<api::status_transfer> = operation_type::transfer;
template <>
inline constexpr auto operation_of<api::status_refund> = operation_type::refund;

template <class Op>
concept execution_status_operation =
    one_of<Op, api::status_collection, api::status_payout, api::status_transfer, api::status_refund>;

template <execution_status_operation Op>
inline constexpr fault_site fault_site_of<Op> = fault_site::status;
template <execution_status_operation Op>
subject subject_of(state const& s, call<Op> const& c) {
    return detail::subject_of_status(s, c.path.reference_id);
}
template <execution_status_operation Op>
answer<api::execution_response> serve(state& s, call<Op> const& c) {
    return detail::status_of(s, c.path.reference_id, operation_of<Op>);
}

inline answer<api::payment_source_status_response> serve(state& s, call<api::status_source> const& c) {
    auto const* const source = find_source(s, c.query.source_type, c.query.source_id);
    if (source == nullptr) return missing("Payment source");
    api::payment_source_status_response r;
    r.source_id = source->id;
    r.source_type = source->type;
    r.source_number = source->number;
    r.status = source->status;
    r.currency = source->currency;
    r.total_amount = source->total;
    if (source->paid) r.paid_at = timestamp(*source->paid);
    return r;
}

}  // namespace dollr::sandbox

#endif
