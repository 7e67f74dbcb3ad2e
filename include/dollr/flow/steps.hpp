// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_STEPS_HPP
#define DOLLR_FLOW_STEPS_HPP

#include <dollr/flow/steps/account.hpp>
#include <dollr/flow/steps/document.hpp>
#include <dollr/flow/steps/paper.hpp>
#include <dollr/flow/steps/party.hpp>
#include <dollr/flow/steps/session.hpp>

/// The API's guides, in one place: what is done before the attempt and after it, in this order. The first step that is
/// due is the next one; a kind of payment is what it leaves out. To add one: its struct in flow/steps/, its number in
/// flow/step.hpp, and one line here.
namespace dollr::flow {

// clang-format off
/// Moves no money; what goes wrong here ends as not_executed. When nothing is due, the attempt begins.
using preparation = step_list<
    steps::find_party,
    steps::create_party,
    steps::find_counterparty,
    steps::create_counterparty,
    steps::find_invoice,           // of ours
    steps::create_invoice,
    steps::add_item,               // as the review says
    steps::publish,
    steps::review_invoice,
    steps::read_document,          // of others
    steps::predict_method,         // collections and payouts only, down to predict_payout
    steps::create_account,
    steps::predict_collection,
    steps::predict_payout,
    steps::open_collection,
    steps::open_payout,
    steps::open_transfer,
    steps::open_refund>;

/// Of a collection that is completed. When nothing is due, the payment has ended.
using paperwork = step_list<
    steps::confirm_source,
    steps::fetch_order_receipt,
    steps::fetch_invoice_receipt>;
// clang-format on

}  // namespace dollr::flow

#if !defined(DOLLR_SEPARATE_COMPILATION)
#include <dollr/flow/impl/step_text.hpp>
#endif

#endif
