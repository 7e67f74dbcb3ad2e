// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_CALL_HPP
#define DOLLR_SANDBOX_CALL_HPP

#include <dollr/api/operation.hpp>
#include <dollr/sandbox/magic.hpp>
#include <dollr/sandbox/problem.hpp>
#include <dollr/sandbox/state.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

/// How the rules of the API are written: for every operation one function
///
///     answer<Op::response> serve(state&, call<Op> const&);
///
/// in the header of its resource under rules/. An operation at which magic values strike also says where it is
/// (`fault_site_of`) and whom it is about:
///
///     subject subject_of(state const&, call<Op> const&);
namespace dollr::sandbox {

/// A request that has been read.
template <class Op>
struct call {
    typename Op::path path{};
    typename Op::query query{};
    typename Op::body body{};
    server_time now{};
    bool verified = true;  ///< the merchant is, by the token; where no token is needed nobody asks
};

/// Whom a request is about: what may hold a magic value, and what tells one such request from the next.
struct subject {
    std::string_view phone{};
    std::optional<money> pays{};
    std::int64_t parent = 0;  ///< the object that the request adds to
    dollr::reference_id reference_id{};
};

template <class Op>
inline constexpr fault_site fault_site_of = fault_site::nowhere;

/// A merchant who is not verified may prepare everything, but nothing that leads to money.
template <class Op>
inline constexpr bool needs_verified_merchant = Op::hazard == hazard::moves_money;

/// The phone goes before the amount.
[[nodiscard]] inline magic const* magic_of(subject const& who) noexcept {
    if (auto const* const by_phone = magic_of_phone(who.phone)) return by_phone;
    if (!who.pays) return nullptr;
    auto const units = who.pays->amount.minor_units(who.pays->currency);
    return units ? magic_of_minor_units(*units) : nullptr;
}

[[nodiscard]] inline subject subject_of_party(state const& s, party_id id) noexcept {
    auto const* const p = s.parties.find(id);
    return {.phone = p != nullptr ? p->phone.text() : std::string_view{}, .parent = id.value};
}

[[nodiscard]] inline subject subject_of_counterparty(state const& s, counterparty_id id) noexcept {
    auto const* const p = party_behind(s, id);
    return {.phone = p != nullptr ? p->phone.text() : std::string_view{}, .parent = id.value};
}

[[nodiscard]] inline subject subject_of_source(state const& s, source_type type, source_id id) noexcept {
    auto const* const source = find_source(s, type, id);
    if (source == nullptr) return {};
    auto who = subject_of_counterparty(s, source->counterparty);
    who.parent = id.value;
    return who;
}

[[nodiscard]] inline subject subject_of_account(state const& s, payment_account_id id) noexcept {
    auto const* const a = s.accounts.find(id);
    return {.phone = a != nullptr ? std::string_view(a->number) : std::string_view{}, .parent = id.value};
}

}  // namespace dollr::sandbox

#endif
