// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_POOL_HPP
#define DOLLR_MACHINE_POOL_HPP

#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/machine/event.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/machine/token_cache.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// Many machines, one loop, no I/O. The pool keeps the timers, the limit of exchanges in flight, the token, the pacer
/// (a Retry-After pauses every send), the retry budget, and the breaker (a wrong passcode or a 403 stops all that has
/// not left and moves the merchant's own money, so anything but a collection, until the caller goes on). It knows
/// nothing of HTTP; a driver is this loop:
///
///     pool.deliver(pool.add(task), event::started{}, now)    for each task
///     while (auto job = pool.next(now))                   until it has nothing more:
///         log(job->order.notes)
///         carry out job->order.what                       persist, send, poll, need_secret, require_action, done, drop
///     wait for the first of an exchange that ended, a secret, a signal, and pool.next_timer(now):
///         an exchange     pool.exchange_ended(id); pool.enact(id, task.receive(...), now)
///                         or pool.deliver(id, event::answered{...}, now)
///         durable         pool.deliver(id, event::persisted{...}, now)
///         a token         pool.token_arrived(job.token, lifetime, now) | token_failed | token_refused
///
/// A payout needs a passcode, and until the server took one with it nobody knows that it is right: the first goes
/// alone. A wrong passcode costs one try, not as many as there are places in flight.
///
/// What may not leave now is decided before its SEND is written: persist{send} waits here for a place in flight and for
/// a token, or comes back to the task as `deferred`; a send whose SEND is durable leaves at once. Everything else is
/// handed out oldest first, writes before exchanges, so that a driver can gather the records of one turn into one sync.
///
/// A task is told by the pool itself: ticked, token_ready, token_refused, deferred, resumed, and after stop()
/// answered{never_sent} for a send that was not handed out. It must answer `ticked` at any time, while it waits for a
/// token or a secret with the time until when it can wait.
namespace dollr {

template <class Task>
concept pooled_task = std::movable<Task> && requires(Task& task, attempt_event const& event, instant now) {
    { task.handle(event, now) } -> std::same_as<command>;
};

/// A place in a pool; never reused for another task.
struct task_id {
    std::uint32_t index = 0;
    std::uint32_t use = 0;

    friend bool operator==(task_id, task_id) = default;
};

/// One thing for the driver to do.
struct job {
    enum class kind : std::uint8_t {
        carry_out,    ///< `order` of `task`; a wait_until or need_token is here only for its notes
        fetch_token,  ///< get a bearer token and keep its bytes as generation `token`
    };
    kind what = kind::carry_out;
    task_id task{};
    command order{};
    std::uint64_t token = 0;  ///< of a send or poll: the generation to attach
};

[[nodiscard]] constexpr std::string_view to_text(job::kind value) noexcept;

template <pooled_task Task>
class pool {
public:
    explicit pool(policy const& rules, std::uint64_t seed = 0) : policy_(&rules), token_(rules), jitter_(seed) {}
    explicit pool(policy const&&, std::uint64_t = 0) = delete;

    // tasks
    task_id add(Task task);
    void remove(task_id id);  ///< after done or drop; a late answer for it is ignored
    [[nodiscard]] Task* find(task_id id) noexcept;
    [[nodiscard]] Task const* find(task_id id) const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return alive_; }
    template <class Visit>
    void each(Visit&& visit);  ///< visit(task_id, Task&)

    // what happened
    void deliver(task_id id, attempt_event const& event,
                 instant now);  ///< task.handle(event, now) and feed; `answered` also ends the exchange
    void enact(task_id id, command const& order,
               instant now);                   ///< what the task answered to something that only it understands
    void exchange_ended(task_id id) noexcept;  ///< frees the place in flight; before the feed of the answer
    bool token_arrived(std::uint64_t generation, std::chrono::minutes lifetime,
                       instant now);  ///< false: an odd lifetime, used for one call
    void token_failed(std::uint64_t generation, std::optional<duration> retry_after,
                      instant now);  ///< no answer, 429, 5xx: again later
    void token_refused(std::uint64_t generation,
                       instant now);  ///< wrong credentials: every task that waits for a token is told

    // what to do
    [[nodiscard]] std::optional<job> next(instant now);
    /// The send that `persisted` has just released, ahead of all else: its guards were looked at now, not when a turn
    /// began. Nothing: it was not released, or the pool is stopped.
    [[nodiscard]] std::optional<job> released(task_id id) noexcept;
    [[nodiscard]] std::optional<steady_time> next_timer(
        instant now) const noexcept;  ///< when next() may have something without a new event

