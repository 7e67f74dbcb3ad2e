// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_IMPL_RUNNER_AUDIT_HPP
#define DOLLR_CLIENT_IMPL_RUNNER_AUDIT_HPP

#include <dollr/client/runner.hpp>
#include <dollr/machine/attempt/audit.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

/// A server may contradict what it said, so a verdict is looked at again after it was told (machine/attempt/audit.hpp).
/// When is written in the journal. So whoever has the journal open makes the audits that are due, whichever process
/// told the verdicts: a few at a time, each like a payer for whom nobody waits. One that cannot be made stays due.
namespace dollr {

inline void runner::sweep(instant at) {
    constexpr std::size_t at_once = 64;
    if (next_audit() > at.steady || sweep_at_ == steady_time::max()) return;
    sweeping_ = true;
    ports_.journal.due_for_audit(at.server, at_once, [box = inbox_](result<std::vector<record>> answer) {
        box->add([&](inbox& in) { in.due.emplace(std::move(answer)); });
    });
}

inline void runner::take_due(result<std::vector<record>> const& due, instant at) {
    sweeping_ = false;
    sweep_at_ = later(policy_.audit_sweep);
    if (!due) return;
    audit_heard_ = false;
    for (auto const& newest : *due) {
        if (find_payer(newest.intent.key.text()) != nullptr) continue;
        new_payer(newest.intent.key, newest.intent.content, true).audits = true;
        ++audits_;
    }
    audits_end_ = at.steady + policy_.call_max;
}

inline void runner::begin_audit(payer& p, record const* known, bool is_taken, steady_time leased, instant at) {
    auto const fresh = mint_reference_id(ports_.entropy);
    if (is_taken && fresh && known != nullptr && is_due_for_audit(*known, at.server))
        return run(p, flow::payment::audit(*known, *fresh, policy_, seed_ + p.number), event::recovered{}, leased, at);
    if (is_taken) ports_.journal.release(p.key);
    --audits_;
    erase_payer(p.number);
}

/// Whoever pays it meanwhile hears the verdict that was told before; a second attempt begins after the audit.
inline void runner::go_on_auditing(payer& p) {
    auto const* const task = task_of(p);
    if (task != nullptr && !p.reattempt) tell(p, settlement_of(p));
    auto const heard = task != nullptr && task->answers() != 0;
    audit_heard_ = audit_heard_ || heard;
    if (task == nullptr || journal_failure_ || task->refused() || (heard && !task->writing())) end_audit(p);
}

inline void runner::end_audit(payer& p) {
    --audits_;
    p.audits = false;
    if (task_of(p) != nullptr) pool_.remove(p.task);
    ports_.journal.release(p.key);
    if (audits_ == 0 && audit_heard_) sweep_at_ = steady_time::min();  // there may be more
    if (p.waiters.empty()) return erase_payer(p.number);
    p.at = payer::where::looking;
    to_claim_.emplace_back(p.number, true);
}

inline void runner::expire_audits(instant at) {
    if (audits_ == 0 || at.steady < audits_end_) return;
    std::vector<std::uint64_t> all;
    for (auto const& [number, p] : payers_)
        if (p.audits && p.at == payer::where::running && !task_of(p)->writing()) all.push_back(number);
    for (auto const number : all) end_audit(*find_payer(number));
    audits_end_ = at.steady + policy_.call_max;  // of those whose journal is slow
}

}  // namespace dollr

#endif
