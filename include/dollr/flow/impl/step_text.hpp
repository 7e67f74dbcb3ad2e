// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_STEP_TEXT_HPP
#define DOLLR_FLOW_IMPL_STEP_TEXT_HPP

#include <dollr/flow/steps.hpp>
#include <dollr/value/separate.hpp>

#include <string_view>

/// A step has its words where it is defined.
namespace dollr::flow {

DOLLR_DECL std::string_view to_text(step s) noexcept {
    switch (s) {
        case step::remember:
            return "remembering the intent";
        case step::attempt:
            return "executing";
        case step::give_up:
            return "giving up";
        case step::ended:
            return "ended";
        default:
            break;
    }
    for (auto const& row : preparation::rows)
        if (row.number == s) return row.name;
    for (auto const& row : paperwork::rows)
        if (row.number == s) return row.name;
    return "?";
}

}  // namespace dollr::flow

#endif
