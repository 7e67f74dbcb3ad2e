// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_PAYMENT_ATTEMPT_HPP
#define DOLLR_FLOW_IMPL_PAYMENT_ATTEMPT_HPP

#include <dollr/codec/exchange.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/value/separate.hpp>

#include <algorithm>
#include <utility>
#include <variant>

/// How the flow hands over to the attempt machine, and what it makes of the machine's orders.
namespace dollr::flow {

DOLLR_DECL command payment::begin_attempt(instant now) {
    auto const unit = facts_.wanted->currency;
    attempt_state first;
    first.generation = generation_;
    first.operation = operation();
    first.reference_id = fresh_;
    first.session = facts_.made.session;
    first.account = facts_.made.account;
    first.currency = first.operation == operation_type::collection ? facts_.target : unit;
    if (auto const& predicted = facts_.predicted) {
        first.payer = money{predicted->payer_amount, predicted->payer_currency};
        first.payee = money{predicted->payee_amount, predicted->payee_currency};
        first.payer_converted = predicted->payer_currency != unit;
        first.payee_converted = predicted->payee_currency != unit;
    } else {  // a transfer brings what was said, and a refund takes it
        (first.operation == operation_type::transfer ? first.payee : first.payer) = money{facts_.wanted->amount, unit};
    }
    first.expiry = *facts_.expiry;
    step_ = step::attempt;
    row_ = nullptr;
    auto const last = last_serial();
    earlier_.reset();
    attempt_ = dollr::attempt::begin(first, of_, *policy_, seed_, facts_.made);
    attempt_.continue_serials(last);
    return deliver(event::started{}, now);
}

/// What the attempt notes is told, whatever the flow makes of its order.
DOLLR_DECL command payment::deliver(attempt_event const& event, instant now) {
    auto const before = attempt_.state();
    auto const said = attempt_.handle(event, now);
    follow_verdict(event, before, said);
    auto order = next_effect(said, now);
    order.notes.raised |= said.notes.raised;
    order.notes.escalate = order.notes.escalate || said.notes.escalate;
    if (!order.notes.retry_after) order.notes.retry_after = said.notes.retry_after;
    return order;
}

/// The machine stands where it will be once its record is durable. A verdict that is being written is not shown yet,
/// and never if the journal refuses it or the lease is lost meanwhile.
DOLLR_DECL void payment::follow_verdict(attempt_event const& event, attempt_state const& before, command const& said) {
    auto const settles = is_terminal(attempt_.phase()) && !is_terminal(before.phase);
    auto const written =
        std::holds_alternative<event::persisted>(event) || std::holds_alternative<effect::done>(said.what);
    if (written || !is_terminal(attempt_.phase())) before_verdict_.reset();
    if (settles && std::holds_alternative<effect::persist>(said.what)) before_verdict_ = before;
}

DOLLR_DECL command payment::next_effect(command from_attempt, instant now) {
    auto const* const done = std::get_if<effect::done>(&from_attempt.what);
    auto* const pause = std::get_if<effect::wait_until>(&from_attempt.what);
    if (std::holds_alternative<effect::drop>(from_attempt.what)) return drop();
    if (reaffirming_ && !ask_until_ && (done != nullptr || pause != nullptr)) {
        ask_until_ = now.steady + policy_->call_max;
        return deliver(event::resumed{}, now);
    }
    if (reaffirming_ && pause != nullptr) {
        if (now.steady >= *ask_until_) {
            reaffirming_ = false;
            last_error_ = "a second attempt is not offered: the server does not say what became of the first";
            outcome_ = attempt_.verdict();
            return end();
        }
        pause->until = std::min(pause->until, *ask_until_);
    }
    if (reaffirming_ && done != nullptr && done->verdict.reaffirmed) {
        reaffirming_ = false;
        if (may_reattempt(attempt_.state(), {.reaffirmed = true, .accept_unproven = accept_unproven_})) {
            ++generation_;
            earlier_ = std::exchange(attempt_, {});
            return advance(now);
        }
        last_error_ = "a second attempt is not offered: one more poll does not prove that nothing moved";
    }
    if (done == nullptr || told_) return from_attempt;
    outcome_ = done->verdict;
    // Without a journal nothing is sent any more, so there is no paper to wait for.
    return outcome_->outcome == phase::completed && outcome_->durable ? advance(now) : end();
}

DOLLR_DECL command payment::receive_attempt(std::uint32_t serial, steady_time asked, exchange_result const& answer,
                                            instant now) {
    auto reading = codec::observe(attempt_.state(), answer, now.server);
    last_error_.clear();
    for (auto const& i : reading.issues) last_error_ += (last_error_.empty() ? "" : "; ") + dollr::describe(i);
    if (last_error_.empty()) last_error_ = escaped(reading.message);
    if (auto const* none = std::get_if<no_response>(&answer); none != nullptr && last_error_.empty())
        last_error_ = escaped(none->why);
    auto const before = attempt_.phase();
    auto order = deliver(event::answered{serial, asked, reading.seen}, now);
    // Later polls may bring it again; it is kept only for the one time when it will be shown.
    if (attempt_.phase() == phase::action && before != phase::action) client_secret_ = std::move(reading.client_secret);
    return order;
}

}  // namespace dollr::flow

#endif
