// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_WRONG_RULES_HPP
#define DOLLR_TESTS_PROOF_WRONG_RULES_HPP

#include "mistakes.hpp"

#include <dollr/machine/attempt/rules.hpp>

/// Rows that a mistake puts before the right ones of the attempt's table.
namespace proof {

struct wrong_rule {
    mistake of;
    dollr::rule wrong;
};

namespace detail::rows {

// The words of the table's columns.
using dollr::detail::columns::from;
using dollr::detail::columns::on;
using dollr::detail::columns::then;
using dollr::detail::columns::to;
using dollr::detail::columns::when;
using dollr::detail::columns::write;
using namespace dollr;

inline constexpr phases anywhere = phase::sending | polled_phases;
inline constexpr triggers refusals = trigger::forbidden | trigger::not_found | trigger::refused;
inline constexpr triggers under_500 = refusals | trigger::duplicate | trigger::limited | trigger::unauthorized;

inline constexpr wrong_rule wrong_rules[] = {
    {mistake::pending_posts_again,
     {from::unknown | from::live, on::processing, when::always, to::sending, write::send, then::unchanged}},
    {mistake::doubt_is_failure,
     {from::unknown | from::confirming, on::doubt_over, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::refusal_is_verdict, {from::sending, refusals, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::timeout_is_failure,
     {from::sending, on::no_answer, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::server_error_is_failure,
     {from::sending, on::other, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::duplicate_is_failure,
     {from::sending, on::duplicate, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::unauthorized_is_failure,
     {from::sending, on::unauthorized, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::not_found_is_verdict,
     {from::unknown, on::not_found, when::always, to::not_executed, write::verdict, then::unchanged}},
    {mistake::odd_status_is_failure,
     {anywhere, on::odd_status, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::unreadable_is_failure,
     {from::sending, on::garbled, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::unreadable_is_success,
     {from::sending, on::garbled, when::always, to::completed, write::verdict, then::unchanged}},
    {mistake::pending_is_success,
     {from::sending, on::processing, when::always, to::completed, write::verdict, then::unchanged}},
    {mistake::later_refusal_stands,
     {from::sending, refusals, when::always, to::confirming, write::seen, then::after_doubt}},
    {mistake::refusal_stands_at_once,
     {from::confirming, on::not_found, when::always, to::rejected, write::verdict, then::unchanged}},
    {mistake::live_sends_again, {from::live, on::not_found, when::always, to::sending, write::send, then::unchanged}},
    {mistake::parked_sends_again,
     {from::parked, on::not_found, when::always, to::sending, write::send, then::unchanged}},
    {mistake::long_wait_is_failure,
     {from::live, on::live_over, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::action_over_is_failure,
     {from::action, on::action_over, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::action_over_is_success,
     {from::action, on::action_over, when::always, to::completed, write::verdict, then::unchanged}},
    {mistake::verdict_changes, {from::failed, on::completed, when::always, to::completed, write::verdict, then::next}},
    {mistake::verdict_changes, {from::completed, on::failed, when::always, to::failed, write::verdict, then::next}},
    {mistake::crash_forgets_the_send,
     {from::sending, on::recovered, when::always, to::recorded, no_record, then::unchanged}},
    {mistake::torn_tail_is_ignored,
     {from::recorded, on::recovered, when::torn_tail, to::recorded, no_record, then::unchanged}},
    {mistake::cancel_is_verdict,
     {from::sending | from::unknown, on::cancelled, when::always, to::not_executed, write::verdict, then::unchanged}},

    {mistake::failed_pays_again, {anywhere, on::failed, when::always, to::sending, write::send, then::unchanged}},
    {mistake::published_recipe,
     {polled_phases, on::failed | on::not_found | on::processing, when::always, to::sending, write::send,
      then::unchanged}},
    {mistake::published_recipe, {from::sending, on::failed, when::always, to::sending, write::send, then::unchanged}},
    {mistake::published_recipe, {from::sending, under_500, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::published_recipe,
     {from::sending | from::unknown | from::live, on::recovered, when::always, to::recorded, no_record,
      then::unchanged}},
    {mistake::new_id_per_try,
     {from::sending, on::no_answer | on::other | on::limited | on::garbled | on::unauthorized, when::always,
      to::sending, write::send, then::unchanged}},
    {mistake::new_id_per_try, {from::sending, refusals, when::always, to::failed, write::verdict, then::unchanged}},
    {mistake::new_id_per_try,
     {from::sending | from::unknown | from::live, on::recovered, when::always, to::recorded, no_record,
      then::unchanged}},
};

}  // namespace detail::rows

using detail::rows::wrong_rules;

/// The table of a machine with or without a mistake, which can also say how often each right row was followed.
struct spoilt_table {
    spoilt_policy const* how = nullptr;

    template <class Holds>
    dollr::rule const& follow(dollr::phase from, dollr::trigger on, Holds&& holds) const noexcept {
        if (how->makes != mistake::none) {
            for (auto const& [of, wrong] : wrong_rules) {
                if (of == how->makes && wrong.from.contains(from) && wrong.on.contains(on) && holds(wrong.when))
                    return wrong;
            }
        }
        dollr::rule const& right = dollr::attempt_table{}.follow(from, on, holds);
        if (how->followed) ++how->followed[&right - dollr::attempt_rules];
        return right;
    }

    friend bool operator==(spoilt_table, spoilt_table) = default;
};

}  // namespace proof

#endif
