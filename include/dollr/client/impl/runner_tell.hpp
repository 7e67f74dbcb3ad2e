// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_TELL_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_TELL_HPP

#include <dollr/client/impl/waiting.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/flow/known.hpp>
#include <dollr/value/separate.hpp>

#include <map>
#include <memory>
#include <utility>
#include <vector>

/// What those who wait are told, and when.
namespace dollr {

DOLLR_DECL void runner::take_changes(instant at) {
    for (auto left = changed_.size(); left != 0 && !changed_.empty(); --left) {
        auto const number = changed_.back();
        changed_.pop_back();
        if (auto const call = calls_.find(number); call != calls_.end()) {
            auto* const task = pool_.find(call->second.task);
            if (!static_cast<call_task&>(*task->machine).ended()) continue;
            auto ended = std::shared_ptr<http_task>{std::move(task->machine)};
            task->machine = nullptr;
            pool_.remove(call->second.task);
            set_deadline(number, call->second.deadline, steady_time::max());
            calls_.erase(call);
            to_tell_.emplace_back([ended](std::monostate) { static_cast<call_task&>(*ended).complete(); });
        } else if (auto* const p = find_payer(number)) {
            notice(*p, at);
        }
    }
}

DOLLR_DECL void runner::notice(payer& p, instant at) {
    if (p.at != payer::where::running) {
        if (journal_failure_) tell(p, failure_of(p));
        return;
    }
    if (p.audits) return go_on_auditing(p);
    auto const* const task = task_of(p);
    if (task == nullptr) {  // dropped: its record was refused, its lease was lost, or it was never written
        auto const elsewhere = !journal_failure_ && ports_.journal.lease_length() != duration::max();
        if (elsewhere && !p.waiters.empty() && !p.managed) return look_again(p, at);
        tell(p, failure_of(p));
        return erase_payer(p.number);
    }
    if (task->payment()->settled()) {
        if (!task->writing()) finish(p);
        return;
    }
    // What became of the money outranks what happens to us: a verdict is told though its receipt cannot be had.
    auto const is_known = task->payment()->outcome() && task->payment()->outcome()->durable;
    if (is_known && (journal_failure_ || task->refused())) return tell(p, settlement_of(p));
    // One that may have moved money is asked about on: its end is known then, though it cannot be written.
    if (journal_failure_) {
        auto const nobody_will_say = pool_.token().credentials_refused() || task->payment()->phase() == phase::parked;
        if (nobody_will_say || may_have_moved(p) == money_moved::no) tell(p, failure_of(p));
        return;
    }
    if (task->refused()) return hold_back(p);
    // While a record is on its way, what it says is not told yet.
    if (task->payment()->phase() == phase::parked && !task->writing()) tell_those_who_take_parked(p, settlement_of(p));
}

/// Its verdict is durable, and so is that it was told, if the journal still works.
DOLLR_DECL void runner::finish(payer& p) {
    rates_.learn(task_of(p)->payment()->newest(now()));
    tell(p, settlement_of(p));
    if (p.managed) return;
    pool_.remove(p.task);
    ports_.journal.release(p.key);
    erase_payer(p.number);
}

DOLLR_DECL void runner::tell(payer& p, result<settlement> const& end) {
    while (!p.waiters.empty()) tell_one(p, p.waiters.size() - 1, end);
}

DOLLR_DECL void runner::tell_those_who_take_parked(payer& p, result<settlement> const& end) {
    auto const* const task = task_of(p);
    for (std::size_t i = p.waiters.size(); i-- != 0;) {
        auto const& w = p.waiters[i];
        auto const asked = task == nullptr || task->payment()->answers() > w.answers_before || !token_error_.empty();
        if (asked && w.how.parked == when_parked::complete) tell_one(p, i, end);
    }
}

DOLLR_DECL void runner::tell_one(payer& p, std::size_t index, result<settlement> end) {
    set_deadline(p.waiters[index].id, p.waiters[index].deadline, steady_time::max());
    auto one = std::move(p.waiters[index]);
    p.waiters.erase(p.waiters.begin() + static_cast<std::ptrdiff_t>(index));
    waits_for_.erase(one.id);
    to_tell_.emplace_back(
        [done = std::move(one.done), end = std::move(end)](std::monostate) mutable { done(std::move(end)); });
}

/// Whoever waits is told that it cannot go on. Where nothing has left, the payment is let go of, so that it never
/// leaves behind the back of those who were told: the journal knows where it stands, and its next `pay` goes on.
DOLLR_DECL void runner::hold_back(payer& p) {
    auto const unsent = may_have_moved(p) == money_moved::no;
    tell(p, refusal_of(p));
    if (p.managed || !unsent || task_of(p)->writing()) return;
    forget_passcode(p.task);
    pool_.remove(p.task);
    ports_.journal.release(p.key);
    erase_payer(p.number);
}

DOLLR_DECL void runner::tell_all_held_back() {
    std::vector<std::uint64_t> outward;
    for (auto const& [number, p] : payers_) {
        auto const* const task = task_of(p);
        if (task == nullptr || task->payment()->operation() == operation_type::collection) continue;
        if (may_have_moved(p) == money_moved::no && !task->payment()->settled()) outward.push_back(number);
    }
    for (auto const number : outward) hold_back(*find_payer(number));
}

DOLLR_DECL void runner::close() {
    stop();
    auto const why = [](money_moved moved) {
        return detail::waiting_error(error_kind::expired, "the client was closed",
                                     "open it again, and call pay again with the same key", moved);
    };
    for (auto& [number, p] : payers_) tell(p, why(may_have_moved(p)));
    for (auto const& [number, call] : std::map<operation, caller>{calls_})
        static_cast<call_task&>(*pool_.find(call.task)->machine).cancel("the client was closed");
    take_changes(now());
    for (auto const& [number, all] : std::map<operation, std::shared_ptr<recovery>>{recoveries_})
        if (all->open.empty()) end_recovery(number, why(money_moved::unknown));
    while (!to_tell_.empty()) tell_the_program();
}

namespace detail {

/// What every settlement says of its attempt.
inline void learn(settlement& end, attempt_state const& a) {
    if (!a.reference_id.is_nil()) end.reference_id = a.reference_id;
    end.sent = !flow::nothing_left(a);
    end.contradicted = has(a.anomalies, anomaly::late_truth);
}

}  // namespace detail

DOLLR_DECL payment_task const* runner::task_of(payer const& p) const noexcept {
    if (p.at != payer::where::running) return nullptr;
    auto const* const task = pool_.find(p.task);
    return task == nullptr ? nullptr : static_cast<payment_task const*>(task->machine.get());
}

DOLLR_DECL result<settlement> runner::settlement_of(payer const& p) const {
    auto const& payment = *task_of(p)->payment();
    settlement end;
    end.key = std::string{p.key.text()};
    end.before = p.audits;
    end.verdict.outcome = payment.phase();
    end.reason = payment.last_error().empty() && !payment.settled() ? token_error_ : payment.last_error();
    if (payment.phase() == phase::rejected && !p.refusal.empty()) end.reason = p.refusal;
    if (auto const* made = payment.attempt()) detail::learn(end, made->state());
    if (!payment.outcome()) return end;
    end.verdict = *payment.outcome();
    if (!end.verdict.durable) {
        auto const moved = end.verdict.outcome == phase::completed ? money_moved::yes : money_moved::unknown;
        return detail::waiting_error(
            error_kind::journal,
            "the payment ended, but its verdict could not be written: " +
                (journal_failure_ ? journal_failure_->what : std::string{"the journal failed"}),
            "mend the journal, then call pay again with the same key", moved);
    }
    if (auto const* made = payment.attempt()) end.proof = made->proof();
    return end;
}

/// Of a verdict that the journal had already.
DOLLR_DECL settlement runner::settlement_of(record const& known) const {
    settlement end;
    end.key = std::string{known.intent.key.text()};
    end.before = true;
    detail::learn(end, known.attempt);
    end.verdict.outcome = known.attempt.phase;
    if (!is_terminal(known.attempt.phase)) return end;
    auto const again = attempt::recover(known, policy_, seed_);
    end.verdict = again.verdict();
    end.verdict.durable = true;
    end.proof = again.proof();
    return end;
}

/// Not by what this process knows: that is `unknown` as soon as a send of it may have left.
DOLLR_DECL money_moved runner::may_have_moved(payer const& p) const noexcept {
    auto const* const task = task_of(p);
    if (task == nullptr) return money_moved::unknown;
    auto const* const made = task->payment()->attempt();
    return made == nullptr || made->phase() <= phase::recorded ? money_moved::no : money_moved::unknown;
}

DOLLR_DECL error runner::failure_of(payer const& p) const {
    if (!journal_failure_)
        return detail::waiting_error(error_kind::journal, "the journal refused a record of this payment",
                                     "look what `dollr journal` says, then call pay again with the same key",
                                     money_moved::unknown);
    return detail::waiting_error(error_kind::journal, "the journal failed: " + journal_failure_->what,
                                 "mend it, then call pay again with the same key", may_have_moved(p));
}

DOLLR_DECL error runner::refusal_of(payer const& p) const {
    auto const moved = may_have_moved(p);
    if (pool_.token().credentials_refused())
        return detail::waiting_error(error_kind::unauthorized, "there is no access token: " + token_error_,
                                     "correct the credentials, then call pay again with the same key", moved);
    if (pool_.stopped())
        return detail::waiting_error(error_kind::expired, "the client was stopped",
                                     "call pay again with the same key, once it goes on", moved);
    return detail::waiting_error(error_kind::forbidden, "the passcode is missing, or it or a permission was refused",
                                 "correct it, let the client go on (resume), then call pay again with the same key",
                                 moved);
}

DOLLR_DECL payment_status runner::status_of(flow::payment const& p) const {
    payment_status s;
    s.key = std::string{p.key()};
    s.operation = p.operation();
    s.phase = p.phase();
    s.step = to_text(p.doing());
    if (auto const* made = p.attempt()) s.reference_id = made->state().reference_id;
    s.last_error = p.last_error();
    return s;
}

}  // namespace dollr

#endif
