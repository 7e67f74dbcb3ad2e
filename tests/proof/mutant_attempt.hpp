// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_MUTANT_ATTEMPT_HPP
#define DOLLR_TESTS_PROOF_MUTANT_ATTEMPT_HPP

#include "../support/attempt_access.hpp"
#include "checks.hpp"
#include "wrong_rules.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

/// The library's machine over a table that may be wrong, behind a driver that may lie. Without a mistake it is the
/// library's machine, and its rows are counted.
namespace dollr {

class attempt_access::mutant : public basic_attempt<proof::spoilt_table> {
public:
    [[nodiscard]] static mutant begin(attempt_state const& wanted, dollr::intent const& of,
                                      proof::spoilt_policy const& rules, std::uint64_t seed) noexcept {
        return {basic_attempt::begin(wanted, of, rules, seed), rules};
    }
    [[nodiscard]] static mutant recover(dollr::record const& newest, proof::spoilt_policy const& rules,
                                        std::uint64_t seed) noexcept {
        return {basic_attempt::recover(newest, rules, seed), rules};
    }
    mutant() noexcept = default;

    command handle(attempt_event const& event, instant at) noexcept;

    friend bool operator==(mutant const&, mutant const&) = default;

private:
    using mistake = proof::mistake;

    mutant(basic_attempt machine, proof::spoilt_policy const& rules) noexcept : basic_attempt(std::move(machine)) {
        rules_.how = &rules;
    }
    mistake makes() const noexcept { return rules_.how->makes; }
    static void mishear(mistake made, observation& seen, bool of_send) noexcept;
    command::action hear(attempt_event event, instant now) noexcept;
    command::action do_wrong(attempt_event const& event, command::action right, instant now) noexcept;
    void mint(instant now) noexcept;
};

inline command attempt_access::mutant::handle(attempt_event const& event, instant at) noexcept {
    if (dropped() || makes() == mistake::none) return basic_attempt::handle(event, at);
    instant const now{detail::sane(at.steady), std::max(detail::sane(at.server), server_time{duration{1}})};
    command::action what = hear(event, now);
    return {std::move(what), std::exchange(notes_, {})};
}

/// Hears wrongly, follows the rules, then does something else.
inline command::action attempt_access::mutant::hear(attempt_event event, instant now) noexcept {
    mistake const made = makes();
    bool const had_secret = secret_;
    if (auto* const e = std::get_if<event::answered>(&event)) {
        mishear(made, e->seen, awaiting_ == awaited::send_answer);
        if (made == mistake::answer_dates_the_404) e->asked = now.steady;
        if (made == mistake::own_clock_dates_the_404 && e->seen.date) e->seen.date = now.server;
        if (made == mistake::undated_404_proves && e->seen.what == observation::kind::not_found && !e->seen.date)
            e->seen.date = now.server;
        if (made == mistake::flip_is_not_told && proof::contradicts(state_.phase, e->seen))
            e->seen.what = observation::kind::other, e->seen.status.reset();
        if (made == mistake::stale_answer_is_believed) e->serial = serial_;
    }
    attempt_event const came = event;
    if (made == mistake::refused_write_is_ignored && std::holds_alternative<event::write_refused>(event))
        event = event::persisted{};
    if (made == mistake::journal_failure_is_ignored && std::holds_alternative<event::persist_failed>(event))
        event = event::persisted{};
    if (made == mistake::lease_loss_is_ignored && std::holds_alternative<event::lease_lost>(event))
        event = event::ticked{};
    action done = do_wrong(came, take(event, now), now);
    auto* const write = std::get_if<effect::persist>(&done);
    if (made == mistake::secret_is_kept && had_secret) secret_ = true;
    if (made == mistake::secret_is_recorded && write && secret_) {
        constexpr std::string_view passcode = "123456";
        std::copy(passcode.begin(), passcode.end(), write->record.evidence.why.begin());
    }
    return done;
}

/// What a machine with this mistake hears instead of the answer that came.
inline void attempt_access::mutant::mishear(mistake made, observation& seen, bool of_send) noexcept {
    using kind = observation::kind;
    switch (made) {
        case mistake::timeout_is_unsent:
            if (of_send && seen.what == kind::maybe_sent) seen.what = kind::never_sent;
            break;
        case mistake::failed_poll_is_not_found:
            if (!of_send && (seen.what == kind::other || seen.what == kind::maybe_sent)) seen.what = kind::not_found;
            break;
        case mistake::strange_404_is_believed:
            if (seen.what == kind::other && seen.http_status == 404) seen.what = kind::not_found;
            break;
        case mistake::stranger_is_believed:
            if (seen.what == kind::wrong_subject) seen.what = kind::status;
            break;
        case mistake::amounts_are_not_compared:
            seen.payer.reset();
            seen.payee.reset();
            break;
        default:
            break;
    }
}

inline command::action attempt_access::mutant::do_wrong(attempt_event const& event, action right,
                                                        instant now) noexcept {
    auto const* const answer = std::get_if<event::answered>(&event);
    auto const* const write = std::get_if<effect::persist>(&right);
    bool const sends = write && write->record.type == record_type::send;
    bool const sends_again = sends && state_.sends > 1;
    auto const rewritten = [&] { return effect::persist{record(record_type::send, now)}; };
    switch (makes()) {
        case mistake::new_id_on_not_found:
        case mistake::failed_pays_again:
            if (!sends_again) break;
            mint(now);
            return rewritten();
        case mistake::published_recipe:
        case mistake::new_id_per_try: {
            bool const forgot = std::holds_alternative<event::recovered>(event) && state_.phase == phase::recorded;
            if (forgot && state_.sends != 0) mint(now);
            bool const pending = answer && detail::trigger_of(answer->seen) == trigger::processing;
            if (!sends_again || pending) break;
            mint(now);
            return rewritten();
        }
        case mistake::other_request_is_sent:
            if (!sends_again) break;
            ++state_.session.value;
            return rewritten();
        case mistake::send_before_persist:
            if (!sends) break;
            awaiting_ = awaited::nothing;
            return release(now);
        case mistake::verdict_before_persist:
            if (!write || write->record.type != record_type::verdict || state_.told) break;
            awaiting_ = awaited::nothing;
            return next_effect(now);
        case mistake::cancel_is_verdict:
            if (!std::holds_alternative<event::cancelled>(event)) break;
            if (state_.phase != phase::unknown) break;
            awaiting_ = awaited::nothing;
            return fire(trigger::cancelled, now);
        case mistake::other_operation_is_polled:
            if (std::holds_alternative<effect::poll>(right))
                state_.operation =
                    state_.operation == operation_type::payout ? operation_type::collection : operation_type::payout;
            break;
        case mistake::redirect_is_followed:
            if (!answer || answer->seen.http_status / 100 != 3) break;
            state_.phase = phase::sending;
            awaiting_ = awaited::send_answer;
            return effect::send{++serial_, now.steady + policy_->exchange_max, true};
        case mistake::verdict_is_not_told:
            if (std::holds_alternative<effect::done>(right)) return idle(now);
            break;
        case mistake::asking_stops:
            if (state_.phase != phase::unknown) break;
            poll_at_ = park_at_ = steady_time::max();
            return idle(now);
        case mistake::crash_skips_quiet:
            if (std::holds_alternative<event::recovered>(event)) exchange_end_ = now.steady - policy_->quiet;
            break;
        default:
            break;
    }
    return right;
}

/// A new reference_id and a new session, as if the payment had never been sent.
inline void attempt_access::mutant::mint(instant now) noexcept {
    auto bytes = state_.reference_id.bytes();
    ++bytes[15];
    state_.reference_id = reference_id::from_random(bytes);
    ++state_.session.value;
    state_.expiry = std::max(state_.expiry, now.server + std::chrono::minutes{15});
    state_.sends = state_.phase == phase::sending ? 1 : 0;
    state_.first_seen = {};
    state_.status = 0;
    not_found_ = 0;
}

}  // namespace dollr

namespace proof {

using mutant_attempt = dollr::attempt_access::mutant;

}  // namespace proof

#endif
