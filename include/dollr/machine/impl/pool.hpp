// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_IMPL_POOL_HPP
#define DOLLR_MACHINE_IMPL_POOL_HPP

#include <dollr/machine/pool.hpp>

/// The pool's queues. A task has at most one order in a queue, because it awaits at most one thing; a newer order
/// replaces an older one that was not handed out, by leaving a stale ticket behind.
namespace dollr {

namespace detail {

/// The server has the execution, so it has accepted what came with it.
constexpr bool was_taken(phase p) noexcept {
    return p == phase::live || p == phase::action || p == phase::completed || p == phase::failed;
}

}  // namespace detail

template <pooled_task Task>
task_id pool<Task>::add(Task task) {
    std::uint32_t index;
    if (free_.empty()) {
        index = static_cast<std::uint32_t>(slots_.size());
        slots_.emplace_back();
    } else {
        index = free_.back();
        free_.pop_back();
    }
    std::uint32_t const use = slots_[index].use + 1;
    slots_[index] = slot{};
    slots_[index].use = use;
    slots_[index].task.emplace(std::move(task));
    ++alive_;
    return {index, use};
}

template <pooled_task Task>
void pool<Task>::remove(task_id id) {
    slot* const s = at(id);
    if (!s) return;
    give_up_place(*s);
    in_flight_ -= s->exchanges;
    writing_ -= s->writes;
    if (s->waits_for_token) std::erase(token_waiters_, id);  // no token is fetched for nobody
    std::uint32_t const use = s->use;
    *s = slot{};
    s->use = use;
    free_.push_back(id.index);
    if (--alive_ != 0) return;
    // All of it is stale, and nobody should wake up for it.
    alarms_.clear();
    for (queue* const q : {&plain_, &secret_, &calls_, &polls_}) q->clear();
}

template <pooled_task Task>
auto pool<Task>::at(task_id id) noexcept -> slot* {
    if (id.index >= slots_.size()) return nullptr;
    slot& s = slots_[id.index];
    return s.use == id.use && s.task ? &s : nullptr;
}

template <pooled_task Task>
Task* pool<Task>::find(task_id id) noexcept {
    slot* const s = at(id);
    return s ? &*s->task : nullptr;
}

template <pooled_task Task>
Task const* pool<Task>::find(task_id id) const noexcept {
    return const_cast<pool*>(this)->find(id);
}

template <pooled_task Task>
template <class Visit>
void pool<Task>::each(Visit&& visit) {
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].task) visit(id_of(i), *slots_[i].task);
    }
}

template <pooled_task Task>
void pool<Task>::deliver(task_id id, attempt_event const& event, instant now) {
    slot* s = at(id);
    if (!s) return;
    if (std::holds_alternative<event::answered>(event)) exchange_ended(id);
    bool const of_write = std::holds_alternative<event::persisted>(event) ||
                          std::holds_alternative<event::persist_failed>(event) ||
                          std::holds_alternative<event::write_refused>(event);
    if (of_write && s->writes != 0) --s->writes, --writing_;
    bool const open_before = breaker_open_;
    enact(id, s->task->handle(event, now), now);
    // What a recovery raises was raised before the crash: whoever started the program again has seen to it.
    if (std::holds_alternative<event::recovered>(event)) breaker_open_ = open_before;
    s = at(id);
    if (!s || !std::holds_alternative<event::cancelled>(event) || s->queued == 0) return;
    auto const* const write = std::get_if<effect::persist>(&s->gated.what);
    if (write && write->record.type == record_type::send)
        defer(id.index, now.steady, now);  // nobody need write what shall not leave
}

