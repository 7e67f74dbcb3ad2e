// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_POLICY_HPP
#define DOLLR_MACHINE_POLICY_HPP

#include <dollr/value/enums.hpp>
#include <dollr/value/issue.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

/// Every time, limit and assumption of the machines in one value. The defaults are the safe ones; a machine keeps a
/// pointer to its policy, which therefore outlives it. What the API does not say is a switch here, named after the
/// assumption.
namespace dollr {

/// A deliberate violation of the protocol, so that a test can show that the checkers would notice one. A value, never a
/// macro; what each one does wrong is in attempt_faults.hpp.
enum class fault : std::uint8_t {
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
inline constexpr std::size_t fault_kinds = static_cast<std::size_t>(fault::crash_skips_quiet) + 1;

/// A poll interval grows to `ceiling` as long as the polling is younger than `until`.
struct poll_stage {
    duration until{};
    duration ceiling{};

    friend bool operator==(poll_stage, poll_stage) = default;
};

struct policy {
    // assumptions about the server
    bool trust_session_expiry = false;  ///< the API refuses an execution whose session has expired
    bool resends = true;                ///< the same request, with the same id, may be sent again after a quiet period
    duration lag_bound = std::chrono::seconds{150};  ///< a status query sees every execution that is older than this

    // the attempt
    duration quiet = std::chrono::seconds{150};  ///< between the end of a send and the 404 that allows the next
    std::uint8_t sends_max = 3;                  ///< open SENDs of one attempt
    std::uint8_t not_found_min = 3;              ///< 404s before one is believed
    duration session_lifetime = std::chrono::minutes{15};      ///< asked for where the API lets us choose: ten or more
    duration expiry_margin = std::chrono::seconds{60};         ///< no send when the session has less than this left
    duration fence_margin = std::chrono::seconds{30};          ///< clock difference allowed after the session's expiry
    duration lease_min = std::chrono::seconds{45};             ///< no send when the lease has less than this left
    duration doubt_max = std::chrono::minutes{30};             ///< unknown and confirming, then parked
    duration live_max = std::chrono::hours{24};                ///< live, then parked
    duration action_max = std::chrono::minutes{15};            ///< 3-D Secure shown, then polled as live
    operation_type secret_operation = operation_type::payout;  ///< the operation that takes a passcode
    std::int64_t fx_drift_max = 200;  ///< of a converted side, in hundredths of a percent of the predicted amount

    // exchanges
    duration exchange_max = std::chrono::seconds{30};  ///< from connect to the last byte of the answer
    duration call_max = std::chrono::minutes{2};       ///< one operation with all its repetitions
    duration retry_after_min = std::chrono::seconds{1};
    duration retry_after_max = std::chrono::hours{1};

    // polls
    duration first_poll_min = std::chrono::seconds{1};  ///< after doubt arose
    duration first_poll_max = std::chrono::seconds{2};
    duration poll_first = std::chrono::seconds{2};  ///< then 1.5 times longer each
    poll_stage poll_stages[3] = {{std::chrono::minutes{1}, std::chrono::seconds{5}},
                                 {std::chrono::minutes{10}, std::chrono::seconds{30}},
                                 {std::chrono::hours{1}, std::chrono::seconds{60}}};
    duration poll_parked = std::chrono::minutes{10};           ///< also of a rejected attempt that is not proven
    duration poll_retry_after_max = std::chrono::seconds{60};  ///< a Retry-After may slow down polls, but not stop them
    duration rejected_watch =
        std::chrono::hours{24};  ///< how long an unproven rejection is watched if expiry is not trusted
    duration audits[3] = {std::chrono::minutes{5}, std::chrono::hours{1}, std::chrono::hours{24}};  ///< of a verdict
    duration retry_first = std::chrono::seconds{1};  ///< before a request that never left is tried again; doubles
    duration retry_max = std::chrono::seconds{60};
    std::uint16_t jitter_min = 500;  ///< an interval is multiplied by jitter_min/1000 .. 1

    // the token
    duration token_margin_max = std::chrono::minutes{5};  ///< refreshed when less than this, and less than
    std::uint8_t token_margin_part = 10;                  ///< a tenth of its lifetime, is left
    duration token_lifetime_max = std::chrono::minutes{1440};

    // the pool
    std::uint16_t in_flight_max = 8;
    std::uint8_t retry_budget = 10;                     ///< repetitions per hundred calls
    duration retry_trickle = std::chrono::seconds{10};  ///< one repetition this often is allowed on any budget

