// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_OPERATIONS_HPP
#define DOLLR_API_OPERATIONS_HPP

#include <dollr/api/auth.hpp>
#include <dollr/api/checkouts.hpp>
#include <dollr/api/counterparties.hpp>
#include <dollr/api/executions.hpp>
#include <dollr/api/fees.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/links.hpp>
#include <dollr/api/merchants.hpp>
#include <dollr/api/orders.hpp>
#include <dollr/api/parties.hpp>
#include <dollr/api/payment_accounts.hpp>
#include <dollr/api/predictions.hpp>
#include <dollr/api/problem.hpp>
#include <dollr/api/realtime_keys.hpp>
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
    retrieve_counterparty,
    update_counterparty,
    create_invoice,
    list_invoices,
    retrieve_invoice,
    retrieve_invoice_by_number,
    update_invoice,
    publish_invoice,
    cancel_invoice,
    add_invoice_item,
    update_invoice_item,
    remove_invoice_item,
    retrieve_invoice_receipt,
    retrieve_invoice_receipt_by_number,
    create_order,
    list_orders,
    retrieve_order,
    retrieve_order_by_number,
    update_order,
    publish_order,
    cancel_order,
    add_order_item,
    update_order_item,
    remove_order_item,
    retrieve_order_receipt,
    retrieve_order_receipt_by_number,
    create_checkout,
    create_checkout_session,
    create_payout_session,
    create_transfer_session,
    create_refund_session,
    execute_collection,
    execute_payout,
    execute_transfer,
    execute_refund,
    status_collection,
    status_payout,
    status_transfer,
    status_refund,
    status_source,
    create_payment_account,
    retrieve_payment_link,
    retrieve_receipt_link,
    predict_amount_and_fees,
    predict_source_amount_and_fees,
    predict_mmo_provider,
    predict_card_provider,
    retrieve_gateway_fees,
    retrieve_platform_fees,
    retrieve_merchant_fee_tier,
    list_fee_tiers,
    retrieve_merchant_info,
    obtain_collection_realtime_key>;
// clang-format on

}  // namespace dollr::api

#endif
