// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEP_HPP
#define DOLLR_FLOW_STEP_HPP

#include <cstdint>
#include <string_view>

/// What a payment is doing, as a number for the journal and as words for a person.
namespace dollr::flow {

/// Journaled: a number is never reused and never changes its meaning. What each of them asks and takes stands in
/// flow/steps/, their order in flow/steps.hpp.
enum class step : std::uint8_t {
    remember = 0,  ///< the intent itself becomes durable
    find_party = 1,
    create_party = 2,
    find_counterparty = 3,
    create_counterparty = 4,
    find_invoice = 5,
    create_invoice = 6,
    review_invoice = 7,
    add_item = 8,
    publish = 9,
    predict_method = 10,
    create_account = 11,
    predict_amounts = 12,
    open_session = 13,
    attempt = 14,
    confirm_source = 15,
    fetch_receipt = 16,
    give_up = 17,  ///< a verdict without an attempt becomes durable
    ended = 18,
    read_document = 19,  ///< one that is there already: is it what was intended?
};

/// "creating the party"; "?" for a number that this version does not know. Defined for whoever includes
/// flow/payment.hpp or flow/steps.hpp.
[[nodiscard]] std::string_view to_text(step s) noexcept;

}  // namespace dollr::flow

#endif
