// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "say.hpp"
#include "verbs.hpp"

#include <dollr/client/entropy.hpp>
#include <dollr/system/entropy.hpp>

#include <utility>

namespace dollr::cli {

exit_code recover(recover_options const& options) {
    auto where = open_journal(options.journal, options.target, false);
    if (!where) return complain(where.error());
    report_tear(where->journal);
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
    print_report(lines, {}, options.run.json);
    if (not_begun != 0)
        say(stderr, "{} intents have not been attempted, so no money moved: `dollr execute FILE` goes on with them\n",
            not_begun);
    if (without_passcode != 0)
        say(stderr, "{} payouts were not sent: there is no passcode in the credentials; add it and run this again\n",
            without_passcode);
    auto const code = conclude(how, lines, false, where->journal);
    auto const left = not_begun + without_passcode != 0;
    return code == exit_code::all_completed && left ? exit_code::look_at_it : code;
}

}  // namespace dollr::cli
