// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_CALL_HPP
#define DOLLR_MACHINE_CALL_HPP

#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/machine/event.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

/// One operation that moves no money, with all its repetitions.
///
/// Whether it may be repeated follows from its hazard alone. What provably changed nothing (never sent, 429) is
/// repeated for all; an answer that was lost, or a 5xx, is repeated for `reads` and `idempotent`, and ends in
/// `uncertain` for `creates`: whoever made the call looks before it makes another (mistake 25). One 401 is answered
/// with a fresh token, the second is believed. A call speaks the effects of an attempt, so that one pool drives both;
/// the answer comes through `answered`, because only the codec can read it. `moves_money` is not for this machine: such
/// a call is refused unsent.
namespace dollr {

/// How an exchange of a call ended, as the codec reads it.
struct call_answer {
    enum class kind : std::uint8_t {
        succeeded,     ///< 2xx that decoded
        refused,       ///< the server said no, and nothing changed: 4xx but those below
        unauthorized,  ///< 401
        rate_limited,  ///< 429
        failed,        ///< 5xx, or 2xx that did not decode: it may have been done
        never_sent,
        maybe_sent,
    };
    kind what{};
    std::optional<duration> retry_after;

    friend bool operator==(call_answer const&, call_answer const&) = default;
};

[[nodiscard]] constexpr std::string_view to_text(call_answer::kind value) noexcept;

class call {
public:
    enum class result : std::uint8_t {
        pending,
        succeeded,
        refused,    ///< trying again would not help
        uncertain,  ///< it may have been done: look before repeating
        gave_up,    ///< the time is over, and nothing changed
    };

    call() noexcept = default;  ///< ended already
    [[nodiscard]] static call begin(hazard danger, policy const& rules, std::uint64_t seed) noexcept;
    static call begin(hazard, policy const&&, std::uint64_t) = delete;

    /// started, ticked, token_ready, token_refused, resumed, deferred; anything else changes nothing.
    command handle(attempt_event const& event, instant now) noexcept;
    /// Another serial than the outstanding one changes nothing.
    command answered(std::uint32_t serial, call_answer const& answer, instant now) noexcept;

    [[nodiscard]] call::result outcome() const noexcept { return result_; }
    [[nodiscard]] bool ended() const noexcept { return result_ != result::pending; }
    [[nodiscard]] std::uint32_t serial() const noexcept { return serial_; }

    /// Serials go on from here, so that a late answer to the call before is told apart.
    void continue_serials(std::uint32_t last) noexcept { serial_ = last; }

    friend bool operator==(call const&, call const&) = default;

private:
    enum class state : std::uint8_t { fresh, waiting, asking_token, in_flight, blocked };

    command ask_token(bool fresh) noexcept;
    command send(instant now) noexcept;
    command again(std::optional<duration> after, instant now) noexcept;
    command end(call::result r) noexcept;
    command idle() const noexcept;

