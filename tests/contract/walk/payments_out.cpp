// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

#include <dollr/sandbox/own_operations.hpp>

#include <optional>
#include <string>
#include <utility>

namespace dollr::contract {

using namespace api;
using namespace dollr::literals;

namespace {

passcode_payload passcode(std::optional<std::string> user, std::optional<phone> phone) {
    return {{std::move(user), phone, secret_string("123456")},
            {"till 3", "terminal", "linux", "contract walk", "127.0.0.1"}};
}

reference_id begin_payout(story& s, passcode_payload const& approval, std::optional<std::string> number = {}) {
    auto& w = s.walk;
    create_payment_account_payload account;
    account.account_name = "Supplier, mobile money";
    account.provider = provider::pawapay;
    account.method = payment_method::mtn_momo_lbr;
    account.party_id = s.payer;
    account.insensitive_account_number = std::move(number);
    auto const to = w.call<create_payment_account>({}, {operation_type::payout}, account).id;
    auto const session = w.call<create_payout_session>({}, {}, {to, "12.50"_amount, "USD"_currency});
    s.wallet = session.wallet_id;
    auto const id = new_reference();
    static_cast<void>(w.call<execute_payout>({}, {}, {session.id, to, id, approval}));
    return id;
}

void transfer(story& s) {
    auto& w = s.walk;
    auto const session =
        w.call<create_transfer_session>({}, {}, {s.wallet, s.customer, "5.00"_amount, "USD"_currency, next_year()});
    auto const id = new_reference();
    static_cast<void>(w.call<execute_transfer>({}, {}, {session.id, id}));
    await_completed<status_transfer>(s, id);
}

/// No answer of the API names the payment that a refund is of, so the sandbox is asked for its ledger.
payment_intent_id intent_of(story& s, reference_id const& paid_by) {
    curl_options options;
    options.base_url = s.sandbox_url;
    auto transport = curl_transport::open(curl_session::of_the_program(), options);
    http_request request;
    if (transport && codec::request<sandbox::read_ledger>({}, {}, {}, {}, request)) {
        auto const ledger = codec::response<sandbox::read_ledger>(transport->send(request, std::chrono::seconds{20}));
        if (ledger)
            for (auto const& entry : *ledger)
                if (entry.reference_id == paid_by) return entry.intent_id;
    }
    s.walk.complain("the ledger does not name the payment that is to be refunded");
    return {};
}

void refund(story& s, payment_intent_id intent, std::optional<std::string> reason) {
    auto& w = s.walk;
    auto const session =
        w.call<create_refund_session>({}, {}, {intent, "10.01"_amount, std::move(reason), next_year()});
    auto const id = new_reference();
    static_cast<void>(w.call<execute_refund>({}, {}, {session.id, id}));
    await_completed<status_refund>(s, id);
}

}  // namespace

void tell_payments_out(story& s) {
    auto const by_phone = passcode({}, *phone::try_parse("231770000000"));
    await_completed<status_payout>(s, begin_payout(s, by_phone));
    await_completed<status_payout>(s, begin_payout(s, passcode("user-17", {})));
    s.page_of_html = begin_payout(s, by_phone, "231771239980");  // a magic value of the sandbox
    transfer(s);
    auto const intent = intent_of(s, s.paid_by);
    refund(s, intent, {});
    refund(s, intent, "one hour too many");
}

}  // namespace dollr::contract
