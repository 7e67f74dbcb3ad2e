// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_INVARIANTS_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_INVARIANTS_HPP

#include "attempt_access.hpp"

#include <string_view>

/// What must hold of one attempt between any two events. What spans several machines, crashes or the server's ledger
/// (I2, I3, I4, I6) cannot be seen here; the searches assert it (proof/checks.hpp).
namespace dollr {

/// Names the violated invariant; empty: none. Of a machine that has had its first event.
template <class Rules>
[[nodiscard]] std::string_view violated(basic_attempt<Rules> const& a) noexcept {
    return attempt_access::violated(a);
}

template <class Rules>
std::string_view attempt_access::violated(basic_attempt<Rules> const& a) noexcept {
    using awaited = typename basic_attempt<Rules>::awaited;
    attempt_state const& s = a.state_;
    if (a.dropped_ || !a.begun_) return {};
    // Without a branch: a right machine takes none of them.
    auto const both = [](auto... one) { return (... & static_cast<int>(one)) != 0; };
    auto const in = [&s](phases all) { return all.contains(s.phase); };
    bool const writing = a.awaiting_ == awaited::persisted;
    bool const sent = a.awaiting_ == awaited::send_answer;
    bool const writes_send = both(writing, a.writing_ == record_type::send);
    struct {
        bool broken;
        std::string_view says;
    } const checks[] = {
        {both(sent, !in(phase::sending)), "I5: a send is out in a phase that sends nothing"},
        {both(sent, s.sends == 0), "I1: a send is out without a SEND"},
        {both(in(phase::sending), !sent, !writes_send), "I3: sending, but neither written nor sent"},
        {both(in(phase::sending), s.sends == 0), "I1: sending without a SEND"},
        {both(in(phase::recorded), s.sends != 0), "I8: recorded, although a send may have left"},
        {s.sends > a.policy_->sends_max, "I10: more open SENDs than allowed"},
        {both(in(phase::live | phase::action), s.first_seen == server_time{}), "I8: live, but never seen"},
        {both(writing, a.poisoned_), "I1: writes to a journal that failed"},
        {both(s.told, !is_terminal(s.phase)), "I4: told a verdict that is none"},
        {both(in(phase::rejected | phase::not_executed), s.told, !a.verdict_durable_),
         "I8: told that no money moved, without a durable record"},
        {both(a.secret_, !in(phase::recorded | phase::sending | phase::unknown)),
         "I9: keeps a secret that nothing needs"},
        {both(has(s.anomalies, anomaly::amount_mismatch), a.was_paid()),
         "I12: a proof of payment in spite of a mismatch"},
        {a.notes_ != notes{}, "rule 1: a note was not handed out"},
    };
    for (auto const& one : checks) {
        if (one.broken) return one.says;
    }
    return {};
}

}  // namespace dollr

#endif
