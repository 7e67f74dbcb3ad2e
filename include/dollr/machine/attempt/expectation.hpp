// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_EXPECTATION_HPP
#define DOLLR_MACHINE_ATTEMPT_EXPECTATION_HPP

#include <dollr/journal/record.hpp>
#include <dollr/value/amount.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

/// What was executed, held against what was predicted just before (mistake 20).
///
/// A side in the source's own currency must be equal, exactly. A converted side went through a rate that may have
/// moved, so it is compared with a tolerance in hundredths of a percent of the predicted amount: within it `drifted`,
/// beyond it `differs`. Another currency always differs.
namespace dollr {

enum class compared : std::uint8_t {
    not_compared,  ///< nothing was expected, or the answer names no amount
    equal,
    drifted,  ///< converted, and within the tolerance
    differs,
};

[[nodiscard]] constexpr std::string_view to_text(compared value) noexcept;

constexpr compared compare_side(std::optional<money> const& expected, std::optional<money> const& executed,
                                bool converted, std::int64_t drift_max) noexcept {
    if (!expected || !executed) return compared::not_compared;
    if (expected->currency != executed->currency) return compared::differs;
    if (expected->amount == executed->amount) return compared::equal;
    if (!converted) return compared::differs;
    auto const one_way = amount::checked_subtract(executed->amount, expected->amount);
    if (!one_way || expected->amount.is_negative()) return compared::differs;
    auto const scaled = amount::checked_multiply(one_way->is_negative() ? -*one_way : *one_way, 10'000);
    auto const limit = amount::checked_multiply(expected->amount, drift_max);
    return scaled && limit && *scaled <= *limit ? compared::drifted : compared::differs;
}

constexpr std::string_view to_text(compared value) noexcept {
    switch (value) {
        case compared::not_compared:
            return "not compared";
        case compared::equal:
            return "equal";
        case compared::drifted:
            return "drifted";
        case compared::differs:
            return "differs";
    }
    return {};
}

}  // namespace dollr

#endif
