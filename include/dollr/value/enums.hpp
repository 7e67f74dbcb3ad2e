// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_ENUMS_HPP
#define DOLLR_VALUE_ENUMS_HPP

#include <dollr/value/cxx20.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>

/// The closed sets of words that more than one layer speaks. On the wire each enumerator is its own name in
/// upper case (`operation_type::payout` is `"PAYOUT"`); what a server may extend is held in an `open_enum`.
namespace dollr {

/// Source: query parameters of the contract (OF, RP).
BOOST_DEFINE_FIXED_ENUM_CLASS(operation_type, std::uint8_t, collection, payout, transfer, refund)

/// Status of one execution. Not comparable with `source_status`, although both know PROCESSING (mistake 9).
BOOST_DEFINE_FIXED_ENUM_CLASS(execution_status, std::uint8_t, pending, processing, completed, failed)

/// Status of what is being paid: an invoice, an order or a checkout source.
BOOST_DEFINE_FIXED_ENUM_CLASS(source_status, std::uint8_t, idle, active, processing, paid, canceled)

BOOST_DEFINE_FIXED_ENUM_CLASS(source_type, std::uint8_t, invoice, order, subscription)

/// Who carries the fees.
BOOST_DEFINE_FIXED_ENUM_CLASS(fee_bearer, std::uint8_t, payer, payee)

/// What a blind resend of a request would do. The whole retry policy of the library follows from this one word.
enum class hazard : std::uint8_t {
    reads,        ///< nothing changes: repeat freely
    idempotent,   ///< the same change again: a blind resend is harmless
    creates,      ///< a second object: look up before repeating
    moves_money,  ///< a second payment: only the attempt machine may send it
};

/// What is known about a request whose answer did not arrive. An adapter that cannot tell says `maybe_sent`.
enum class delivery : std::uint8_t {
    never_sent,  ///< no byte of the HTTP request was handed to a connection
    maybe_sent,  ///< the server may have it
};

}  // namespace dollr

#endif
