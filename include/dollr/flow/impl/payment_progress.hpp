// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_PAYMENT_PROGRESS_HPP
#define DOLLR_FLOW_IMPL_PAYMENT_PROGRESS_HPP

#include <dollr/codec/exchange.hpp>
#include <dollr/flow/payment.hpp>

#include <algorithm>
#include <utility>
#include <variant>

/// What the flow does next, and how it hands over to the attempt machine.
namespace dollr::flow {

inline payment payment::begin(payment_intent wanted, digest const& content, reference_id const& fresh,
                              policy const& rules, std::uint64_t seed) {
    payment p{rules, seed, fresh};
    p.of_ = {intent_key::try_parse(wanted.key).value_or(intent_key{}), content};
    p.progress_.kind = flow_of(wanted);
    if (wanted.source_id) p.progress_.invoice = invoice_id{wanted.source_id->value};
    p.wanted_ = std::move(wanted);
    return p;
}

inline payment payment::recover(dollr::record const& newest, std::optional<payment_intent> wanted,
                                reference_id const& fresh, policy const& rules, std::uint64_t seed) {
    payment p{rules, seed, fresh};
    p.of_ = newest.intent;
    p.wanted_ = std::move(wanted);
    p.progress_ = newest.flow;
    p.generation_ = newest.attempt.generation;
    p.look_first_ = true;
    if (newest.attempt.phase == phase::none) return p;
    p.step_ = step::attempt;
    if (newest.attempt.reference_id.is_nil()) {
        // Given up before there was an attempt: there is nothing to ask the server.
        p.step_ = step::ended;
        p.told_ = true;
        p.outcome_ = verdict{.outcome = newest.attempt.phase, .proven = true};
    } else {
        p.attempt_ = dollr::attempt::recover(newest, rules, seed);
    }
    return p;
}

inline payment payment::reattempt(dollr::record const& newest, payment_intent wanted, reference_id const& fresh,
                                  bool accept_unproven, policy const& rules, std::uint64_t seed) {
    auto p = recover(newest, std::move(wanted), fresh, rules, seed);
    p.reaffirming_ = is_terminal(newest.attempt.phase);
    p.accept_unproven_ = accept_unproven;
    return p;
}

inline phase payment::phase() const noexcept {
    if (attempt_.phase() != phase::none) return attempt_.phase();
    return outcome_ ? outcome_->outcome : phase::none;
}

inline operation_type payment::operation() const noexcept {
    switch (progress_.kind) {
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

inline step payment::due() const noexcept {
    auto const kind = progress_.kind;
    auto const own_invoice = kind == flow_kind::collect_by_invoice;
    auto const by_account = operation() == operation_type::collection || operation() == operation_type::payout;
    auto const find_or = [this](flow::step find, flow::step create) { return look_first_ ? find : create; };
    if (kind != flow_kind::refund && !progress_.party) return find_or(step::find_party, step::create_party);
    if ((own_invoice || kind == flow_kind::payout || kind == flow_kind::transfer) && !progress_.counterparty)
        return find_or(step::find_counterparty, step::create_counterparty);
    if (own_invoice && !progress_.invoice) return find_or(step::find_invoice, step::create_invoice);
    if ((kind == flow_kind::collect_invoice || kind == flow_kind::collect_order) && !reviewed_)
        return step::read_document;
    if (own_invoice && !reviewed_) {
        if (todo_.what == review::next::add_item) return step::add_item;
        if (todo_.what == review::next::publish) return step::publish;
        return step::review_invoice;
    }
    if (by_account && !route_) return step::predict_method;
    if (by_account && !progress_.account) return step::create_account;
    if (by_account && !predicted_) return step::predict_amounts;
    if (!expiry_) return step::open_session;
    return step::attempt;
}

inline command payment::wait(steady_time until) const { return {effect::wait_until{until}}; }

inline dollr::record payment::record(record_type why, instant now) const {
    if (earlier_) {
        auto r = earlier_->record(why, now);
        r.flow = progress_;
        r.flow.step = static_cast<std::uint8_t>(step_);
        return r;
    }
    dollr::record r;
    r.type = why;
    r.written = now.server;
    r.intent = of_;
    r.flow = progress_;
    r.flow.step = static_cast<std::uint8_t>(step_);
    r.attempt.generation = generation_;
    r.attempt.operation = operation();
    if (outcome_) {
        r.attempt.phase = outcome_->outcome;
        r.attempt.settled = now.server;
        r.attempt.proven = true;
        r.attempt.told = true;
    }
    return r;
}

inline command payment::write(record_type why, instant now) {
    writing_ = true;
    return {effect::persist{record(why, now)}};
}

inline dollr::record payment::newest(instant now) const {
    return attempt_.phase() == phase::none ? record(record_type::step, now) : attempt_.record(record_type::seen, now);
}

inline command payment::go_on(instant now) {
    if (!wanted_) return wait();
    if (cancelled_) return give_up("cancelled before anything was sent", now);
    if (wanted_->method && !route_) {
        route_ = route{api::payment_method::credit_card, *api::provider_of(api::payment_method::credit_card)};
        target_ = wanted_->currency;
    }
    step_ = due();
    return step_ == step::attempt ? begin_attempt(now) : start_call(now);
}

inline command payment::begin_attempt(instant now) {
    auto const unit = wanted_->currency;
    attempt_state first;
    first.generation = generation_;
    first.operation = operation();
    first.reference_id = fresh_;
    first.session = progress_.session;
    first.account = progress_.account;
    first.currency = first.operation == operation_type::collection ? target_ : unit;
    if (predicted_) {
        first.payer = money{predicted_->payer_amount, predicted_->payer_currency};
        first.payee = money{predicted_->payee_amount, predicted_->payee_currency};
        first.payer_converted = predicted_->payer_currency != unit;
        first.payee_converted = predicted_->payee_currency != unit;
    } else {  // a transfer brings what was said, and a refund takes it
        (first.operation == operation_type::transfer ? first.payee : first.payer) = money{wanted_->amount, unit};
    }
    first.expiry = *expiry_;
    earlier_.reset();
    attempt_ = dollr::attempt::begin(first, of_, *policy_, seed_, progress_);
    return hand_through(attempt_.handle(event::started{}, now), now);
}

/// Nothing of this intent can have moved: there was no attempt. That, too, is a verdict, and it becomes durable. If
/// there was one, its verdict stands: whoever wants another attempt must ask about that one again.
inline command payment::give_up(std::string why, instant now) {
    if (earlier_) {
        attempt_ = *std::exchange(earlier_, std::nullopt);
        --generation_;
        outcome_ = attempt_.verdict();
        last_error_ = "no second attempt was made: " + why;
        return after_attempt(now);
    }
    last_error_ = std::move(why);
    outcome_ = verdict{.outcome = phase::not_executed, .proven = true};
    step_ = step::give_up;
    return write(record_type::verdict, now);
}

/// What the attempt noted is told, whatever the flow makes of its order.
inline command payment::hand_through(command const& from_attempt, instant now) {
    auto const& noted = from_attempt.notes;
    auto order = follow(from_attempt, now);
    order.notes.raised |= noted.raised;
    order.notes.escalate = order.notes.escalate || noted.escalate;
    if (!order.notes.retry_after) order.notes.retry_after = noted.retry_after;
    return order;
}

inline command payment::follow(command order, instant now) {
    auto const* const done = std::get_if<effect::done>(&order.what);
    auto* const pause = std::get_if<effect::wait_until>(&order.what);
    if (reaffirming_ && !ask_until_ && (done != nullptr || pause != nullptr)) {
        ask_until_ = now.steady + policy_->call_max;
        return hand_through(attempt_.handle(event::resumed{}, now), now);
    }
    if (reaffirming_ && pause != nullptr) {
        if (now.steady >= *ask_until_) {
            reaffirming_ = false;
            last_error_ = "a second attempt is not offered: the server does not say what became of the first";
            outcome_ = attempt_.verdict();
            return after_attempt(now);
        }
        pause->until = std::min(pause->until, *ask_until_);
    }
    if (reaffirming_ && done != nullptr && done->verdict.reaffirmed) {
        reaffirming_ = false;
        if (may_reattempt(attempt_.state(), {.reaffirmed = true, .accept_unproven = accept_unproven_})) {
            ++generation_;
            earlier_ = std::exchange(attempt_, {});
            return go_on(now);
        }
        last_error_ = "a second attempt is not offered: one more poll does not prove that nothing moved";
    }
    if (done == nullptr || told_) return order;
    outcome_ = done->verdict;
    // Without a journal nothing is sent any more, so there is no paper to wait for.
    auto const has_paper = operation() == operation_type::collection && progress_.invoice;
    if (outcome_->outcome == phase::completed && has_paper && outcome_->durable) {
        step_ = step::confirm_source;
        return start_call(now);
    }
    return after_attempt(now);
}

inline command payment::after_attempt(instant) {
    step_ = step::ended;
    told_ = true;
    return {effect::done{*outcome_}};
}

inline command payment::handle(attempt_event const& event, instant now) {
    auto const is = [&]<class E>(E const*) { return std::holds_alternative<E>(event); };
    if (is(static_cast<event::cancelled*>(nullptr)))
        cancelled_ = true;  // also if it must wait until a record is written
    auto const taken = is(static_cast<event::write_refused*>(nullptr)) || is(static_cast<event::lease_lost*>(nullptr));
    if (taken && step_ != step::attempt) return {effect::drop{}};
    if (attempt_.phase() != phase::none && (step_ == step::attempt || step_ == step::ended))
        return hand_through(attempt_.handle(event, now), now);
    if (is(static_cast<event::started*>(nullptr))) return write(record_type::step, now);
    if (is(static_cast<event::recovered*>(nullptr))) {
        if (reaffirming_) {  // given up before there was an attempt
            reaffirming_ = told_ = false;
            outcome_.reset();
            ++generation_;
        }
        return told_ ? wait() : go_on(now);
    }
    if (is(static_cast<event::persisted*>(nullptr)) && writing_) {
        writing_ = false;
        return step_ == step::give_up ? after_attempt(now) : go_on(now);
    }
    if (is(static_cast<event::persist_failed*>(nullptr)) && writing_) {
        last_error_ = "the journal failed: nothing was sent";
        return {effect::drop{}};
    }
    if (writing_) return wait();
    if (is(static_cast<event::cancelled*>(nullptr)) && !outcome_)
        return give_up("cancelled before anything was sent", now);
    if (again_at_) {
        if (now.steady < *again_at_) return wait(*again_at_);
        again_at_.reset();
        return start_call(now);
    }
    return step_ == step::ended ? wait() : from_call(call_.handle(event, now), now);
}

inline command payment::receive(std::uint32_t serial, steady_time asked, exchange_result const& answer, instant now) {
    ++answers_;
    if (step_ != step::attempt && step_ != step::ended) return take_answer(serial, answer, now);
    auto reading = codec::observe(attempt_.state(), answer, now.server);
    last_error_.clear();
    for (auto const& i : reading.issues) last_error_ += (last_error_.empty() ? "" : "; ") + dollr::describe(i);
    if (last_error_.empty()) last_error_ = escaped(reading.message);
    if (auto const* none = std::get_if<no_response>(&answer); none != nullptr && last_error_.empty())
        last_error_ = escaped(none->why);
    auto const before = attempt_.phase();
    auto const order = attempt_.handle(event::answered{serial, asked, reading.seen}, now);
    // Later polls may bring it again; it is kept only for the one time when it will be shown.
    if (attempt_.phase() == phase::action && before != phase::action) client_secret_ = std::move(reading.client_secret);
    return hand_through(order, now);
}

inline command payment::unbuildable(std::uint32_t serial, error const& why, instant now) {
    last_error_ = dollr::describe(why);
    if (step_ != step::attempt && step_ != step::ended)
        return outcome_ ? confirm_later(now) : give_up(last_error_, now);
    observation nothing_left;
    nothing_left.what = observation::kind::never_sent;
    return hand_through(attempt_.handle(event::answered{serial, now.steady, nothing_left}, now), now);
}

inline result<void> payment::build(command::action const& what, secret_string const& bearer,
                                   api::passcode_payload const* passcode, http_request& out) const {
    if (std::holds_alternative<effect::poll>(what)) return codec::poll_request(attempt_.state(), bearer, out);
    if (step_ == step::attempt) return codec::send_request(attempt_.state(), passcode, bearer, out);
    return build_call(bearer, out);
}

}  // namespace dollr::flow

#endif
