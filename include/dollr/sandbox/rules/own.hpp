// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_OWN_HPP
#define DOLLR_SANDBOX_RULES_OWN_HPP

#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/own_operations.hpp>

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
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
    return {static_cast<std::size_t>(first), static_cast<std::size_t>(last)};
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
    if (e.operation == operation_type::collection) {
        auto const* const session = s.sessions.find(e.session);
        r.document_reference = find_source(s, session->type, session->source)->document_reference;
    }
    if (auto const* const account = s.accounts.find(e.account)) r.account_name = account->name;
    r.accepted_at = timestamp(e.accepted);
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

inline answer<api::execution_response> serve(state& s, call<end_payer_action> const& c) {
    auto const found = s.by_reference.find(c.path.reference_id);
    if (found == s.by_reference.end()) return missing("Execution");
    auto& e = s.executions[found->second];
    if (!end_action(s, e, c.query.approved.value_or(true), c.now))
        return objection({"path", "reference_id"}, "This execution does not wait for its payer");
    return told(s, e);
}

}  // namespace dollr::sandbox

#endif