template <pooled_task Task>
void pool<Task>::enact(task_id id, command const& order, instant now) {
    slot* const found = at(id);
    if (!found) return;
    slot& s = *found;
    std::uint32_t const index = id.index;
    if (order.notes.retry_after) {
        steady_time const until =
            now.steady + std::clamp(*order.notes.retry_after, policy_->retry_after_min, policy_->retry_after_max);
        paused_until_ = paused_until_ ? std::max(*paused_until_, until) : until;
    }
    if (has(order.notes.raised, anomaly::forbidden | anomaly::secret_refused)) breaker_open_ = true;

    auto const* const wait = std::get_if<effect::wait_until>(&order.what);
    bool const is_send = std::holds_alternative<effect::send>(order.what);
    if (!is_send && !(wait && (s.writes != 0 || s.queued != 0))) give_up_place(s);
    if (!wait) {
        leave_queue(s);
        s.timer = 0;
    }
    if (wait) {
        set_timer(index, wait->until, now);
        if (order.notes != notes{}) urgent_.push_back({job::kind::carry_out, id, order, 0});
    } else if (auto const* const write = std::get_if<effect::persist>(&order.what)) {
        s.outward = write->record.attempt.operation != operation_type::collection;
        s.secret = write->record.attempt.operation == policy_->secret_operation;
        if (s.secret && s.sent && detail::was_taken(write->record.attempt.phase)) passcode_right_ = true;
        if (write->record.type == record_type::send) {
            gate(index, s.secret ? secret_ : plain_, order);
        } else {
            urgent_.push_back({job::kind::carry_out, id, order, 0});
        }
    } else if (is_send) {
        if (std::exchange(s.place, false)) {
            ++s.exchanges;  // which holds the place from now on
            urgent_.push_back({job::kind::carry_out, id, order, s.token});
        } else {
            gate(index, calls_, order);
        }
    } else if (std::holds_alternative<effect::poll>(order.what)) {
        gate(index, polls_, order);
    } else if (auto const* const token = std::get_if<effect::need_token>(&order.what)) {
        if (order.notes != notes{}) urgent_.push_back({job::kind::carry_out, id, order, 0});
        want_token(index, token->fresh, now);
    } else if (std::holds_alternative<effect::need_secret>(order.what) && (stopped_ || (breaker_open_ && s.outward))) {
        if (order.notes != notes{})
            urgent_.push_back({job::kind::carry_out, id, {effect::wait_until{}, order.notes}, 0});
        defer(index, steady_time::max(), now);
    } else {
        if (auto const* const show = std::get_if<effect::require_action>(&order.what))
            set_timer(index, show->until, now);
        urgent_.push_back({job::kind::carry_out, id, order, 0});
    }
}

template <pooled_task Task>
void pool<Task>::exchange_ended(task_id id) noexcept {
    slot* const s = at(id);
    if (!s || s->exchanges == 0) return;
    --s->exchanges;
    --in_flight_;
}

template <pooled_task Task>
bool pool<Task>::token_arrived(std::uint64_t generation, std::chrono::minutes lifetime, instant now) {
    bool const usual = token_.arrived(generation, lifetime);
    token_failures_ = 0;
    for (task_id const id : std::exchange(token_waiters_, {})) {
        slot* const s = at(id);
        if (!s || !std::exchange(s->waits_for_token, false)) continue;
        deliver(id, event::token_ready{token_.current()}, now);
    }
    return usual;
}

template <pooled_task Task>
void pool<Task>::token_failed(std::uint64_t generation, std::optional<duration> retry_after, instant now) {
    duration wait = retry_delay(*policy_, jitter_, ++token_failures_);
    if (retry_after)
        wait = std::max(wait, std::clamp(*retry_after, policy_->retry_after_min, policy_->retry_after_max));
    token_.failed(generation, now.steady + wait);
}

template <pooled_task Task>
void pool<Task>::token_refused(std::uint64_t generation, instant now) {
    token_.refused(generation);
    credentials_again_ = now.steady + policy_->retry_max;
    for (task_id const id : std::exchange(token_waiters_, {})) {
        slot* const s = at(id);
        if (!s || !std::exchange(s->waits_for_token, false)) continue;
        s->held = true;
        deliver(id, event::token_refused{}, now);
    }
}

template <pooled_task Task>
void pool<Task>::resume(instant now) {
    stopped_ = breaker_open_ = passcode_right_ = false;
    token_.allow();
    for (std::uint32_t i = 0; i < slots_.size(); ++i) {
        if (slots_[i].task && std::exchange(slots_[i].held, false)) deliver(id_of(i), event::resumed{}, now);
    }
}

template <pooled_task Task>
void pool<Task>::set_timer(std::uint32_t index, steady_time when, instant now) {
    if (when == steady_time::max()) {
        slots_[index].timer = 0;
        return;
    }
    when = std::max(
        when, now.steady + duration{1});  // never now: who asks for the past would be told again within the same turn
    slot& s = slots_[index];
    if (s.timer != 0 && s.timer_at == when) return;
    s.timer = ++stamp_;
    s.timer_at = when;
    alarms_.push_back({when, stamp_, index});
    std::push_heap(alarms_.begin(), alarms_.end(), std::greater<>{});
    if (alarms_.size() > 4 * slots_.size() + 64) sweep_alarms();
}

/// Most entries are stale: somebody's timers are set far ahead and set again and again.
template <pooled_task Task>
void pool<Task>::sweep_alarms() {
    std::erase_if(alarms_, [this](alarm const& a) { return slots_[a.index].timer != a.stamp; });
    std::make_heap(alarms_.begin(), alarms_.end(), std::greater<>{});
}

