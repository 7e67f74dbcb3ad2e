// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_SESSIONS_HPP
#define DOLLR_SANDBOX_RULES_SESSIONS_HPP

#include <dollr/api/sessions.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/refunds.hpp>

#include <string>
#include <string_view>

/// Sessions: a window of time in which one execution may happen. A checkout session needs an ACTIVE source, a payout
/// session an active payout account and a wallet in its currency, a transfer session a wallet and a counterparty, a
/// refund session a collection that has completed and of which so much is left. Making one moves nothing and keeps
/// nothing free, so making two is harmless.
namespace dollr::sandbox {

[[nodiscard]] inline std::string_view status_of(session const& s, server_time now) noexcept {
    if (s.execution) return "EXECUTED";
    return now < s.expires ? "ACTIVE" : "EXPIRED";
}

template <>
inline constexpr bool needs_verified_merchant<api::create_checkout_session> = true;
template <>
inline constexpr fault_site fault_site_of<api::create_checkout_session> = fault_site::session;
inline subject subject_of(state const& s, call<api::create_checkout_session> const& c) {
    return subject_of_source(s, c.body.source_type, c.body.source_id);
}
inline answer<api::checkout_session_response> serve(state& s, call<api::create_checkout_session> const& c) {
    auto const* const source = find_source(s, c.body.source_type, c.body.source_id);
    if (source == nullptr) return missing("Payment source");
    if (source->status != source_status::active)
        return refusal({"body", "source_id"}, "A payment source must be ACTIVE to be paid");
    auto const& made = s.sessions.add({.id = {},
                                       .operation = operation_type::collection,
                                       .type = c.body.source_type,
                                       .source = c.body.source_id,
                                       .expires = c.now + s.options.session_lifetime,
                                       .times = {c.now, c.now}});
    return api::checkout_session_response{.id = made.id,
                                          .payment_account_id = {},
                                          .source_id = made.source,
                                          .source_type = made.type,
                                          .status = std::string(status_of(made, c.now)),
                                          .expires_at = timestamp(made.expires),
                                          .created_at = timestamp(c.now),
                                          .updated_at = timestamp(c.now)};
}

template <>
inline constexpr bool needs_verified_merchant<api::create_payout_session> = true;
template <>
inline constexpr fault_site fault_site_of<api::create_payout_session> = fault_site::session;
inline subject subject_of(state const& s, call<api::create_payout_session> const& c) {
    return subject_of_account(s, c.body.payout_account_id);
}
inline answer<api::payout_session_response> serve(state& s, call<api::create_payout_session> const& c) {
    auto const* const account = s.accounts.find(c.body.payout_account_id);
    if (account == nullptr) return missing("Payout account");
    if (account->operation != operation_type::payout)
        return refusal({"body", "payout_account_id"}, "This account was not made for payouts");
    if (!account->is_active) return refusal({"body", "payout_account_id"}, "This account is not active");
    auto const* const wallet = find_wallet(s, c.body.currency);
    if (wallet == nullptr) return refusal({"body", "currency"}, "There is no wallet in this currency");
    auto const pays = c.body.amount.exact_in(c.body.currency);
    if (!pays) return refusal({"body", "amount"}, "The amount has more decimals than the currency");
    auto const& made = s.sessions.add({.id = {},
                                       .operation = operation_type::payout,
                                       .account = account->id,
                                       .pays = {*pays, c.body.currency},
                                       .expires = c.now + s.options.session_lifetime,
                                       .times = {c.now, c.now}});
    return api::payout_session_response{.id = made.id,
                                        .wallet_id = wallet->id,
                                        .payout_account_id = made.account,
                                        .amount = made.pays.amount,
                                        .currency = made.pays.currency,
                                        .status = std::string(status_of(made, c.now)),
                                        .expires_at = timestamp(made.expires),
                                        .created_at = timestamp(c.now),
                                        .updated_at = timestamp(c.now)};
}

template <>
inline constexpr bool needs_verified_merchant<api::create_transfer_session> = true;
template <>
inline constexpr fault_site fault_site_of<api::create_transfer_session> = fault_site::session;
inline subject subject_of(state const& s, call<api::create_transfer_session> const& c) {
    return subject_of_counterparty(s, c.body.to_counterparty_id);
}
inline answer<api::transfer_session_response> serve(state& s, call<api::create_transfer_session> const& c) {
    auto const* const from = s.wallets.find(c.body.from_wallet_id);
    if (from == nullptr) return missing("Wallet");
    if (s.counterparties.find(c.body.to_counterparty_id) == nullptr) return missing("Counterparty");
    if (c.body.currency != from->currency) return refusal({"body", "currency"}, "The currency must be the wallet's");
    auto const pays = c.body.amount.exact_in(c.body.currency);
    if (!pays) return refusal({"body", "amount"}, "The amount has more decimals than the currency");
    if (c.body.expires_at.server() <= c.now) return refusal({"body", "expires_at"}, "This moment has passed");
    auto const& made = s.sessions.add({.id = {},
                                       .operation = operation_type::transfer,
                                       .pays = {*pays, c.body.currency},
                                       .to = c.body.to_counterparty_id,
                                       .expires = c.body.expires_at.server(),
                                       .times = {c.now, c.now}});
    return api::transfer_session_response{.id = made.id,
                                          .from_wallet_id = from->id,
                                          .to_counterparty_id = made.to,
                                          .amount = made.pays.amount,
                                          .currency = made.pays.currency,
                                          .status = std::string(status_of(made, c.now)),
                                          .expires_at = c.body.expires_at,
                                          .created_at = timestamp(c.now),
                                          .updated_at = timestamp(c.now)};
}

template <>
inline constexpr bool needs_verified_merchant<api::create_refund_session> = true;
template <>
inline constexpr fault_site fault_site_of<api::create_refund_session> = fault_site::session;
inline subject subject_of(state const& s, call<api::create_refund_session> const& c) {
    auto const* const original = find_intent(s, c.body.original_payment_intent_id);
    auto who = original != nullptr ? subject_of_account(s, original->account) : subject{};
    who.parent = c.body.original_payment_intent_id.value;
    return who;
}
inline answer<api::refund_session_response> serve(state& s, call<api::create_refund_session> const& c) {
    auto const* const original = find_intent(s, c.body.original_payment_intent_id);
    if (original == nullptr) return missing("Payment intent");
    if (original->operation != operation_type::collection || !original->charged)
        return refusal({"body", "original_payment_intent_id"}, "Only a collection that has completed can be refunded");
    auto const price = priced_refund(s, *original, c.body.amount);
    if (!price)
        return refusal({"body", "amount"},
                       "The amount is more than can still be refunded, or does not fit the currency");
    if (c.body.expires_at.server() <= c.now) return refusal({"body", "expires_at"}, "This moment has passed");
    auto const& made = s.sessions.add({.id = {},
                                       .operation = operation_type::refund,
                                       .pays = price->payer,
                                       .original = c.body.original_payment_intent_id,
                                       .reason = c.body.reason,
                                       .expires = c.body.expires_at.server(),
                                       .times = {c.now, c.now}});
    return api::refund_session_response{.id = made.id,
                                        .original_payment_intent_id = made.original,
                                        .amount = made.pays.amount,
                                        .reason = made.reason,
                                        .status = std::string(status_of(made, c.now)),
                                        .expires_at = c.body.expires_at,
                                        .created_at = timestamp(c.now),
                                        .updated_at = timestamp(c.now)};
}

}  // namespace dollr::sandbox

#endif
