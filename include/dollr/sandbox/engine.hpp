// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_ENGINE_HPP
#define DOLLR_SANDBOX_ENGINE_HPP

#include <dollr/api/executions.hpp>
#include <dollr/sandbox/random.hpp>
#include <dollr/sandbox/state.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

/// What moves money, and when: executions run along their timetables.
///
///     accept      the execution exists: the session is taken; a collection's source is PROCESSING; the money of a
///                 payout, a transfer or a refund is set aside
///     completed   one ledger entry; the source is PAID; a collection's money is in the wallet
///     failed      the source is ACTIVE and the session free again; what was set aside is back
///
/// `settle(now)` does everything that was due until now, in order of time, before anything else is looked at. So
/// nothing depends on who asks when.
namespace dollr::sandbox {

/// What an accepted execution needs to know.
struct acceptance {
    dollr::reference_id reference_id;
    operation_type operation{};
    session_id session;
    payment_account_id account;
    dollr::currency currency;
    quote price;
    sandbox::outcome outcome{};
    std::optional<std::size_t> refunds{};  ///< index of the execution that it gives back
};

inline execution& accept(state& s, acceptance const& a, server_time now);

/// Enters every step whose time has come.
inline void settle(state& s, server_time now);

/// The payer finished 3-D Secure or answered the question on their phone, or gave it up. False: nobody waits for it.
inline bool end_action(state& s, execution& e, bool approved, server_time now);

[[nodiscard]] constexpr step const& present(execution const& e) noexcept { return timetable(e.outcome)[e.step]; }

/// FAILED with nothing to come: some outcomes complete after all.
[[nodiscard]] constexpr bool has_failed_for_good(execution const& e) noexcept {
    return present(e).status == execution_status::failed && e.step + 1 == timetable(e.outcome).size();
}

/// A collection that is PROCESSING for ever is one whose payer lets their phone ring: they may still answer.
[[nodiscard]] constexpr bool waits_for_approval(execution const& e) noexcept {
    return e.operation == operation_type::collection && e.outcome == outcome::never_ends;
}
[[nodiscard]] constexpr bool waits_for_payer(execution const& e) noexcept {
    return present(e).action || waits_for_approval(e);
}

/// As the API tells it.
[[nodiscard]] inline api::execution_response told(state const& s, execution const& e);

namespace detail {

/// A collection fills the merchant's wallet; everything else is paid from it.
constexpr bool draws_on_wallet(execution const& e) noexcept {
    return e.operation != operation_type::collection && e.outcome != outcome::out_of_funds;
}

inline std::size_t index_of(state const& s, execution const& e) noexcept {
    return static_cast<std::size_t>(&e - s.executions.data());
}

inline void add_to_wallet(state& s, money m, bool take) {
    auto* const w = find_wallet(s, m.currency);
    if (w == nullptr) return;
    auto const after =
        take ? amount::checked_subtract(w->balance, m.amount) : amount::checked_add(w->balance, m.amount);
    if (after) w->balance = *after;
}

/// Whom the money comes from or goes to, and what the application had said about it.
inline void name_other_side(state const& s, execution const& e, session const& in, ledger_entry& entry) {
    auto const* person = party_behind(s, in.to);
    if (e.operation == operation_type::transfer) {
        entry.counterparty_id = in.to;
        if (person != nullptr) entry.phone = person->phone.text();
    } else {
        auto const* const account = s.accounts.find(e.account);
        person = s.parties.find(account->party);
        entry.payment_account_id = e.account;
        entry.phone = account->number;
        // What was said about a payment is not said again by its refund: one word, one charge.
        if (e.operation != operation_type::refund) entry.account_name = account->name;
    }
    if (person != nullptr) entry.party_name = person->fullname;
    if (e.operation == operation_type::refund) {
        entry.original_payment_intent_id = in.original;
        entry.reason = in.reason;
    }
}

inline void charge(state& s, execution& e, server_time at) {
    auto const* const session = s.sessions.find(e.session);
    ledger_entry entry{.sequence = static_cast<std::int64_t>(s.ledger.size()) + 1,
                       .charged_at = timestamp(at),
                       .intent_id = {e.id},
                       .reference_id = e.reference_id,
                       .operation_type = e.operation,
                       .session_id = e.session,
                       .source_type = {},
                       .source_id = {},
                       .source_number = {},
                       .document_reference = {},
                       .payment_account_id = {},
                       .account_name = {},
                       .counterparty_id = {},
                       .original_payment_intent_id = {},
                       .reason = {},
                       .party_name = {},
                       .phone = {},
                       .payer_amount = e.price.payer.amount,
                       .payer_currency = e.price.payer.currency,
                       .payee_amount = e.price.payee.amount,
                       .payee_currency = e.price.payee.currency,
                       .fee_currency = e.price.base,
                       .platform_fee = e.price.platform_fee,
                       .gateway_fee = e.price.gateway_fee,
                       .fx_fee = e.price.fx_fee};
    name_other_side(s, e, *session, entry);
    if (e.operation == operation_type::collection) {
        auto* const source = find_source(s, session->type, session->source);
        entry.source_type = session->type;
        entry.source_id = session->source;
        entry.source_number = source->number;
        entry.document_reference = source->document_reference;
        source->status = source_status::paid;
        source->paid = at;
        source->paid_by = index_of(s, e);
        source->times.updated = at;
        add_to_wallet(s, e.price.payee, false);
    }
    s.ledger.push_back(std::move(entry));
    e.charged = true;
}

/// The session that this execution holds, if it still does.
inline session* held_session(state& s, execution const& e) {
    auto* const session = s.sessions.find(e.session);
    return session->execution == index_of(s, e) ? session : nullptr;
}

inline void release(state& s, execution const& e, server_time at) {
    auto* const session = held_session(s, e);
    if (draws_on_wallet(e)) {
        add_to_wallet(s, e.price.payer, false);
    } else if (session != nullptr && e.operation == operation_type::collection) {
        auto* const source = find_source(s, session->type, session->source);
        if (source->status == source_status::processing) source->status = source_status::active;
        source->times.updated = at;
    }
    if (session != nullptr) session->execution.reset();
}

/// Takes the session, and the source or the money.
inline void hold(state& s, execution const& e, server_time at) {
    auto* const session = s.sessions.find(e.session);
    session->execution = index_of(s, e);
    session->times.updated = at;
    if (draws_on_wallet(e)) add_to_wallet(s, e.price.payer, true);
    if (e.operation != operation_type::collection) return;
    auto* const source = find_source(s, session->type, session->source);
    source->status = source_status::processing;
    source->times.updated = at;
}

inline void schedule(state& s, execution const& e) {
    auto const steps = timetable(e.outcome);
    if (e.step + 1 < steps.size()) s.due.emplace(e.base + steps[e.step + 1].after, index_of(s, e));
}

/// `at` is the moment that the timetable says, not the moment when somebody looks.
inline void enter(state& s, execution& e, std::size_t step, server_time at) {
    e.step = step;
    auto const status = present(e).status;
    if (status == execution_status::completed && !e.charged) {
        // A declined payment that completes after all (outcome::flips) had given its money and its place back.
        bool const given_back = step > 0 && timetable(e.outcome)[step - 1].status == execution_status::failed;
        if (given_back) hold(s, e, at);
        charge(s, e, at);
    } else if (status == execution_status::failed) {
        release(s, e, at);
    }
    schedule(s, e);
}

}  // namespace detail

inline execution& accept(state& s, acceptance const& a, server_time now) {
    auto const index = s.executions.size();
    s.executions.push_back({.id = nth_id(static_cast<std::int64_t>(index) + 1, 5),
                            .reference_id = a.reference_id,
                            .operation = a.operation,
                            .session = a.session,
                            .account = a.account,
                            .currency = a.currency,
                            .outcome = a.outcome,
                            .price = a.price,
                            .accepted = now,
                            .base = now,
                            .refunds = {}});
    if (a.refunds) s.executions[*a.refunds].refunds.push_back(index);
    s.by_reference[a.reference_id] = index;
    auto& e = s.executions.back();
    detail::hold(s, e, now);
    detail::enter(s, e, 0, now);
    return e;
}

inline void settle(state& s, server_time now) {
    while (!s.due.empty() && s.due.begin()->first <= now) {
        auto const [at, index] = *s.due.begin();
        s.due.erase(s.due.begin());
        auto& e = s.executions[index];
        detail::enter(s, e, e.step + 1, at);
    }
    if (now > s.now) s.now = now;
}

inline bool end_action(state& s, execution& e, bool approved, server_time now) {
    if (!waits_for_payer(e)) return false;
    auto const steps = timetable(e.outcome);
    if (e.step + 1 < steps.size()) s.due.erase({e.base + steps[e.step + 1].after, detail::index_of(s, e)});
    if (approved) {
        e.outcome = present(e).action ? outcome::wants_action : outcome::completes;
        e.base = now - timetable(e.outcome)[1].after;
        detail::enter(s, e, 1, now);
    } else {
        e.outcome = outcome::declines_at_once;
        e.base = now;
        detail::enter(s, e, 0, now);
    }
    return true;
}

inline api::execution_response told(state const& s, execution const& e) {
    auto const& now = present(e);
    auto const chance = drawn(s.options.seed, draw::transaction, static_cast<std::uint64_t>(e.id));
    api::execution_response r;
    r.reference_id = e.reference_id;
    if (e.step > 0 || now.status >= execution_status::completed) r.provider_transaction_id = "SBX-" + hex_text(chance);
    r.status =
        now.text.empty() ? open_enum<execution_status>(now.status) : open_enum<execution_status>::from_text(now.text);
    r.payer_amount = e.price.payer.amount;
    r.payer_currency = e.price.payer.currency;
    r.payee_currency = e.price.payee.currency;
    r.payee_amount = e.price.payee.amount;
    r.operation_type = e.operation;
    if (now.status == execution_status::failed) {
        if (e.outcome == outcome::out_of_funds)
            r.wallet_message = "The wallet does not hold this amount";
        else
            r.gateway_message = "The payer declined the payment";
    }
    if (now.action) r.requires_action = true;
    if (now.secret)
        r.client_secret.emplace("sandbox_secret_" +
                                hex_text(drawn(s.options.seed, draw::secret, static_cast<std::uint64_t>(e.id))));
    return r;
}

}  // namespace dollr::sandbox

#endif