template <pooled_task Task>
void pool<Task>::gate(std::uint32_t index, queue& in, command const& order) {
    slots_[index].queued = ++stamp_;
    slots_[index].gated = order;
    in.push_back({stamp_, index});
}

template <pooled_task Task>
void pool<Task>::give_up_place(slot& s) noexcept {
    if (std::exchange(s.place, false)) --in_flight_;
}

template <pooled_task Task>
void pool<Task>::defer(std::uint32_t index, steady_time until, instant now) {
    leave_queue(slots_[index]);
    slots_[index].held = until == steady_time::max();
    deliver(id_of(index), event::deferred{until}, now);
}

template <pooled_task Task>
void pool<Task>::want_token(std::uint32_t index, bool fresh, instant now) {
    slot& s = slots_[index];
    if (fresh) token_.unauthorized(s.token);
    if (token_.credentials_refused()) {
        if (now.steady < credentials_again_) {
            s.held = true;
            return deliver(id_of(index), event::token_refused{}, now);
        }
        token_.allow();
    }
    if (auto const generation = token_.usable(now.steady))
        return deliver(id_of(index), event::token_ready{*generation}, now);
    if (!std::exchange(s.waits_for_token, true)) token_waiters_.push_back(id_of(index));
    deliver(id_of(index), event::ticked{}, now);  // learns until when it can wait
}

template <pooled_task Task>
void pool<Task>::fire_timers(instant now) {
    while (!alarms_.empty() && alarms_.front().at <= now.steady) {
        alarm const due = alarms_.front();
        std::pop_heap(alarms_.begin(), alarms_.end(), std::greater<>{});
        alarms_.pop_back();
        slot& s = slots_[due.index];
        if (!s.task || s.timer != due.stamp) continue;
        s.timer = 0;
        deliver(id_of(due.index), event::ticked{}, now);
    }
}

/// True if an order is waiting at the front.
template <pooled_task Task>
bool pool<Task>::drop_stale(queue& q) noexcept {
    while (!q.empty() && slots_[q.front().index].queued != q.front().stamp) q.pop_front();
    return !q.empty();
}

template <pooled_task Task>
bool pool<Task>::affordable(bool again, instant now) const noexcept {
    return !again || credit_ >= 100 || last_trickle_ == steady_time::min() ||
           now.steady >= last_trickle_ + policy_->retry_trickle;
}

template <pooled_task Task>
void pool<Task>::spend(bool again, instant now) noexcept {
    if (!again) {
        credit_ = std::min(credit_max, credit_ + policy_->retry_budget);
    } else if (credit_ >= 100) {
        credit_ -= 100;
    } else {
        last_trickle_ = now.steady;
    }
}

template <pooled_task Task>
void pool<Task>::take_place(slot& s, instant now) noexcept {
    ++in_flight_;
    s.token = token_.take(now.steady).value_or(token_.current());
}

template <pooled_task Task>
std::optional<job> pool<Task>::next(instant now) {
    if (paused_until_ && *paused_until_ <= now.steady) paused_until_.reset();
    if (!stopped_) fire_timers(now);
    if (auto found = next_urgent(now)) return found;
    if (auto found = next_money(now)) return found;
    if (auto found = next_urgent(now)) return found;  // what a deferred task made of it
    if (stopped_) return std::nullopt;
    if (auto found = next_fetch(now)) return found;
    polls_first_ = !polls_first_;
    for (bool const polls : {polls_first_, !polls_first_}) {
        if (auto found = polls ? next_exchange(polls_, false, now) : next_exchange(calls_, true, now)) return found;
    }
    return std::nullopt;
}

template <pooled_task Task>
std::optional<job> pool<Task>::next_urgent(instant now) {
    while (!urgent_.empty()) {
        job found = std::move(urgent_.front());
        urgent_.pop_front();
        slot* const s = at(found.task);
        if (!s) continue;
        if (auto const* const send = std::get_if<effect::send>(&found.order.what)) {
            if (no_sends()) {
                if (found.order.notes != notes{})
                    urgent_.push_front(
                        {job::kind::carry_out, found.task, {effect::wait_until{}, found.order.notes}, 0});
                observation unsent;
                unsent.what = observation::kind::never_sent;
                deliver(found.task, event::answered{send->serial, now.steady, unsent}, now);
                continue;
            }
        }
        if (std::holds_alternative<effect::persist>(found.order.what)) ++s->writes, ++writing_;
        if (std::holds_alternative<effect::need_secret>(found.order.what)) deliver(found.task, event::ticked{}, now);
        return found;
    }
    return std::nullopt;
}

