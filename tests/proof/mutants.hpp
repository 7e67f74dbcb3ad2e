// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_MUTANTS_HPP
#define DOLLR_TESTS_PROOF_MUTANTS_HPP

#include "mistakes.hpp"

#include <span>
#include <string_view>

/// The machines that are wrong on purpose. Each follows a spoilt policy: a number that the protocol rests on, or a
/// mistake (mistakes.hpp).
namespace proof {

struct mutant {
    std::string_view name;
    std::string_view world;  ///< the model in which the search finds it (models.hpp)
    void (*spoil)(spoilt_policy&);
};

namespace detail {

template <mistake M>
inline constexpr auto with = [](spoilt_policy& p) { p.makes = M; };

using namespace std::chrono_literals;

inline constexpr mutant all_mutants[] = {
    // numbers
    {"no_quiet_period", "plain", [](spoilt_policy& p) { p.quiet = 0s; }},
    {"short_quiet_period", "plain", [](spoilt_policy& p) { p.quiet = 60s; }},
    {"one_404_is_enough", "a busy pool", [](spoilt_policy& p) { p.not_found_min = 1; }},
    {"sends_without_limit", "plain", [](spoilt_policy& p) { p.sends_max = 16; }},
    {"sends_into_the_sessions_end", "plain", [](spoilt_policy& p) { p.expiry_margin = -24h; }},
    {"sends_without_a_lease", "a fleet", [](spoilt_policy& p) { p.lease_min = -24h; }},
    {"believes_untrusted_expiry", "plain", [](spoilt_policy& p) { p.trust_session_expiry = true; }},
    {"fence_without_margin", "expiry trusted", [](spoilt_policy& p) { p.fence_margin = p.lag_bound = 0s; }},
    {"audits_are_skipped", "plain", [](spoilt_policy& p) { p.audits[0] = p.audits[1] = p.audits[2] = 0s; }},
    // rules
    {"pending_posts_again", "plain", with<mistake::pending_posts_again>},
    {"deadline_is_failure", "a payout", with<mistake::doubt_is_failure>},
    {"refusal_is_failure", "plain", with<mistake::refusal_is_verdict>},
    {"timeout_is_failure", "plain", with<mistake::timeout_is_failure>},
    {"server_error_is_failure", "plain", with<mistake::server_error_is_failure>},
    {"duplicate_is_failure", "refusals with effect", with<mistake::duplicate_is_failure>},
    {"unauthorized_is_failure", "plain", with<mistake::unauthorized_is_failure>},
    {"not_found_is_verdict", "plain", with<mistake::not_found_is_verdict>},
    {"odd_status_is_failure", "odd answers", with<mistake::odd_status_is_failure>},
    {"unreadable_is_failure", "odd answers", with<mistake::unreadable_is_failure>},
    {"unreadable_is_success", "odd answers", with<mistake::unreadable_is_success>},
    {"pending_is_success", "plain", with<mistake::pending_is_success>},
    {"later_refusal_stands", "plain", with<mistake::later_refusal_stands>},
    {"refusal_stands_at_once", "refusals with effect", with<mistake::refusal_stands_at_once>},
    {"live_sends_again", "odd answers", with<mistake::live_sends_again>},
    {"parked_sends_again", "an operator", with<mistake::parked_sends_again>},
    {"long_wait_is_failure", "a busy pool", with<mistake::long_wait_is_failure>},
    {"action_over_is_failure", "3-D Secure", with<mistake::action_over_is_failure>},
    {"action_over_is_success", "3-D Secure", with<mistake::action_over_is_success>},
    {"verdict_changes", "FAILED that is not final", with<mistake::verdict_changes>},
    {"crash_forgets_the_send", "plain", with<mistake::crash_forgets_the_send>},
    {"torn_tail_is_ignored", "a journal that fails", with<mistake::torn_tail_is_ignored>},
    {"cancel_is_verdict", "a payout", with<mistake::cancel_is_verdict>},
    // another reference_id
    {"new_id_on_not_found", "plain", with<mistake::new_id_on_not_found>},
    {"failed_pays_again", "plain", with<mistake::failed_pays_again>},
    {"published_recipe", "plain", with<mistake::published_recipe>},
    {"new_id_per_try", "plain", with<mistake::new_id_per_try>},
    // what it hears
    {"timeout_is_unsent", "plain", with<mistake::timeout_is_unsent>},
    {"failed_poll_is_not_found", "plain", with<mistake::failed_poll_is_not_found>},
    {"strange_404_is_believed", "odd answers", with<mistake::strange_404_is_believed>},
    {"stranger_is_believed", "odd answers", with<mistake::stranger_is_believed>},
    {"stale_answer_is_believed", "odd answers", with<mistake::stale_answer_is_believed>},
    {"answer_dates_the_404", "a fleet", with<mistake::answer_dates_the_404>},
    {"own_clock_dates_the_404", "a clock that is ahead", with<mistake::own_clock_dates_the_404>},
    {"undated_404_proves", "a clock that is ahead", with<mistake::undated_404_proves>},
    {"flip_is_not_told", "FAILED that is not final", with<mistake::flip_is_not_told>},
    {"refused_write_is_ignored", "a fleet", with<mistake::refused_write_is_ignored>},
    {"journal_failure_is_ignored", "a journal that fails", with<mistake::journal_failure_is_ignored>},
    {"lease_loss_is_ignored", "a fleet", with<mistake::lease_loss_is_ignored>},
    {"amounts_are_not_compared", "3-D Secure", with<mistake::amounts_are_not_compared>},
    // what it does
    {"send_before_persist", "plain", with<mistake::send_before_persist>},
    {"verdict_before_persist", "a payout", with<mistake::verdict_before_persist>},
    {"secret_is_kept", "a payout", with<mistake::secret_is_kept>},
    {"secret_is_recorded", "a payout", with<mistake::secret_is_recorded>},
    {"other_operation_is_polled", "plain", with<mistake::other_operation_is_polled>},
    {"other_request_is_sent", "plain", with<mistake::other_request_is_sent>},
    {"redirect_is_followed", "odd answers", with<mistake::redirect_is_followed>},
    {"verdict_is_not_told", "plain", with<mistake::verdict_is_not_told>},
    {"asking_stops", "plain", with<mistake::asking_stops>},
    {"crash_skips_quiet", "plain", with<mistake::crash_skips_quiet>},
};

}  // namespace detail

inline constexpr std::span<mutant const> mutants{detail::all_mutants};

}  // namespace proof

#endif
