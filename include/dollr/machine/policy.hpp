// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_POLICY_HPP
#define DOLLR_MACHINE_POLICY_HPP

#include <dollr/value/enums.hpp>
#include <dollr/value/issue.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstdint>
#include <vector>

/// Every time, limit and assumption of the machines in one value. The defaults are the safe ones; a machine keeps a
/// pointer to its policy, which therefore outlives it. What the API does not say is a switch here, named after the
/// assumption.
namespace dollr {

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
    std::uint32_t fee_max = 100;          ///< percent of the amount by which a predicted, unconverted side may differ
    std::uint32_t rate_max = 100'000;     ///< units of one currency for one of another, in a prediction
    std::uint32_t rate_change_max = 100;  ///< percent between a predicted rate and the last one that was paid
    std::int64_t fx_drift_max = 200;      ///< of a converted side, in hundredths of a percent of the predicted amount

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
    duration audit_sweep = std::chrono::minutes{1};  ///< so often a client looks for audits that are due
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
    expect(p.fee_max <= 1'000'000, "fee_max", "must be 0 to 1000000 percent");
    expect(p.rate_max >= 1 && p.rate_max <= 1'000'000'000, "rate_max", "must be 1 to 1000000000");
    expect(p.rate_change_max <= 1'000'000, "rate_change_max", "must be 0 to 1000000 percent");
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
    positive(p.audit_sweep, "audit_sweep");
    positive(p.retry_first, "retry_first");
    expect(p.retry_max >= p.retry_first, "retry_max", "must not be shorter than retry_first");
    expect(p.jitter_min >= 1 && p.jitter_min <= 1000, "jitter_min", "must be 1 to 1000 thousandths");
    positive(p.token_margin_max, "token_margin_max");
    expect(p.token_margin_part >= 2, "token_margin_part", "must be at least 2, or no token would be used");
    positive(p.token_lifetime_max, "token_lifetime_max");
    expect(p.in_flight_max >= 1, "in_flight_max", "must be at least 1");
    expect(p.retry_budget <= 100, "retry_budget", "must be 0 to 100 per hundred calls");
    positive(p.retry_trickle, "retry_trickle");
    return found;
}

}  // namespace dollr

#endif
