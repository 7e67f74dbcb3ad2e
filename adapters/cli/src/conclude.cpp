// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "say.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <string>

namespace dollr::cli {
namespace {

/// Then no code may say that nothing was sent.
bool something_left(std::vector<outcome_line> const& lines) {
    return std::any_of(lines.begin(), lines.end(), [](outcome_line const& line) {
        return !line.before && line.outcome != to_text(phase::none) && line.outcome != to_text(phase::recorded);
    });
}

/// However the run ended; of what is in its report the line says it.
void say_contradictions(run const& work, std::vector<outcome_line> const& lines) {
    auto const is_line = [&](std::string const& key) {
        return std::any_of(lines.begin(), lines.end(), [&](outcome_line const& line) { return line.key == key; });
    };
    for (auto const& key : work.contradicted())
        if (!is_line(key))
            say(stderr,
                "dollr: {}: the server now says something else than the verdict that was told earlier: `dollr journal` "
                "shows both; do not pay it again before a person has looked\n",
                escaped(key));
}

}  // namespace

exit_code complain(error const& e) {
    say(stderr, "dollr: {}\n", describe(e));
    switch (e.kind) {
        case error_kind::journal:
            return exit_code::journal_failed;
        case error_kind::invalid:
        case error_kind::limit:
            return exit_code::bad_input;
        default:
            return exit_code::no_target;
    }
}

void report_tear(blocking_journal const& journal) {
    if (journal.torn_bytes() == 0) return;
    say(stderr,
        "dollr: an interrupted write left {} bytes at the end of the journal, which were dropped and are kept in {}; "
        "what may have been sent is asked for before anything is sent again\n",
        journal.torn_bytes(), journal.torn_file());
}

exit_code conclude(ending how, run const& work, std::vector<outcome_line> const& lines, bool lines_refused,
                   blocking_journal& journal) {
    say_contradictions(work, lines);
    auto const& why = work.feeding_failed();
    auto const failure = [&]() -> std::string {
        if (journal.failure() != nullptr) return describe(*journal.failure());
        return why ? describe(*why) : std::string{"the journal failed"};
    };
    // What a journal that failed on the way did not tell is not settled.
    if (how == ending::all_settled && journal.failure() != nullptr) how = ending::journal_failed;
    switch (how) {
        case ending::journal_failed:
            if (why && why->kind == error_kind::invalid) {
                if (!something_left(lines)) return complain(*why);
                auto late = *why;
                late.moved = money_moved::unknown;
                complain(late);
                return exit_code::look_at_it;
            }
            if (journal.shared() != nullptr)
                say(stderr, "dollr: {}; nothing is sent any more\n", failure());
            else
                say(stderr, "dollr: {}; nothing is sent any more: mend the disk, then run `dollr recover`\n",
                    failure());
            return exit_code::journal_failed;
        case ending::interrupted:
            say(stderr,
                "dollr: interrupted; what has left is in the journal: run the same command again, or `dollr "
                "recover`\n");
            return exit_code::interrupted;
        case ending::credentials_refused:
            say(stderr,
                "dollr: the credentials were refused on the way; correct them and run the same command again\n");
            return exit_code::no_target;
        case ending::stopped_by_breaker:
            say(stderr,
                "dollr: a passcode or a permission was refused, so no further payout, transfer or refund was sent; "
                "correct it and run the same command again; what was refused is tried again only with --reattempt, and "
                "with --accept-unproven where it says \"not proven yet\"\n");
            return exit_code::no_target;
        case ending::all_settled:
            break;
    }
    if (!work.contradicted().empty()) return exit_code::look_at_it;
    auto const code = code_of(lines);
    return code == exit_code::all_completed && lines_refused ? exit_code::not_all_paid : code;
}

}  // namespace dollr::cli