    policy const* policy_ = nullptr;
    hazard danger_ = hazard::reads;
    jitter jitter_{};
    result result_ = result::succeeded;
    state state_ = state::fresh;
    std::uint32_t serial_ = 0;
    std::uint8_t tries_ = 0;
    bool renewed_ = false;  ///< a fresh token was asked for
    steady_time retry_at_{};
    steady_time give_up_at_{};
};

[[nodiscard]] constexpr std::string_view to_text(call::result value) noexcept;

inline call call::begin(hazard danger, policy const& rules, std::uint64_t seed) noexcept {
    call c;
    c.policy_ = &rules;
    c.danger_ = danger;
    c.jitter_ = jitter{seed};
    c.result_ = danger == hazard::moves_money ? result::refused : result::pending;
    return c;
}

/// What is in flight is answered by its own deadline; all else is over with the call's.
inline command call::idle() const noexcept {
    if (!ended() && state_ == state::waiting) return {effect::wait_until{retry_at_}};
    if (!ended() && state_ == state::asking_token) return {effect::wait_until{give_up_at_}};
    return {effect::wait_until{steady_time::max()}};
}

inline command call::ask_token(bool fresh) noexcept {
    state_ = state::asking_token;
    return {effect::need_token{fresh}};
}

inline command call::send(instant now) noexcept {
    state_ = state::in_flight;
    auto const again = tries_ != 0;
    if (tries_ != 0xFF) ++tries_;
    return {effect::send{++serial_, now.steady + policy_->exchange_max, again}};
}

inline command call::end(call::result r) noexcept {
    result_ = r;
    return idle();
}

inline command call::again(std::optional<duration> after, instant now) noexcept {
    auto const pause = std::max(retry_delay(*policy_, jitter_, tries_), after.value_or(duration{}));
    retry_at_ = now.steady + pause;
    state_ = state::waiting;
    auto order = retry_at_ < give_up_at_ ? idle() : end(result::gave_up);
    order.notes.retry_after = after;  // for all the others, too
    return order;
}

inline command call::handle(attempt_event const& event, instant now) noexcept {
    if (ended()) return idle();
    if (std::holds_alternative<event::started>(event) && state_ == state::fresh) {
        give_up_at_ = now.steady + policy_->call_max;
        return ask_token(false);
    }
    if (std::holds_alternative<event::token_ready>(event) && state_ == state::asking_token) return send(now);
    if (std::holds_alternative<event::token_refused>(event) && state_ == state::asking_token) {
        state_ = state::blocked;
        return idle();
    }
    if (std::holds_alternative<event::resumed>(event) && state_ == state::blocked) {
        give_up_at_ = now.steady + policy_->call_max;
        return ask_token(false);
    }
    if (auto const* d = std::get_if<event::deferred>(&event); d != nullptr && state_ == state::asking_token) {
        state_ = d->until == steady_time::max() ? state::blocked : state::waiting;
        retry_at_ = d->until;
        return idle();
    }
    if (std::holds_alternative<event::ticked>(event)) {
        bool const waiting = state_ == state::waiting || state_ == state::asking_token;
        if (waiting && now.steady >= give_up_at_) return end(result::gave_up);
        if (state_ == state::waiting && now.steady >= retry_at_) return ask_token(false);
    }
    return idle();
}

inline command call::answered(std::uint32_t serial, call_answer const& answer, instant now) noexcept {
    using kind = call_answer::kind;
    if (ended() || state_ != state::in_flight || serial != serial_) {
        auto order = idle();
        order.notes.raised = anomaly::stale_answer;
        return order;
    }
    switch (answer.what) {
        case kind::succeeded:
            return end(result::succeeded);
        case kind::refused:
            return end(result::refused);
        case kind::unauthorized:
            if (renewed_) return end(result::refused);
            renewed_ = true;
            return ask_token(true);
        case kind::rate_limited:
            return again(answer.retry_after.value_or(duration{}), now);
        case kind::never_sent:
            return again(std::nullopt, now);
        case kind::failed:
        case kind::maybe_sent:
            break;
    }
    return danger_ == hazard::creates ? end(result::uncertain) : again(answer.retry_after, now);
}

constexpr std::string_view to_text(call_answer::kind value) noexcept {
    switch (value) {
        case call_answer::kind::succeeded:
            return "succeeded";
        case call_answer::kind::refused:
            return "refused";
        case call_answer::kind::unauthorized:
            return "unauthorized";
        case call_answer::kind::rate_limited:
            return "rate limited";
        case call_answer::kind::failed:
            return "failed";
        case call_answer::kind::never_sent:
            return "never sent";
        case call_answer::kind::maybe_sent:
            return "maybe sent";
    }
    return {};
}

constexpr std::string_view to_text(call::result value) noexcept {
    switch (value) {
        case call::result::pending:
            return "pending";
        case call::result::succeeded:
            return "succeeded";
        case call::result::refused:
            return "refused";
        case call::result::uncertain:
            return "uncertain";
        case call::result::gave_up:
            return "gave up";
    }
    return {};
}

}  // namespace dollr

#endif
