// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_RULES_HPP
#define DOLLR_MACHINE_ATTEMPT_RULES_HPP

#include <dollr/journal/record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The attempt's transitions as data. The first rule whose phase, trigger and guard fit is the one; where none fits,
/// nothing changes. The state diagram in the README is printed from this table (tests/support/attempt_diagram.hpp), so
/// it cannot lie.
///
/// What follows a transition is not in the table: it is computed from the phase (attempt.hpp, `next_effect`), after a
/// crash as before it.
namespace dollr {

/// An event as the rules see it.
enum class trigger : std::uint8_t {
    // the application, the journal, the clock
    started,
    ready,    ///< journal sound, token and secret at hand, session far from its end
    overdue,  ///< the session is too close to its end for a send
    cancelled,
    doubt_over,   ///< 30 minutes without proof
    live_over,    ///< 24 hours since first sight
    action_over,  ///< the application says that 3-D Secure ended, or 15 minutes
    token_refused,
    resolved,
    recovered,
    // an answer
    processing,  ///< PENDING or PROCESSING
    action,      ///< requires_action
    completed,
    failed,
    odd_status,  ///< a text outside the set
    garbled,     ///< 2xx undecodable, truncated, too large, wrong reference_id, wrong operation_type
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

[[nodiscard]] constexpr std::string_view to_text(trigger value) noexcept;

inline constexpr std::size_t trigger_count = static_cast<std::size_t>(trigger::no_answer) + 1;
inline constexpr std::size_t phase_count = static_cast<std::size_t>(phase::not_executed) + 1;

/// What else must hold. Evaluated by the machine, in impl/transition.hpp.
enum class guard : std::uint8_t {
    always,
    another_send_open,
    only_send_open,
    secret_unshown,       ///< a client_secret came, and none was shown in this process
    already_seen,         ///< the server has shown the payment before
    fence_passed,         ///< the 404 was asked after the fence, and session expiry is trusted
    fence_passed_unseen,  ///< and the server has never shown it
    may_send_again,
    refusal_stands,     ///< enough 404s, the last one asked long enough after the refusal
    token_not_renewed,  ///< no fresh token was asked for since the last good answer
    news,               ///< contradicts the verdict in a way that is not recorded yet
    resolvable,
    torn_tail,  ///< the journal lost its newest records
};

[[nodiscard]] constexpr std::string_view to_text(guard value) noexcept;

/// When the next poll is due, after a rule that keeps polling.
enum class pace : std::uint8_t {
    unchanged,
    after_doubt,  ///< 1 to 2 s
    restart,      ///< 2 s, growing
    next,         ///< as the schedule says
    at_once,
    renew_token,  ///< as the schedule says, but a fresh token first
};

[[nodiscard]] constexpr std::string_view to_text(pace value) noexcept;

/// Some of the enumerators, as bits.
template <class Enum>
struct set_of {
    std::uint32_t bits = 0;

    constexpr set_of() noexcept = default;
    constexpr set_of(Enum one) noexcept : bits(1u << static_cast<unsigned>(one)) {}
    constexpr bool contains(Enum one) const noexcept { return (bits >> static_cast<unsigned>(one) & 1u) != 0; }
    friend constexpr set_of operator|(set_of a, set_of b) noexcept {
        a.bits |= b.bits;
        return a;
    }
    friend constexpr bool operator==(set_of, set_of) = default;
};
using phases = set_of<phase>;
using triggers = set_of<trigger>;

constexpr phases operator|(phase a, phase b) noexcept { return phases{a} | phases{b}; }
constexpr triggers operator|(trigger a, trigger b) noexcept { return triggers{a} | triggers{b}; }

/// Where a rule leads.
struct destination {
    enum class kind : std::uint8_t { to, same, as_resolved } what = kind::same;
    dollr::phase phase = phase::none;

