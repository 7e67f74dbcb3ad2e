// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "progress.hpp"
#include "say.hpp"
#include "table.hpp"
#include "verbs.hpp"

#include <dollr/codec/writer.hpp>
#include <dollr/journal/counters.hpp>
#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/port/virtual_clock.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/value/timestamp.hpp>

#include <boost/describe/class.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What an operator looks at: what is unfinished, since when and why, and what was odd. Nothing is asked or changed.
namespace dollr::cli {

/// One intent that is not finished.
struct unfinished_line {
    std::string key;
    std::string operation;
    std::string phase;
    std::optional<std::string> reference_id;
    std::optional<std::string> amount;
    std::optional<std::string> currency;
    std::string since;
    std::int64_t age_seconds = 0;
    std::int64_t generation = 0;
    std::int64_t sends = 0;
    std::string reason;
    bool reattempt = false;  ///< a second attempt may be offered, after one more poll
    std::vector<std::string> anomalies;

    friend bool operator==(unfinished_line const&, unfinished_line const&) = default;
};
BOOST_DESCRIBE_STRUCT(unfinished_line, (),
                      (key, operation, phase, reference_id, amount, currency, since, age_seconds, generation, sends,
                       reason, reattempt, anomalies))
consteval auto schema_of(unfinished_line const*) {
    return schema::description{"UnfinishedIntent", schema::evidence::own};
}

/// The whole object of --json: journal_counters, and the lines.
struct journal_report {
    std::string origin;
    std::int64_t intents = 0;
    std::int64_t not_begun = 0;
    std::int64_t under_way = 0;
    std::int64_t parked = 0;
    std::int64_t completed = 0;
    std::int64_t failed = 0;
    std::int64_t rejected = 0;
    std::int64_t not_executed = 0;
    std::int64_t second_attempts = 0;
    std::int64_t oldest_unfinished_seconds = 0;
    std::int64_t amount_mismatch = 0;
    std::int64_t fx_drift = 0;
    std::int64_t regression = 0;
    std::int64_t verdict_flip = 0;
    std::int64_t late_truth = 0;
    std::int64_t unknown_status = 0;
    std::int64_t vanished = 0;
    std::int64_t wrong_subject = 0;
    std::int64_t torn = 0;
    std::int64_t not_durable = 0;
    std::vector<unfinished_line> unfinished;

