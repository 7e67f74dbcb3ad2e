// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_ATTEMPT_HPP
#define DOLLR_MACHINE_ATTEMPT_ATTEMPT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/machine/attempt/audit.hpp>
#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/machine/attempt/impl/time.hpp>
#include <dollr/machine/attempt/impl/trigger.hpp>
#include <dollr/machine/attempt/rules.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/machine/event.hpp>
#include <dollr/machine/paid.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/value/time.hpp>

#include <cstdint>
#include <optional>

/// The attempt: one intended movement of money, exactly once.
///
/// The server deduplicates by reference_id, answers get lost, and processes die. So: the id is durable before a byte
/// leaves, every send is durable before it leaves, a payment that may have landed is polled and never taken for one
/// that did not, and the same id goes out again only when 404s that were asked after a quiet period say that nothing
/// arrived. Whoever cannot be sure is parked, not guessed.
///
/// One event in, one effect out. Four rules make that enough without a queue, which would be state that a crash loses:
///
///  1. Every command carries its notes; a driver logs or escalates them before it acts. Recovery raises those of
///     parked and late truth again.
///  2. After `persist` nothing comes out until persisted, persist_failed, write_refused or (of a SEND) deferred. What
///     follows is not stored: `next_effect` computes it from the phase, and recovery calls the same function.
///  3. `wait_until{t}` answers an event that changes nothing, and cancels nothing that is outstanding. A driver that
///     handed out need_token or need_secret may feed `ticked` to learn until when the machine can wait for it.
///  4. An answer brings back the serial of its send or poll. Any other serial is noted as stale and ignored.
///
/// A driver owes the machine: `answered` for every send and poll, by its deadline; `never_sent` only if no byte of the
/// request was handed to a connection; the secret's bytes wiped when the send was written, and at a persist other than
/// a SEND, done or drop; no byte of a POST after `drop`.
///
/// `handle` is total, noexcept and allocation-free. An attempt is a regular value, so that it can be searched: copies
/// are independent, and == sees the whole state. The policy is not copied and must outlive the machine.
namespace dollr {

namespace detail {

/// What a transition reads beside the machine itself.
struct transition_context {
    observation const* seen = nullptr;
    steady_time asked{};
    event::resolved const* decision = nullptr;
};

}  // namespace detail

/// `Rules` says which rule of the table is followed. There is one table, so there is one machine: `attempt`. What is
/// wrong on purpose is another table over this code, and is built where it is searched for (tests/proof).
template <class Rules>
class basic_attempt {
public:
    basic_attempt() noexcept = default;  ///< no attempt: answers everything with drop

    /// A new one. `wanted` says which operation, session, account, currency, expected amounts, expiry and reference_id;
    /// the rest of it is ignored. First event: started.
    [[nodiscard]] static basic_attempt begin(attempt_state const& wanted, dollr::intent const& of, policy const& rules,
                                             std::uint64_t seed, flow_progress const& flow = {}) noexcept;
    static basic_attempt begin(attempt_state const&, dollr::intent const&, policy const&&, std::uint64_t,
                               flow_progress const& = {}) = delete;

    /// One that a crash left, from its newest record. First event: recovered.
    [[nodiscard]] static basic_attempt recover(dollr::record const& newest, policy const& rules,
                                               std::uint64_t seed) noexcept;
    static basic_attempt recover(dollr::record const&, policy const&&, std::uint64_t) = delete;

    command handle(attempt_event const& event, instant at) noexcept;

    [[nodiscard]] dollr::phase phase() const noexcept {
        return state_.phase;
    }  ///< while a persist is outstanding: the one being written
    [[nodiscard]] attempt_state const& state() const noexcept { return state_; }
    [[nodiscard]] dollr::intent const& intent() const noexcept { return intent_; }
    [[nodiscard]] flow_progress const& flow() const noexcept { return flow_; }
    [[nodiscard]] bool poisoned() const noexcept {
        return poisoned_;
    }  ///< the journal failed: nothing is sent any more
    [[nodiscard]] bool dropped() const noexcept { return dropped_; }

    /// Of the newest exchange. One that goes on from another machine's exchanges takes no late answer to those for one
    /// of its own.
    [[nodiscard]] std::uint32_t serial() const noexcept { return serial_; }
    void continue_serials(std::uint32_t last) noexcept { serial_ = last; }

    /// As the next persist would write it.
    [[nodiscard]] dollr::record record(record_type why, instant now) const noexcept;

    /// The verdict that `done` carries; only of a terminal phase.
    [[nodiscard]] dollr::verdict verdict() const noexcept;

    /// Only of a completed attempt that was told and whose amounts do not differ.
    [[nodiscard]] std::optional<paid> proof() const noexcept;

    friend bool operator==(basic_attempt const&, basic_attempt const&) = default;

    /// Defined by the tests alone: the search brings a machine to a canonical form and looks into it.
    friend struct attempt_access;

private:
    enum class awaited : std::uint8_t { nothing, persisted, send_answer, poll_answer };

    /// What a persist changed, to be put back if it fails or is deferred.
    struct undo {
        dollr::phase phase = phase::none;
        std::uint8_t sends = 0;
        bool proven = false;
        bool told = false;
        bool verdict_durable = false;
        server_time doubted{};
        server_time settled{};
        server_time audit_at{};

        friend bool operator==(undo const&, undo const&) = default;
    };

    using action = command::action;
    using context = detail::transition_context;

