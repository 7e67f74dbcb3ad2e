// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_CHECKS_HPP
#define DOLLR_TESTS_PROOF_CHECKS_HPP

#include <dollr/machine/attempt/audit.hpp>
#include <dollr/machine/effect.hpp>
#include <dollr/machine/event.hpp>
#include <dollr/machine/policy.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

/// The invariants that one machine cannot see of itself, for whoever sees the journal and the server too: the search
/// and the simulation ask the same questions. `right` is the policy that the machine should follow: a mutant's own
/// may be another.
namespace proof {

using namespace dollr;
using namespace std::chrono_literals;

/// What was seen from outside of one worker. Kept beside the machine, because the machine may be the one that is wrong.
struct witness {
    duration rest{};             ///< since its last send ended, or since it took over; up to the lag bound
    duration proof{};            ///< the same when its newest 404 was asked
    std::uint8_t not_found = 0;  ///< true 404s asked since then
    bool showed = false;         ///< a status was answered to it
    bool left = false;           ///< a send left since its last SEND became durable

    friend bool operator==(witness const&, witness const&) = default;

    /// `took`: rest is counted from the end of the exchange, which is so far away.
    void sent(observation::kind answer, duration took) noexcept {
        if (answer == observation::kind::status) showed = true;
        if (answer == observation::kind::never_sent) return;
        rest = -took;
        proof = {};
        not_found = 0;
    }
    /// `asked`: the rest when the poll was asked.
    void polled(observation::kind answer, duration asked) noexcept {
        if (answer == observation::kind::status) showed = true;
        if (answer != observation::kind::not_found) return;
        proof = asked;
        if (not_found != 0xFF) ++not_found;
    }
};

/// What is known beside the worker itself.
struct outlook {
    attempt_state const& first;    ///< as it was asked for
    attempt_state const& durable;  ///< as the journal knows it
    witness const& knows;
    policy const& right;
    duration session;   ///< left of the session of the first id
    duration lease;     ///< left of this worker's lease
    bool owner = true;  ///< nobody has taken over from it
};

/// May this effect come out now, of a machine in the state `s`?
inline std::string_view forbidden(command::action const& what, attempt_state const& s, outlook const& o) noexcept {
    bool const same_request = s.session == o.first.session && s.account == o.first.account &&
                              s.currency == o.first.currency && s.operation == o.first.operation;
    if (std::holds_alternative<effect::send>(what)) {
        if (s.reference_id != o.first.reference_id) return "I2: a second reference_id leaves";
        if (!same_request) return "I6: the same id leaves with another request";
        if (o.durable.phase != phase::sending || o.durable.reference_id != s.reference_id)
            return "I1: a send leaves, but its SEND is not durable";
        if (o.knows.left) return "I1: a second send leaves for one SEND";
        if (!o.owner || o.lease < o.right.lease_min) return "I10: a send leaves without a lease that lasts";
        if (o.knows.showed) return "I5: a send leaves although the server has shown the payment";
        if (o.session < o.right.expiry_margin) return "I10: a send leaves when its session is nearly over";
        if (s.sends > o.right.sends_max) return "I10: too many sends";
        if (s.sends > 1 && o.knows.not_found < o.right.not_found_min) return "I10: sent again without enough 404s";
        if (s.sends > 1 && o.knows.proof < o.right.lag_bound) return "I10: sent again without a quiet period";
    }
    if (std::holds_alternative<effect::poll>(what) && s.operation != o.first.operation)
        return "I7: another operation is polled";
    if (auto const* const w = std::get_if<effect::persist>(&what)) {
        bool const may_follow = o.durable.phase == phase::recorded || o.durable.phase == phase::sending ||
                                o.durable.phase == phase::unknown;
        if (w->record.type == record_type::send && !may_follow)
            return "I5: a SEND follows what is live, refused, parked or over";
        if (w->record.type != record_type::resolution && w->record.evidence != evidence{})
            return "I9: a text is written that nobody gave as evidence";
        auto const& verdict = w->record.attempt;
        bool const settles = is_terminal(verdict.phase) && !is_terminal(o.durable.phase);
        if (settles && verdict.audit_at != next_audit(verdict, o.right, verdict.settled))
            return "I13: a verdict is written without the time of its audit";
    }
    return {};
}

/// Is this the opposite of the verdict?
inline bool contradicts(phase verdict, observation const& seen) noexcept {
    if (seen.what != observation::kind::status) return false;
    return (verdict == phase::failed && seen.status == execution_status::completed) ||
           (verdict == phase::completed && seen.status == execution_status::failed);
}

/// What became of the money, as the server knows it.
struct truth {
    bool completed = false;
    bool failed = false;
    bool began = false;
    bool other_amount = false;
};

/// What was told, held against what is.
inline std::string_view untrue(verdict const& told, truth const& is, bool amounts_expected) noexcept {
    bool const may_move = is.began && !is.failed;
    switch (told.outcome) {
        case phase::completed:
            if (!is.completed) return "I4: told COMPLETED, but the server did not";
            if (is.other_amount && amounts_expected && !told.mismatch)
                return "I12: told COMPLETED without a word about another amount";
            return {};
        case phase::failed:
            return is.failed ? std::string_view{} : "I8: told FAILED, but the server did not";
        case phase::not_executed:
            return may_move ? "I8: told that nothing moved, but it executes" : std::string_view{};
        case phase::rejected:
            return may_move ? "I8: told rejected, but it executes" : std::string_view{};
        default:
            return {};
    }
}

}  // namespace proof

#endif
