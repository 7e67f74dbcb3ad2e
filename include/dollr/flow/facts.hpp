// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_FACTS_HPP
#define DOLLR_FLOW_FACTS_HPP

#include <dollr/api/market.hpp>
#include <dollr/flow/bounds.hpp>
#include <dollr/flow/payment_intent.hpp>
#include <dollr/flow/review.hpp>
#include <dollr/value/time.hpp>

#include <optional>
#include <vector>

/// What is known of a payment, which is all that its steps look at: what was intended, what was made, what was read.
///
/// Only `made` survives a crash (it goes into every record). The rest is asked or computed again.
namespace dollr::flow {

/// A payment method and the provider that carries it, as the API itself paired them.
struct route {
    open_enum<api::payment_method> method;
    open_enum<api::provider> provider;
};

struct facts {
    std::optional<payment_intent> wanted;  ///< nothing: recovered without it, so only an attempt can be finished
    flow_progress made{};
    bool look_first = false;  ///< something may exist that we do not know of
    bool reviewed = false;    ///< the document says exactly what was intended
    review todo{};            ///< what our own invoice lacks; `stop`: it has to be read back
    std::optional<flow::route> route;
    currency target{};  ///< that the account is paid in
    std::optional<api::amount_and_fee_prediction_response> predicted;
    policy const* rules = nullptr;       ///< whose bounds a prediction must keep
    known_rates const* rates = nullptr;  ///< that were paid before, if anybody knows
    timestamp session_until{};           ///< as we ask for it, where the API lets us choose
    std::optional<server_time> expiry;   ///< of the session, once it is open
    std::vector<invoice_id> orphans;     ///< ours by their tag, but unused; oldest first
    bool paid = false;                   ///< the document says so
    std::optional<timestamp> paid_at;
    bool has_receipt = false;
};

constexpr operation_type operation_of(flow_kind k) noexcept {
    switch (k) {
        case flow_kind::payout:
            return operation_type::payout;
        case flow_kind::transfer:
            return operation_type::transfer;
        case flow_kind::refund:
            return operation_type::refund;
        default:
            return operation_type::collection;
    }
}

inline operation_type operation_of(facts const& f) noexcept { return operation_of(f.made.kind); }

/// Of the document that a collection pays.
inline source_type source_type_of(facts const& f) noexcept {
    return f.made.kind == flow_kind::collect_order ? source_type::order : source_type::invoice;
}
inline source_id source_of(facts const& f) noexcept { return source_id{f.made.invoice.value}; }

inline bool makes_invoice(facts const& f) noexcept { return f.made.kind == flow_kind::collect_by_invoice; }
inline bool has_document(facts const& f) noexcept {
    return f.made.kind == flow_kind::collect_invoice || f.made.kind == flow_kind::collect_order;
}
inline bool is_collection(facts const& f) noexcept { return operation_of(f) == operation_type::collection; }
/// Money goes over a payment account of the other party's, with predicted amounts and fees.
inline bool uses_account(facts const& f) noexcept {
    return is_collection(f) || operation_of(f) == operation_type::payout;
}

}  // namespace dollr::flow

#endif
