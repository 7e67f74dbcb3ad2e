// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_OPERATIONS_HPP
#define DOLLR_API_OPERATIONS_HPP

#include <dollr/api/auth.hpp>
#include <dollr/api/counterparties.hpp>
#include <dollr/api/executions.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/parties.hpp>
#include <dollr/api/payment_accounts.hpp>
#include <dollr/api/predictions.hpp>
#include <dollr/api/problem.hpp>
#include <dollr/api/receipts.hpp>
#include <dollr/api/sessions.hpp>
#include <dollr/api/status.hpp>

#include <boost/mp11/algorithm.hpp>
#include <boost/mp11/list.hpp>

/// Every operation, in the order of the API's reference. To add one: its structs with their descriptions, the operation
/// type, and one line here. A router or an exporter walks this list, each in its own .cpp.
namespace dollr::api {

// clang-format off
using operations = boost::mp11::mp_list<
    obtain_token,
    create_party,
    list_parties,
    retrieve_party,
    create_counterparty,
    list_counterparties,
    create_invoice,
    list_invoices,
    retrieve_invoice,
    publish_invoice,
    add_invoice_item,
    retrieve_invoice_receipt,
    create_checkout_session,
    create_payout_session,
    execute_collection,
    execute_payout,
    status_collection,
    status_payout,
    status_source,
    create_payment_account,
    predict_amount_and_fees,
    predict_source_amount_and_fees,
    predict_mmo_provider>;
// clang-format on

}  // namespace dollr::api

#endif