template <pooled_task Task>
std::optional<job> pool<Task>::released(task_id id) noexcept {
    if (no_sends() || urgent_.empty() || urgent_.back().task != id) return std::nullopt;
    if (!std::holds_alternative<effect::send>(urgent_.back().order.what)) return std::nullopt;
    std::optional<job> found{std::move(urgent_.back())};
    urgent_.pop_back();
    return found;
}

template <pooled_task Task>
std::optional<job> pool<Task>::next_fetch(instant now) {
    bool const wanted = !token_waiters_.empty() || drop_stale(plain_) || drop_stale(secret_) || drop_stale(calls_) ||
                        drop_stale(polls_);
    if (!wanted || !token_.should_fetch(now.steady)) return std::nullopt;
    job fetch;
    fetch.what = job::kind::fetch_token;
    fetch.token = token_.begin_fetch(now.steady);
    return fetch;
}

/// The one whose front has waited longest, of those that may be served or put off.
template <pooled_task Task>
auto pool<Task>::next_money_queue() noexcept -> queue* {
    bool const plain = drop_stale(plain_);
    bool const secret = drop_stale(secret_) && (no_sends() || breaker_open_ || passcode_right_ || !passcode_on_trial());
    if (plain && secret) return plain_.front().stamp < secret_.front().stamp ? &plain_ : &secret_;
    return plain ? &plain_ : secret ? &secret_ : nullptr;
}

template <pooled_task Task>
bool pool<Task>::passcode_on_trial() const noexcept {
    if (!find(trial_)) return false;
    slot const& s = slots_[trial_.index];
    return s.place || s.exchanges != 0;
}

/// A SEND is written only if its send can leave at once. Whoever cannot be served soon goes back, so that a
/// cancellation or the end of its session still reaches it.
template <pooled_task Task>
std::optional<job> pool<Task>::next_money(instant now) {
    while (queue* const from = next_money_queue()) {
        std::uint32_t const index = from->front().index;
        slot& s = slots_[index];
        bool const again = std::get<effect::persist>(s.gated.what).record.attempt.sends > 1;
        bool const no_token = token_.credentials_refused() && !token_.usable(now.steady);  // and none will come
        if (no_sends() || no_token || (breaker_open_ && s.outward)) {
            defer(index, steady_time::max(), now);
        } else if (paused_until_) {
            defer(index, *paused_until_, now);
        } else if (!affordable(again, now)) {
            defer(index, last_trickle_ + policy_->retry_trickle, now);
        } else if (!has_place() || !has_token(now)) {
            return std::nullopt;
        } else {
            leave_queue(s);
            spend(again, now);
            take_place(s, now);
            s.place = s.sent = true;
            if (s.secret) trial_ = id_of(index);
            ++s.writes, ++writing_;
            return job{job::kind::carry_out, id_of(index), s.gated, 0};
        }
    }
    return std::nullopt;
}

template <pooled_task Task>
std::optional<job> pool<Task>::next_exchange(queue& from, bool is_send, instant now) {
    if (!drop_stale(from) || !has_place() || !has_token(now)) return std::nullopt;
    std::uint32_t const index = from.front().index;
    slot& s = slots_[index];
    if (is_send) {
        bool const again = std::get<effect::send>(s.gated.what).again;
        if (paused_until_ || !affordable(again, now)) return std::nullopt;
        spend(again, now);
    }
    leave_queue(s);
    take_place(s, now);
    ++s.exchanges;
    job found{job::kind::carry_out, id_of(index), s.gated, s.token};
    // It waited here, not at the server: its time begins now.
    std::visit(
        [&](auto& what) {
            if constexpr (requires {
                              what.serial;
                              what.deadline;
                          })
                what.deadline = std::max(what.deadline, now.steady + policy_->exchange_max);
        },
        found.order.what);
    return found;
}

template <pooled_task Task>
std::optional<steady_time> pool<Task>::next_timer(instant now) const noexcept {
    std::optional<steady_time> first;
    // What is due already and did not come out of next() waits for an answer, not for a time: a driver would spin.
    auto const consider = [&first, now](steady_time t) {
        if (t > now.steady && (!first || t < *first)) first = t;
    };
    if (!urgent_.empty()) return now.steady;
    if (stopped_) return std::nullopt;
    if (!alarms_.empty()) consider(alarms_.front().at);
    if (paused_until_ && !calls_.empty()) consider(*paused_until_);
    if (!calls_.empty() && credit_ < 100 && last_trickle_ != steady_time::min())
        consider(last_trickle_ + policy_->retry_trickle);
    if (!token_waiters_.empty() || !plain_.empty() || !secret_.empty() || !calls_.empty() || !polls_.empty()) {
        if (auto const at = token_.fetch_at()) consider(*at);
    }
    return first;
}

}  // namespace dollr

#endif
