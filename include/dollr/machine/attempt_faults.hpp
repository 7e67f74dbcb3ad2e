// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_FAULTS_HPP
#define DOLLR_MACHINE_ATTEMPT_FAULTS_HPP

#include <dollr/machine/attempt_rules.hpp>
#include <dollr/machine/policy.hpp>

/// Deliberately wrong rules, one policy value each, which the searches and the simulation must notice. They come before
/// the right ones; `policy::fault` is none outside of tests, and validate(policy) refuses any other.
namespace dollr {

struct fault_rule {
    dollr::fault of;
    rule wrong;
};

namespace detail::columns {

inline constexpr fault_rule fault_rules[] = {
    {fault::pending_posts_again,
     {from::unknown | from::live, on::processing, when::always, to::sending, write::send, then::unchanged,
      "PENDING taken for not landed"}},
    {fault::doubt_is_failure,
     {from::unknown | from::confirming, on::doubt_over, when::always, to::failed, write::verdict, then::unchanged,
      "gave up and called it failed"}},
    {fault::refusal_is_verdict,
     {from::sending, on::forbidden | on::not_found | on::refused, when::always, to::failed, write::verdict,
      then::unchanged, "a refusal called failed"}},
};

}  // namespace detail::columns

using detail::columns::fault_rules;

/// The wrong rule that this fault puts in place of the right one; nullptr: none here.
template <class Holds>
constexpr rule const* find_fault(fault of, phase from, trigger on, Holds&& holds) noexcept {
    for (fault_rule const& candidate : fault_rules) {
        if (candidate.of == of && candidate.wrong.from.contains(from) && candidate.wrong.on.contains(on) &&
            holds(candidate.wrong.when)) {
            return &candidate.wrong;
        }
    }
    return nullptr;
}

}  // namespace dollr

#endif
