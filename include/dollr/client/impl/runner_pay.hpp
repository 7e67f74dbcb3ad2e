// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_PAY_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_PAY_HPP

#include <dollr/client/impl/waiting.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/flow/content.hpp>
#include <dollr/value/separate.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

/// Who waits for what. A payer is everything about one key: it looks into the journal, then runs a payment, and those
/// who asked for it wait with it.
namespace dollr {

DOLLR_DECL runner::operation runner::pay(flow::payment_intent wanted, pay_options how,
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
    if (auto const* const other = is_new ? payer_of_document(wanted) : nullptr)
        return refuse(invalid_input("this document is being paid already, under the key \"" +
                                        escaped(other->key.text()) + "\": nothing was begun under this one",
                                    "wait for that payment: a document is paid once"));
    if (is_new) p = &new_payer(*intent_key::try_parse(wanted.key), *content);
    if (!p->wanted) p->wanted = std::move(wanted);
    p->reattempt = p->reattempt || how.reattempt;
    p->accept_unproven = p->accept_unproven || how.accept_unproven;
    wait_for(*p, number, how, std::move(done));
    if (!is_new) join(*p);
    if (inbox_->wake) inbox_->wake();
    return number;
}

DOLLR_DECL runner::payer* runner::find_payer(std::uint64_t number) noexcept {
    auto const found = payers_.find(number);
    return found == payers_.end() ? nullptr : &found->second;
}

DOLLR_DECL runner::payer* runner::find_payer(std::string_view key) noexcept {
    auto const found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : find_payer(found->second);
}

/// Not one that only looks at its verdict once more.
DOLLR_DECL runner::payer const* runner::payer_of_document(flow::payment_intent const& wanted) const noexcept {
    if (!wanted.source_id) return nullptr;
    auto const pays_it = [&](payer const& p) {
        if (p.audits) return false;
        if (p.wanted) return p.wanted->source_id == wanted.source_id && p.wanted->source_type == wanted.source_type;
        auto const* const task = task_of(p);
        if (task == nullptr || task->payment()->operation() != operation_type::collection) return false;
        return task->payment()->source_type() == wanted.source_type &&
               task->payment()->progress().invoice == invoice_id{wanted.source_id->value};
    };
    auto const found =
        std::find_if(payers_.begin(), payers_.end(), [&](auto const& one) { return pays_it(one.second); });
    return found == payers_.end() ? nullptr : &found->second;
}

/// It looks first.
DOLLR_DECL runner::payer& runner::new_payer(intent_key const& key, digest const& content, bool also_settled) {
    auto const number = ++last_number_;
    by_key_.emplace(key.text(), number);
    auto& p = payers_[number];
    p.number = number;
    p.key = key;
    p.content = content;
    to_claim_.emplace_back(number, also_settled);
    return p;
}

DOLLR_DECL void runner::erase_payer(std::uint64_t number) {
    auto const found = payers_.find(number);
    if (found == payers_.end()) return;
    stop_auditing(found->second);
    by_key_.erase(by_key_.find(found->second.key.text()));
    payers_.erase(found);
}

DOLLR_DECL void runner::wait_for(payer& p, operation id, pay_options const& how,
                                 completion_of<result<settlement>> done) {
    auto const* const task = task_of(p);
    waits_for_.emplace(id, p.number);
    p.waiters.push_back({.id = id,
                         .how = how,
                         .done = std::move(done),
                         .answers_before = task == nullptr ? 0 : task->payment()->answers()});
    set_deadline(id, p.waiters.back().deadline, later(how.deadline));
}

/// Of whatever a caller wrote: less than nothing is now, and more than half of all time is never.
DOLLR_DECL steady_time runner::later(duration by) const noexcept {
    return by < duration::max() / 2 ? now().steady + std::max(by, duration::zero()) : steady_time::max();
}

/// At `at` no longer, but then; max: never.
DOLLR_DECL void runner::set_deadline(operation id, steady_time& at, steady_time when) {
    auto const [from, to] = deadlines_.equal_range(at);
    auto const old = std::find_if(from, to, [id](auto const& one) { return one.second == id; });
    if (old != to) deadlines_.erase(old);
    at = when;
    if (when != steady_time::max()) deadlines_.emplace(when, id);
}

/// Somebody else asked for this key before, and it may be at rest: then it is asked about once more.
DOLLR_DECL void runner::join(payer& p) {
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

DOLLR_DECL void runner::take_claims(claimed all, instant at) {
    claiming_ = false;
    for (auto const& [number, key] : all.payers) {
        auto* const p = find_payer(number);
        if (p == nullptr) {  // nobody waits any more, and nobody else shall wait for us
            ports_.journal.release(key);
            continue;
        }
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

DOLLR_DECL void runner::begin(payer& p, record const* known, bool is_taken, bool is_held, steady_time leased,
                              instant at) {
    using flow::disposition;
    if (p.audits && p.waiters.empty()) return begin_audit(p, known, is_taken, leased, at);
    stop_auditing(p);  // somebody pays it meanwhile
    auto const what = flow::disposition_of(known, p.content, p.reattempt);
    auto const end_with = [&](result<settlement> const& end) {
        if (is_taken) ports_.journal.release(p.key);
        tell(p, end);
        erase_payer(p.number);
    };
    if (what == disposition::refuse) return end_with(flow::other_content(*known, p.key.text(), p.content));
    // A recovery finishes what there is, and begins nothing: another worker may have ended it since it was listed.
    auto const nothing_to_begin = what == disposition::reattempt && !p.wanted;
    if (what == disposition::skip || nothing_to_begin) return end_with(settlement_of(*known));
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

DOLLR_DECL void runner::run(payer& p, flow::payment made, attempt_event const& first, steady_time leased, instant at) {
    p.at = payer::where::running;
    made.know(rates_);
    p.task = pool_.add({std::make_unique<payment_task>(std::move(made), p.number, changed_)});
    pool_.deliver(p.task, first, at);
    if (auto const end = lease_end(leased); end != steady_time::max()) pool_.deliver(p.task, event::leased{end}, at);
    changed_.push_back(p.number);
}

/// Another worker has it: it is asked for again until that one has told its verdict, or has let go of it.
DOLLR_DECL void runner::look_again(payer& p, instant at) {
    constexpr duration shortest = std::chrono::seconds{1};
    constexpr duration longest = std::chrono::seconds{10};
    auto const length = ports_.journal.lease_length();
    p.at = payer::where::waiting_to_look;
    looks_.emplace(at.steady + std::clamp(length / 10, shortest, longest), p.number);
}

DOLLR_DECL runner::operation runner::recover(pay_options how, completion_of<result<std::vector<settlement>>> done) {
    auto const number = ++last_number_;
    auto const all = std::make_shared<recovery>();
    all->how = how;
    all->done = std::move(done);
    recoveries_.emplace(number, all);
    to_list_.push_back(number);
    set_deadline(number, all->deadline, later(how.deadline));
    if (inbox_->wake) inbox_->wake();
    return number;
}

DOLLR_DECL void runner::end_recovery(operation who, result<std::vector<settlement>> outcome) {
    auto const at = recoveries_.find(who);
    if (at == recoveries_.end()) return;
    auto const all = at->second;
    set_deadline(who, all->deadline, steady_time::max());
    recoveries_.erase(at);
    to_tell_.emplace_back(
        [all, outcome = std::move(outcome)](std::monostate) mutable { all->done(std::move(outcome)); });
}

DOLLR_DECL void runner::take_list(listed found) {
    listing_ = false;
    auto const at = recoveries_.find(found.who);
    if (at == recoveries_.end()) return;
    auto const all = at->second;
    set_deadline(found.who, all->deadline, steady_time::max());  // from now on each payment has it
    if (!found.answer) return end_recovery(found.who, found.answer.error());
    for (auto const& newest : *found.answer) {
        auto const is_over = is_terminal(newest.attempt.phase) && newest.attempt.told;
        if (is_over || !flow::payment::resumable(newest)) continue;
        auto* p = find_payer(newest.intent.key.text());
        auto const is_new = p == nullptr;
        if (is_new) p = &new_payer(newest.intent.key, newest.intent.content);
        auto const id = ++last_number_;
        all->open.insert(id);
        wait_for(*p, id, all->how, [this, all, id, who = found.who, key = newest.intent.key](result<settlement> one) {
            settlement end;
            if (one) {
                end = *std::move(one);
            } else {
                end.key = std::string{key.text()};
                end.verdict.outcome = phase::unknown;
                end.reason = describe(one.error());
            }
            all->ended.push_back(std::move(end));
            all->open.erase(id);
            if (all->open.empty()) end_recovery(who, std::move(all->ended));
        });
        if (!is_new) join(*p);
    }
    if (all->open.empty()) end_recovery(found.who, std::vector<settlement>{});
}

DOLLR_DECL void runner::cancel(operation which) {
    auto const at = now().steady;
    if (auto const found = recoveries_.find(which); found != recoveries_.end()) {
        auto const all = found->second;
        if (all->open.empty()) set_deadline(which, all->deadline, at);  // the journal is still asked
        for (auto const one : std::set<operation>{all->open}) cancel(one);
    }
    if (auto const call = calls_.find(which); call != calls_.end()) set_deadline(which, call->second.deadline, at);
    auto const found = waits_for_.find(which);
    auto* const p = found == waits_for_.end() ? nullptr : find_payer(found->second);
    if (p != nullptr)
        for (auto& w : p->waiters)
            if (w.id == which) set_deadline(which, w.deadline, at);
    if (inbox_->wake) inbox_->wake();
}

/// Those whose deadline has come, and those who look again.
DOLLR_DECL void runner::expire(instant at) {
    while (!deadlines_.empty() && deadlines_.begin()->first <= at.steady) {
        auto const id = deadlines_.begin()->second;
        deadlines_.erase(deadlines_.begin());
        if (auto const call = calls_.find(id); call != calls_.end()) {
            static_cast<call_task&>(*pool_.find(call->second.task)->machine)
                .cancel("it was cancelled, or its time was over");
            continue;
        }
        if (recoveries_.contains(id)) {
            end_recovery(id, detail::waiting_error(error_kind::expired, "the wait was over before the journal was read",
                                                   "recover again", money_moved::unknown));
            continue;
        }
        auto const found = waits_for_.find(id);
        auto* const p = found == waits_for_.end() ? nullptr : find_payer(found->second);
        if (p == nullptr) continue;
        auto const one =
            std::find_if(p->waiters.begin(), p->waiters.end(), [&](waiter const& w) { return w.id == id; });
        if (one != p->waiters.end()) leave(*p, static_cast<std::size_t>(one - p->waiters.begin()), at);
    }
    expire_audits(at);
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
DOLLR_DECL void runner::leave(payer& p, std::size_t index, instant at) {
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
    tell_one(p, index, journal_failure_ ? result<settlement>{failure_of(p)} : settlement_of(p));
}

DOLLR_DECL std::optional<task_id> runner::add(flow::payment payment, attempt_event const& first,
                                              std::optional<steady_time> leased) {
    if (auto* const other = find_payer(payment.key())) {
        if (!other->audits || !other->waiters.empty()) return std::nullopt;
        end_audit(*other);
    }
    auto const at = now();
    auto const intent = payment.newest(at).intent;
    auto& p = new_payer(intent.key, intent.content);
    to_claim_.pop_back();
    p.managed = true;
    run(p, std::move(payment), first, leased.value_or(steady_time::max()), at);
    return p.task;
}

DOLLR_DECL flow::payment* runner::find(task_id id) noexcept {
    auto* const task = pool_.find(id);
    return task == nullptr ? nullptr : task->machine->payment();
}

DOLLR_DECL void runner::remove(task_id id) {
    auto const* const payment = find(id);
    if (payment == nullptr) return;
    auto const* const p = find_payer(payment->key());
    pool_.remove(id);
    if (p != nullptr) erase_payer(p->number);
}

}  // namespace dollr

#endif
