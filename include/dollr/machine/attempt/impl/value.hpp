// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_IMPL_VALUE_HPP
#define DOLLR_MACHINE_ATTEMPT_IMPL_VALUE_HPP

#include <dollr/machine/attempt/attempt.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

/// The attempt as a value: made, and read.
namespace dollr {

template <class Rules>
basic_attempt<Rules> basic_attempt<Rules>::begin(attempt_state const& wanted, dollr::intent const& of,
                                                 policy const& rules, std::uint64_t seed,
                                                 flow_progress const& flow) noexcept {
    basic_attempt a;
    a.policy_ = &rules;
    a.intent_ = of;
    a.flow_ = flow;
    a.state_.generation = std::max<std::uint32_t>(wanted.generation, 1);
    a.state_.operation = wanted.operation;
    // Another version (reference_id::of_any_version) could be written into a journal, but not read back: it is no id
    // here, and a request without one is not built.
    if (wanted.reference_id.is_version_4()) a.state_.reference_id = wanted.reference_id;
    a.state_.session = wanted.session;
    a.state_.account = wanted.account;
    a.state_.currency = wanted.currency;
    a.state_.payer = wanted.payer;
    a.state_.payee = wanted.payee;
    a.state_.payer_converted = wanted.payer_converted;
    a.state_.payee_converted = wanted.payee_converted;
    a.state_.expiry = detail::sane(wanted.expiry);
    a.jitter_ = jitter{seed};
    a.dropped_ = false;
    return a;
}

template <class Rules>
basic_attempt<Rules> basic_attempt<Rules>::recover(dollr::record const& newest, policy const& rules,
                                                   std::uint64_t seed) noexcept {
    basic_attempt a;
    a.policy_ = &rules;
    a.intent_ = newest.intent;
    a.lease_ = newest.lease;
    a.flow_ = newest.flow;
    a.state_ = newest.attempt;
    for (server_time* t :
         {&a.state_.expiry, &a.state_.doubted, &a.state_.first_seen, &a.state_.settled, &a.state_.audit_at})
        *t = detail::sane(*t);
    a.jitter_ = jitter{seed};
    a.dropped_ = newest.attempt.phase == phase::none;  // a flow's own step: there is no attempt in it
    return a;
}

template <class Rules>
dollr::record basic_attempt<Rules>::record(record_type why, instant now) const noexcept {
    dollr::record r;
    r.type = why;
    r.written = now.server;
    r.intent = intent_;
    r.lease = lease_;
    r.flow = flow_;
    r.attempt = state_;
    return r;
}

template <class Rules>
dollr::verdict basic_attempt<Rules>::verdict() const noexcept {
    dollr::verdict v;
    v.outcome = state_.phase;
    v.proven = state_.phase == phase::rejected && state_.proven;
    v.durable = verdict_durable_;
    v.mismatch = has(state_.anomalies, anomaly::amount_mismatch);
    v.payer_compared = state_.payer_compared;
    v.payee_compared = state_.payee_compared;
    v.reaffirmed = reaffirmed_;
    v.sends = state_.sends;
    return v;
}

template <class Rules>
bool basic_attempt<Rules>::was_paid() const noexcept {
    bool const contradicted =
        has(state_.anomalies, anomaly::amount_mismatch) || has(state_.anomalies, anomaly::verdict_flip);
    return state_.phase == phase::completed && state_.told && !contradicted;
}

template <class Rules>
std::optional<paid> basic_attempt<Rules>::proof() const noexcept {
    if (!was_paid()) return std::nullopt;
    paid p;
    p.by_ = paid::ground::attempt;
    p.reference_id_ = state_.reference_id;
    p.operation_ = state_.operation;
    p.payer_compared_ = state_.payer_compared;
    p.payee_compared_ = state_.payee_compared;
    return p;
}

}  // namespace dollr

#endif