    // for tests
    dollr::fault fault = fault::none;
    std::uint64_t* fired = nullptr;  ///< how often each row of attempt_rules was followed

    friend bool operator==(policy const&, policy const&) = default;
};

static_assert(policy{}.quiet >= policy{}.lag_bound, "a 404 proves nothing before the lag bound");

/// When a late execution can no longer start: the expiry, the clocks' difference, and the lag until a poll would show
/// it.
constexpr duration fence_after_expiry(policy const& p) noexcept { return p.fence_margin + p.lag_bound; }

/// Everything that makes the policy unsafe or contradictory; empty: usable. `loc` names the member.
inline std::vector<issue> validate(policy const& p) {
    std::vector<issue> found;
    auto const expect = [&found](bool holds, char const* member, char const* message) {
        if (!holds) found.push_back(issue{{std::string{"policy"}, std::string{member}}, message, "value_error"});
    };
    auto const positive = [&expect](duration d, char const* member) {
        expect(d > duration::zero(), member, "must be longer than 0");
    };
    expect(p.quiet >= p.lag_bound, "quiet", "must not be shorter than lag_bound, or a 404 would prove nothing");
    expect(p.lag_bound >= duration::zero(), "lag_bound", "must not be negative");
    expect(p.sends_max >= 1 && p.sends_max <= 16, "sends_max", "must be 1 to 16");
    expect(p.not_found_min >= 1, "not_found_min", "must be at least 1");
    expect(p.expiry_margin >= p.exchange_max, "expiry_margin",
           "must not be shorter than exchange_max, or a send could outlive its session");
    expect(p.session_lifetime > p.expiry_margin, "session_lifetime",
           "must be longer than expiry_margin, or nothing could be sent");
    expect(p.fence_margin >= duration::zero(), "fence_margin", "must not be negative");
    expect(p.lease_min > p.exchange_max, "lease_min",
           "must be longer than exchange_max, or a send could outlive its lease");
    expect(p.doubt_max > p.quiet, "doubt_max", "must be longer than quiet");
    positive(p.live_max, "live_max");
    positive(p.action_max, "action_max");
    expect(p.fx_drift_max >= 0 && p.fx_drift_max <= 10'000, "fx_drift_max",
           "must be 0 to 10000 hundredths of a percent");
    positive(p.exchange_max, "exchange_max");
    expect(p.call_max >= p.exchange_max, "call_max", "must not be shorter than exchange_max");
    positive(p.retry_after_min, "retry_after_min");
    expect(p.retry_after_max >= p.retry_after_min, "retry_after_max", "must not be shorter than retry_after_min");
    positive(p.first_poll_min, "first_poll_min");
    expect(p.first_poll_max >= p.first_poll_min, "first_poll_max", "must not be shorter than first_poll_min");
    positive(p.poll_first, "poll_first");
    duration last{};
    for (poll_stage const& stage : p.poll_stages) {
        expect(stage.until > last && stage.ceiling > duration::zero(), "poll_stages",
               "must be ascending and longer than 0");
        last = stage.until;
    }
    positive(p.poll_parked, "poll_parked");
    positive(p.poll_retry_after_max, "poll_retry_after_max");
    positive(p.rejected_watch, "rejected_watch");
    expect(p.audits[0] > duration::zero() && p.audits[0] < p.audits[1] && p.audits[1] < p.audits[2], "audits",
           "must be ascending");
    positive(p.retry_first, "retry_first");
    expect(p.retry_max >= p.retry_first, "retry_max", "must not be shorter than retry_first");
    expect(p.jitter_min >= 1 && p.jitter_min <= 1000, "jitter_min", "must be 1 to 1000 thousandths");
    positive(p.token_margin_max, "token_margin_max");
    expect(p.token_margin_part >= 2, "token_margin_part", "must be at least 2, or no token would be used");
    positive(p.token_lifetime_max, "token_lifetime_max");
    expect(p.in_flight_max >= 1, "in_flight_max", "must be at least 1");
    expect(p.retry_budget <= 100, "retry_budget", "must be 0 to 100 per hundred calls");
    positive(p.retry_trickle, "retry_trickle");
    expect(p.fault == fault::none, "fault", "is for tests only");
    expect(p.fired == nullptr, "fired", "is for tests only");
    return found;
}

}  // namespace dollr

#endif
