// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_IMPL_PAYMENT_REQUESTS_HPP
#define DOLLR_FLOW_IMPL_PAYMENT_REQUESTS_HPP

#include <dollr/api/operations.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/flow/payment.hpp>

/// What each step asks the server, in the server's own words.
namespace dollr::flow {

inline std::string_view name_of(step s) noexcept {
    switch (s) {
        case step::remember:
            return "remembering the intent";
        case step::find_party:
            return "looking for the party";
        case step::create_party:
            return "creating the party";
        case step::find_counterparty:
            return "looking for the counterparty";
        case step::create_counterparty:
            return "creating the counterparty";
        case step::find_invoice:
            return "looking for the invoice";
        case step::create_invoice:
            return "creating the invoice";
        case step::review_invoice:
            return "reading the invoice back";
        case step::add_item:
            return "adding an item";
        case step::publish:
            return "publishing the invoice";
        case step::predict_method:
            return "asking for the payment method";
        case step::create_account:
            return "creating the payment account";
        case step::predict_amounts:
            return "asking for amounts and fees";
        case step::open_session:
            return "opening the session";
        case step::attempt:
            return "executing";
        case step::confirm_source:
            return "confirming that the source is paid";
        case step::fetch_receipt:
            return "fetching the receipt";
        case step::give_up:
            return "giving up";
        case step::ended:
            return "ended";
        case step::read_document:
            return "reading the document";
    }
    return "?";
}

inline result<void> payment::build_call(secret_string const& bearer, http_request& out) const {
    auto const source = source_id{progress_.invoice.value};
    if (step_ == step::confirm_source || step_ == step::read_document)
        return codec::request<api::status_source>({}, {source_type(), source}, {}, bearer, out);
    if (step_ == step::fetch_receipt && source_type() == dollr::source_type::order)
        return codec::request<api::retrieve_order_receipt>({order_id{progress_.invoice.value}}, {}, {}, bearer, out);
    if (step_ == step::fetch_receipt)
        return codec::request<api::retrieve_invoice_receipt>({progress_.invoice}, {}, {}, bearer, out);
    if (!wanted_)
        return invalid_input("this payment was recovered without its intent", "this is a defect of the library");
    auto const& p = *wanted_;
    // An intent that nobody has checked is refused by the request's own validation.
    auto const name = p.name.value_or(std::string{});
    auto const number = p.phone.value_or(phone{});
    auto const collection = operation() == operation_type::collection;
    // Guides of the API: whoever is asked to pay is a customer; whoever is paid, a beneficiary.
    auto const relation = collection ? api::relationship_type::customer : api::relationship_type::beneficiary;
    switch (step_) {
        case step::find_party:
            return codec::request<api::list_parties>({}, {name}, {}, bearer, out);
        case step::create_party:
            return codec::request<api::create_party>({name, number, {}, {}}, bearer, out);
        case step::find_counterparty:
            return codec::request<api::list_counterparties>({}, {{}, relation}, {}, bearer, out);
        case step::create_counterparty:
            return codec::request<api::create_counterparty>({relation, progress_.party}, bearer, out);
        case step::find_invoice:
            return codec::request<api::list_invoices>({}, {p.currency, {}}, {}, bearer, out);
        case step::create_invoice:
            return codec::request<api::create_invoice>({.counterparty_id = progress_.counterparty,
                                                        .currency = p.currency,
                                                        .note = p.note.value_or("Payment"),
                                                        .fee_bearer = fee_bearer::payee,
                                                        .as_payment_link = false,
                                                        .document_reference = tag_of(p.key),
                                                        .due_date = {}},
                                                       bearer, out);
        case step::review_invoice:
            return codec::request<api::retrieve_invoice>({progress_.invoice}, {}, {}, bearer, out);
        case step::add_item: {
            auto const item = items_of(p)[todo_.item];
            return codec::request<api::add_invoice_item>({progress_.invoice}, {},
                                                         {item.name, p.currency, item.qty, item.amount}, bearer, out);
        }
        case step::publish:
            return codec::request<api::publish_invoice>({progress_.invoice}, {}, {}, bearer, out);
        case step::predict_method:
            return codec::request<api::predict_mmo_provider>({}, {number, operation()}, {}, bearer, out);
        case step::create_account:
            return codec::request<api::create_payment_account>(
                {}, {operation()},
                {.account_name = account_label(p),
                 .provider = route_->provider,
                 .method = route_->method,
                 .party_id = progress_.party,
                 .country_code = {},
                 .insensitive_account_number = std::string{number.text()},
                 .pairing = api::pairing::predicted},
                bearer, out);
        case step::predict_amounts:
            if (collection)
                return codec::request<api::predict_source_amount_and_fees>({},
                                                                           {.target_currency = target_,
                                                                            .payment_method = route_->method,
                                                                            .provider = route_->provider,
                                                                            .source_type = source_type(),
                                                                            .source_id = source,
                                                                            .pairing = api::pairing::predicted},
                                                                           {}, bearer, out);
            return codec::request<api::predict_amount_and_fees>({},
                                                                {.base_amount = p.amount,
                                                                 .base_currency = p.currency,
                                                                 .target_currency = target_,
                                                                 .payment_method = route_->method,
                                                                 .operation_type = operation(),
                                                                 .provider = route_->provider,
                                                                 .fee_bearer = fee_bearer::payer,
                                                                 .owner_type = {},
                                                                 .owner_id = {},
                                                                 .pairing = api::pairing::predicted},
                                                                {}, bearer, out);
        case step::open_session:
            if (collection) return codec::request<api::create_checkout_session>({source, source_type()}, bearer, out);
            if (operation() == operation_type::transfer)
                return codec::request<api::create_transfer_session>(
                    {p.from_wallet_id.value_or(wallet_id{}), progress_.counterparty, p.amount, p.currency,
                     session_until_},
                    bearer, out);
            if (operation() == operation_type::refund)
                return codec::request<api::create_refund_session>(
                    {p.original_payment_intent_id.value_or(payment_intent_id{}), p.amount, refund_reason(p),
                     session_until_},
                    bearer, out);
            return codec::request<api::create_payout_session>({progress_.account, p.amount, p.currency}, bearer, out);
        default:
            return invalid_input("this step has no request", "this is a defect of the library");
    }
}

}  // namespace dollr::flow

#endif
