// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_FAULT_SWITCHES_HPP
#define DOLLR_SANDBOX_RULES_FAULT_SWITCHES_HPP

#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/fault_operations.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// The fault switches: all of a request's rates are taken, or none. What the rates of one kind leave of the million is
/// the chance that all goes well, so the first enumerator has no rate, and the others come to a million at most.
namespace dollr::sandbox {

namespace detail {

template <class Row>
constexpr auto switched(Row const& r) noexcept {
    if constexpr (requires { r.fault; }) {
        return r.fault;
    } else {
        return r.outcome;
    }
}

template <class Row, std::size_t N>
std::vector<Row> told_rates(std::array<std::uint32_t, N> const& rates) {
    std::vector<Row> rows;
    for (std::size_t i = 1; i < N; ++i)
        rows.push_back({static_cast<decltype(switched(Row{}))>(i), std::int64_t{rates[i]}});
    return rows;
}

/// Empty: `into` has them.
template <class Row, std::size_t N>
std::optional<problem> take_rates(std::optional<std::vector<Row>> const& given, std::string_view member,
                                  std::array<std::uint32_t, N>& into) {
    if (!given) return std::nullopt;
    for (Row const& one : *given) {
        auto const index = static_cast<std::size_t>(switched(one));
        if (index == 0)
            return refusal({"body", member}, "The rate of no fault follows from the other rates: leave it out");
        if (one.per_million > fault_rates::whole) return refusal({"body", member}, "A rate is at most 1000000");
        into[index] = static_cast<std::uint32_t>(one.per_million);
    }
    std::uint64_t sum = 0;
    for (auto const rate : into) sum += rate;
    if (sum > fault_rates::whole) return refusal({"body", member}, "Together these rates are more than 1000000");
    return std::nullopt;
}

inline fault_switches_response told_switches(state const& s) {
    auto const& rates = s.options.rates;
    return {.moves_money = told_rates<fault_rate>(rates.moves_money),
            .others = told_rates<fault_rate>(rates.others),
            .outcomes = told_rates<outcome_rate>(rates.outcomes),
            .next = s.next_fault};
}

}  // namespace detail

inline answer<fault_switches_response> serve(state& s, call<read_faults> const&) { return detail::told_switches(s); }

inline answer<fault_switches_response> serve(state& s, call<set_fault_rates> const& c) {
    auto rates = s.options.rates;
    if (auto p = detail::take_rates(c.body.moves_money, "moves_money", rates.moves_money)) return std::move(*p);
    if (auto p = detail::take_rates(c.body.others, "others", rates.others)) return std::move(*p);
    if (auto p = detail::take_rates(c.body.outcomes, "outcomes", rates.outcomes)) return std::move(*p);
    s.options.rates = rates;
    return detail::told_switches(s);
}

inline answer<fault_switches_response> serve(state& s, call<plan_fault> const& c) {
    s.next_fault = c.body.fault == fault::none ? std::nullopt : std::optional(c.body);
    return detail::told_switches(s);
}

}  // namespace dollr::sandbox

#endif
