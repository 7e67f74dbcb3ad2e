// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_ATTEMPT_LIFECYCLE_HPP
#define DOLLR_MACHINE_ATTEMPT_LIFECYCLE_HPP

#include <dollr/value/enums.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

/// What a later observation of a closed set of states may be.
///
/// A poller skips states and reads replicas that lag, so what it sees is not a path but a sample. An observation is
/// therefore compared by reachability: the same state, a later one, an earlier one (an old replica), or one that no
/// history allows. The table holds single steps; the closure is computed by the compiler, which also checks that no
/// state can come again and that every state can finish. The two lifecycles are different types and do not compare
/// (mistake 9).
namespace dollr {

enum class observed : std::uint8_t {
    unchanged,
    advanced,
    stale,       ///< an earlier state: an old replica answered
    impossible,  ///< neither leads to the other: COMPLETED and FAILED
};

[[nodiscard]] constexpr std::string_view to_text(observed value) noexcept;

template <class Status>
struct step {
    Status from;
    Status to;
};

template <class Status>
struct lifecycle;  ///< no table for this type: its values have no order

template <>
struct lifecycle<execution_status> {
    using enum execution_status;
    static constexpr std::size_t states = 4;
    static constexpr step<execution_status> steps[] = {
        {pending, processing}, {pending, completed}, {pending, failed}, {processing, completed}, {processing, failed}};
};

/// Guides: publish from IDLE, cancel from IDLE or ACTIVE, never from PROCESSING. A payment that fails makes a source
/// ACTIVE again; that is seen as `stale`, which nothing depends on.
template <>
struct lifecycle<source_status> {
    using enum source_status;
    static constexpr std::size_t states = 5;
    static constexpr step<source_status> steps[] = {
        {idle, active}, {idle, canceled}, {active, processing}, {active, canceled}, {processing, paid}};
};

namespace detail {

template <class Status>
using reach_table = std::array<std::array<bool, lifecycle<Status>::states>, lifecycle<Status>::states>;

template <class Status>
consteval reach_table<Status> close() {
    constexpr std::size_t n = lifecycle<Status>::states;
    reach_table<Status> reaches{};
    for (auto const& s : lifecycle<Status>::steps)
        reaches[static_cast<std::size_t>(s.from)][static_cast<std::size_t>(s.to)] = true;
    for (std::size_t via = 0; via < n; ++via) {
        for (std::size_t from = 0; from < n; ++from) {
            for (std::size_t to = 0; to < n; ++to) {
                if (reaches[from][via] && reaches[via][to]) reaches[from][to] = true;
            }
        }
    }
    return reaches;
}

/// A class, because g++ exports a variable template over an enumeration from a library that hides its names.
template <class Status>
struct closure {
    static constexpr reach_table<Status> reaches = close<Status>();
};

template <class Status>
constexpr bool is_final(std::size_t state) {
    for (bool const one : closure<Status>::reaches[state]) {
        if (one) return false;
    }
    return true;
}

template <class Status>
consteval bool acyclic() {
    for (std::size_t state = 0; state < lifecycle<Status>::states; ++state) {
        if (closure<Status>::reaches[state][state]) return false;
    }
    return true;
}

template <class Status>
consteval bool every_state_can_finish() {
    for (std::size_t state = 0; state < lifecycle<Status>::states; ++state) {
        bool finishes = is_final<Status>(state);
        for (std::size_t end = 0; end < lifecycle<Status>::states; ++end) {
            finishes = finishes || (closure<Status>::reaches[state][end] && is_final<Status>(end));
        }
        if (!finishes) return false;
    }
    return true;
}

}  // namespace detail

template <class Status>
constexpr bool is_final(Status status) noexcept {
    return detail::is_final<Status>(static_cast<std::size_t>(status));
}

/// What it means to see `to` after `from`.
template <class Status>
constexpr observed observe(Status from, Status to) noexcept {
    if (from == to) return observed::unchanged;
    if (detail::closure<Status>::reaches[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)])
        return observed::advanced;
    if (detail::closure<Status>::reaches[static_cast<std::size_t>(to)][static_cast<std::size_t>(from)])
        return observed::stale;
    return observed::impossible;
}

static_assert(detail::acyclic<execution_status>() && detail::every_state_can_finish<execution_status>());
static_assert(detail::acyclic<source_status>() && detail::every_state_can_finish<source_status>());
static_assert(observe(execution_status::completed, execution_status::failed) == observed::impossible);

constexpr std::string_view to_text(observed value) noexcept {
    switch (value) {
        case observed::unchanged:
            return "unchanged";
        case observed::advanced:
            return "advanced";
        case observed::stale:
            return "stale";
        case observed::impossible:
            return "impossible";
    }
    return {};
}

}  // namespace dollr

#endif
