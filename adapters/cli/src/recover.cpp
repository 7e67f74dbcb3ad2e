// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "say.hpp"
#include "share.hpp"
#include "verbs.hpp"

#include <dollr/port/entropy.hpp>
#include <dollr/system/entropy.hpp>

#include <optional>
#include <utility>

namespace dollr::cli {
namespace {

struct left_over {
    std::size_t not_begun = 0;
    std::size_t without_passcode = 0;
};

/// False: there is nothing to do about it here.
result<bool> go_on_with(record const& newest, run& work, opened_journal const& where, left_over& left,
                        std::optional<steady_time> leased) {
    if (is_terminal(newest.attempt.phase) && newest.attempt.told)
        return false;  // another attempt is `execute`'s to make
    if (!flow::payment::resumable(newest)) {
        ++left.not_begun;
        return false;
    }
    auto const payout = newest.attempt.operation == operation_type::payout;
    if (payout && newest.attempt.phase == phase::recorded && !where.who.passcode) {
        ++left.without_passcode;
        return false;
    }
    os_entropy entropy;
    auto const fresh = mint_reference_id(entropy);
    if (!fresh) return fresh.error();
    auto const chance = work.seed();
    if (!chance) return chance.error();
    work.add(flow::payment::recover(newest, std::nullopt, *fresh, work.rules(), *chance), event::recovered{}, leased);
    return true;
}

/// What other workers hold is waited for: they may be dead, and then it becomes free.
result<ending> recover_together(run& work, opened_journal& where, left_over& left) {
    std::vector<share::candidate> wanted;
    auto const unfinished = where.journal->unfinished();
    if (auto const* const unreadable = where.journal->failure()) return *unreadable;  // not "there is nothing to do"
    for (auto const& newest : unfinished) {
        if (is_terminal(newest.attempt.phase) && newest.attempt.told) continue;
        if (flow::payment::resumable(newest))
            wanted.push_back({newest.intent});
        else
            ++left.not_begun;
    }
    auto const total = wanted.size();
    share mine{*where.journal->shared(), work, std::move(wanted),
               [&](std::size_t, record const* known, steady_time leased) -> result<bool> {
                   if (known == nullptr) return false;
                   return go_on_with(*known, work, where, left, leased);
               }};
    return work.go(total, [&] { return mine.feed(); });
}

result<ending> recover_alone(run& work, opened_journal& where, left_over& left) {
    std::size_t added = 0;
    auto const unfinished = where.journal->unfinished();
    if (auto const* const unreadable = where.journal->failure()) return *unreadable;
    for (auto const& newest : unfinished) {
        auto const begun = go_on_with(newest, work, where, left, {});
        if (!begun) return begun.error();
        added += *begun;
    }
    return work.go(added);
}

}  // namespace

exit_code recover(recover_options const& options) {
    auto where = open_journal(options.journal, options.target, false, options.run.lease);
    if (!where) return complain(where.error());
    report_tear(*where->journal);
    run work{*where, options.run};
    if (auto const ready = work.connect(); !ready) return complain(ready.error());
    left_over left;
    auto const how =
        where->journal->shared() != nullptr ? recover_together(work, *where, left) : recover_alone(work, *where, left);
    if (!how) return complain(how.error());
    auto const lines = work.outcomes();
    print_report(lines, {}, options.run.json);
    if (left.not_begun != 0)
        say(stderr, "{} intents have not been attempted, so no money moved: `dollr execute FILE` goes on with them\n",
            left.not_begun);
    if (left.without_passcode != 0)
        say(stderr, "{} payouts were not sent: there is no passcode in the credentials; add it and run this again\n",
            left.without_passcode);
    auto const code = conclude(*how, work, lines, false, *where->journal);
    auto const incomplete = left.not_begun + left.without_passcode != 0;
    return code == exit_code::all_completed && incomplete ? exit_code::look_at_it : code;
}

}  // namespace dollr::cli
