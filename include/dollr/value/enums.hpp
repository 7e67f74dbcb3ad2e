// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_ENUMS_HPP
#define DOLLR_VALUE_ENUMS_HPP

#include <dollr/value/cxx20.hpp>
#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string_view>

/// The closed sets of words that more than one layer speaks. On the wire each enumerator is its own name in
/// upper case (`operation_type::payout` is `"PAYOUT"`); what a server may extend is held in an `open_enum`.
namespace dollr {

/// Source: query parameters of the contract (OF, RP). Journaled: a number is never reused.
enum class operation_type : std::uint8_t { collection = 0, payout = 1, transfer = 2, refund = 3 };
BOOST_DESCRIBE_ENUM(operation_type, collection, payout, transfer, refund)
[[nodiscard]] constexpr std::string_view to_text(operation_type value) noexcept { return wire_name(value); }

/// Status of one execution. Not comparable with `source_status`, although both know PROCESSING (mistake 9). Journaled,
/// as 1 + this: a number is never reused.
enum class execution_status : std::uint8_t { pending = 0, processing = 1, completed = 2, failed = 3 };
BOOST_DESCRIBE_ENUM(execution_status, pending, processing, completed, failed)
[[nodiscard]] constexpr std::string_view to_text(execution_status value) noexcept { return wire_name(value); }

/// Status of what is being paid: an invoice, an order or a checkout source.
BOOST_DEFINE_FIXED_ENUM_CLASS(source_status, std::uint8_t, idle, active, processing, paid, canceled)
[[nodiscard]] constexpr std::string_view to_text(source_status value) noexcept { return wire_name(value); }

BOOST_DEFINE_FIXED_ENUM_CLASS(source_type, std::uint8_t, invoice, order, subscription)
[[nodiscard]] constexpr std::string_view to_text(source_type value) noexcept { return wire_name(value); }

/// Who carries the fees.
BOOST_DEFINE_FIXED_ENUM_CLASS(fee_bearer, std::uint8_t, payer, payee)
[[nodiscard]] constexpr std::string_view to_text(fee_bearer value) noexcept { return wire_name(value); }

/// What a blind resend of a request would do. The whole retry policy of the library follows from this one word.
enum class hazard : std::uint8_t {
    reads,        ///< nothing changes: repeat freely
    idempotent,   ///< the same change again: a blind resend is harmless
    creates,      ///< a second object: look up before repeating
    moves_money,  ///< a second payment: only the attempt machine may send it
};

[[nodiscard]] constexpr std::string_view to_text(hazard value) noexcept;

/// What is known about a request whose answer did not arrive. An adapter that cannot tell says `maybe_sent`.
enum class delivery : std::uint8_t {
    never_sent,  ///< no byte of the HTTP request was handed to a connection
    maybe_sent,  ///< the server may have it
};

[[nodiscard]] constexpr std::string_view to_text(delivery value) noexcept;

constexpr std::string_view to_text(hazard value) noexcept {
    switch (value) {
        case hazard::reads:
            return "reads";
        case hazard::idempotent:
            return "idempotent";
        case hazard::creates:
            return "creates";
        case hazard::moves_money:
            return "moves money";
    }
    return {};
}

constexpr std::string_view to_text(delivery value) noexcept {
    switch (value) {
        case delivery::never_sent:
            return "never sent";
        case delivery::maybe_sent:
            return "maybe sent";
    }
    return {};
}

}  // namespace dollr

#endif