    // impl/handle.hpp: one function an event
    action take(attempt_event const&, instant) noexcept;
    action on(event::started, instant) noexcept;
    action on(event::recovered, instant) noexcept;
    action on(event::ticked, instant) noexcept;
    action on(event::persisted, instant) noexcept;
    action on(event::persist_failed, instant) noexcept;
    action on(event::write_refused, instant) noexcept;
    action on(event::leased, instant) noexcept;
    action on(event::lease_lost, instant) noexcept;
    action on(event::token_ready, instant) noexcept;
    action on(event::token_refused, instant) noexcept;
    action on(event::secret_ready, instant) noexcept;
    action on(event::secret_refused, instant) noexcept;
    action on(event::answered const&, instant) noexcept;
    action on(event::action_ended, instant) noexcept;
    action on(event::cancelled, instant) noexcept;
    action on(event::resumed, instant) noexcept;
    action on(event::deferred, instant) noexcept;
    action on(event::resolved const&, instant) noexcept;

    // impl/transition.hpp: rules, and what they change
    action fire(trigger, instant, context const& = {}) noexcept;
    action apply(rule const&, instant, context const&) noexcept;
    bool holds(guard, instant, context const&) const noexcept;
    void learn(observation const&, instant) noexcept;
    void learn_date(server_time shown, steady_time at) noexcept {
        date_ = detail::sane(shown).time_since_epoch() - at.time_since_epoch();
    }
    void keep_pace(pace, dollr::phase from, instant, context const&) noexcept;
    steady_time next_poll(instant, context const&) noexcept;
    void remember() noexcept;
    void take_back() noexcept;

    // impl/next_effect.hpp: what follows, from the phase alone
    action next_effect(instant) noexcept;
    action next_effect_of_recorded(instant) noexcept;
    action release(instant) noexcept;
    action idle(instant) const noexcept;
    action ask_token(instant) noexcept;
    action unexpected(instant) noexcept;
    action drop() noexcept;

    // questions
    bool was_paid() const noexcept;
    bool needs_secret() const noexcept { return state_.operation == policy_->secret_operation; }
    bool overdue(instant) const noexcept;
    bool lease_lasts(instant) const noexcept;
    bool may_send_but_for_secret(instant, context const&) const noexcept;
    bool after_fence(instant, context const&) const noexcept;
    bool is_over(instant, duration ago = {}) const noexcept;
    server_time latest_server(instant) const noexcept;
    server_time earliest_server(instant) const noexcept;
    steady_time when_overdue(instant) const noexcept;
    steady_time when_fenced(instant) const noexcept;
    void raise(anomaly) noexcept;

    policy const* policy_ = nullptr;
    [[no_unique_address]] Rules rules_{};
    dollr::intent intent_{};
    dollr::lease lease_{};
    flow_progress flow_{};
    attempt_state state_{};

    // what a crash forgets
    undo before_{};
    dollr::notes notes_{};  ///< empty between two events
    jitter jitter_{};
    poll_schedule schedule_{};
    duration skew_{};               ///< server time minus steady time at the first event
    std::optional<duration> date_;  ///< the Date of its last dated answer minus steady time then: never too late
    steady_time exchange_end_{};
    steady_time send_not_before_{};
    steady_time lease_until_ = steady_time::max();
    steady_time poll_at_{};
    steady_time park_at_ = steady_time::max();
    steady_time live_until_ = steady_time::max();
    steady_time action_until_ = steady_time::max();
    std::uint64_t token_ = 0;
    std::uint32_t serial_ = 0;
    awaited awaiting_ = awaited::nothing;
    record_type writing_{};
    std::uint8_t not_found_ = 0;  ///< 404s asked since the end of the last send
    std::uint8_t unsent_ = 0;     ///< requests in a row that never left
    bool begun_ = false;
    bool dropped_ = true;
    bool poisoned_ = false;
    bool cancelled_ = false;
    bool blocked_ = false;  ///< something was refused: ask again only when the application says so
    bool token_asked_ = false;
    bool token_wanted_ = false;   ///< a fresh one, before the next poll
    bool token_renewed_ = false;  ///< asked for since the last good answer
    bool secret_ = false;
    bool secret_asked_ = false;
    bool shown_ = false;  ///< 3-D Secure, in this process
    bool verdict_durable_ = false;
    bool told_durable_ = false;
    bool reaffirming_ = false;  ///< the application asked for one more poll of a verdict
    bool reaffirmed_ = false;
};

using attempt = basic_attempt<attempt_table>;

/// What the application knows when it asks for a second attempt.
struct reattempt_grounds {
    bool reaffirmed = false;       ///< verdict.reaffirmed: one more poll says the same
    bool accept_unproven = false;  ///< the application takes the risk of a rejected one that is not proven
};

/// May the application begin the next generation, with a new session and a new reference_id? From not_executed, from a
/// proven rejected, from failed, and only by its own word from a rejected that is not proven; never against a late
/// truth, and never before one more poll.
constexpr bool may_reattempt(attempt_state const& last, reattempt_grounds grounds) noexcept {
    if (has(last.anomalies, anomaly::late_truth) || has(last.anomalies, anomaly::verdict_flip)) return false;
    if (!grounds.reaffirmed) return false;
    switch (last.phase) {
        case phase::not_executed:
        case phase::failed:
            return true;
        case phase::rejected:
            return last.proven || grounds.accept_unproven;
        default:
            return false;
    }
}

}  // namespace dollr

#include <dollr/machine/attempt/impl/handle.hpp>
#include <dollr/machine/attempt/impl/next_effect.hpp>
#include <dollr/machine/attempt/impl/transition.hpp>
#include <dollr/machine/attempt/impl/value.hpp>

#endif
