// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "names.hpp"
#include "payments_file.hpp"
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/client/entropy.hpp>
#include <dollr/flow/known.hpp>
#include <dollr/system/entropy.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace dollr::cli {
namespace {

void print_findings(char const* word, std::vector<finding> const& all) {
    for (auto const& f : all) say(stderr, "{} line {}: {}\n", word, f.line, f.text);
}

void print_totals(payments_file const& file) {
    say(stdout, "{} payment{} to make\n", file.lines.size(), file.lines.size() == 1 ? "" : "s");
    for (auto const& [name, sum] : file.totals()) say(stdout, "{} {}\n", name, sum.to_string());
}

/// Needs its passcode still; what has left is only asked about.
bool needs_passcode(payment_line const& line, flow::treatment what, record const* known) {
    auto const is_sent = known != nullptr && what == flow::treatment::go_on && known->attempt.phase > phase::recorded;
    return line.intent.kind == flow::intent_kind::payout && !is_sent;
}

error no_passcode(std::size_t line) {
    return invalid_input(
        "line " + std::to_string(line) + " is a payout, and there is no passcode in the credentials",
        "add the member \"passcode\" to the credentials file, or set DOLLR_PASSCODE (docs/program.md)");
}

struct plan {
    std::vector<outcome_line> before;
    std::vector<finding> refused;
    std::map<std::string_view, std::size_t> keys;  ///< and the lines they are on
};

/// Makes a payment of each line that has something left to do.
result<plan> fill(run& work, opened_journal const& where, payments_file const& file, execute_options const& options) {
    plan p;
    os_entropy entropy;
    for (auto const& line : file.lines) {
        p.keys.emplace(line.intent.key, line.number);
        auto const key = intent_key::try_parse(line.intent.key);
        auto const* const known = key ? where.journal.find(*key) : nullptr;
        using flow::treatment;
        auto const what = flow::treatment_of(known, line.content, options.reattempt);
        if (what == treatment::refuse) {
            p.refused.push_back(
                {line.number, describe(flow::other_content(*known, line.intent.key, line.content)), line.intent.key});
            continue;
        }
        if (what == treatment::skip) {
            p.before.push_back(line_of(*known));
            p.before.back().before = true;
            continue;
        }
        if (!where.who.passcode && needs_passcode(line, what, known)) return no_passcode(line.number);
        auto const fresh = mint_reference_id(entropy);
        if (!fresh) return fresh.error();
        auto const chance = work.seed();
        if (!chance) return chance.error();
        if (what == treatment::begin)
            work.add(flow::payment::begin(line.intent, line.content, *fresh, work.rules(), *chance), event::started{});
        else if (what == treatment::go_on)
            work.add(flow::payment::recover(*known, line.intent, *fresh, work.rules(), *chance), event::recovered{});
        else
            work.add(
                flow::payment::reattempt(*known, line.intent, *fresh, options.accept_unproven, work.rules(), *chance),
                event::recovered{});
    }
    return p;
}

void list_left_alone(file_journal const& journal, std::map<std::string_view, std::size_t> const& keys) {
    constexpr std::size_t listed_max = 20;
    std::size_t found = 0;
    for (auto const& r : journal.latest())
        if (!keys.contains(r.intent.key.text()) && ++found <= listed_max)
            say(stderr, "left alone: key \"{}\" is in the journal ({}) but not in the file\n",
                escaped(r.intent.key.text()), phase_name(r.attempt.phase));
    if (found > listed_max) say(stderr, "left alone: {} more\n", found - listed_max);
}

std::vector<outcome_line> refused_lines(std::vector<finding> const& all) {
    std::vector<outcome_line> lines;
    for (auto const& f : all) {
        auto& line = lines.emplace_back();
        line.key = f.key;
        line.outcome = "refused";
        line.message = "line " + std::to_string(f.line) + ": " + f.text;
    }
    return lines;
}

}  // namespace

exit_code execute(execute_options const& options) {
    auto file = read_payments(options.file);
    if (!file) return complain(file.error());
    print_findings("error", file->problems);
    print_findings("warning", file->warnings);
    if (options.dry_run) {
        print_totals(*file);
        return file->problems.empty() ? exit_code::all_completed : exit_code::bad_input;
    }
    if (file->lines.empty()) {
        say(stderr, "dollr: {} has no payment that can be made; nothing was sent\n", escaped(options.file));
        return exit_code::bad_input;
    }
    auto where = open_journal(options.journal, options.target, true);
    if (!where) return complain(where.error());
    report_tear(where->journal);
    run work{*where, options.run};
    if (auto const ready = work.connect(); !ready) return complain(ready.error());
    auto const planned = fill(work, *where, *file, options);
    if (!planned) return complain(planned.error());
    print_findings("error", planned->refused);
    list_left_alone(where->journal, planned->keys);

    auto const how = work.go(file->lines.size() - planned->before.size() - planned->refused.size());
    auto lines = work.outcomes();
    lines.insert(lines.end(), planned->before.begin(), planned->before.end());
    std::sort(lines.begin(), lines.end(), [&](outcome_line const& a, outcome_line const& b) {
        return planned->keys.at(a.key) < planned->keys.at(b.key);
    });
    auto refused = refused_lines(file->problems);
    for (auto& line : refused_lines(planned->refused)) refused.push_back(std::move(line));
    print_report(lines, refused, options.run.json);
    return conclude(how, lines, !refused.empty(), where->journal);
}

}  // namespace dollr::cli