    constexpr destination(dollr::phase p) noexcept : what(kind::to), phase(p) {}
    constexpr destination(kind k) noexcept : what(k) {}
};

[[nodiscard]] constexpr std::string_view to_text(destination::kind value) noexcept;

inline constexpr auto same = destination::kind::same;
inline constexpr auto as_resolved = destination::kind::as_resolved;

struct rule {
    phases from;
    triggers on;
    guard when;
    destination to;
    record_type write;  ///< record_type{}: nothing; `seen`: only if the phase changes
    pace then;
    std::string_view says = {};  ///< in the diagram; empty: not shown
    anomaly note = anomaly::none;
    bool escalate = false;
};

inline constexpr phases polled_phases =
    phase::unknown | phase::live | phase::confirming | phase::parked | phase::action;
inline constexpr phases terminal_phases = phase::completed | phase::failed | phase::rejected | phase::not_executed;
inline constexpr phases unfinished_phases = polled_phases | phase::none | phase::recorded | phase::sending;
inline constexpr triggers every_status =
    trigger::processing | trigger::action | trigger::completed | trigger::failed | trigger::odd_status;
inline constexpr triggers every_answer = every_status | trigger::garbled | trigger::unauthorized | trigger::forbidden |
                                         trigger::not_found | trigger::refused | trigger::duplicate | trigger::limited |
                                         trigger::other | trigger::never_sent | trigger::no_answer;

inline constexpr record_type no_record{};

// The words of the table's columns.
namespace detail::columns {

using from = phase;
using on = trigger;
using when = guard;
using to = phase;
using write = record_type;
using then = pace;
using note = anomaly;

inline constexpr rule attempt_rules[] = {
    {from::none, on::started, when::always, to::recorded, write::attempt, then::unchanged, "started"},
    {from::recorded, on::ready, when::always, to::sending, write::send, then::unchanged, "token and secret at hand"},
    {from::recorded, on::overdue | on::cancelled, when::always, to::not_executed, write::verdict, then::unchanged,
     "session nearly over, or cancelled"},

    {from::sending, on::never_sent, when::another_send_open, to::unknown, write::unsent, then::after_doubt,
     "never sent, but an earlier send is open"},
    {from::sending, on::never_sent, when::always, to::recorded, write::unsent, then::unchanged, "never sent"},
    {from::sending, on::processing, when::always, to::live, write::seen, then::restart, "PENDING, PROCESSING"},
    {from::sending, on::action, when::secret_unshown, to::action, write::seen, then::restart,
     "requires_action with client_secret"},
    {from::sending, on::action, when::always, to::live, write::seen, then::restart,
     "requires_action without client_secret", note::action_without_secret},
    {from::sending, on::completed, when::always, to::completed, write::verdict, then::unchanged, "COMPLETED"},
    {from::sending, on::failed, when::always, to::failed, write::verdict, then::unchanged, "FAILED"},
    {from::sending, on::odd_status, when::always, to::live, write::seen, then::restart, "unknown status text",
     note::unknown_status},
    {from::sending, on::garbled, when::always, to::unknown, no_record, then::after_doubt,
     "2xx that cannot be read, or of another payment"},
    {from::sending, on::unauthorized, when::always, to::unknown, no_record, then::renew_token, "401"},
    {from::sending, on::limited, when::always, to::unknown, no_record, then::after_doubt, "429"},
    {from::sending, on::forbidden, when::only_send_open, to::confirming, write::seen, then::after_doubt,
     "403 of the only send", note::forbidden | note::refused},
    {from::sending, on::not_found | on::refused, when::only_send_open, to::confirming, write::seen, then::after_doubt,
     "404, 422 of the only send", note::refused},
    {from::sending, on::forbidden, when::always, to::unknown, no_record, then::after_doubt, "403 of a later send",
     note::forbidden | note::refused},
    {from::sending, on::not_found | on::refused, when::always, to::unknown, no_record, then::after_doubt,
     "404, 422 of a later send", note::refused},
    {from::sending, on::duplicate | on::other | on::no_answer, when::always, to::unknown, no_record, then::after_doubt,
     "any other answer, or none"},

    {from::parked, on::processing | on::odd_status, when::already_seen, same, no_record, then::next},
    {polled_phases, on::processing, when::always, to::live, write::seen, then::next, "PENDING, PROCESSING"},
    {polled_phases, on::odd_status, when::always, to::live, write::seen, then::next, "unknown status text",
     note::unknown_status},
    {from::action, on::action, when::always, same, no_record, then::next},
    {polled_phases, on::action, when::secret_unshown, to::action, write::seen, then::next,
     "requires_action with client_secret"},
    {from::parked, on::action, when::already_seen, same, no_record, then::next},
    {polled_phases, on::action, when::always, to::live, write::seen, then::next, "requires_action, nothing to show"},
    {polled_phases, on::completed, when::always, to::completed, write::verdict, then::unchanged, "COMPLETED"},
    {polled_phases, on::failed, when::always, to::failed, write::verdict, then::unchanged, "FAILED"},

    {from::unknown, on::not_found, when::fence_passed_unseen, to::not_executed, write::verdict, then::unchanged,
     "404 after the fence"},
    {from::unknown, on::not_found, when::may_send_again, to::sending, write::send, then::unchanged,
     "404s after a quiet period, the same id again"},
    {from::unknown, on::not_found, when::always, same, no_record, then::next},
    {from::confirming, on::not_found, when::refusal_stands, to::rejected, write::verdict, then::unchanged,
     "404s after a quiet period"},
    {from::confirming, on::not_found, when::always, same, no_record, then::next},
    {from::parked, on::not_found, when::fence_passed_unseen, to::not_executed, write::verdict, then::unchanged,
     "404 after the fence"},
    {from::live | from::action, on::not_found, when::always, same, no_record, then::next, "", note::vanished},
    {from::parked, on::not_found, when::always, same, no_record, then::next},

    {from::unknown | from::confirming, on::doubt_over, when::always, to::parked, write::seen, then::next,
     "30 min without proof", note::none, true},
    {from::live, on::live_over, when::always, to::parked, write::seen, then::next, "24 h since first sight", note::none,
     true},
    {from::action, on::action_over, when::always, to::live, write::seen, then::at_once, "ended, or 15 min"},

    {polled_phases, on::unauthorized, when::token_not_renewed, same, no_record, then::renew_token},
    {from::parked, on::forbidden, when::always, same, no_record, then::next, "", note::forbidden},
    {polled_phases, on::forbidden, when::always, to::parked, write::seen, then::next, "403", note::forbidden, true},
    {from::parked, on::unauthorized | on::token_refused, when::always, same, no_record, then::next, "",
     note::unauthorized},
    {polled_phases, on::unauthorized | on::token_refused, when::always, to::parked, write::seen, then::next,
     "401 with a fresh token", note::unauthorized, true},
    {polled_phases,
     on::garbled | on::refused | on::duplicate | on::limited | on::other | on::never_sent | on::no_answer, when::always,
     same, no_record, then::next},
    {from::parked, on::resolved, when::resolvable, as_resolved, write::resolution, then::unchanged,
     "an operator resolves"},

    {from::completed | from::failed, on::processing | on::action | on::odd_status | on::not_found, when::always, same,
     no_record, then::next, "", note::regression},
    {from::completed, on::failed, when::news, same, write::late_truth, then::restart, "",
     note::verdict_flip | note::late_truth, true},
    {from::failed, on::completed, when::news, same, write::late_truth, then::restart, "",
     note::verdict_flip | note::late_truth, true},
    {from::rejected | from::not_executed, every_status, when::news, same, write::late_truth, then::restart, "",
     note::late_truth, true},
    {from::completed, on::failed, when::always, same, no_record, then::next, "", note::verdict_flip},
    {from::failed, on::completed, when::always, same, no_record, then::next, "", note::verdict_flip},
    {from::rejected | from::not_executed, every_status, when::always, same, no_record, then::next, "",
     note::late_truth},
    {from::rejected, on::not_found, when::fence_passed, to::rejected, write::verdict, then::unchanged,
     "404 after the fence, now proven"},
    {terminal_phases, on::unauthorized, when::token_not_renewed, same, no_record, then::renew_token},
    {terminal_phases, every_answer, when::always, same, no_record, then::next},
    {terminal_phases, on::token_refused, when::always, same, no_record, then::next, "", note::unauthorized},

    {from::recorded, on::recovered, when::torn_tail, to::unknown, write::seen, then::after_doubt,
     "recovered after a torn tail"},
    {from::recorded, on::recovered, when::another_send_open, to::unknown, no_record, then::after_doubt, "recovered"},
    {from::recorded, on::recovered, when::always, same, no_record, then::unchanged},
    {from::sending, on::recovered, when::always, to::unknown, no_record, then::after_doubt, "recovered"},
    {from::unknown | from::live | from::confirming, on::recovered, when::always, same, no_record, then::after_doubt},
    {from::action, on::recovered, when::always, to::live, no_record, then::after_doubt, "recovered"},
    {from::parked, on::recovered, when::always, same, no_record, then::after_doubt, "", note::none, true},
    {terminal_phases, on::recovered, when::always, same, no_record, then::next},
};

}  // namespace detail::columns

using detail::columns::attempt_rules;

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
    for (std::size_t i = detail::rule_index[static_cast<std::size_t>(from)][static_cast<std::size_t>(on)];
         i < rule_count; ++i) {
        rule const& candidate = attempt_rules[i];
        if (candidate.from.contains(from) && candidate.on.contains(on) && holds(candidate.when)) return &candidate;
    }
    return nullptr;
}

/// The rules that the library follows. A parameter of the machine (attempt.hpp), so that a table with a changed row can
/// be held against the very same code.
struct attempt_table {
    template <class Holds>
    constexpr rule const& follow(phase from, trigger on, Holds&& holds) const noexcept {
        return *find_rule(from, on, holds);  // there is one: all_fired_have_rules
    }
    friend bool operator==(attempt_table, attempt_table) = default;
};

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

/// What the machine fires beside answers, and in which phases. `resolvable` is asked before a resolution is fired.
consteval bool all_fired_have_rules() {
    struct firing {
        phases from;
        triggers on;
    };
    constexpr firing all[] = {
        {phase::none, trigger::started},
        {phase::recorded, trigger::ready | trigger::overdue | trigger::cancelled},
        {phase::sending, trigger::never_sent},
        {phase::unknown | phase::confirming, trigger::doubt_over},
        {phase::live, trigger::live_over},
        {phase::action, trigger::action_over},
        {polled_phases | terminal_phases, trigger::token_refused},
        {phase::parked, trigger::resolved},
        {polled_phases | terminal_phases | phase::recorded | phase::sending, trigger::recovered},
    };
    for (firing const& f : all) {
        for (std::size_t p = 0; p < phase_count; ++p) {
            for (std::size_t t = 0; t < trigger_count; ++t) {
                if (!f.from.contains(static_cast<phase>(p)) || !f.on.contains(static_cast<trigger>(t))) continue;
                auto const sure = [](guard g) { return g == guard::always || g == guard::resolvable; };
                if (!find_rule(static_cast<phase>(p), static_cast<trigger>(t), sure)) return false;
            }
        }
    }
    return true;
}
static_assert(all_fired_have_rules(), "what the machine fires has a rule, whatever the guards say");
static_assert(rule_count < 256);

}  // namespace detail