    friend bool operator==(journal_report const&, journal_report const&) = default;
};
BOOST_DESCRIBE_STRUCT(journal_report, (),
                      (origin, intents, not_begun, under_way, parked, completed, failed, rejected, not_executed,
                       second_attempts, oldest_unfinished_seconds, amount_mismatch, fx_drift, regression, verdict_flip,
                       late_truth, unknown_status, vanished, wrong_subject, torn, not_durable, unfinished))
consteval auto schema_of(journal_report const*) { return schema::description{"Journal", schema::evidence::own}; }

namespace {

std::int64_t seconds_of(duration d) { return std::chrono::duration_cast<std::chrono::seconds>(d).count(); }

std::string reason_of(record const& r) {
    auto const& a = r.attempt;
    auto const sends = std::to_string(a.sends) + (a.sends == 1 ? " send" : " sends");
    switch (a.phase) {
        case phase::none:
            return "has no attempt yet: nothing was sent";
        case phase::recorded:
            return "nothing was sent yet";
        case phase::sending:
            return "a send was under way";
        case phase::unknown:
            return "may have arrived: " + sends + ", and the server has not shown it";
        case phase::live:
            return "the server has it, without a last word";
        case phase::action:
            return "the payer must confirm with 3-D Secure";
        case phase::confirming:
            return "was refused; polls confirm that nothing came of it";
        case phase::parked:
            // Without having seen it, the 403 was the answer to the send.
            if (has(a.anomalies, anomaly::forbidden) &&
                (a.first_seen != server_time{} || !has(a.anomalies, anomaly::refused)))
                return "the server forbids to ask about it (403)";
            if (has(a.anomalies, anomaly::unauthorized)) return "the server refuses a fresh token (401)";
            if (a.first_seen != server_time{}) return "the server has shown it for a day, without a last word";
            return "half an hour without proof whether it arrived: " + sends;
        case phase::rejected:
            if (a.told) return "refused, but not proven: only --trust-session-expiry proves it";
            [[fallthrough]];
        default:
            return "has its verdict, which was not told yet: run the same command again";
    }
}

unfinished_line line_for(record const& r, server_time now) {
    auto const seen = line_of(r);
    unfinished_line line;
    line.key = seen.key;
    line.operation = seen.operation;
    line.phase = seen.outcome;
    line.reference_id = seen.reference_id;
    line.amount = seen.amount;
    line.currency = seen.currency;
    line.since = timestamp{begun_at(r)}.to_string();
    line.age_seconds = seconds_of(now - begun_at(r));
    line.generation = r.attempt.generation;
    line.sends = r.attempt.sends;
    line.reason = reason_of(r);
    line.reattempt = may_reattempt(r.attempt, {.reaffirmed = true});
    line.anomalies = seen.anomalies;
    return line;
}

journal_report report_of(journal_view const& view, server_time now) {
    auto const c = count(view.newest, now);
    auto const n = [](std::uint64_t counter) { return static_cast<std::int64_t>(counter); };
    journal_report out;
    out.origin = view.header.origin;
    out.intents = n(c.intents);
    out.not_begun = n(c.not_begun);
    out.under_way = n(c.under_way);
    out.parked = n(c.parked);
    out.completed = n(c.completed);
    out.failed = n(c.failed);
    out.rejected = n(c.rejected);
    out.not_executed = n(c.not_executed);
    out.second_attempts = n(c.second_attempts);
    out.oldest_unfinished_seconds = seconds_of(c.oldest_unfinished);
    out.amount_mismatch = n(c.amount_mismatch);
    out.fx_drift = n(c.fx_drift);
    out.regression = n(c.regression);
    out.verdict_flip = n(c.verdict_flip);
    out.late_truth = n(c.late_truth);
    out.unknown_status = n(c.unknown_status);
    out.vanished = n(c.vanished);
    out.wrong_subject = n(c.wrong_subject);
    out.torn = n(c.torn);
    out.not_durable = n(c.not_durable);
    for (auto const& r : view.newest)
        if (is_unfinished(r)) out.unfinished.push_back(line_for(r, now));
    // What an operator must decide comes first, then the oldest.
    std::sort(out.unfinished.begin(), out.unfinished.end(), [](auto const& a, auto const& b) {
        auto const parked = to_text(phase::parked);
        if ((a.phase == parked) != (b.phase == parked)) return a.phase == parked;
        return a.age_seconds != b.age_seconds ? a.age_seconds > b.age_seconds : a.key < b.key;
    });
    return out;
}

std::string age(std::int64_t seconds) {
    if (seconds < 120) return std::to_string(seconds) + " s";
    if (seconds < 7'200) return std::to_string(seconds / 60) + " min";
    if (seconds < 172'800) return std::to_string(seconds / 3'600) + " h";
    return std::to_string(seconds / 86'400) + " d";
}

void print(journal_report const& report) {
    table rows{{"KEY", "OPERATION", "AMOUNT", "", "PHASE", "AGE", "REFERENCE_ID", "REASON"}};
    rows.align_right(2);
    rows.align_right(5);
    for (auto const& l : report.unfinished) {
        auto why = l.reason;
        for (auto const& name : l.anomalies) why += "; " + name;
        rows.add({l.key, l.operation, l.amount.value_or("-"), l.currency.value_or(""), l.phase, age(l.age_seconds),
                  l.reference_id.value_or("-"), why});
    }
    if (!report.unfinished.empty()) say(stdout, "{}\n", rows.text(terminal_columns(stdout)));
    say(stdout,
        "{}: {} intents: {} completed, {} failed, {} rejected, {} not executed; {} unfinished, {} of them parked\n",
        report.origin, report.intents, report.completed, report.failed, report.rejected, report.not_executed,
        report.unfinished.size(), report.parked);
    std::string odd;
    auto const add = [&](char const* name, std::int64_t n) {
        if (n != 0) odd += (odd.empty() ? "" : ", ") + std::string{name} + " " + std::to_string(n);
    };
    add("late truth", report.late_truth);
    add("verdict flipped", report.verdict_flip);
    add("amount differs", report.amount_mismatch);
    add("exchange rate drifted", report.fx_drift);
    add("status went back", report.regression);
    add("unknown status", report.unknown_status);
    add("vanished for a while", report.vanished);
    add("answer of another payment", report.wrong_subject);
    add("journal was torn", report.torn);
    add("journal failed", report.not_durable);
    if (!odd.empty()) say(stdout, "odd: {}\n", odd);
}

}  // namespace

exit_code show_journal(journal_options const& options) {
    auto const view = read_journal(options.journal);
    if (!view) return complain(view.error());
    virtual_clock const clock{view->header.clock_epoch, view->header.clock_speed};
    auto const report = report_of(*view, clock.at(utc_now()));
    if (options.json) {
        std::string text;
        if (auto const written = codec::write(report, text); !written) return complain(written.error());
        say(stdout, "{}\n", text);
    } else {
        print(report);
    }
    return report.unfinished.empty() && report.late_truth + report.amount_mismatch == 0 ? exit_code::all_completed
                                                                                        : exit_code::look_at_it;
}

}  // namespace dollr::cli
