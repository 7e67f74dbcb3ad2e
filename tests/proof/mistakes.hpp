// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_MISTAKES_HPP
#define DOLLR_TESTS_PROOF_MISTAKES_HPP

#include <dollr/machine/policy.hpp>

#include <cstddef>
#include <cstdint>

/// What a machine can do wrong on purpose, so that the search and the simulation can show that they would notice.
namespace proof {

/// Deliberate violations of the protocol, one value each. A mistake is a changed row of the table (wrong_rules.hpp); or
/// a driver that lies: the machine hears another event than the one that came, or its answer is not passed on as it is
/// (mutant_attempt.hpp).
enum class mistake : std::uint8_t {
    none = 0,
    // rules
    pending_posts_again,      ///< takes PENDING for "did not land" (mistake 6)
    doubt_is_failure,         ///< reports FAILED when it has waited long enough (mistake 7)
    refusal_is_verdict,       ///< believes the 403, 404 or 422 of a first send at once
    timeout_is_failure,       ///< no answer: FAILED
    server_error_is_failure,  ///< 5xx: FAILED
    duplicate_is_failure,     ///< the id was used before: FAILED
    unauthorized_is_failure,  ///< 401 to the send: FAILED
    not_found_is_verdict,     ///< the first 404 of a poll: not executed
    odd_status_is_failure,    ///< a status text outside the set: FAILED
    unreadable_is_failure,    ///< 2xx that cannot be read: FAILED
    unreadable_is_success,    ///< 2xx that cannot be read: COMPLETED
    pending_is_success,       ///< 2xx: COMPLETED
    later_refusal_stands,     ///< a refused re-send says something about the first send
    refusal_stands_at_once,   ///< one 404 confirms a refusal
    live_sends_again,         ///< 404 after it was seen: sends again
    parked_sends_again,       ///< sends what an operator looks at
    long_wait_is_failure,     ///< 24 hours without an end: FAILED
    action_over_is_failure,   ///< 3-D Secure not finished in time: FAILED
    action_over_is_success,   ///< 3-D Secure finished: COMPLETED
    verdict_changes,          ///< FAILED, then COMPLETED: tells both
    crash_forgets_the_send,   ///< a crash while sending: as if nothing had left
    torn_tail_is_ignored,     ///< believes a journal that lost its end
    cancel_is_verdict,        ///< cancelled after a send: not executed
    // another reference_id
    new_id_on_not_found,  ///< sends again after 404s, with a new id
    failed_pays_again,    ///< FAILED: a new id, by itself
    published_recipe,     ///< the API's own: FAILED or 404: a new id; under 500: the result; PENDING: post again
    new_id_per_try,       ///< the naive one: no verdict, a new id
    // what it hears
    timeout_is_unsent,           ///< no answer: it did not leave
    failed_poll_is_not_found,    ///< a poll without an answer counts as a 404
    strange_404_is_believed,     ///< a 404 of somebody in between counts
    stranger_is_believed,        ///< an answer about another payment counts
    stale_answer_is_believed,    ///< an answer to an earlier request counts
    answer_dates_the_404,        ///< a 404 is dated by its arrival, not by its question
    own_clock_dates_the_404,     ///< the Date of an answer is what our own clock shows
    undated_404_proves,          ///< a 404 without a Date is dated by our own clock
    flip_is_not_told,            ///< an audit that hears the opposite of the verdict counts as no answer
    refused_write_is_ignored,    ///< another worker's epoch: goes on
    journal_failure_is_ignored,  ///< a failed sync: goes on
    lease_loss_is_ignored,       ///< another worker owns it: goes on
    amounts_are_not_compared,
    // what it does
    send_before_persist,        ///< does not wait for the journal
    verdict_before_persist,     ///< tells a verdict that a crash would forget
    secret_is_kept,             ///< does not let go of a passcode that was used
    secret_is_recorded,         ///< writes the passcode into the journal
    other_operation_is_polled,  ///< asks the status of another operation
    other_request_is_sent,      ///< a re-send is not the same request
    redirect_is_followed,
    verdict_is_not_told,
    asking_stops,       ///< neither polls nor parks what is unknown
    crash_skips_quiet,  ///< after a crash 404s count at once
};
inline constexpr std::size_t mistake_kinds = static_cast<std::size_t>(mistake::crash_skips_quiet) + 1;

/// What a mutant follows: a policy, whose numbers may be wrong, and perhaps a mistake. Like a policy it outlives the
/// machine.
struct spoilt_policy : dollr::policy {
    mistake makes = mistake::none;
    std::uint64_t* followed =
        nullptr;  ///< if anywhere, how often each row of attempt_rules was followed is counted here

    spoilt_policy() = default;
    spoilt_policy(dollr::policy const& right) : policy(right) {}

    friend bool operator==(spoilt_policy const&, spoilt_policy const&) = default;
};

}  // namespace proof

#endif
