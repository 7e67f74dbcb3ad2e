// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_INVARIANTS_HPP
#define DOLLR_MACHINE_ATTEMPT_INVARIANTS_HPP

#include <dollr/machine/attempt.hpp>

#include <string_view>

/// What must hold of one attempt between any two events. What spans several machines, crashes or the server's ledger
/// (I2, I3, I4, I6) cannot be seen here; the searches assert it.
namespace dollr {

/// Names the violated invariant; empty: none. Of a machine that has had its first event.
[[nodiscard]] inline std::string_view violated(attempt const& a) noexcept {
    using awaited = attempt::awaited;
    attempt_state const& s = a.state_;
    if (a.dropped_ || !a.begun_) return {};
    bool const writing = a.awaiting_ == awaited::persisted;
    bool const sent = a.awaiting_ == awaited::send_answer;
    if (sent && s.phase != phase::sending) return "I5: a send is out in a phase that sends nothing";
    if (sent && s.sends == 0) return "I1: a send is out without a SEND";
    if (s.phase == phase::sending && !sent && !(writing && a.writing_ == record_type::send)) {
        return "I3: sending, but neither written nor sent";
    }
    if (s.phase == phase::sending && s.sends == 0) return "I1: sending without a SEND";
    if (s.phase == phase::recorded && s.sends != 0) return "I8: recorded, although a send may have left";
    if (s.sends > a.policy_->sends_max) return "I10: more open SENDs than allowed";
    if ((s.phase == phase::live || s.phase == phase::action) && s.first_seen == server_time{})
        return "I8: live, but never seen";
    if (writing && a.poisoned_) return "I1: writes to a journal that failed";
    if (s.told && !is_terminal(s.phase)) return "I4: told a verdict that is none";
    bool const no_money = s.phase == phase::rejected || s.phase == phase::not_executed;
    if (no_money && s.told && !a.verdict_durable_) return "I8: told that no money moved, without a durable record";
    if (a.secret_ && s.phase != phase::recorded && s.phase != phase::sending && s.phase != phase::unknown) {
        return "I9: keeps a secret that nothing needs";
    }
    if (a.proof() && has(s.anomalies, anomaly::amount_mismatch))
        return "I12: a proof of payment in spite of a mismatch";
    if (a.notes_ != notes{}) return "rule 1: a note was not handed out";
    return {};
}

}  // namespace dollr

#endif
