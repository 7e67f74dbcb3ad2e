// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "verbs.hpp"
#include "say.hpp"

#include <dollr/client/entropy.hpp>
#include <dollr/system/entropy.hpp>

#include <utility>

namespace dollr::cli {

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

exit_code conclude(ending how, std::vector<outcome_line> const& lines, bool lines_refused,
                   file_journal const& journal) {
    switch (how) {
        case ending::journal_failed:
            say(stderr, "dollr: {}; nothing is sent any more: mend the disk, then run `dollr recover`\n",
                       journal.failure() != nullptr ? describe(*journal.failure()) : std::string{"the journal failed"});
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
                       "dollr: a passcode or a permission was refused, so no further payout was sent; "
                       "correct it and run the same command again\n");
            return exit_code::no_target;
        case ending::all_settled:
            break;
    }
    auto const code = code_of(lines);
    return code == exit_code::all_completed && lines_refused ? exit_code::not_all_paid : code;
}

exit_code recover(recover_options const& options) {
    auto where = open_journal(options.journal, options.target, false);
    if (!where) return complain(where.error());
    run work{*where, options.run};
    if (auto const ready = work.connect(); !ready) return complain(ready.error());
    os_entropy entropy;
    std::size_t added = 0;
    std::size_t not_begun = 0;
    std::size_t without_passcode = 0;
    for (auto const& newest : where->journal.unfinished()) {
        if (is_terminal(newest.attempt.phase) && newest.attempt.told) continue;  // only a --reattempt needs more proof
        if (!flow::payment::resumable(newest)) {
            ++not_begun;
            continue;
        }
        auto const payout = newest.attempt.operation == operation_type::payout;
        if (payout && newest.attempt.phase == phase::recorded && !where->who.passcode) {
            ++without_passcode;
            continue;
        }
        auto const fresh = mint_reference_id(entropy);
        if (!fresh) return complain(fresh.error());
        auto const chance = work.seed();
        if (!chance) return complain(chance.error());
        work.add(flow::payment::recover(newest, std::nullopt, *fresh, work.rules(), *chance), event::recovered{});
        ++added;
    }
    auto const how = work.go(added);
    auto const lines = work.outcomes();
    print_report(lines, options.run.json);
    if (not_begun != 0)
        say(stderr,
                   "{} intents have not been attempted, so no money moved: `dollr execute FILE` goes on with them\n",
                   not_begun);
    if (without_passcode != 0)
        say(stderr, "{} payouts were not sent: there is no passcode in the credentials; add it and run this again\n",
                   without_passcode);
    auto const code = conclude(how, lines, false, where->journal);
    auto const left = not_begun + without_passcode != 0;
    return code == exit_code::all_completed && left ? exit_code::look_at_it : code;
}

}  // namespace dollr::cli
