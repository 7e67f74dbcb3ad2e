// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_FAULTS_HPP
#define DOLLR_MACHINE_ATTEMPT_FAULTS_HPP

#include <dollr/machine/attempt_rules.hpp>
#include <dollr/machine/policy.hpp>

/// Deliberately wrong rules, one policy value each, which the searches and the simulation must notice. They come before the right
/// ones; `policy::fault` is none outside of tests, and validate(policy) refuses any other.
namespace dollr {

struct fault_rule {
    dollr::fault of;
    rule wrong;
};

// clang-format off
inline constexpr fault_rule fault_rules[] = {
    {fault::pending_posts_again, {{phase::unknown, phase::live}, trigger::processing, guard::always, phase::sending, record_type::send, pace::unchanged, anomaly::none, false, "PENDING taken for not landed"}},
    {fault::doubt_is_failure, {{phase::unknown, phase::confirming}, trigger::doubt_over, guard::always, phase::failed, record_type::verdict, pace::unchanged, anomaly::none, false, "gave up and called it failed"}},
    {fault::refusal_is_verdict, {phase::sending, {trigger::forbidden, trigger::not_found, trigger::refused}, guard::always, phase::failed, record_type::verdict, pace::unchanged, anomaly::none, false, "a refusal called failed"}},
};
// clang-format on

/// The wrong rule that this fault puts in place of the right one; nullptr: none here.
template <class Holds>
constexpr rule const* find_fault(fault of, phase from, trigger on, Holds&& holds) noexcept {
    for (fault_rule const& candidate : fault_rules) {
        if (candidate.of == of && candidate.wrong.from.contains(from) && candidate.wrong.on.contains(on) && holds(candidate.wrong.when)) {
            return &candidate.wrong;
        }
    }
    return nullptr;
}

}  // namespace dollr

#endif
