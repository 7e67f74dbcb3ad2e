// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_JOURNAL_COUNTERS_HPP
#define DOLLR_JOURNAL_COUNTERS_HPP

#include <dollr/journal/index.hpp>
#include <dollr/journal/record.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <cstdint>
#include <span>

/// What a program watches: how many payments stand where, and how many odd things the journal knows of. An alarm
/// belongs on `parked`, `late_truth`, `amount_mismatch`, `verdict_flip` and on `oldest_unfinished`.
namespace dollr {

struct journal_counters {
    std::uint64_t intents = 0;

    // where they stand; these add up to `intents`
    std::uint64_t not_begun = 0;  ///< without an attempt: nothing was sent
    std::uint64_t under_way = 0;  ///< an attempt without a verdict that is not parked
    std::uint64_t parked = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t rejected = 0;
    std::uint64_t not_executed = 0;

    std::uint64_t unfinished = 0;       ///< to be resumed by the next run
    std::uint64_t second_attempts = 0;  ///< intents of a later generation than the first
    duration oldest_unfinished{};       ///< how long ago its attempt began; zero: there is none

    // intents of which something odd was noticed
    std::uint64_t amount_mismatch = 0;
    std::uint64_t fx_drift = 0;
    std::uint64_t regression = 0;
    std::uint64_t verdict_flip = 0;
    std::uint64_t late_truth = 0;
    std::uint64_t unknown_status = 0;
    std::uint64_t vanished = 0;
    std::uint64_t wrong_subject = 0;  ///< an answer spoke of another payment or operation
    std::uint64_t torn = 0;           ///< recovered from a journal that had lost its end
    std::uint64_t not_durable = 0;    ///< the journal failed while it was under way

    friend bool operator==(journal_counters const&, journal_counters const&) = default;
};

/// When the newest attempt of an intent began; of one without an attempt, when its record was written.
[[nodiscard]] constexpr server_time begun_at(record const& r) noexcept {
    return r.attempt.started != server_time{} ? r.attempt.started : r.written;
}

/// `newest`: the newest record of every intent. `now`: by the journal's clock.
[[nodiscard]] inline journal_counters count(std::span<record const> newest, server_time now) {
    journal_counters c;
    for (auto const& r : newest) {
        auto const& a = r.attempt;
        ++c.intents;
        switch (a.phase) {
            case phase::none:
                ++c.not_begun;
                break;
            case phase::parked:
                ++c.parked;
                break;
            case phase::completed:
                ++c.completed;
                break;
            case phase::failed:
                ++c.failed;
                break;
            case phase::rejected:
                ++c.rejected;
                break;
            case phase::not_executed:
                ++c.not_executed;
                break;
            default:
                ++c.under_way;
                break;
        }
        c.second_attempts += a.generation > 1;
        if (is_unfinished(r)) {
            ++c.unfinished;
            c.oldest_unfinished = std::max<duration>(c.oldest_unfinished, now - begun_at(r));
        }
        c.amount_mismatch += has(a.anomalies, anomaly::amount_mismatch);
        c.fx_drift += has(a.anomalies, anomaly::fx_drift);
        c.regression += has(a.anomalies, anomaly::regression);
        c.verdict_flip += has(a.anomalies, anomaly::verdict_flip);
        c.late_truth += has(a.anomalies, anomaly::late_truth);
        c.unknown_status += has(a.anomalies, anomaly::unknown_status);
        c.vanished += has(a.anomalies, anomaly::vanished);
        c.wrong_subject += has(a.anomalies, anomaly::wrong_reference_id | anomaly::wrong_operation);
        c.torn += has(a.anomalies, anomaly::missing_sequence);
        c.not_durable += has(a.anomalies, anomaly::not_durable);
    }
    return c;
}

}  // namespace dollr

#endif
