// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_PAY_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_PAY_HPP

#include <dollr/client/runner.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/flow/content.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

/// Who waits for what. A payer is everything about one key: it looks into the journal, then runs a payment, and those
/// who asked for it wait with it.
namespace dollr {

namespace detail {

inline error waiting_error(error_kind kind, std::string_view what, std::string_view next, money_moved moved) {
    auto e = invalid_input(what, next);
    e.kind = kind;
    e.moved = moved;
    return e;
}

/// Between a cancellation at a deadline and the end of the wait for its record.
inline constexpr duration cancelling_max = std::chrono::seconds{5};

}  // namespace detail

inline runner::operation runner::pay(flow::payment_intent wanted, pay_options how,
                                     completion_of<result<settlement>> done) {
    auto const number = ++last_number_;
    auto const refuse = [&](error why) {
        to_tell_.emplace_back([done = std::move(done), why = std::move(why)](std::monostate) mutable { done(why); });
        if (inbox_->wake) inbox_->wake();
        return operation{0};
    };
    auto issues = codec::validate(wanted, "intent");
    for (auto& i : flow::contradictions(wanted)) issues.push_back(std::move(i));
    if (!issues.empty()) {
        auto e = invalid_input("this payment cannot be made as it stands", "correct what the issues name");
        e.issues = std::move(issues);
        return refuse(std::move(e));
    }
    auto const content = flow::content_of(wanted, ports_.digest);
    if (!content) return refuse(content.error());
    auto* p = find_payer(wanted.key);
    if (p != nullptr && !flow::same_content(p->content, *content)) {
        record known;
        known.intent = {p->key, p->content};
        return refuse(flow::other_content(known, wanted.key, *content));
    }
    auto const is_new = p == nullptr;
    if (is_new) p = &new_payer(*intent_key::try_parse(wanted.key), *content);
    if (!p->wanted) p->wanted = std::move(wanted);
    p->reattempt = p->reattempt || how.reattempt;
    p->accept_unproven = p->accept_unproven || how.accept_unproven;
    wait_for(*p, number, how, std::move(done));
    if (!is_new) join(*p);
    if (inbox_->wake) inbox_->wake();
    return number;
}

inline runner::payer* runner::find_payer(std::uint64_t number) noexcept {
    auto const found = payers_.find(number);
    return found == payers_.end() ? nullptr : &found->second;
}

inline runner::payer* runner::find_payer(std::string_view key) noexcept {
    auto const found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : find_payer(found->second);
}

/// It looks first.
inline runner::payer& runner::new_payer(intent_key const& key, digest const& content) {
    auto const number = ++last_number_;
    by_key_.emplace(key.text(), number);
    auto& p = payers_[number];
    p.number = number;
    p.key = key;
    p.content = content;
    to_claim_.emplace_back(number, false);
    return p;
}

inline void runner::erase_payer(std::uint64_t number) {
    auto const found = payers_.find(number);
    if (found == payers_.end()) return;
    by_key_.erase(by_key_.find(found->second.key.text()));
    payers_.erase(found);
}

inline void runner::wait_for(payer& p, operation id, pay_options const& how, completion_of<result<settlement>> done) {
    auto const at = now().steady;
    auto const deadline = how.deadline < steady_time::max() - at ? at + how.deadline : steady_time::max();
    auto const* const task = task_of(p);
    waits_for_.emplace(id, p.number);
    p.waiters.push_back({.id = id,
                         .how = how,
                         .done = std::move(done),
                         .answers_before = task == nullptr ? 0 : task->payment()->answers()});
    set_deadline(id, p.waiters.back().deadline, deadline);
}

/// At `at` no longer, but then; max: never.
inline void runner::set_deadline(operation id, steady_time& at, steady_time when) {
    auto const [from, to] = deadlines_.equal_range(at);
    auto const old = std::find_if(from, to, [id](auto const& one) { return one.second == id; });
    if (old != to) deadlines_.erase(old);
    at = when;
    if (when != steady_time::max()) deadlines_.emplace(when, id);
}

/// Somebody else asked for this key before, and it may be at rest: then it is asked about once more.
inline void runner::join(payer& p) {
    auto const* const task = task_of(p);
    if (task == nullptr) return;
    changed_.push_back(p.number);
    if (task->payment()->settled()) return;
    if (!task->refused() && task->payment()->phase() != phase::parked) return;
    auto const at = now();
    if (task->refused() && (pool_.credentials_held(at) || pool_.breaker_open() || pool_.stopped())) return;
    if (task->refused() && pool_.token().credentials_refused()) return pool_.resume(at);
    pool_.deliver(p.task, event::resumed{}, at);
}

inline void runner::take_claims(claimed all, instant at) {
    claiming_ = false;
    for (auto const number : all.payers) {
        auto* const p = find_payer(number);
        if (p == nullptr) continue;
        if (!all.answer) {  // then nobody knows what was made of this key before
            auto why = all.answer.error();
            why.kind = error_kind::journal;
            why.moved = money_moved::unknown;
            tell(*p, why);
            erase_payer(number);
            continue;
        }
        auto const in = [&](std::vector<intent_key> const& keys) {
            return std::find(keys.begin(), keys.end(), p->key) != keys.end();
        };
        auto const& known = all.answer->newest;
        auto const found =
            std::find_if(known.begin(), known.end(), [&](record const& r) { return r.intent.key == p->key; });
        auto const* const newest = found == known.end() ? nullptr : &*found;
        begin(*p, newest, in(all.answer->taken), in(all.answer->held), all.asked, at);
    }
}

inline void runner::begin(payer& p, record const* known, bool is_taken, bool is_held, steady_time leased, instant at) {
    using flow::disposition;
    auto const what = flow::disposition_of(known, p.content, p.reattempt);
    auto const end_with = [&](result<settlement> const& end) {
        if (is_taken) ports_.journal.release(p.key);
        tell(p, end);
        erase_payer(p.number);
    };
    if (what == disposition::refuse) return end_with(flow::other_content(*known, p.key.text(), p.content));
    if (what == disposition::skip) return end_with(settlement_of(*known));
    if (!is_taken) {
        auto const is_settled = known != nullptr && is_terminal(known->attempt.phase) && known->attempt.told;
        if (is_settled && !is_held) return to_claim_.emplace_back(p.number, true), void();  // for another attempt
        if (known != nullptr && known->attempt.phase == phase::parked)
            tell_those_who_take_parked(p, settlement_of(*known));
        return look_again(p, at);
    }
    if (known == nullptr && !p.wanted)
        return end_with(detail::waiting_error(error_kind::journal, "the journal no longer knows this payment",
                                              "look whether it is the same journal", money_moved::unknown));
    auto const fresh = mint_reference_id(ports_.entropy);
    if (!fresh) return end_with(fresh.error());
    auto const seed = seed_ + p.number;
    switch (what) {
        case disposition::begin:
            return run(p, flow::payment::begin(*p.wanted, p.content, *fresh, policy_, seed), event::started{}, leased,
                       at);
        case disposition::reattempt:
            return run(p, flow::payment::reattempt(*known, *p.wanted, *fresh, p.accept_unproven, policy_, seed),
                       event::recovered{}, leased, at);
        default:
            return run(p, flow::payment::recover(*known, p.wanted, *fresh, policy_, seed), event::recovered{}, leased,
                       at);
    }
}

inline void runner::run(payer& p, flow::payment made, attempt_event const& first, steady_time leased, instant at) {
    p.at = payer::where::running;
    p.task = pool_.add({std::make_unique<payment_task>(std::move(made), p.number, changed_)});
    pool_.deliver(p.task, first, at);
    if (auto const end = lease_end(leased); end != steady_time::max()) pool_.deliver(p.task, event::leased{end}, at);
    changed_.push_back(p.number);
}

/// Another worker has it: it is asked for again until that one has told its verdict, or has let go of it.
inline void runner::look_again(payer& p, instant at) {
    constexpr duration shortest = std::chrono::seconds{1};
    constexpr duration longest = std::chrono::seconds{10};
    auto const length = ports_.journal.lease_length();
    p.at = payer::where::waiting_to_look;
    looks_.emplace(at.steady + std::clamp(length / 10, shortest, longest), p.number);
}

inline runner::operation runner::recover(pay_options how, completion_of<result<std::vector<settlement>>> done) {
    auto const number = ++last_number_;
    recoveries_.emplace(number, std::make_shared<recovery>(recovery{how, std::move(done), {}, {}}));
    to_list_.push_back(number);
    if (inbox_->wake) inbox_->wake();
    return number;
}

inline void runner::take_list(listed found, instant) {
    listing_ = false;
    auto const at = recoveries_.find(found.who);
    if (at == recoveries_.end()) return;
    auto const all = at->second;
    auto const end = [this, all, who = found.who](result<std::vector<settlement>> outcome) {
        recoveries_.erase(who);
        to_tell_.emplace_back(
            [all, outcome = std::move(outcome)](std::monostate) mutable { all->done(std::move(outcome)); });
    };
    if (!found.answer) return end(found.answer.error());
    for (auto const& newest : *found.answer) {
        auto const is_over = is_terminal(newest.attempt.phase) && newest.attempt.told;
        if (is_over || !flow::payment::resumable(newest)) continue;
        auto* p = find_payer(newest.intent.key.text());
        auto const is_new = p == nullptr;
        if (is_new) p = &new_payer(newest.intent.key, newest.intent.content);
        auto const id = ++last_number_;
        all->open.insert(id);
        wait_for(*p, id, all->how, [all, id, end, key = newest.intent.key](result<settlement> one) {
            if (one) {
                all->ended.push_back(*std::move(one));
            } else {
                settlement unknown;
                unknown.key = std::string{key.text()};
                unknown.verdict.outcome = phase::unknown;
                unknown.reason = describe(one.error());
                all->ended.push_back(std::move(unknown));
            }
            all->open.erase(id);
            if (all->open.empty()) end(std::move(all->ended));
        });
        if (!is_new) join(*p);
    }
    if (all->open.empty()) end(std::vector<settlement>{});
}

template <class Op>
runner::operation runner::call(typename Op::path path, typename Op::query query, typename Op::body body,
                               duration deadline, completion_of<result<typename Op::response>> done) {
    static_assert(Op::hazard != hazard::moves_money, "what moves money is never just called: it is paid by pay()");
    auto const number = ++last_number_;
    auto const longest = deadline > duration::zero() ? deadline : policy_.call_max;
    auto const id =
        pool_.add({std::make_unique<call_of<Op>>(std::move(path), std::move(query), std::move(body), std::move(done),
                                                 policy_, seed_ + number, longest, number, changed_)});
    auto const at = now();
    auto const last = longest < steady_time::max() - at.steady - policy_.exchange_max
                          ? at.steady + longest + policy_.exchange_max
                          : steady_time::max();
    set_deadline(number, calls_.emplace(number, caller{id}).first->second.deadline, last);
    pool_.deliver(id, event::started{}, at);
    if (inbox_->wake) inbox_->wake();
    return number;
}

inline void runner::cancel(operation which) {
    if (auto const all = recoveries_.find(which); all != recoveries_.end()) {
        for (auto const one : std::set<operation>{all->second->open}) cancel(one);
        return;
    }
    auto const at = now().steady;
    if (auto const call = calls_.find(which); call != calls_.end()) set_deadline(which, call->second.deadline, at);
    auto const found = waits_for_.find(which);
    auto* const p = found == waits_for_.end() ? nullptr : find_payer(found->second);
    if (p != nullptr)
        for (auto& w : p->waiters)
            if (w.id == which) set_deadline(which, w.deadline, at);
    if (inbox_->wake) inbox_->wake();
}

/// Those whose deadline has come, and those who look again.
inline void runner::expire(instant at) {
    while (!deadlines_.empty() && deadlines_.begin()->first <= at.steady) {
        auto const id = deadlines_.begin()->second;
        deadlines_.erase(deadlines_.begin());
        if (auto const call = calls_.find(id); call != calls_.end()) {
            static_cast<call_task&>(*pool_.find(call->second.task)->machine)
                .cancel("it was cancelled, or its time was over");
            continue;
        }
        auto const found = waits_for_.find(id);
        auto* const p = found == waits_for_.end() ? nullptr : find_payer(found->second);
        if (p == nullptr) continue;
        auto const one =
            std::find_if(p->waiters.begin(), p->waiters.end(), [&](waiter const& w) { return w.id == id; });
        if (one != p->waiters.end()) leave(*p, static_cast<std::size_t>(one - p->waiters.begin()), at);
    }
    while (!looks_.empty() && looks_.begin()->first <= at.steady) {
        auto* const p = find_payer(looks_.begin()->second);
        looks_.erase(looks_.begin());
        if (p == nullptr) continue;
        p->at = payer::where::looking;
        to_claim_.emplace_back(p->number, false);
    }
}

/// A payment of which nothing has left is cancelled with the last who waits for it, who hears of that once it is
/// durable. One that may have left goes on.
inline void runner::leave(payer& p, std::size_t index, instant at) {
    auto const* const task = task_of(p);
    if (task == nullptr) {
        auto const began = p.at == payer::where::waiting_to_look;
        tell_one(p, index,
                 detail::waiting_error(error_kind::expired,
                                       began ? "another worker has this payment, and the wait for it is over"
                                             : "the wait was over before the journal told about this payment",
                                       "call pay again with the same key", money_moved::unknown));
        if (p.waiters.empty()) erase_payer(p.number);
        return;
    }
    auto const unsent = may_have_moved(p) == money_moved::no && !task->payment()->settled();
    if (unsent && p.waiters.size() == 1 && !p.waiters[index].leaving && !p.managed && !journal_failure_) {
        p.waiters[index].leaving = true;
        set_deadline(p.waiters[index].id, p.waiters[index].deadline, at.steady + detail::cancelling_max);
        pool_.deliver(p.task, event::cancelled{}, at);
        return;
    }
    tell_one(p, index, settlement_of(p));
}

inline void runner::take_changes(instant at) {
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

inline void runner::notice(payer& p, instant at) {
    if (p.at != payer::where::running) {
        if (journal_failure_) tell(p, failure_of(p));
        return;
    }
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
    if (journal_failure_) return tell(p, failure_of(p));
    if (task->refused()) return hold_back(p);
    // While a record is on its way, what it says is not told yet.
    if (task->payment()->phase() == phase::parked && !task->writing()) tell_those_who_take_parked(p, settlement_of(p));
}

/// Its verdict is durable, and so is that it was told, if the journal still works.
inline void runner::finish(payer& p) {
    tell(p, settlement_of(p));
    if (p.managed) return;
    pool_.remove(p.task);
    ports_.journal.release(p.key);
    erase_payer(p.number);
}

inline void runner::tell(payer& p, result<settlement> const& end) {
    while (!p.waiters.empty()) tell_one(p, p.waiters.size() - 1, end);
}

inline void runner::tell_those_who_take_parked(payer& p, result<settlement> const& end) {
    auto const* const task = task_of(p);
    for (std::size_t i = p.waiters.size(); i-- != 0;) {
        auto const& w = p.waiters[i];
        auto const asked = task == nullptr || task->payment()->answers() > w.answers_before || !token_error_.empty();
        if (asked && w.how.parked == when_parked::complete) tell_one(p, i, end);
    }
}

inline void runner::tell_one(payer& p, std::size_t index, result<settlement> end) {
    set_deadline(p.waiters[index].id, p.waiters[index].deadline, steady_time::max());
    auto one = std::move(p.waiters[index]);
    p.waiters.erase(p.waiters.begin() + static_cast<std::ptrdiff_t>(index));
    waits_for_.erase(one.id);
    to_tell_.emplace_back(
        [done = std::move(one.done), end = std::move(end)](std::monostate) mutable { done(std::move(end)); });
}

/// Whoever waits is told that it cannot go on. Where nothing has left, the payment is let go of, so that it never
/// leaves behind the back of those who were told: the journal knows where it stands, and its next `pay` goes on.
inline void runner::hold_back(payer& p) {
    auto const unsent = may_have_moved(p) == money_moved::no;
    tell(p, refusal_of(p));
    if (p.managed || !unsent || task_of(p)->writing()) return;
    forget_passcode(p.task);
    pool_.remove(p.task);
    ports_.journal.release(p.key);
    erase_payer(p.number);
}

inline void runner::tell_all_held_back() {
    std::vector<std::uint64_t> outward;
    for (auto const& [number, p] : payers_) {
        auto const* const task = task_of(p);
        if (task == nullptr || task->payment()->operation() == operation_type::collection) continue;
        if (may_have_moved(p) == money_moved::no && !task->payment()->settled()) outward.push_back(number);
    }
    for (auto const number : outward) hold_back(*find_payer(number));
}

inline void runner::close() {
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
        if (all->open.empty()) all->done(why(money_moved::unknown));
    while (!to_tell_.empty()) tell_the_program();
}

inline payment_task const* runner::task_of(payer const& p) const noexcept {
    if (p.at != payer::where::running) return nullptr;
    auto const* const task = pool_.find(p.task);
    return task == nullptr ? nullptr : static_cast<payment_task const*>(task->machine.get());
}

inline result<settlement> runner::settlement_of(payer const& p) const {
    auto const& payment = *task_of(p)->payment();
    settlement end;
    end.key = std::string{p.key.text()};
    end.verdict.outcome = payment.phase();
    end.reason = payment.last_error().empty() && !payment.settled() ? token_error_ : payment.last_error();
    if (payment.phase() == phase::rejected && !p.refusal.empty()) end.reason = p.refusal;
    if (auto const* made = payment.attempt()) end.reference_id = made->state().reference_id;
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
inline settlement runner::settlement_of(record const& known) const {
    settlement end;
    end.key = std::string{known.intent.key.text()};
    end.before = true;
    if (!known.attempt.reference_id.is_nil()) end.reference_id = known.attempt.reference_id;
    end.verdict.outcome = known.attempt.phase;
    if (!is_terminal(known.attempt.phase)) return end;
    auto const again = attempt::recover(known, policy_, seed_);
    end.verdict = again.verdict();
    end.verdict.durable = true;
    end.proof = again.proof();
    return end;
}

/// Not by what this process knows: that is `unknown` as soon as a send of it may have left.
inline money_moved runner::may_have_moved(payer const& p) const noexcept {
    auto const* const task = task_of(p);
    if (task == nullptr) return money_moved::unknown;
    auto const* const made = task->payment()->attempt();
    return made == nullptr || made->phase() <= phase::recorded ? money_moved::no : money_moved::unknown;
}

inline error runner::failure_of(payer const& p) const {
    if (!journal_failure_)
        return detail::waiting_error(error_kind::journal, "the journal refused a record of this payment",
                                     "look what `dollr journal` says, then call pay again with the same key",
                                     money_moved::unknown);
    return detail::waiting_error(error_kind::journal, "the journal failed: " + journal_failure_->what,
                                 "mend it, then call pay again with the same key", may_have_moved(p));
}

inline error runner::refusal_of(payer const& p) const {
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

inline payment_status runner::status_of(flow::payment const& p) const {
    payment_status s;
    s.key = std::string{p.key()};
    s.operation = p.operation();
    s.phase = p.phase();
    s.step = to_text(p.doing());
    if (auto const* made = p.attempt()) s.reference_id = made->state().reference_id;
    s.last_error = p.last_error();
    return s;
}

inline std::optional<task_id> runner::add(flow::payment payment, attempt_event const& first,
                                          std::optional<steady_time> leased) {
    if (find_payer(payment.key()) != nullptr) return std::nullopt;
    auto const at = now();
    auto const intent = payment.newest(at).intent;
    auto& p = new_payer(intent.key, intent.content);
    to_claim_.pop_back();
    p.managed = true;
    run(p, std::move(payment), first, leased.value_or(steady_time::max()), at);
    return p.task;
}

inline flow::payment* runner::find(task_id id) noexcept {
    auto* const task = pool_.find(id);
    return task == nullptr ? nullptr : task->machine->payment();
}

inline void runner::remove(task_id id) {
    auto const* const payment = find(id);
    if (payment == nullptr) return;
    auto const* const p = find_payer(payment->key());
    pool_.remove(id);
    if (p != nullptr) erase_payer(p->number);
}

template <class Visit>
void runner::each(Visit&& visit) {
    pool_.each([&](task_id id, pooled_http_task& task) {
        if (auto* const payment = task.machine->payment()) visit(id, *payment);
    });
}

}  // namespace dollr

#endif
