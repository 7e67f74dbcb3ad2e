// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_FAULTS_HPP
#define DOLLR_MACHINE_ATTEMPT_FAULTS_HPP

#include <dollr/machine/attempt/rules.hpp>
#include <dollr/machine/event.hpp>
#include <dollr/machine/policy.hpp>

/// Deliberately wrong machines, one policy value each, which the search and the simulation must notice. Without a fault
/// an event costs one comparison more; validate(policy) refuses any.
///
/// A fault is wrong rules, which come before the right ones; or it hears another event than the one that came; or it
/// does something else than the rules say (impl/mistakes.hpp).
namespace dollr {

struct fault_rule {
    dollr::fault of;
    rule wrong;
};

namespace detail::columns {

inline constexpr phases anywhere = phase::sending | polled_phases;
inline constexpr triggers refusals = trigger::forbidden | trigger::not_found | trigger::refused;
inline constexpr triggers under_500 = refusals | trigger::duplicate | trigger::limited | trigger::unauthorized;

inline constexpr fault_rule fault_rules[] = {
    {fault::pending_posts_again,
     {from::unknown | from::live, on::processing, when::always, to::sending, write::send, then::unchanged}},
    {fault::doubt_is_failure,
     {from::unknown | from::confirming, on::doubt_over, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::refusal_is_verdict, {from::sending, refusals, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::timeout_is_failure,
     {from::sending, on::no_answer, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::server_error_is_failure,
     {from::sending, on::other, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::duplicate_is_failure,
     {from::sending, on::duplicate, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::unauthorized_is_failure,
     {from::sending, on::unauthorized, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::not_found_is_verdict,
     {from::unknown, on::not_found, when::always, to::not_executed, write::verdict, then::unchanged}},
    {fault::odd_status_is_failure,
     {anywhere, on::odd_status, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::unreadable_is_failure,
     {from::sending, on::garbled, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::unreadable_is_success,
     {from::sending, on::garbled, when::always, to::completed, write::verdict, then::unchanged}},
    {fault::pending_is_success,
     {from::sending, on::processing, when::always, to::completed, write::verdict, then::unchanged}},
    {fault::later_refusal_stands,
     {from::sending, refusals, when::always, to::confirming, write::seen, then::after_doubt}},
    {fault::refusal_stands_at_once,
     {from::confirming, on::not_found, when::always, to::rejected, write::verdict, then::unchanged}},
    {fault::live_sends_again, {from::live, on::not_found, when::always, to::sending, write::send, then::unchanged}},
    {fault::parked_sends_again, {from::parked, on::not_found, when::always, to::sending, write::send, then::unchanged}},
    {fault::long_wait_is_failure,
     {from::live, on::live_over, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::action_over_is_failure,
     {from::action, on::action_over, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::action_over_is_success,
     {from::action, on::action_over, when::always, to::completed, write::verdict, then::unchanged}},
    {fault::verdict_changes, {from::failed, on::completed, when::always, to::completed, write::verdict, then::next}},
    {fault::verdict_changes, {from::completed, on::failed, when::always, to::failed, write::verdict, then::next}},
    {fault::crash_forgets_the_send,
     {from::sending, on::recovered, when::always, to::recorded, no_record, then::unchanged}},
    {fault::torn_tail_is_ignored,
     {from::recorded, on::recovered, when::torn_tail, to::recorded, no_record, then::unchanged}},
    {fault::cancel_is_verdict,
     {from::sending | from::unknown, on::cancelled, when::always, to::not_executed, write::verdict, then::unchanged}},

    {fault::failed_pays_again, {anywhere, on::failed, when::always, to::sending, write::send, then::unchanged}},
    {fault::published_recipe,
     {polled_phases, on::failed | on::not_found | on::processing, when::always, to::sending, write::send,
      then::unchanged}},
    {fault::published_recipe, {from::sending, on::failed, when::always, to::sending, write::send, then::unchanged}},
    {fault::published_recipe, {from::sending, under_500, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::published_recipe,
     {from::sending | from::unknown | from::live, on::recovered, when::always, to::recorded, no_record,
      then::unchanged}},
    {fault::new_id_per_try,
     {from::sending, on::no_answer | on::other | on::limited | on::garbled | on::unauthorized, when::always,
      to::sending, write::send, then::unchanged}},
    {fault::new_id_per_try, {from::sending, refusals, when::always, to::failed, write::verdict, then::unchanged}},
    {fault::new_id_per_try,
     {from::sending | from::unknown | from::live, on::recovered, when::always, to::recorded, no_record,
      then::unchanged}},
};

}  // namespace detail::columns

using detail::columns::fault_rules;

/// The wrong rule that this fault puts in place of the right one; nullptr: none here.
template <class Holds>
constexpr rule const* find_fault(fault of, phase from, trigger on, Holds&& holds) noexcept {
    for (fault_rule const& candidate : fault_rules) {
        if (candidate.of == of && candidate.wrong.from.contains(from) && candidate.wrong.on.contains(on) &&
            holds(candidate.wrong.when)) {
            return &candidate.wrong;
        }
    }
    return nullptr;
}

namespace detail {

/// What a machine with this fault hears instead of the answer that came.
constexpr void mishear(fault f, observation& seen, bool of_send) noexcept {
    using kind = observation::kind;
    switch (f) {
        case fault::timeout_is_unsent:
            if (of_send && seen.what == kind::maybe_sent) seen.what = kind::never_sent;
            break;
        case fault::failed_poll_is_not_found:
            if (!of_send && (seen.what == kind::other || seen.what == kind::maybe_sent)) seen.what = kind::not_found;
            break;
        case fault::strange_404_is_believed:
            if (seen.what == kind::other && seen.http_status == 404) seen.what = kind::not_found;
            break;
        case fault::stranger_is_believed:
            if (seen.what == kind::wrong_subject) seen.what = kind::status;
            break;
        case fault::amounts_are_not_compared:
            seen.payer.reset();
            seen.payee.reset();
            break;
        default:
            break;
    }
}

}  // namespace detail

}  // namespace dollr

#endif
