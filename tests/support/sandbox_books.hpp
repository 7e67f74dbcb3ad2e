// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SANDBOX_BOOKS_HPP
#define DOLLR_TESTS_SUPPORT_SANDBOX_BOOKS_HPP

#include <dollr/sandbox/sandbox.hpp>

#include <rapidcheck.h>

#include <map>
#include <set>
#include <utility>

/// The audit of a sandbox, from its tables alone: what must hold of its money whatever was asked of it.
namespace books {

using namespace dollr;

inline amount sum(amount a, amount b) {
    auto const s = amount::checked_add(a, b);
    RC_ASSERT(s.has_value());
    return *s;
}

inline sandbox::execution const& execution_of(sandbox::state const& s, sandbox::ledger_entry const& e) {
    return s.executions.at(s.by_reference.at(e.reference_id));
}

/// One entry for every execution that completed, and none for any other.
inline void check_ledger(sandbox::state const& s) {
    std::set<reference_id> charged;
    for (auto const& e : s.ledger) {
        RC_ASSERT(charged.insert(e.reference_id).second);
        RC_ASSERT(e.sequence == static_cast<std::int64_t>(charged.size()));
        auto const& by = execution_of(s, e);
        RC_ASSERT(e.intent_id.value == by.id);
        RC_ASSERT((money{e.payer_amount, e.payer_currency} == by.price.payer));
        RC_ASSERT((money{e.payee_amount, e.payee_currency} == by.price.payee));
    }
    std::set<reference_id> known;
    for (auto const& e : s.executions) {
        RC_ASSERT(known.insert(e.reference_id).second);
        RC_ASSERT(e.charged == charged.contains(e.reference_id));
        RC_ASSERT(e.charged == (present(e).status == execution_status::completed));
    }
}

/// In its base currency every price adds up; a converted side stands apart.
inline void check_prices(sandbox::state const& s) {
    for (auto const& e : s.executions) {
        if (e.price.converts() || e.outcome == sandbox::outcome::amount_mismatch) continue;
        RC_ASSERT(sum(sum(e.price.payee.amount, e.price.platform_fee), e.price.gateway_fee) == e.price.payer.amount);
    }
}

/// What a wallet holds is what it held at first, and collections, less everything else that has not failed.
inline void check_wallets(sandbox::state const& s) {
    std::map<currency, amount> expected;
    for (auto const& w : s.wallets)
        expected[w.currency] = *s.options.wallet_balance.rounded(*w.currency.minor_units(), rounding::down);
    for (auto const& e : s.executions) {
        if (e.operation == operation_type::collection) {
            if (e.charged)
                expected[e.price.payee.currency] = sum(expected[e.price.payee.currency], e.price.payee.amount);
        } else if (present(e).status != execution_status::failed && e.outcome != sandbox::outcome::out_of_funds) {
            expected[e.price.payer.currency] = sum(expected[e.price.payer.currency], -e.price.payer.amount);
        }
    }
    for (auto const& w : s.wallets) RC_ASSERT(w.balance == expected[w.currency]);
}

/// Totals are sums, and a document is paid by one execution, but for what declines first and completes after all.
inline void check_documents(sandbox::state const& s) {
    std::map<std::pair<source_type, source_id>, int> charges;
    for (auto const& e : s.ledger) {
        if (e.operation_type != operation_type::collection) continue;
        if (execution_of(s, e).outcome != sandbox::outcome::flips) ++charges[{*e.source_type, *e.source_id}];
    }
    for (auto const& [source, times] : charges) RC_ASSERT(times == 1);
    auto const check = [&](auto const& documents) {
        for (auto const& d : documents) {
            amount total;
            for (auto const& one : d.items) total = sum(total, *amount::checked_multiply(one.amount, one.qty));
            RC_ASSERT(total == d.total);
            RC_ASSERT((d.status == source_status::paid) == d.paid_by.has_value());
        }
    };
    check(s.invoices);
    check(s.orders);
}

/// Of no payment more is given back than its payer paid, live refunds counted, in either currency.
inline void check_refunds(sandbox::state const& s) {
    std::map<std::int64_t, std::pair<amount, amount>> back;  // of an intent: from the wallet, to the payer
    for (auto const& e : s.executions) {
        if (e.operation != operation_type::refund || present(e).status == execution_status::failed) continue;
        auto& [from, to] = back[s.sessions.find(e.session)->original.value];
        from = sum(from, e.price.payer.amount);
        to = sum(to, e.price.payee.amount);
    }
    for (auto const& e : s.executions) {
        auto const found = back.find(e.id);
        if (found == back.end()) continue;
        auto const& [from, to] = found->second;
        auto const& q = e.price;
        RC_ASSERT(e.operation == operation_type::collection);
        RC_ASSERT(e.charged);
        RC_ASSERT(to <= q.payer.amount);
        RC_ASSERT(from <= (q.converts() ? sum(sum(q.payee.amount, q.platform_fee), sum(q.gateway_fee, q.fx_fee))
                                        : q.payer.amount));
    }
}

inline void check(sandbox::state const& s) {
    check_ledger(s);
    check_prices(s);
    check_wallets(s);
    check_documents(s);
    check_refunds(s);
}

}  // namespace books

#endif
