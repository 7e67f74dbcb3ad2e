// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_SESSION_HPP
#define DOLLR_FLOW_STEPS_SESSION_HPP

#include <dollr/api/sessions.hpp>
#include <dollr/flow/steps/step_of.hpp>

/// The session within which the attempt may execute, one operation a kind of payment. It must be for exactly what was
/// intended; one that was opened without our knowing charges nobody, so it may be opened again.
namespace dollr::flow::steps {

inline constexpr std::string_view opening = "opening the session";

inline bool needs_session(facts const& f, operation_type of) noexcept { return operation_of(f) == of && !f.expiry; }

template <class Response>
sequel take_session(facts& f, Response const& session) {
    f.made.session = session.id;
    f.expiry = session.expires_at.server();
    return {};
}

struct open_collection : step_of<api::create_checkout_session, step::open_session> {
    static constexpr std::string_view name = opening;
    static bool due(facts const& f) noexcept { return needs_session(f, operation_type::collection); }
    static question<operation> ask(facts const& f) { return {.body = {source_of(f), source_type_of(f)}}; }
    static sequel take(facts& f, operation::response const& session) {
        if (session.source_id.value != f.made.invoice.value || !session.source_type.is(source_type_of(f)))
            return give_up("the session is for another source");
        return take_session(f, session);
    }
};

struct open_payout : step_of<api::create_payout_session, step::open_session> {
    static constexpr std::string_view name = opening;
    static bool due(facts const& f) noexcept { return needs_session(f, operation_type::payout); }
    static question<operation> ask(facts const& f) {
        return {.body = {f.made.account, f.wanted->amount, f.wanted->currency}};
    }
    static sequel take(facts& f, operation::response const& session) {
        if (session.payout_account_id != f.made.account || session.amount != f.wanted->amount ||
            session.currency != f.wanted->currency)
            return give_up("the session is for another account or amount");
        return take_session(f, session);
    }
};

struct open_transfer : step_of<api::create_transfer_session, step::open_session> {
    static constexpr std::string_view name = opening;
    static bool due(facts const& f) noexcept { return needs_session(f, operation_type::transfer); }
    static question<operation> ask(facts const& f) {
        return {.body = {f.wanted->from_wallet_id.value_or(wallet_id{}), f.made.counterparty, f.wanted->amount,
                         f.wanted->currency, f.session_until}};
    }
    static sequel take(facts& f, operation::response const& session) {
        if (session.from_wallet_id != f.wanted->from_wallet_id || session.to_counterparty_id != f.made.counterparty ||
            session.amount != f.wanted->amount || session.currency != f.wanted->currency)
            return give_up("the session is for another wallet, counterparty or amount");
        return take_session(f, session);
    }
};

struct open_refund : step_of<api::create_refund_session, step::open_session> {
    static constexpr std::string_view name = opening;
    static bool due(facts const& f) noexcept { return needs_session(f, operation_type::refund); }
    static question<operation> ask(facts const& f) {
        return {.body = {f.wanted->original_payment_intent_id.value_or(payment_intent_id{}), f.wanted->amount,
                         refund_reason(*f.wanted), f.session_until}};
    }
    static sequel take(facts& f, operation::response const& session) {
        if (session.original_payment_intent_id != f.wanted->original_payment_intent_id ||
            session.amount != f.wanted->amount)
            return give_up("the session is for another payment or amount");
        return take_session(f, session);
    }
};

}  // namespace dollr::flow::steps

#endif