constexpr std::string_view to_text(trigger value) noexcept {
    switch (value) {
        case trigger::started:
            return "started";
        case trigger::ready:
            return "ready";
        case trigger::overdue:
            return "overdue";
        case trigger::cancelled:
            return "cancelled";
        case trigger::doubt_over:
            return "doubt over";
        case trigger::live_over:
            return "live over";
        case trigger::action_over:
            return "action over";
        case trigger::token_refused:
            return "token refused";
        case trigger::resolved:
            return "resolved";
        case trigger::recovered:
            return "recovered";
        case trigger::processing:
            return "processing";
        case trigger::action:
            return "action";
        case trigger::completed:
            return "completed";
        case trigger::failed:
            return "failed";
        case trigger::odd_status:
            return "odd status";
        case trigger::garbled:
            return "garbled";
        case trigger::unauthorized:
            return "unauthorized";
        case trigger::forbidden:
            return "forbidden";
        case trigger::not_found:
            return "not found";
        case trigger::refused:
            return "refused";
        case trigger::duplicate:
            return "duplicate";
        case trigger::limited:
            return "limited";
        case trigger::other:
            return "other";
        case trigger::never_sent:
            return "never sent";
        case trigger::no_answer:
            return "no answer";
    }
    return {};
}

constexpr std::string_view to_text(guard value) noexcept {
    switch (value) {
        case guard::always:
            return "always";
        case guard::another_send_open:
            return "another send open";
        case guard::only_send_open:
            return "only send open";
        case guard::secret_unshown:
            return "secret unshown";
        case guard::already_seen:
            return "already seen";
        case guard::fence_passed:
            return "fence passed";
        case guard::fence_passed_unseen:
            return "fence passed unseen";
        case guard::may_send_again:
            return "may send again";
        case guard::refusal_stands:
            return "refusal stands";
        case guard::token_not_renewed:
            return "token not renewed";
        case guard::news:
            return "news";
        case guard::resolvable:
            return "resolvable";
        case guard::torn_tail:
            return "torn tail";
    }
    return {};
}

constexpr std::string_view to_text(pace value) noexcept {
    switch (value) {
        case pace::unchanged:
            return "unchanged";
        case pace::after_doubt:
            return "after doubt";
        case pace::restart:
            return "restart";
        case pace::next:
            return "next";
        case pace::at_once:
            return "at once";
        case pace::renew_token:
            return "renew token";
    }
    return {};
}

constexpr std::string_view to_text(destination::kind value) noexcept {
    switch (value) {
        case destination::kind::to:
            return "to";
        case destination::kind::same:
            return "same";
        case destination::kind::as_resolved:
            return "as resolved";
    }
    return {};
}

}  // namespace dollr

#endif
