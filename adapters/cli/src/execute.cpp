// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "payments_file.hpp"
#include "say.hpp"
#include "share.hpp"
#include "verbs.hpp"

#include <dollr/flow/known.hpp>
#include <dollr/port/entropy.hpp>
#include <dollr/system/entropy.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
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
bool needs_passcode(payment_line const& line, flow::disposition what, record const* known) {
    auto const is_sent = known != nullptr && what == flow::disposition::go_on && known->attempt.phase > phase::recorded;
    return line.intent.kind == flow::intent_kind::payout && !is_sent;
}

error no_passcode(std::size_t line) {
    return invalid_input(
        "line " + std::to_string(line) + " is a payout, and there is no passcode in the credentials",
        "add the member \"passcode\" to the credentials file, or set DOLLR_PASSCODE (docs/program.md)");
}

/// What a collection is of: an order or an invoice, and its id. All others have none.
using document = std::pair<source_type, std::int64_t>;

std::optional<document> document_of(record const& r) {
    if (!r.flow.invoice) return std::nullopt;
    return document{r.flow.kind == flow_kind::collect_order ? source_type::order : source_type::invoice,
                    r.flow.invoice.value};
}

/// The money has moved, or may have, or may still.
bool may_have_moved(attempt_state const& a) {
    if (has(a.anomalies, anomaly::late_truth)) return true;
    auto const nothing = a.phase == phase::none || a.phase == phase::failed || a.phase == phase::not_executed ||
                         (a.phase == phase::rejected && a.proven);
    return !nothing;
}

/// The journal as it was when this run began.
class beginning {
public:
    beginning(beginning&&) noexcept = default;
    beginning& operator=(beginning&&) noexcept = default;

    static result<beginning> of(blocking_journal const& journal) {
        auto newest = journal.latest();
        if (auto const* const unreadable = journal.failure()) return *unreadable;
        return of(std::move(newest));
    }
    static beginning of(std::vector<record> newest) {
        beginning out;
        out.newest_ = std::move(newest);
        for (auto const& r : out.newest_) {
            out.by_key_.emplace(r.intent.key.text(), &r);
            if (auto const paper = document_of(r); paper && may_have_moved(r.attempt))
                out.collected_.emplace(*paper, &r);
        }
        return out;
    }
    [[nodiscard]] std::span<record const> newest() const noexcept { return newest_; }
    [[nodiscard]] record const* find(std::string_view key) const {
        auto const found = by_key_.find(key);
        return found == by_key_.end() ? nullptr : found->second;
    }
    /// Another key under which this line's document was collected, or may have been.
    [[nodiscard]] record const* collected_as_other(flow::payment_intent const& p) const {
        if (!p.source_type || !p.source_id) return nullptr;
        auto const [from, to] = collected_.equal_range({*p.source_type, p.source_id->value});
        auto const found =
            std::find_if(from, to, [&](auto const& one) { return one.second->intent.key.text() != p.key; });
        return found == to ? nullptr : found->second;
    }

private:
    beginning() noexcept = default;

    std::vector<record> newest_;
    std::map<std::string_view, record const*> by_key_;  ///< the texts lie in newest_
    std::multimap<document, record const*> collected_;
};

struct plan {
    beginning known;
    std::vector<outcome_line> before{};
    std::vector<finding> refused{};
    std::set<std::string> listed{};                  ///< keys of both
    std::map<std::string_view, std::size_t> keys{};  ///< and the lines they are on
};

/// Once the first payment has left, nobody can say any more that nothing was sent: so this is looked at before.
result<void> check_passcodes(plan const& p, payments_file const& file, bool reattempt) {
    for (auto const& line : file.lines) {
        auto const* const known = p.known.find(line.intent.key);
        auto const what = flow::disposition_of(known, line.content, reattempt);
        if (what == flow::disposition::refuse || what == flow::disposition::skip) continue;
        if (needs_passcode(line, what, known)) return no_passcode(line.number);
    }
    return {};
}

