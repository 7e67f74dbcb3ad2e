// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_RULES_HPP
#define DOLLR_MACHINE_ATTEMPT_RULES_HPP

#include <dollr/machine/record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

/// The attempt's transitions as data. The first rule whose phase, trigger and guard fit is the one; where none fits, nothing
/// changes. The state diagram in the README is printed from this table (tests/support/attempt_diagram.hpp), so it cannot lie.
///
/// What follows a transition is not in the table: it is computed from the phase (attempt.hpp, `proceed`), after a crash as before it.
namespace dollr {

/// An event as the rules see it.
enum class trigger : std::uint8_t {
    // the application, the journal, the clock
    started,
    ready,          ///< journal sound, token and secret at hand, session far from its end
    overdue,        ///< the session is too close to its end for a send
    cancelled,
    doubt_over,     ///< 30 minutes without proof
    live_over,      ///< 24 hours since first sight
    action_over,    ///< the application says that 3-D Secure ended, or 15 minutes
    token_refused,
    resolved,
    recovered,
    // an answer
    processing,     ///< PENDING or PROCESSING
    action,         ///< requires_action
    completed,
    failed,
    odd_status,     ///< a text outside the set
    garbled,        ///< 2xx undecodable, truncated, too large, wrong reference_id, wrong operation_type
    unauthorized,
    forbidden,
    not_found,
    refused,
    duplicate,
    limited,
    other,
    never_sent,
    no_answer,
};
inline constexpr std::size_t trigger_count = static_cast<std::size_t>(trigger::no_answer) + 1;
inline constexpr std::size_t phase_count = static_cast<std::size_t>(phase::not_executed) + 1;

/// What else must hold. Evaluated by the machine, in attempt_guards.hpp.
enum class guard : std::uint8_t {
    always,
    another_send_open,
    only_send_open,
    secret_unshown,     ///< a client_secret came, and none was shown in this process
    already_seen,       ///< the server has shown the payment before
    fence_passed,       ///< the 404 was asked after the fence, and session expiry is trusted
    fence_passed_unseen,///< and the server has never shown it
    may_send_again,
    refusal_stands,     ///< enough 404s, the last one asked long enough after the refusal
    token_not_renewed,  ///< no fresh token was asked for since the last good answer
    news,               ///< contradicts the verdict in a way that is not recorded yet
    resolvable,
    torn_tail,          ///< the journal lost its newest records
};

/// When the next poll is due, after a rule that keeps polling.
enum class pace : std::uint8_t {
    unchanged,
    after_doubt,  ///< 1 to 2 s
    restart,      ///< 2 s, growing
    next,         ///< as the schedule says
    at_once,
    renew_token,  ///< as the schedule says, but a fresh token first
};

/// Sets of phases and of triggers, as bits.
struct phases {
    std::uint32_t bits = 0;

    constexpr phases(phase p) noexcept : bits(1u << static_cast<unsigned>(p)) {}
    constexpr phases(std::initializer_list<phase> all) noexcept {
        for (phase const p : all) bits |= 1u << static_cast<unsigned>(p);
    }
    constexpr explicit phases(std::uint32_t some) noexcept : bits(some) {}
    static constexpr phases all_but(phases some) noexcept { return phases{((1u << phase_count) - 1u) & ~some.bits}; }
    constexpr bool contains(phase p) const noexcept { return (bits >> static_cast<unsigned>(p) & 1u) != 0; }
    friend constexpr bool operator==(phases, phases) = default;
};

struct triggers {
    std::uint32_t bits = 0;

    constexpr triggers(trigger t) noexcept : bits(1u << static_cast<unsigned>(t)) {}
    constexpr triggers(std::initializer_list<trigger> all) noexcept {
        for (trigger const t : all) bits |= 1u << static_cast<unsigned>(t);
    }
    constexpr bool contains(trigger t) const noexcept { return (bits >> static_cast<unsigned>(t) & 1u) != 0; }
};

/// Where a rule leads.
struct destination {
    enum class kind : std::uint8_t { to, same, as_resolved } what = kind::same;
    dollr::phase phase = phase::none;

