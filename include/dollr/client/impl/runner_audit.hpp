// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_AUDIT_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_AUDIT_HPP

#include <dollr/client/runner.hpp>
#include <dollr/machine/attempt/audit.hpp>
#include <dollr/value/separate.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// A server may contradict what it said, so a verdict is looked at again after it was told (machine/attempt/audit.hpp).
/// When is written in the journal. So whoever has the journal open makes the audits that are due, whichever process
/// told the verdicts: a few at a time, each like a payer for whom nobody waits. One that cannot be made stays due.
namespace dollr {

DOLLR_DECL void runner::sweep(instant at) {
    constexpr std::size_t at_once = 64;
    if (next_audit() > at.steady) return;
    sweeping_ = true;
    std::erase_if(unanswered_, [&](auto const& one) { return one.second <= at.steady; });
    ports_.journal.due_for_audit(at.server, at_once + unanswered_.size(),
                                 [box = inbox_](result<std::vector<record>> answer) {
                                     box->add([&](inbox& in) { in.due.emplace(std::move(answer)); });
                                 });
}

DOLLR_DECL void runner::take_due(result<std::vector<record>> const& due, instant at) {
    sweeping_ = false;
    audits_made_ = false;
    sweep_at_ = later(policy_.audit_sweep);
    if (!due) return;
    for (auto const& newest : *due) {
        auto const key = newest.intent.key.text();
        if (find_payer(key) != nullptr || unanswered_.contains(key)) continue;
        auto& p = new_payer(newest.intent.key, newest.intent.content, true);
        p.audits = true;
        p.audit_at = newest.attempt.audit_at;
        ++audits_;
    }
    audits_end_ = at.steady + 2 * policy_.exchange_max;  // for a token and an answer
}

DOLLR_DECL void runner::begin_audit(payer& p, record const* known, bool is_taken, steady_time leased, instant at) {
    auto const fresh = mint_reference_id(ports_.entropy);
    if (is_taken && fresh && known != nullptr && is_due_for_audit(*known, at.server))
        return run(p, flow::payment::audit(*known, *fresh, policy_, seed_ + p.number), event::recovered{}, leased, at);
    if (is_taken) ports_.journal.release(p.key);
    erase_payer(p.number);
}

/// Whoever pays it meanwhile hears the verdict that was told before; a second attempt begins after the audit.
DOLLR_DECL void runner::go_on_auditing(payer& p) {
    auto const* const task = task_of(p);
    if (task == nullptr || journal_failure_ || task->refused()) return end_audit(p);
    if (!p.reattempt) tell(p, settlement_of(p));
    // An answer that says nothing, such as a 401, has one more try.
    auto const is_made = task->payment()->attempt()->state().audit_at != p.audit_at;
    if ((is_made || task->payment()->answers() > 1) && !task->writing()) end_audit(p);
}

DOLLR_DECL void runner::end_audit(payer& p) {
    constexpr duration pause = std::chrono::minutes{10};
    if (auto const* const task = task_of(p)) {
        auto const is_made = task->payment()->attempt()->state().audit_at != p.audit_at;
        audits_made_ = audits_made_ || is_made;
        if (!is_made) unanswered_.insert_or_assign(std::string{p.key.text()}, later(pause));
        pool_.remove(p.task);
    }
    if (p.at == payer::where::running) ports_.journal.release(p.key);
    stop_auditing(p);
    if (p.waiters.empty()) return erase_payer(p.number);
    p.at = payer::where::looking;
    to_claim_.emplace_back(p.number, true);
}

/// With the last of them the next sweep is set: at once, if there may be more.
DOLLR_DECL void runner::stop_auditing(payer& p) {
    if (!std::exchange(p.audits, false) || --audits_ != 0) return;
    sweep_at_ = audits_made_ ? steady_time::min() : later(policy_.audit_sweep);
}

DOLLR_DECL void runner::expire_audits(instant at) {
    if (audits_ == 0 || at.steady < audits_end_) return;
    std::vector<std::uint64_t> all;
    for (auto const& [number, p] : payers_) {
        auto const* const task = task_of(p);
        if (p.audits && task != nullptr && !task->writing()) all.push_back(number);
    }
    for (auto const number : all) end_audit(*find_payer(number));
    audits_end_ = later(policy_.exchange_max);  // of those whose journal is slow
}

}  // namespace dollr

#endif