/// What this run may do with a line: another attempt only of what had its verdict when the run began.
flow::disposition disposition_of(plan const& p, payment_line const& line, record const* known, bool reattempt) {
    using flow::disposition;
    if (flow::had_verdict(p.known.find(line.intent.key), known))
        return flow::disposition_of(known, line.content, reattempt);
    auto const what = flow::disposition_of(known, line.content, false);
    return what == disposition::reattempt ? disposition::skip : what;
}

/// Makes a payment of a line that has something left to do; false if it has nothing.
result<bool> begin_line(plan& p, run& work, payment_line const& line, record const* known,
                        std::optional<steady_time> leased, execute_options const& options) {
    using flow::disposition;
    auto const what = disposition_of(p, line, known, options.reattempt);
    if (what == disposition::refuse) {
        p.refused.push_back(
            {line.number, describe(flow::other_content(*known, line.intent.key, line.content)), line.intent.key});
        p.listed.insert(line.intent.key);
        return false;
    }
    auto const nothing_left = known == nullptr || known->attempt.phase == phase::none || what == disposition::reattempt;
    if (auto const* const other = nothing_left ? p.known.collected_as_other(line.intent) : nullptr) {
        p.refused.push_back({line.number,
                             "the same document is in the journal under key \"" + escaped(other->intent.key.text()) +
                                 "\" (" + std::string{to_text(other->attempt.phase)} + "): a document is paid once",
                             line.intent.key});
        p.listed.insert(line.intent.key);
        return false;
    }
    if (what == disposition::skip) {
        p.before.push_back(line_of(*known));
        p.before.back().before = true;
        p.listed.insert(line.intent.key);
        return false;
    }
    os_entropy entropy;
    auto const fresh = mint_reference_id(entropy);
    if (!fresh) return fresh.error();
    auto const chance = work.seed();
    if (!chance) return chance.error();
    if (what == disposition::begin)
        work.add(flow::payment::begin(line.intent, line.content, *fresh, work.rules(), *chance), event::started{},
                 leased);
    else if (what == disposition::go_on)
        work.add(flow::payment::recover(*known, line.intent, *fresh, work.rules(), *chance), event::recovered{},
                 leased);
    else
        work.add(flow::payment::reattempt(*known, line.intent, *fresh, options.accept_unproven, work.rules(), *chance),
                 event::recovered{}, leased);
    return true;
}

/// All lines of the file, which only this process works on.
result<ending> pay_alone(plan& p, run& work, opened_journal const& where, payments_file const& file,
                         execute_options const& options) {
    for (auto const& line : file.lines) {
        auto const* const known = where.journal->find(*intent_key::try_parse(line.intent.key));
        auto const begun = begin_line(p, work, line, known, {}, options);
        if (!begun) return begun.error();
    }
    print_findings("error", p.refused);
    return work.go(file.lines.size() - p.before.size() - p.refused.size());
}

/// A share of the lines: other workers may have the same file and the same journal.
result<ending> pay_together(plan& p, run& work, opened_journal& where, payments_file const& file,
                            execute_options const& options) {
    std::vector<share::candidate> wanted;
    wanted.reserve(file.lines.size());
    for (auto const& line : file.lines) {
        auto const* const known = p.known.find(line.intent.key);
        auto const what = flow::disposition_of(known, line.content, options.reattempt);
        // Settled ones are not claimed otherwise, and one of other content is to be looked at and refused.
        auto const again = what == flow::disposition::reattempt || what == flow::disposition::refuse;
        wanted.push_back({{*intent_key::try_parse(line.intent.key), line.content}, again});
    }
    share mine{*where.journal->shared(), work, std::move(wanted),
               [&](std::size_t index, record const* known, steady_time leased) {
                   return begin_line(p, work, file.lines[index], known, leased, options);
               }};
    std::size_t said = 0;
    auto const how = work.go(file.lines.size(), [&]() -> result<bool> {
        auto const done = mine.feed();
        print_findings("error", {p.refused.begin() + static_cast<std::ptrdiff_t>(said), p.refused.end()});
        said = p.refused.size();
        return done;
    });
    for (auto& l : mine.elsewhere())
        if (!p.listed.contains(l.key)) p.before.push_back(std::move(l));
    return how;
}

