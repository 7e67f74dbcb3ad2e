// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_AUDIT_HPP
#define DOLLR_MACHINE_ATTEMPT_AUDIT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>

namespace dollr {

/// `settled` has a verdict. When the server is asked about it once more, although it was told: the first time that is
/// later than `after`, or zero for never again. A server may contradict itself, and a refused request may still have
/// been executed. The time stands in the journal, so whoever opens it next keeps it. Only the newest attempt of an
/// intent is audited: what an earlier one comes to after a second was begun is not looked for.
constexpr server_time next_audit(attempt_state const& settled, policy const& p, server_time after) noexcept {
    if (settled.phase == phase::rejected && !settled.proven) {
        auto const looks = std::max(after - settled.settled, duration{}) / p.poll_parked + 1;
        auto const at = settled.settled + looks * p.poll_parked;
        return p.trust_session_expiry || at <= settled.settled + p.rejected_watch ? at : server_time{};
    }
    for (duration const age : p.audits)
        if (settled.settled + age > after) return settled.settled + age;
    return {};
}

}  // namespace dollr

#endif