    // the whole
    void stop(instant) noexcept {
        stopped_ = true;
    }  ///< nothing new leaves; what left is awaited, and what is known is written
    /// The journal failed, so no SEND can become durable: no money leaves any more, and polls go on.
    void stop_sends() noexcept { sends_stopped_ = true; }
    void resume(
        instant now);  ///< after stop, the breaker or refused credentials: who was put off by them is told `resumed`
    [[nodiscard]] bool stopped() const noexcept { return stopped_; }
    /// The credentials were refused, and it is too early to try them again.
    [[nodiscard]] bool credentials_held(instant now) const noexcept {
        return token_.credentials_refused() && now.steady < credentials_again_;
    }
    [[nodiscard]] bool breaker_open() const noexcept {
        return breaker_open_;
    }  ///< the breaker: only collections are sent until resume
    [[nodiscard]] bool awaiting() const noexcept {
        return in_flight_ != 0 || writing_ != 0;
    }  ///< answers or writes are outstanding
    [[nodiscard]] std::size_t in_flight() const noexcept { return in_flight_; }
    [[nodiscard]] std::optional<steady_time> paused_until() const noexcept { return paused_until_; }
    [[nodiscard]] token_cache const& token() const noexcept { return token_; }

private:
    struct slot {
        std::optional<Task> task;
        std::uint32_t use = 0;
        std::uint64_t timer = 0;  ///< stamp of its one valid entry in the heap, 0: none
        steady_time timer_at{};
        std::uint64_t queued = 0;    ///< stamp of its one valid entry in a queue, 0: none
        command gated{};             ///< what that entry wants to do
        std::uint64_t token = 0;     ///< generation of its last exchange
        std::uint8_t exchanges = 0;  ///< handed out and not ended
        std::uint8_t writes = 0;     ///< handed out and not ended
        bool place = false;          ///< holds a place in flight for the send whose SEND is being written
        bool waits_for_token = false;
        bool held = false;    ///< put off until resume
        bool sent = false;    ///< a SEND of it was handed out by this pool
        bool outward = true;  ///< its attempt moves the merchant's own money: anything but a collection
        bool secret = false;  ///< and takes a passcode
    };
    struct alarm {
        steady_time at{};
        std::uint64_t stamp = 0;
        std::uint32_t index = 0;

        friend bool operator>(alarm const& a, alarm const& b) noexcept {
            return a.at > b.at || (a.at == b.at && a.stamp > b.stamp);
        }
    };
    struct ticket {
        std::uint64_t stamp = 0;
        std::uint32_t index = 0;
    };
    using queue = std::deque<ticket>;

    slot* at(task_id id) noexcept;
    task_id id_of(std::uint32_t index) const noexcept { return {index, slots_[index].use}; }
    void set_timer(std::uint32_t index, steady_time at, instant now);
    void gate(std::uint32_t index, queue& in, command const& order);
    void leave_queue(slot& s) noexcept { s.queued = 0; }
    void give_up_place(slot& s) noexcept;
    void defer(std::uint32_t index, steady_time until, instant now);
    void want_token(std::uint32_t index, bool fresh, instant now);
    void fire_timers(instant now);
    void sweep_alarms();
    bool drop_stale(queue& q) noexcept;
    bool no_sends() const noexcept { return stopped_ || sends_stopped_; }
    bool has_place() const noexcept { return in_flight_ < policy_->in_flight_max; }
    bool has_token(instant now) const noexcept {
        return token_.credentials_refused() || token_.usable(now.steady).has_value();
    }
    bool affordable(bool again, instant now) const noexcept;
    void spend(bool again, instant now) noexcept;
    void take_place(slot& s, instant now) noexcept;
    std::optional<job> next_urgent(instant now);
    std::optional<job> next_fetch(instant now);
    std::optional<job> next_money(instant now);
    queue* next_money_queue() noexcept;
    bool passcode_on_trial() const noexcept;
    std::optional<job> next_exchange(queue& from, bool is_send, instant now);

    policy const* policy_;
    token_cache token_;
    jitter jitter_;
    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_;
    std::vector<alarm> alarms_;  ///< a heap, earliest first; stale entries are skipped
    std::deque<job> urgent_;
    queue plain_;      ///< persist{send} of what takes no passcode
    queue secret_;     ///< persist{send} of what takes one
    task_id trial_{};  ///< of secret_: the last that left while no passcode was known to be right
    queue calls_;
    queue polls_;
    std::vector<task_id> token_waiters_;
    std::optional<steady_time> paused_until_;
    steady_time credentials_again_{};
    steady_time last_trickle_ = steady_time::min();
    std::uint64_t stamp_ = 0;
    std::size_t alive_ = 0;
    std::size_t in_flight_ = 0;
    std::size_t writing_ = 0;
    unsigned credit_ = credit_max;  ///< hundredths of a repetition
    unsigned token_failures_ = 0;
    bool polls_first_ = true;
    bool stopped_ = false;
    bool sends_stopped_ = false;
    bool breaker_open_ = false;
    bool passcode_right_ = false;

    static constexpr unsigned credit_max = 1000;
};

constexpr std::string_view to_text(job::kind value) noexcept {
    switch (value) {
        case job::kind::carry_out:
            return "carry out";
        case job::kind::fetch_token:
            return "fetch token";
    }
    return {};
}

}  // namespace dollr

#include <dollr/machine/impl/pool.hpp>

#endif
