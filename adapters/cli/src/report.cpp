// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "report.hpp"

#include "names.hpp"
#include "progress.hpp"
#include "say.hpp"
#include "table.hpp"

#include <dollr/codec/writer.hpp>
#include <dollr/flow/known.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/open_enum.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>

namespace dollr::cli {
namespace {

bool completed(outcome_line const& line) { return line.outcome == to_text(phase::completed); }

bool ended(outcome_line const& line) {
    return completed(line) || line.outcome == to_text(phase::failed) || line.outcome == to_text(phase::rejected) ||
           line.outcome == to_text(phase::not_executed);
}

/// The server said something else after the verdict was told: that is for a person to look at, whatever it said.
bool contradicted_later(outcome_line const& line) {
    return std::find(line.anomalies.begin(), line.anomalies.end(), to_text(anomaly::late_truth)) !=
           line.anomalies.end();
}

std::string note_of(outcome_line const& line) {
    std::string text;
    auto const add = [&](std::string const& part) { text += (text.empty() ? "" : "; ") + part; };
    if (line.mismatch) add("AMOUNT DIFFERS");
    if (!line.durable) add("NOT IN THE JOURNAL");
    if (line.outcome == to_text(phase::rejected) && !line.proven) add("not proven yet");
    for (auto const& name : line.anomalies) add(name);
    if (line.message) add(*line.message);
    if (line.before) add("from an earlier run");
    return text;
}

using sums = std::map<std::pair<std::string, std::string>, amount>;  // by operation and currency

void add_to(sums& totals, outcome_line const& line) {
    if (!line.amount || !line.currency) return;
    auto const parsed = amount::try_parse(*line.amount);
    if (!parsed) return;
    auto& sum = totals[{line.operation, *line.currency}];
    if (auto const more = amount::checked_add(sum, *parsed)) sum = *more;
}

std::string moved_text(sums const& moved, std::size_t columns) {
    table totals{{"moved in this run:", "", "", ""}};
    totals.align_right(1);
    for (auto const& [what, sum] : moved) totals.add({"  " + what.first, sum.to_string(), what.second, ""});
    return totals.text(columns);
}

void print_objects(std::vector<outcome_line> const& lines) {
    for (auto const& line : lines) {
        std::string text;
        if (auto const written = codec::write(line, text); written) say(stdout, "{}\n", text);
    }
}

/// Of so many payments a person does something next.
struct left_to_do {
    std::size_t never_began = 0;
    std::size_t contradicted = 0;
    std::size_t not_paid = 0;  ///< of the others
    std::size_t parked = 0;

    void count(outcome_line const& line) {
        if (line.never_began) return void(++never_began);
        if (ended(line) && contradicted_later(line)) return void(++contradicted);
        not_paid += ended(line) && !completed(line);
        parked += line.outcome == to_text(phase::parked);
    }
};

std::string advice(left_to_do const& left) {
    std::string text;
    if (left.never_began != 0)
        text += fmt::format("not begun: {}; nothing was ever sent: the next `dollr execute` begins again\n",
                            left.never_began);
    if (left.contradicted != 0)
        text += fmt::format(
            "contradicted: {}; the server now says something else than the verdict that was told: `dollr journal`\n"
            "        shows both; do not pay it again before a person has looked\n",
            left.contradicted);
    if (left.not_paid != 0)
        text += fmt::format("not paid: {}; --reattempt asks the server once more, then tries again\n", left.not_paid);
    if (left.parked != 0)
        text += fmt::format(
            "parked: {}; whether money moved is not known: look at the server's side\n"
            "        and let `dollr recover` ask again; do not pay by hand before\n",
            left.parked);
    return text;
}

}  // namespace

outcome_line line_of(record const& newest) {
    outcome_line line;
    auto const& a = newest.attempt;
    line.key = newest.intent.key.text();
    line.operation = wire_name(a.operation);
    line.outcome = to_text(a.phase);
    if (!a.reference_id.is_nil()) line.reference_id = a.reference_id.to_string();
    if (auto const& side = names_payer_side(a.operation) ? a.payer : a.payee) {
        line.amount = side->amount.to_string();
        line.currency = std::string{side->currency.text()};
    }
    if (auto const hint = phase_hint(a.phase); !hint.empty()) line.message = hint;
    line.mismatch = has(a.anomalies, anomaly::amount_mismatch);
    line.proven = a.proven || a.phase == phase::not_executed;
    for (auto const name : names_of(a.anomalies)) line.anomalies.emplace_back(name);
    line.never_began = flow::never_began(newest);
    return line;
}

void print_report(std::vector<outcome_line> const& lines, std::vector<outcome_line> const& refused, bool json) {
    if (json) {
        print_objects(lines);
        print_objects(refused);
        return;
    }
    auto const columns = terminal_columns(stdout);
    table rows{{"KEY", "OPERATION", "AMOUNT", "", "VERDICT", "NOTE"}};
    rows.align_right(2);
    sums moved;
    std::map<std::string, std::size_t> counts;
    std::size_t shown = 0;
    left_to_do left;
    for (auto const& line : lines) {
        left.count(line);
        ++counts[line.outcome];
        if (line.outcome == to_text(phase::none)) continue;  // an interruption may leave thousands: the sum says it
        rows.add({line.key, line.operation, line.amount.value_or("-"), line.currency.value_or(""), line.outcome,
                  note_of(line)});
        ++shown;
        if (completed(line) && !line.before) add_to(moved, line);
    }
    if (shown != 0) say(stdout, "{}\n", rows.text(columns));
    std::string summary;
    if (!refused.empty()) counts.emplace("refused", refused.size());
    for (auto const& [name, n] : counts) summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", n, name);
    say(stdout, "{} intent{}: {}\n", lines.size(), lines.size() == 1 ? "" : "s",
        summary.empty() ? "nothing to do" : summary);
    if (!moved.empty()) say(stdout, "{}", moved_text(moved, columns));
    say(stdout, "{}", advice(left));
}

exit_code code_of(std::vector<outcome_line> const& lines) {
    auto const odd = [&](outcome_line const& l) {
        return !ended(l) || l.mismatch || !l.durable || contradicted_later(l);
    };
    if (std::any_of(lines.begin(), lines.end(), odd)) return exit_code::look_at_it;
    return std::all_of(lines.begin(), lines.end(), completed) ? exit_code::all_completed : exit_code::not_all_paid;
}

}  // namespace dollr::cli
