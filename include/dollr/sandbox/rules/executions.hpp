// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_EXECUTIONS_HPP
#define DOLLR_SANDBOX_RULES_EXECUTIONS_HPP

#include <dollr/api/executions.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/refunds.hpp>
#include <dollr/sandbox/rules/sessions.hpp>

#include <optional>
#include <utility>

/// Executions: deduplicated by reference_id before anything is asked but the passcode of a payout. The same id with the
/// same content answers the present state, for ever and also after the session has expired; the same id with other
/// content is refused. A session executes at most once: it is taken by an execution and only a FAILED one gives it
/// back.
namespace dollr::sandbox {

namespace detail {

/// What a repeated POST must repeat.
inline bool says_the_same(execution const& e, acceptance const& a) noexcept {
    return e.operation == a.operation && e.session == a.session && e.account == a.account && e.currency == a.currency;
}

/// The answer to an id that is known; empty if it is new (or if this sandbox is told to race with itself).
inline std::optional<answer<api::execution_response>> repeated(state const& s, acceptance const& a, server_time now) {
    auto const known = s.by_reference.find(a.reference_id);
    if (known == s.by_reference.end()) return std::nullopt;
    auto const& e = s.executions[known->second];
    if (!says_the_same(e, a))
        return refusal({"body", "reference_id"}, "This reference_id was used for another execution");
    switch (s.options.repeated_post) {
        case repeated_post::races:
            if (now - e.accepted < s.options.race_window) return std::nullopt;
            break;
        case repeated_post::is_refused:
            return refusal({"body", "reference_id"}, "This reference_id was used before");
        case repeated_post::answers_state:
            break;
    }
    return told(s, e);
}

/// May this session execute now?
inline std::optional<problem> check_session(state const& s, session const& one, acceptance const& a, server_time now) {
    if (one.operation != a.operation) return refusal({"body", "session_id"}, "This session is of another kind");
    if (one.execution && s.executions[*one.execution].reference_id != a.reference_id)
        return refusal({"body", "session_id"}, "This session has been executed");
    if (s.options.enforces_session_expiry && now >= one.expires)
        return refusal({"body", "session_id"}, "This session has expired");
    return std::nullopt;
}

/// A refund gives back what it says, and asks its payer nothing.
constexpr bool can_happen(outcome o, operation_type op) noexcept {
    using enum outcome;
    if (op != operation_type::refund) return true;
    return o != wants_action && o != action_ignored && o != action_without_secret && o != amount_mismatch &&
           o != fx_drift;
}

inline outcome choose_outcome(state const& s, operation_type op, magic const* wanted) noexcept {
    auto const chosen = wanted != nullptr
                            ? wanted->outcome
                            : s.options.rates.draw_outcome(drawn(s.options.seed, draw::outcome, s.executions.size()));
    return can_happen(chosen, op) ? chosen : outcome::completes;
}

/// What an outcome does to the price that was predicted.
inline void bend(acceptance& a) {
    using namespace dollr::literals;
    if (a.outcome == outcome::amount_mismatch) {
        if (auto const more = amount::checked_add(a.price.payer.amount, "1"_amount)) a.price.payer.amount = *more;
    } else if (a.outcome == outcome::fx_drift && a.price.converts()) {
        auto& outside = a.operation == operation_type::collection ? a.price.payer : a.price.payee;
        auto const drifted = amount::checked_multiply(outside.amount, "1.01"_amount);
        auto const fits = drifted ? drifted->rounded(outside.amount.scale(), rounding::up) : std::nullopt;
        if (fits) outside.amount = *fits;
    }
}

/// Accepted, whatever becomes of it: FAILED at 1 s if the wallet does not hold the amount and the fees.
inline answer<api::execution_response> pay_from_wallet(state& s, acceptance& a, magic const* wanted, server_time now) {
    a.outcome = choose_outcome(s, a.operation, wanted);
    auto const fair = a.price;
    bend(a);
    auto const* const wallet = find_wallet(s, a.price.payer.currency);
    if (wallet == nullptr || wallet->balance < a.price.payer.amount) {
        a.outcome = outcome::out_of_funds;
        a.price = fair;
    }
    return told(s, accept(s, a, now));
}

}  // namespace detail

template <>
inline constexpr fault_site fault_site_of<api::execute_collection> = fault_site::execution;
inline subject subject_of(state const& s, call<api::execute_collection> const& c) {
    auto who = subject_of_account(s, c.body.payment_account_id);
    if (auto const* const session = s.sessions.find(c.body.session_id)) {
        if (auto const* const source = find_source(s, session->type, session->source))
            who.pays = money{source->total, source->currency};
    }
    who.parent = 0;
    who.reference_id = c.body.reference_id;
    return who;
}
inline answer<api::execution_response> serve(state& s, call<api::execute_collection> const& c) {
    acceptance a{.reference_id = c.body.reference_id,
                 .operation = operation_type::collection,
                 .session = c.body.session_id,
                 .account = c.body.payment_account_id,
                 .currency = c.body.currency,
                 .price = {}};
    if (auto known = detail::repeated(s, a, c.now)) return std::move(*known);

    auto const* const session = s.sessions.find(a.session);
    if (session == nullptr) return missing("Session");
    if (auto p = detail::check_session(s, *session, a, c.now)) return std::move(*p);
    auto const* const source = find_source(s, session->type, session->source);
    if (source->status != source_status::active && !session->execution)
        return refusal({"body", "session_id"}, "The payment source is not ACTIVE");
    auto const* const account = s.accounts.find(a.account);
    if (account == nullptr) return missing("Payment account");
    if (account->operation != a.operation)
        return refusal({"body", "payment_account_id"}, "This account was not made for collections");
    if (!account->is_active) return refusal({"body", "payment_account_id"}, "This account is not active");
    if (!carries(account->method, a.currency))
        return refusal({"body", "currency"}, "The account's payment method does not take this currency");
    auto const price =
        priced(a.operation, {source->total, source->currency}, a.currency, account->method, source->fee_bearer);
    if (!price) return refusal({"body", "currency"}, "There is no exchange rate, or the amount is too small");

    a.price = *price;
    a.outcome = detail::choose_outcome(s, a.operation, magic_of(subject_of(s, c)));
    detail::bend(a);
    return told(s, accept(s, a, c.now));
}

template <>
inline constexpr fault_site fault_site_of<api::execute_payout> = fault_site::execution;
inline subject subject_of(state const& s, call<api::execute_payout> const& c) {
    auto who = subject_of_account(s, c.body.payout_account_id);
    if (auto const* const session = s.sessions.find(c.body.session_id)) who.pays = session->pays;
    who.parent = 0;
    who.reference_id = c.body.reference_id;
    return who;
}
/// Fees of a payout are the payer's: the merchant's wallet.
inline answer<api::execution_response> serve(state& s, call<api::execute_payout> const& c) {
    if (c.body.passcode.token.code.reveal() != s.options.passcode) {
        ++s.counters.refused_passcodes;
        return refusal(403, "Invalid passcode");
    }
    acceptance a{.reference_id = c.body.reference_id,
                 .operation = operation_type::payout,
                 .session = c.body.session_id,
                 .account = c.body.payout_account_id,
                 .currency = {},
                 .price = {}};
    if (auto known = detail::repeated(s, a, c.now)) return std::move(*known);

    auto const* const session = s.sessions.find(a.session);
    if (session == nullptr) return missing("Session");
    if (auto p = detail::check_session(s, *session, a, c.now)) return std::move(*p);
    if (session->account != a.account)
        return refusal({"body", "payout_account_id"}, "The session was made for another account");
    auto const* const account = s.accounts.find(a.account);
    if (!account->is_active) return refusal({"body", "payout_account_id"}, "This account is not active");
    auto const target = target_for(account->method, session->pays.currency);
    auto const price = priced(a.operation, session->pays, target, account->method, fee_bearer::payer);
    if (!price) return refusal({"body", "session_id"}, "There is no exchange rate, or the amount is too small");

    a.price = *price;
    return detail::pay_from_wallet(s, a, magic_of(subject_of(s, c)), c.now);
}

template <>
inline constexpr fault_site fault_site_of<api::execute_transfer> = fault_site::execution;
inline subject subject_of(state const& s, call<api::execute_transfer> const& c) {
    auto const* const session = s.sessions.find(c.body.session_id);
    auto who = session != nullptr ? subject_of_counterparty(s, session->to) : subject{};
    if (session != nullptr) who.pays = session->pays;
    who.parent = 0;
    who.reference_id = c.body.reference_id;
    return who;
}
/// From wallet to wallet: no account, no exchange, no fees.
inline answer<api::execution_response> serve(state& s, call<api::execute_transfer> const& c) {
    acceptance a{.reference_id = c.body.reference_id,
                 .operation = operation_type::transfer,
                 .session = c.body.session_id,
                 .account = {},
                 .currency = {},
                 .price = {}};
    if (auto known = detail::repeated(s, a, c.now)) return std::move(*known);

    auto const* const session = s.sessions.find(a.session);
    if (session == nullptr) return missing("Session");
    if (auto p = detail::check_session(s, *session, a, c.now)) return std::move(*p);
    auto const price =
        priced(a.operation, session->pays, session->pays.currency, api::payment_method::wallet, fee_bearer::payer);
    if (!price) return refusal({"body", "session_id"}, "The amount is too small");
    a.price = *price;
    return detail::pay_from_wallet(s, a, magic_of(subject_of(s, c)), c.now);
}

template <>
inline constexpr fault_site fault_site_of<api::execute_refund> = fault_site::execution;
inline subject subject_of(state const& s, call<api::execute_refund> const& c) {
    auto const* const session = s.sessions.find(c.body.session_id);
    auto const* const original = session != nullptr ? find_intent(s, session->original) : nullptr;
    auto who = original != nullptr ? subject_of_account(s, original->account) : subject{};
    if (session != nullptr) who.pays = session->pays;
    who.parent = 0;
    who.reference_id = c.body.reference_id;
    return who;
}
/// Back to the account that had paid. What is left is looked at now: another refund may have come first.
inline answer<api::execution_response> serve(state& s, call<api::execute_refund> const& c) {
    auto const* const session = s.sessions.find(c.body.session_id);
    auto const* const original = session != nullptr ? find_intent(s, session->original) : nullptr;
    acceptance a{.reference_id = c.body.reference_id,
                 .operation = operation_type::refund,
                 .session = c.body.session_id,
                 .account = original != nullptr ? original->account : payment_account_id{},
                 .currency = {},
                 .price = {}};
    if (auto known = detail::repeated(s, a, c.now)) return std::move(*known);

    if (session == nullptr) return missing("Session");
    if (auto p = detail::check_session(s, *session, a, c.now)) return std::move(*p);
    auto const price = priced_refund(s, *original, session->pays.amount);
    if (!price) return refusal({"body", "session_id"}, "Other refunds leave less than this amount");
    a.price = *price;
    a.refunds = detail::index_of(s, *original);
    return detail::pay_from_wallet(s, a, magic_of(subject_of(s, c)), c.now);
}

}  // namespace dollr::sandbox

#endif
