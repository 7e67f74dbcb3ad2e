// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_OUTCOME_HPP
#define DOLLR_SANDBOX_OUTCOME_HPP

#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>
#include <dollr/value/time.hpp>

#include <boost/describe/enum.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

/// What becomes of an execution that the sandbox has accepted: a timetable, decided at acceptance.
///
/// Everything later is a function of the timetable and of time, so two sandboxes that were asked the same at the same
/// times answer the same. An execution enters a step when its time has come, whether or not somebody asks. Money moves
/// when a step with COMPLETED is entered, and at no other moment.
namespace dollr::sandbox {

BOOST_DEFINE_FIXED_ENUM_CLASS(outcome, std::uint8_t,
                              completes,              // PENDING, PROCESSING at 1 s, COMPLETED at 4 s
                              completes_at_once,      // COMPLETED in the first answer
                              declines,               // FAILED at 3 s, with a gateway_message
                              declines_at_once,       // FAILED in the first answer
                              completes_late,         // PROCESSING for 10 minutes
                              never_ends,             // PROCESSING for ever
                              wants_action,           // 3-D Secure; ends by itself at 20 s
                              action_ignored,         // 3-D Secure that nobody finishes: FAILED at 15 minutes
                              action_without_secret,  // 3-D Secure wanted, but no client_secret came
                              unknown_status,         // two status texts that nobody documented
                              amount_mismatch,        // one unit more than predicted is taken from the payer
                              fx_drift,               // a converted side is 1 % off its prediction
                              regresses,              // PROCESSING, PENDING again, COMPLETED
                              flips,                  // FAILED at 2 s, COMPLETED at 4 minutes
                              vanishes,               // 404 from 2 s to 30 s
                              appears_late,           // 404 until 100 s: a replica that lags
                              out_of_funds)           // FAILED at 1 s: the merchant's wallet does not hold it
[[nodiscard]] constexpr std::string_view to_text(outcome value) noexcept { return wire_name(value); }

/// One line of a timetable: from `after` on, counted from the acceptance.
struct step {
    duration after{};
    execution_status status = execution_status::pending;
    std::string_view text{};  ///< what the status says instead of its documented word
    bool visible = true;      ///< false: the status endpoint answers 404
    bool action = false;      ///< requires_action
    bool secret = false;      ///< with a client_secret
};

[[nodiscard]] constexpr std::span<step const> timetable(outcome o) noexcept;

namespace detail {

using enum execution_status;
using namespace std::chrono_literals;

inline constexpr step completes[] = {{0ms, pending}, {1s, processing}, {4s, completed}};
inline constexpr step completes_at_once[] = {{0ms, completed}};
inline constexpr step declines[] = {{0ms, pending}, {1s, processing}, {3s, failed}};
inline constexpr step declines_at_once[] = {{0ms, failed}};
inline constexpr step completes_late[] = {{0ms, pending}, {1s, processing}, {10min, completed}};
inline constexpr step never_ends[] = {{0ms, pending}, {1s, processing}};
inline constexpr step wants_action[] = {
    {.after = 0ms, .status = pending, .action = true, .secret = true}, {20s, processing}, {22s, completed}};
inline constexpr step action_ignored[] = {{.after = 0ms, .status = pending, .action = true, .secret = true},
                                          {15min, failed}};
inline constexpr step action_without_secret[] = {
    {.after = 0ms, .status = pending, .action = true}, {20s, processing}, {22s, completed}};
inline constexpr step unknown_status[] = {{0ms, pending, "AUTHORIZED"}, {3s, processing, "completed"}, {8s, completed}};
inline constexpr step regresses[] = {{0ms, processing}, {1500ms, pending}, {3s, processing}, {5s, completed}};
inline constexpr step flips[] = {{0ms, pending}, {2s, failed}, {4min, completed}};
inline constexpr step vanishes[] = {
    {0ms, processing}, {.after = 2s, .status = processing, .visible = false}, {30s, processing}, {35s, completed}};
inline constexpr step appears_late[] = {
    {.after = 0ms, .status = pending, .visible = false}, {100s, processing}, {104s, completed}};
inline constexpr step out_of_funds[] = {{0ms, pending}, {1s, failed}};

}  // namespace detail

constexpr std::span<step const> timetable(outcome o) noexcept {
    switch (o) {
        case outcome::completes:
        case outcome::amount_mismatch:
        case outcome::fx_drift:
            return detail::completes;
        case outcome::completes_at_once:
            return detail::completes_at_once;
        case outcome::declines:
            return detail::declines;
        case outcome::declines_at_once:
            return detail::declines_at_once;
        case outcome::completes_late:
            return detail::completes_late;
        case outcome::never_ends:
            return detail::never_ends;
        case outcome::wants_action:
            return detail::wants_action;
        case outcome::action_ignored:
            return detail::action_ignored;
        case outcome::action_without_secret:
            return detail::action_without_secret;
        case outcome::unknown_status:
            return detail::unknown_status;
        case outcome::regresses:
            return detail::regresses;
        case outcome::flips:
            return detail::flips;
        case outcome::vanishes:
            return detail::vanishes;
        case outcome::appears_late:
            return detail::appears_late;
        case outcome::out_of_funds:
            return detail::out_of_funds;
    }
    return detail::completes;
}

}  // namespace dollr::sandbox

#endif