    constexpr destination(dollr::phase p) noexcept : what(kind::to), phase(p) {}
    constexpr destination(kind k) noexcept : what(k) {}
};
inline constexpr auto same = destination::kind::same;

struct rule {
    phases from;
    triggers on;
    guard when;
    destination to;
    record_type write;  ///< record_type{}: nothing; `seen`: only if the phase changes
    pace then;
    anomaly note;
    bool escalate;
    std::string_view says;  ///< for the diagram
};

inline constexpr phases polled_phases{phase::unknown, phase::live, phase::confirming, phase::parked, phase::action};
inline constexpr phases terminal_phases{phase::completed, phase::failed, phase::rejected, phase::not_executed};
inline constexpr triggers every_answer{
    trigger::processing, trigger::action,  trigger::completed, trigger::failed,  trigger::odd_status,
    trigger::garbled,    trigger::unauthorized, trigger::forbidden, trigger::not_found, trigger::refused,
    trigger::duplicate,  trigger::limited, trigger::other,     trigger::never_sent, trigger::no_answer};
inline constexpr triggers every_status{trigger::processing, trigger::action, trigger::completed, trigger::failed,
                                       trigger::odd_status};

inline constexpr record_type no_record{};

// clang-format off
inline constexpr rule attempt_rules[] = {
    // from, on, when, to, write, then, note, escalate, says
    {phase::none, trigger::started, guard::always, phase::recorded, record_type::attempt, pace::unchanged, anomaly::none, false, "started"},
    {phase::recorded, trigger::ready, guard::always, phase::sending, record_type::send, pace::unchanged, anomaly::none, false, "token and secret at hand"},
    {phase::recorded, {trigger::overdue, trigger::cancelled}, guard::always, phase::not_executed, record_type::verdict, pace::unchanged, anomaly::none, false, "session nearly over, or cancelled"},

    {phase::sending, trigger::never_sent, guard::another_send_open, phase::unknown, record_type::unsent, pace::after_doubt, anomaly::none, false, "never sent, but an earlier send is open"},
    {phase::sending, trigger::never_sent, guard::always, phase::recorded, record_type::unsent, pace::unchanged, anomaly::none, false, "never sent"},
    {phase::sending, trigger::processing, guard::always, phase::live, record_type::seen, pace::restart, anomaly::none, false, "PENDING, PROCESSING"},
    {phase::sending, trigger::action, guard::secret_unshown, phase::action, record_type::seen, pace::restart, anomaly::none, false, "requires_action with client_secret"},
    {phase::sending, trigger::action, guard::always, phase::live, record_type::seen, pace::restart, anomaly::action_without_secret, false, "requires_action without client_secret"},
    {phase::sending, trigger::completed, guard::always, phase::completed, record_type::verdict, pace::unchanged, anomaly::none, false, "COMPLETED"},
    {phase::sending, trigger::failed, guard::always, phase::failed, record_type::verdict, pace::unchanged, anomaly::none, false, "FAILED"},
    {phase::sending, trigger::odd_status, guard::always, phase::live, record_type::seen, pace::restart, anomaly::unknown_status, false, "unknown status text"},
    {phase::sending, trigger::garbled, guard::always, phase::unknown, no_record, pace::after_doubt, anomaly::none, false, "2xx that cannot be read, or of another payment"},
    {phase::sending, trigger::unauthorized, guard::always, phase::unknown, no_record, pace::renew_token, anomaly::none, false, "401"},
    {phase::sending, trigger::limited, guard::always, phase::unknown, no_record, pace::after_doubt, anomaly::none, false, "429"},
    {phase::sending, trigger::forbidden, guard::only_send_open, phase::confirming, record_type::seen, pace::after_doubt, anomaly::forbidden | anomaly::refused, false, "403 of the only send"},
    {phase::sending, {trigger::not_found, trigger::refused}, guard::only_send_open, phase::confirming, record_type::seen, pace::after_doubt, anomaly::refused, false, "404, 422 of the only send"},
    {phase::sending, trigger::forbidden, guard::always, phase::unknown, no_record, pace::after_doubt, anomaly::forbidden | anomaly::refused, false, "403 of a later send"},
    {phase::sending, {trigger::not_found, trigger::refused}, guard::always, phase::unknown, no_record, pace::after_doubt, anomaly::refused, false, "404, 422 of a later send"},
    {phase::sending, {trigger::duplicate, trigger::other, trigger::no_answer}, guard::always, phase::unknown, no_record, pace::after_doubt, anomaly::none, false, "any other answer, or none"},

    {phase::parked, {trigger::processing, trigger::odd_status}, guard::already_seen, same, no_record, pace::next, anomaly::none, false, ""},
    {polled_phases, trigger::processing, guard::always, phase::live, record_type::seen, pace::next, anomaly::none, false, "PENDING, PROCESSING"},
    {polled_phases, trigger::odd_status, guard::always, phase::live, record_type::seen, pace::next, anomaly::unknown_status, false, "unknown status text"},
    {phase::action, trigger::action, guard::always, same, no_record, pace::next, anomaly::none, false, ""},
    {polled_phases, trigger::action, guard::secret_unshown, phase::action, record_type::seen, pace::next, anomaly::none, false, "requires_action with client_secret"},
    {phase::parked, trigger::action, guard::already_seen, same, no_record, pace::next, anomaly::none, false, ""},
    {polled_phases, trigger::action, guard::always, phase::live, record_type::seen, pace::next, anomaly::none, false, "requires_action, nothing to show"},
    {polled_phases, trigger::completed, guard::always, phase::completed, record_type::verdict, pace::unchanged, anomaly::none, false, "COMPLETED"},
    {polled_phases, trigger::failed, guard::always, phase::failed, record_type::verdict, pace::unchanged, anomaly::none, false, "FAILED"},

    {phase::unknown, trigger::not_found, guard::fence_passed_unseen, phase::not_executed, record_type::verdict, pace::unchanged, anomaly::none, false, "404 after the fence"},
    {phase::unknown, trigger::not_found, guard::may_send_again, phase::sending, record_type::send, pace::unchanged, anomaly::none, false, "404s after a quiet period, the same id again"},
    {phase::unknown, trigger::not_found, guard::always, same, no_record, pace::next, anomaly::none, false, ""},
    {phase::confirming, trigger::not_found, guard::refusal_stands, phase::rejected, record_type::verdict, pace::unchanged, anomaly::none, false, "404s after a quiet period"},
    {phase::confirming, trigger::not_found, guard::always, same, no_record, pace::next, anomaly::none, false, ""},
    {phase::parked, trigger::not_found, guard::fence_passed_unseen, phase::not_executed, record_type::verdict, pace::unchanged, anomaly::none, false, "404 after the fence"},
    {{phase::live, phase::action}, trigger::not_found, guard::always, same, no_record, pace::next, anomaly::vanished, false, ""},
    {phase::parked, trigger::not_found, guard::always, same, no_record, pace::next, anomaly::none, false, ""},

    {{phase::unknown, phase::confirming}, trigger::doubt_over, guard::always, phase::parked, record_type::seen, pace::next, anomaly::none, true, "30 min without proof"},
    {phase::live, trigger::live_over, guard::always, phase::parked, record_type::seen, pace::next, anomaly::none, true, "24 h since first sight"},
    {phase::action, trigger::action_over, guard::always, phase::live, record_type::seen, pace::at_once, anomaly::none, false, "ended, or 15 min"},

    {polled_phases, trigger::unauthorized, guard::token_not_renewed, same, no_record, pace::renew_token, anomaly::none, false, ""},
    {phase::parked, trigger::forbidden, guard::always, same, no_record, pace::next, anomaly::forbidden, false, ""},
    {polled_phases, trigger::forbidden, guard::always, phase::parked, record_type::seen, pace::next, anomaly::forbidden, true, "403"},
    {phase::parked, {trigger::unauthorized, trigger::token_refused}, guard::always, same, no_record, pace::next, anomaly::unauthorized, false, ""},
    {polled_phases, {trigger::unauthorized, trigger::token_refused}, guard::always, phase::parked, record_type::seen, pace::next, anomaly::unauthorized, true, "401 with a fresh token"},
    {polled_phases, {trigger::garbled, trigger::refused, trigger::duplicate, trigger::limited, trigger::other, trigger::never_sent, trigger::no_answer}, guard::always, same, no_record, pace::next, anomaly::none, false, ""},
    {phase::parked, trigger::resolved, guard::resolvable, destination::kind::as_resolved, record_type::resolution, pace::unchanged, anomaly::none, false, "an operator resolves"},

    {{phase::completed, phase::failed}, {trigger::processing, trigger::action, trigger::odd_status, trigger::not_found}, guard::always, same, no_record, pace::next, anomaly::regression, false, ""},
    {phase::completed, trigger::failed, guard::news, same, record_type::late_truth, pace::restart, anomaly::verdict_flip | anomaly::late_truth, true, ""},
    {phase::failed, trigger::completed, guard::news, same, record_type::late_truth, pace::restart, anomaly::verdict_flip | anomaly::late_truth, true, ""},
    {{phase::rejected, phase::not_executed}, every_status, guard::news, same, record_type::late_truth, pace::restart, anomaly::late_truth, true, ""},
    {phase::completed, trigger::failed, guard::always, same, no_record, pace::next, anomaly::verdict_flip, false, ""},
    {phase::failed, trigger::completed, guard::always, same, no_record, pace::next, anomaly::verdict_flip, false, ""},
    {{phase::rejected, phase::not_executed}, every_status, guard::always, same, no_record, pace::next, anomaly::late_truth, false, ""},
    {phase::rejected, trigger::not_found, guard::fence_passed, phase::rejected, record_type::verdict, pace::unchanged, anomaly::none, false, "404 after the fence, now proven"},
    {terminal_phases, trigger::unauthorized, guard::token_not_renewed, same, no_record, pace::renew_token, anomaly::none, false, ""},
    {terminal_phases, every_answer, guard::always, same, no_record, pace::next, anomaly::none, false, ""},
    {terminal_phases, trigger::token_refused, guard::always, same, no_record, pace::next, anomaly::unauthorized, false, ""},

    {phase::recorded, trigger::recovered, guard::torn_tail, phase::unknown, record_type::seen, pace::after_doubt, anomaly::none, false, "recovered after a torn tail"},
    {phase::recorded, trigger::recovered, guard::another_send_open, phase::unknown, no_record, pace::after_doubt, anomaly::none, false, "recovered"},
    {phase::recorded, trigger::recovered, guard::always, same, no_record, pace::unchanged, anomaly::none, false, ""},
    {phase::sending, trigger::recovered, guard::always, phase::unknown, no_record, pace::after_doubt, anomaly::none, false, "recovered"},
    {{phase::unknown, phase::live, phase::confirming}, trigger::recovered, guard::always, same, no_record, pace::after_doubt, anomaly::none, false, ""},
    {phase::action, trigger::recovered, guard::always, phase::live, no_record, pace::after_doubt, anomaly::none, false, "recovered"},
    {phase::parked, trigger::recovered, guard::always, same, no_record, pace::after_doubt, anomaly::none, true, ""},
    {terminal_phases, trigger::recovered, guard::always, same, no_record, pace::next, anomaly::none, false, ""},
};
// clang-format on

inline constexpr std::size_t rule_count = std::size(attempt_rules);

namespace detail {

/// For each phase and trigger the first rule that may fit; rule_count: none.
consteval auto index_rules() {
    std::array<std::array<std::uint8_t, trigger_count>, phase_count> first{};
    for (std::size_t p = 0; p < phase_count; ++p) {
        for (std::size_t t = 0; t < trigger_count; ++t) {
            std::size_t i = 0;
            while (i < rule_count && !(attempt_rules[i].from.contains(static_cast<phase>(p)) &&
                                       attempt_rules[i].on.contains(static_cast<trigger>(t)))) {
                ++i;
            }
            first[p][t] = static_cast<std::uint8_t>(i);
        }
    }
    return first;
}
inline constexpr auto rule_index = index_rules();

}  // namespace detail

/// The first rule for this phase and trigger whose guard holds; nullptr: the phase does not name the event.
template <class Holds>
constexpr rule const* find_rule(phase from, trigger on, Holds&& holds) noexcept {
    for (std::size_t i = detail::rule_index[static_cast<std::size_t>(from)][static_cast<std::size_t>(on)]; i < rule_count; ++i) {
        rule const& candidate = attempt_rules[i];
        if (candidate.from.contains(from) && candidate.on.contains(on) && holds(candidate.when)) return &candidate;
    }
    return nullptr;
}

namespace detail {

consteval bool unguarded_answer_everywhere() {
    for (phase const p : {phase::sending, phase::unknown, phase::live, phase::action, phase::confirming, phase::parked,
                          phase::completed, phase::failed, phase::rejected, phase::not_executed}) {
        for (std::size_t t = static_cast<std::size_t>(trigger::processing); t < trigger_count; ++t) {
            if (!find_rule(p, static_cast<trigger>(t), [](guard g) { return g == guard::always; })) return false;
        }
    }
    return true;
}
static_assert(unguarded_answer_everywhere(), "every phase that may get an answer has a rule for every answer");
static_assert(rule_count < 256);

}  // namespace detail

}  // namespace dollr

#endif