void list_left_alone(plan const& p) {
    constexpr std::size_t listed_max = 20;
    std::size_t found = 0;
    for (auto const& r : p.known.newest())
        if (!p.keys.contains(r.intent.key.text()) && ++found <= listed_max)
            say(stderr, "left alone: key \"{}\" is in the journal ({}) but not in the file\n",
                escaped(r.intent.key.text()), to_text(r.attempt.phase));
    if (found > listed_max) say(stderr, "left alone: {} more\n", found - listed_max);
}

/// What a run would begin, by the journal if there is one. Nobody is asked and nothing is written.
exit_code rehearse(payments_file file, execute_options const& options) {
    auto refused = !file.problems.empty();
    std::size_t settled = 0;
    std::size_t under_way = 0;
    auto const exists = options.journal.empty() ? result<bool>{false} : journal_exists(options.journal);
    if (!exists) return complain(exists.error());
    if (*exists) {
        auto view = read_journal(options.journal);
        if (!view) return complain(view.error());
        auto const known = beginning::of(std::move(view->newest));
        std::erase_if(file.lines, [&](payment_line const& line) {
            auto const* const r = known.find(line.intent.key);
            auto const what = flow::disposition_of(r, line.content, options.reattempt);
            settled += what == flow::disposition::skip;
            under_way += what == flow::disposition::go_on;
            if (what == flow::disposition::refuse) {
                refused = true;
                print_findings("error", {{line.number, describe(flow::other_content(*r, line.intent.key, line.content)),
                                          line.intent.key}});
            }
            return what != flow::disposition::begin && what != flow::disposition::reattempt;
        });
    }
    print_totals(file);
    if (settled != 0) say(stdout, "{} with a verdict from before\n", settled);
    if (under_way != 0) say(stdout, "{} under way, which would be asked about and go on\n", under_way);
    return refused ? exit_code::bad_input : exit_code::all_completed;
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
    if (options.dry_run) return rehearse(*std::move(file), options);
    if (file->lines.empty()) {
        say(stderr, "dollr: {} has no payment that can be made; nothing was sent\n", escaped(options.file));
        return exit_code::bad_input;
    }
    auto where = open_journal(options.journal, options.target, true, options.run.lease);
    if (!where) return complain(where.error());
    report_tear(*where->journal);
    run work{*where, options.run};
    if (auto const ready = work.connect(); !ready) return complain(ready.error());
    auto known = beginning::of(*where->journal);
    if (!known) return complain(known.error());
    plan p{.known = *std::move(known)};
    for (auto const& line : file->lines) p.keys.emplace(line.intent.key, line.number);
    list_left_alone(p);
    if (!where->who.passcode) {
        if (auto const able = check_passcodes(p, *file, options.reattempt); !able) return complain(able.error());
    }

    auto const how = where->journal->shared() != nullptr ? pay_together(p, work, *where, *file, options)
                                                         : pay_alone(p, work, *where, *file, options);
    if (!how) return complain(how.error());
    auto lines = work.outcomes();
    for (auto const& line : p.before) {
        // An audit may have changed what the run began with.
        auto const* const newest = where->journal->find(*intent_key::try_parse(line.key));
        lines.push_back(newest == nullptr ? line : line_of(*newest));
        lines.back().before = true;
    }
    std::sort(lines.begin(), lines.end(),
              [&](outcome_line const& a, outcome_line const& b) { return p.keys.at(a.key) < p.keys.at(b.key); });
    auto refused = refused_lines(file->problems);
    for (auto& line : refused_lines(p.refused)) refused.push_back(std::move(line));
    print_report(lines, refused, options.run.json);
    return conclude(*how, work, lines, !refused.empty(), *where->journal);
}

}  // namespace dollr::cli
