// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_PAYMENT_PROGRESS_HPP
#define DOLLR_FLOW_IMPL_PAYMENT_PROGRESS_HPP

#include <dollr/codec/exchange.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/flow/steps.hpp>
#include <dollr/value/separate.hpp>

#include <utility>
#include <variant>

/// How a payment begins, what it does next, and how it ends.
namespace dollr::flow {

namespace detail {

/// Nothing of the intent can have moved: there was no attempt.
inline constexpr verdict never_began{.outcome = phase::not_executed, .proven = true};

/// A method that the intent names needs no prediction.
inline void take_method(facts& f) {
    if (!f.wanted || !f.wanted->method) return;
    f.route = route{api::payment_method::credit_card, *api::provider_of(api::payment_method::credit_card)};
    f.target = f.wanted->currency;
}

}  // namespace detail

DOLLR_DECL payment payment::begin(payment_intent wanted, digest const& content, reference_id const& fresh,
                                  policy const& rules, std::uint64_t seed) {
    payment p{rules, seed, fresh};
    p.of_ = {intent_key::try_parse(wanted.key).value_or(intent_key{}), content};
    p.facts_.made.kind = flow_of(wanted);
    if (wanted.source_id) p.facts_.made.invoice = invoice_id{wanted.source_id->value};
    p.facts_.wanted = std::move(wanted);
    detail::take_method(p.facts_);
    return p;
}

DOLLR_DECL payment payment::recover(dollr::record const& newest, std::optional<payment_intent> wanted,
                                    reference_id const& fresh, policy const& rules, std::uint64_t seed) {
    payment p{rules, seed, fresh};
    p.of_ = newest.intent;
    p.facts_.wanted = std::move(wanted);
    p.facts_.made = newest.flow;
    p.facts_.look_first = true;
    detail::take_method(p.facts_);
    p.generation_ = newest.attempt.generation;
    if (newest.attempt.phase == phase::none) return p;
    if (newest.attempt.reference_id.is_nil()) {
        // Given up before there was an attempt: there is nothing to ask the server.
        p.step_ = step::ended;
        p.told_ = true;
        p.outcome_ = verdict{.outcome = newest.attempt.phase, .proven = true};
    } else {
        p.step_ = step::attempt;
        p.attempt_ = dollr::attempt::recover(newest, rules, seed);
    }
    return p;
}

DOLLR_DECL payment payment::audit(dollr::record const& told, reference_id const& fresh, policy const& rules,
                                  std::uint64_t seed) {
    auto p = recover(told, std::nullopt, fresh, rules, seed);
    p.told_ = true;
    p.outcome_ = p.attempt_.verdict();
    p.outcome_->durable = true;
    return p;
}

DOLLR_DECL payment payment::reattempt(dollr::record const& newest, payment_intent wanted, reference_id const& fresh,
                                      bool accept_unproven, policy const& rules, std::uint64_t seed) {
    auto p = recover(newest, std::move(wanted), fresh, rules, seed);
    p.reaffirming_ = is_terminal(newest.attempt.phase);
    p.accept_unproven_ = accept_unproven;
    return p;
}

DOLLR_DECL phase payment::phase() const noexcept {
    if (before_verdict_) return before_verdict_->phase;
    if (attempt_.phase() != phase::none) return attempt_.phase();
    return outcome_ ? outcome_->outcome : phase::none;
}

DOLLR_DECL command payment::wait(steady_time until) const { return {effect::wait_until{until}}; }

DOLLR_DECL dollr::record payment::record(record_type why, instant now) const {
    dollr::record r;
    if (earlier_) {
        r = earlier_->record(why, now);
    } else {
        r.type = why;
        r.written = now.server;
        r.intent = of_;
        r.attempt.generation = generation_;
        r.attempt.operation = operation();
        if (outcome_ || why == record_type::verdict) {
            r.attempt.phase = outcome_.value_or(detail::never_began).outcome;
            r.attempt.settled = now.server;
            r.attempt.proven = true;
            r.attempt.told = true;
        }
    }
    r.flow = facts_.made;
    r.flow.step = static_cast<std::uint8_t>(step_);
    return r;
}

DOLLR_DECL command payment::write(record_type why, instant now) {
    writing_ = true;
    return {effect::persist{record(why, now)}};
}

DOLLR_DECL dollr::record payment::newest(instant now) const {
    if (attempt_.phase() == phase::none) return record(record_type::step, now);
    auto r = attempt_.record(record_type::seen, now);
    if (before_verdict_) r.attempt = *before_verdict_;
    return r;
}

/// Does the next missing thing. Once there is an outcome, paper is what may be missing.
DOLLR_DECL command payment::advance(instant now) {
    if (outcome_) {
        auto const* const row = paperwork::first_due(facts_);
        return row != nullptr ? start_call(*row, now) : end();
    }
    if (!facts_.wanted) return wait();
    if (cancelled_) return give_up("cancelled before anything was sent", now);
    auto const* const row = preparation::first_due(facts_);
    return row != nullptr ? start_call(*row, now) : begin_attempt(now);
}

/// That, too, is a verdict, and it becomes durable before it is shown. If there was an attempt, its verdict stands:
/// whoever wants another attempt must ask about that one again.
DOLLR_DECL command payment::give_up(std::string why, instant now) {
    if (earlier_) {
        auto const last = last_serial();
        attempt_ = *std::exchange(earlier_, std::nullopt);
        attempt_.continue_serials(last);
        --generation_;
        outcome_ = attempt_.verdict();
        last_error_ = "no second attempt was made: " + why;
        return end();
    }
    last_error_ = std::move(why);
    step_ = step::give_up;
    return write(record_type::verdict, now);
}

DOLLR_DECL command payment::end() {
    attempt_.continue_serials(last_serial());
    step_ = step::ended;
    told_ = true;
    return {effect::done{*outcome_}};
}

/// Somebody else's now, or nobody's: whatever comes later is not for this one.
DOLLR_DECL command payment::drop() {
    dropped_ = true;
    return {effect::drop{}};
}

DOLLR_DECL command payment::handle(attempt_event const& event, instant now) {
    if (dropped_) return drop();
    auto const is = [&]<class E>(E const*) { return std::holds_alternative<E>(event); };
    auto const cancels = is(static_cast<event::cancelled*>(nullptr));
    if (cancels) cancelled_ = true;  // it may have to wait until a record is written
    if (attempt_runs()) return deliver(event, now);
    if (is(static_cast<event::write_refused*>(nullptr)) || is(static_cast<event::lease_lost*>(nullptr))) return drop();
    if (is(static_cast<event::started*>(nullptr))) return write(record_type::step, now);
    if (is(static_cast<event::recovered*>(nullptr))) {
        if (std::exchange(reaffirming_, false)) {  // given up before there was an attempt
            told_ = false;
            outcome_.reset();
            ++generation_;
        }
        return told_ ? wait() : advance(now);
    }
    if (is(static_cast<event::persisted*>(nullptr)) && std::exchange(writing_, false)) {
        if (step_ != step::give_up) return advance(now);
        outcome_ = detail::never_began;
        return end();
    }
    if (is(static_cast<event::persist_failed*>(nullptr)) && writing_) {
        last_error_ = "the journal failed: nothing was sent";
        return drop();
    }
    if (writing_) return wait();
    if (cancels && !outcome_) return give_up("cancelled before anything was sent", now);
    if (again_at_) {
        if (now.steady < *again_at_) return wait(*again_at_);
        again_at_.reset();
        return advance(now);
    }
    return step_ == step::ended ? wait() : enact_call(call_.handle(event, now), now);
}

DOLLR_DECL command payment::receive(std::uint32_t serial, steady_time asked, exchange_result const& answer,
                                    instant now) {
    ++answers_;
    if (dropped_) return drop();
    return attempt_runs() ? receive_attempt(serial, asked, answer, now) : receive_call(serial, answer, now);
}

DOLLR_DECL command payment::unbuildable(std::uint32_t serial, error const& why, instant now) {
    ++answers_;
    last_error_ = dollr::describe(why);
    if (dropped_) return drop();
    if (!attempt_runs()) return outcome_ ? ask_later(now) : give_up(last_error_, now);
    observation nothing_left;
    nothing_left.what = observation::kind::never_sent;
    return deliver(event::answered{serial, now.steady, nothing_left}, now);
}

DOLLR_DECL result<void> payment::build(command::action const& what, secret_string const& bearer,
                                       api::passcode_payload const* passcode, http_request& out) const {
    if (std::holds_alternative<effect::poll>(what)) return codec::poll_request(attempt_.state(), bearer, out);
    if (step_ == step::attempt) return codec::send_request(attempt_.state(), passcode, bearer, out);
    if (row_ != nullptr) return row_->build(facts_, bearer, out);
    return invalid_input("this step has no request", "this is a defect of the library");
}

}  // namespace dollr::flow

#endif
