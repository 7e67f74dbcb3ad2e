// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_MAGIC_HPP
#define DOLLR_SANDBOX_MAGIC_HPP

#include <dollr/sandbox/fault.hpp>
#include <dollr/sandbox/outcome.hpp>

#include <cstdint>
#include <string_view>

/// Magic values: test data that says by itself what shall happen, so that any client in any language can ask for it.
///
/// A phone whose last four digits are `99NN` selects row NN of the table. So does an amount whose last six digits, in
/// minor units, are `9099NN` (9099.02 USD, 909902 RWF): for payers without a phone of their own. The phone is looked at
/// first. A fault strikes the first request of its kind for its subject (an execution: the first POST of a
/// reference_id); the next one goes through. Everything else is an ordinary payment that completes after 4 s.
namespace dollr::sandbox {

struct magic {
    std::uint8_t code = 0;
    sandbox::outcome outcome = outcome::completes;
    sandbox::fault fault = fault::none;
    sandbox::fault_site site = fault_site::nowhere;
    bool inactive_account = false;
};

inline constexpr magic magic_values[] = {
    {1, outcome::completes_at_once},
    {2, outcome::declines},
    {3, outcome::declines_at_once},
    {4, outcome::completes_late},
    {5, outcome::never_ends},
    {6, outcome::wants_action},
    {7, outcome::action_ignored},
    {8, outcome::action_without_secret},
    {9, outcome::unknown_status},
    {10, outcome::amount_mismatch},
    {11, outcome::fx_drift},
    {12, outcome::regresses},
    {13, outcome::flips},
    {14, outcome::vanishes},
    {15, outcome::appears_late, fault::lost_answer, fault_site::execution},

    {20, outcome::completes, fault::lost_answer, fault_site::execution},
    {21, outcome::completes, fault::lost_request, fault_site::execution},
    {22, outcome::completes, fault::server_error, fault_site::execution},
    {23, outcome::completes, fault::busy, fault_site::execution},
    {24, outcome::completes, fault::unauthorized, fault_site::execution},
    {25, outcome::completes, fault::rate_limited, fault_site::execution},
    {26, outcome::completes, fault::stalled_answer, fault_site::execution},
    {27, outcome::completes, fault::late_request, fault_site::execution},
    {28, outcome::completes, fault::html_answer, fault_site::execution},
    {29, outcome::completes, fault::html_error, fault_site::execution},
    {30, outcome::completes, fault::endless_answer, fault_site::execution},
    {31, outcome::completes, fault::truncated_answer, fault_site::execution},
    {32, outcome::completes, fault::reset_answer, fault_site::execution},
    {33, outcome::completes, fault::empty_answer, fault_site::execution},
    {34, outcome::completes, fault::redirected, fault_site::execution},
    {35, outcome::completes, fault::duplicated, fault_site::execution},
    {36, outcome::completes, fault::refused_connection, fault_site::execution},
    {37, outcome::completes, fault::refused_after, fault_site::execution},
    {38, outcome::completes, fault::forbidden, fault_site::execution},
    {39, outcome::completes, fault::not_found, fault_site::execution},
    {40, outcome::completes, fault::refused, fault_site::execution},
    {41, outcome::completes, fault::wrong_reference_id, fault_site::execution},
    {42, outcome::completes, fault::wrong_operation, fault_site::execution},
    {43, outcome::completes, fault::duplicate_member, fault_site::execution},
    {44, outcome::declines, fault::lost_answer, fault_site::execution},

    {50, outcome::completes, fault::none, fault_site::nowhere, true},

    {60, outcome::completes, fault::lost_answer, fault_site::party},
    {61, outcome::completes, fault::lost_answer, fault_site::counterparty},
    {62, outcome::completes, fault::lost_answer, fault_site::document},
    {63, outcome::completes, fault::lost_answer, fault_site::item},
    {64, outcome::completes, fault::lost_answer, fault_site::publish},
    {65, outcome::completes, fault::lost_answer, fault_site::account},
    {66, outcome::completes, fault::lost_answer, fault_site::session},
    {67, outcome::completes, fault::server_error, fault_site::every_create},
    {68, outcome::completes, fault::rate_limited, fault_site::every_create},
    {69, outcome::completes, fault::lost_request, fault_site::every_create},
    {70, outcome::completes, fault::lost_answer, fault_site::checkout},

    {80, outcome::completes, fault::html_answer, fault_site::status},
    {81, outcome::completes, fault::unauthorized, fault_site::status},
    {82, outcome::completes, fault::stalled_answer, fault_site::status},
    {83, outcome::completes, fault::rate_limited, fault_site::status},
    {84, outcome::completes, fault::wrong_reference_id, fault_site::status},
    {85, outcome::completes, fault::wrong_operation, fault_site::status},
    {86, outcome::completes, fault::busy, fault_site::status},
};

/// The row with this number; null if there is none.
[[nodiscard]] constexpr magic const* magic_of_code(int code) noexcept {
    for (magic const& m : magic_values) {
        if (m.code == code) return &m;
    }
    return nullptr;
}

/// The row that a phone selects by `99NN` at its end.
[[nodiscard]] constexpr magic const* magic_of_phone(std::string_view phone) noexcept {
    if (phone.size() < 8) return nullptr;
    auto const end = phone.substr(phone.size() - 4);
    if (!end.starts_with("99")) return nullptr;
    return magic_of_code((end[2] - '0') * 10 + (end[3] - '0'));
}

/// The row that an amount in minor units selects by `9099NN` at its end.
[[nodiscard]] constexpr magic const* magic_of_minor_units(std::int64_t units) noexcept {
    auto const end = units % 1'000'000;
    return end >= 909'900 && end <= 909'999 ? magic_of_code(static_cast<int>(end - 909'900)) : nullptr;
}

/// Does a fault that strikes at `where` strike this kind of request?
[[nodiscard]] constexpr bool strikes(fault_site where, fault_site request) noexcept {
    if (where == fault_site::every_create) return request >= fault_site::party && request < fault_site::every_create;
    return where != fault_site::nowhere && where == request;
}

namespace detail {

consteval bool magic_codes_are_ascending() {
    int last = 0;
    for (magic const& m : magic_values) {
        if (m.code <= last || m.code > 99) return false;
        last = m.code;
    }
    return true;
}
static_assert(magic_codes_are_ascending(),
              "the rows of magic_values have each a number of their own, in ascending order");

}  // namespace detail
}  // namespace dollr::sandbox

#endif
