// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_OWN_HPP
#define DOLLR_SANDBOX_RULES_OWN_HPP

#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/own_operations.hpp>
#include <dollr/sandbox/pages.hpp>
#include <dollr/sandbox/rules/sessions.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// The sandbox's own operations (own_operations.hpp). They look at everything and change nothing, but for the payer's
/// action.
namespace dollr::sandbox {

namespace detail {

/// The indexes that a page asks for, of `size` rows whose sequences count from 1.
inline std::pair<std::size_t, std::size_t> page_of(page_query const& q, std::size_t size) noexcept {
    auto const count = static_cast<std::int64_t>(size);
    auto const first = std::min(q.after.value_or(0), count);
    auto const last = std::min(first + std::min(q.limit.value_or(count), count), count);
    auto const newest = q.last ? std::max(first, last - std::min(*q.last, count)) : first;
    return {static_cast<std::size_t>(newest), static_cast<std::size_t>(last)};
}

/// What a session is about; null if it is not a collection's.
inline source const* source_behind(state const& s, session const& of) noexcept {
    return of.operation == operation_type::collection ? find_source(s, of.type, of.source) : nullptr;
}

inline execution_summary summary_of(state const& s, std::size_t index) {
    auto const& e = s.executions[index];
    execution_summary r;
    r.sequence = static_cast<std::int64_t>(index) + 1;
    r.intent_id = {e.id};
    r.reference_id = e.reference_id;
    r.operation_type = e.operation;
    r.status = present(e).status;
    r.charged = e.charged;
    r.outcome = boost::describe::enum_to_string(e.outcome, "");
    r.session_id = e.session;
    if (auto const* const source = source_behind(s, *s.sessions.find(e.session)))
        r.document_reference = source->document_reference;
    if (auto const* const account = s.accounts.find(e.account)) r.account_name = account->name;
    r.payer_amount = e.price.payer.amount;
    r.payer_currency = e.price.payer.currency;
    r.payee_amount = e.price.payee.amount;
    r.payee_currency = e.price.payee.currency;
    r.waits_for_payer = waits_for_payer(e);
    r.accepted_at = timestamp(e.accepted);
    return r;
}

inline session_summary summary_of(state const& s, session const& of, server_time now) {
    session_summary r;
    r.sequence = nth_of(of.id.value, 7);
    r.id = of.id;
    r.operation_type = of.operation;
    r.status = status_of(of, now);
    r.amount = of.pays.amount;
    r.currency = of.pays.currency;
    if (auto const* const source = source_behind(s, of)) {
        r.source_number = source->number;
        r.amount = source->total;
        r.currency = source->currency;
    }
    if (of.execution) r.reference_id = s.executions[*of.execution].reference_id;
    r.created_at = timestamp(of.times.created);
    r.expires_at = timestamp(of.expires);
    return r;
}

template <class Id>
std::string page_address(state const& s, Id id) {
    return std::string(payment_pages) + page_token(s, id);
}

inline source_summary summary_of(state const& s, source const& d) {
    source_summary r;
    r.source_type = d.type;
    r.source_number = d.number;
    r.status = d.status;
    r.total_amount = d.total;
    r.currency = d.currency;
    r.document_reference = d.document_reference;
    if (auto const* const payer = party_behind(s, d.counterparty)) r.payer_name = payer->fullname;
    if (d.status != source_status::idle && d.verified) r.page = page_address(s, d.id);
    r.created_at = timestamp(d.times.created);
    if (d.paid) r.paid_at = timestamp(*d.paid);
    return r;
}

}  // namespace detail

inline answer<clock_response> serve(state& s, call<read_clock> const& c) {
    return clock_response{.epoch = timestamp(s.options.epoch), .speed = s.options.speed, .now = timestamp(c.now)};
}

inline answer<health_response> serve(state& s, call<read_health> const&) {
    health_response r;
    r.status = "ok";
    r.seed = std::to_string(s.options.seed);
    r.requests = s.counters.requests;
    r.api_requests = s.counters.api_requests;
    r.refused_tokens = s.counters.refused_tokens;
    r.refused_passcodes = s.counters.refused_passcodes;
    r.faults = s.counters.faults;
    r.executions = static_cast<std::int64_t>(s.executions.size());
    for (execution const& e : s.executions) r.unfinished += present(e).status < execution_status::completed;
    r.charges = static_cast<std::int64_t>(s.ledger.size());
    for (wallet const& w : s.wallets) r.wallets.push_back({.id = w.id, .currency = w.currency, .balance = w.balance});
    return r;
}

inline answer<std::vector<ledger_entry>> serve(state& s, call<read_ledger> const& c) {
    auto const [first, last] = detail::page_of(c.query, s.ledger.size());
    auto const begin = s.ledger.begin();
    return std::vector<ledger_entry>(begin + static_cast<std::ptrdiff_t>(first),
                                     begin + static_cast<std::ptrdiff_t>(last));
}

inline answer<std::vector<execution_summary>> serve(state& s, call<list_executions> const& c) {
    auto const [first, last] = detail::page_of(c.query, s.executions.size());
    std::vector<execution_summary> rows;
    for (auto i = first; i < last; ++i) rows.push_back(detail::summary_of(s, i));
    return rows;
}

inline answer<std::vector<session_summary>> serve(state& s, call<list_sessions> const& c) {
    auto const [first, last] = detail::page_of(c.query, s.sessions.size());
    std::vector<session_summary> rows;
    for (auto i = first; i < last; ++i)
        rows.push_back(detail::summary_of(s, *(s.sessions.begin() + static_cast<std::ptrdiff_t>(i)), c.now));
    return rows;
}

inline answer<std::vector<source_summary>> serve(state& s, call<list_sources> const& c) {
    std::vector<source const*> all;
    for (source const& d : s.invoices) all.push_back(&d);
    for (source const& d : s.orders) all.push_back(&d);
    std::sort(all.begin(), all.end(), [](source const* a, source const* b) {
        return std::tie(a->times.created, a->type, a->id) < std::tie(b->times.created, b->type, b->id);
    });
    auto const [first, last] = detail::page_of(c.query, all.size());
    std::map<source_id, checkout_id> hosted;  // such a page knows the way back to the shop
    for (checkout const& one : s.checkouts) hosted[one.source] = one.id;
    std::vector<source_summary> rows;
    for (auto i = first; i < last; ++i) {
        auto& row = rows.emplace_back(detail::summary_of(s, *all[i]));
        row.sequence = static_cast<std::int64_t>(i) + 1;
        auto const by_checkout = hosted.find(all[i]->id);
        if (by_checkout != hosted.end()) row.page = detail::page_address(s, by_checkout->second);
    }
    return rows;
}

inline answer<api::execution_response> serve(state& s, call<end_payer_action> const& c) {
    auto const found = s.by_reference.find(c.path.reference_id);
    if (found == s.by_reference.end()) return missing("Execution");
    auto& e = s.executions[found->second];
    if (!end_action(s, e, c.query.approved.value_or(true), c.now))
        return refusal({"path", "reference_id"}, "This execution is not waiting for its payer");
    return told(s, e);
}

}  // namespace dollr::sandbox

#endif
