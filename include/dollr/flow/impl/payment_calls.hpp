// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_PAYMENT_CALLS_HPP
#define DOLLR_FLOW_IMPL_PAYMENT_CALLS_HPP

#include <dollr/codec/call.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/flow/steps.hpp>
#include <dollr/value/separate.hpp>

#include <string>
#include <utility>

/// One call a step: how it is made, what its answer changes, and what follows when it fails.
namespace dollr::flow {

DOLLR_DECL command payment::start_call(step_row const& row, instant now) {
    step_ = row.number;
    row_ = &row;
    auto const last = last_serial();
    call_ = dollr::call::begin(row.hazard, *policy_, seed_ + last);
    call_.continue_serials(last);
    facts_.session_until = timestamp(now.server + policy_->session_lifetime);
    return enact_call(call_.handle(event::started{}, now), now);
}

/// While a call runs its orders go out; when it failed, that decides what is next.
DOLLR_DECL command payment::enact_call(command order, instant now) {
    if (!call_.ended() || call_.outcome() == dollr::call::result::succeeded) return order;
    auto const retry_after = order.notes.retry_after;
    order = call_failed(now);
    if (retry_after) order.notes.retry_after = retry_after;
    return order;
}

DOLLR_DECL command payment::call_failed(instant now) {
    using result = dollr::call::result;
    constexpr std::uint8_t lost_max = 5;
    if (outcome_) return ask_later(now);
    auto const how = call_.outcome();
    if (how == result::uncertain && ++lost_ <= lost_max) {
        facts_.look_first = true;
        facts_.todo = {};  // an item may be there now: read the invoice back
        return advance(now);
    }
    // A publish that was refused may have been done by the one before it, whose answer was lost.
    if (step_ == step::publish && how == result::refused && ++lost_ <= lost_max) {
        facts_.todo = {};
        return advance(now);
    }
    return give_up(std::string{to_text(step_)} + ": " + last_error_, now);
}

/// The money has moved, and the verdict is durable: what is missing now is paper.
DOLLR_DECL command payment::ask_later(instant now) {
    constexpr std::uint8_t times_max = 8;
    if (++confirming_ == times_max) {
        last_error_ = "the receipt is not there yet" + (last_error_.empty() ? last_error_ : ": " + last_error_);
        return end();
    }
    facts_.paid = false;
    step_ = step::confirm_source;
    again_at_ = now.steady + policy_->poll_first * confirming_;
    return wait(*again_at_);
}

DOLLR_DECL command payment::receive_call(std::uint32_t serial, exchange_result const& answer, instant now) {
    if (serial != call_.serial() || call_.ended()) return wait(again_at_.value_or(steady_time::max()));
    auto taken = row_->take(facts_, answer);
    if (!taken) {
        last_error_ = dollr::describe(taken.error());
        return enact_call(call_.answered(serial, codec::call_answer_of(taken.error(), answer, now.server), now), now);
    }
    static_cast<void>(call_.answered(serial, {call_answer::kind::succeeded, {}}, now));
    last_error_.clear();
    switch (taken->what) {
        case sequel::kind::made:
            lost_ = 0;
            return write(record_type::step, now);
        case sequel::kind::give_up:
            return give_up(std::move(taken->why), now);
        case sequel::kind::ask_later:
            return ask_later(now);
        case sequel::kind::advance:
            break;
    }
    return advance(now);
}

}  // namespace dollr::flow

#endif
