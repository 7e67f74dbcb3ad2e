// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_FAULT_RATES_HPP
#define DOLLR_SANDBOX_FAULT_RATES_HPP

#include <dollr/sandbox/fault.hpp>
#include <dollr/sandbox/outcome.hpp>
#include <dollr/value/enums.hpp>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

/// Faults by chance, for simulations: how often each one strikes, in parts per million.
///
/// A fault is drawn once for every request that needs a token and an outcome once for every execution that is accepted,
/// from the seed and a counter, so that a run replays exactly. A magic value goes first. What the rates of one kind
/// leave of the million is the chance that all goes well.
namespace dollr::sandbox {

struct fault_rates {
    static constexpr std::uint32_t whole = 1'000'000;
    static constexpr std::size_t outcome_count =
        boost::mp11::mp_size<boost::describe::describe_enumerators<sandbox::outcome>>::value;

    std::array<std::uint32_t, fault_count> moves_money{};  ///< struck by the execution POSTs
    std::array<std::uint32_t, fault_count> others{};       ///< by everything else
    std::array<std::uint32_t, outcome_count> outcomes{};

    /// The same chance for every fault of every request.
    [[nodiscard]] static constexpr fault_rates even(std::uint32_t per_million) noexcept {
        fault_rates r;
        for (std::size_t i = 1; i < fault_count; ++i) r.moves_money[i] = r.others[i] = per_million;
        return r;
    }

    constexpr fault_rates& set(fault f, std::uint32_t per_million) noexcept {
        moves_money[static_cast<std::size_t>(f)] = others[static_cast<std::size_t>(f)] = per_million;
        return *this;
    }
    constexpr fault_rates& set(sandbox::outcome o, std::uint32_t per_million) noexcept {
        outcomes[static_cast<std::size_t>(o)] = per_million;
        return *this;
    }

    [[nodiscard]] constexpr fault draw_fault(hazard h, std::uint64_t random) const noexcept {
        return static_cast<fault>(pick(h == hazard::moves_money ? moves_money : others, random));
    }
    [[nodiscard]] constexpr sandbox::outcome draw_outcome(std::uint64_t random) const noexcept {
        return static_cast<sandbox::outcome>(pick(outcomes, random));
    }

    friend bool operator==(fault_rates const&, fault_rates const&) = default;

private:
    /// Index 0 is "all goes well" in both enumerations.
    template <std::size_t N>
    static constexpr std::size_t pick(std::array<std::uint32_t, N> const& rates, std::uint64_t random) noexcept {
        auto left = random % whole;
        for (std::size_t i = 1; i < N; ++i) {
            if (left < rates[i]) return i;
            left -= rates[i];
        }
        return 0;
    }
};

static_assert(static_cast<int>(fault::none) == 0 && static_cast<int>(outcome::completes) == 0);

}  // namespace dollr::sandbox

#endif
