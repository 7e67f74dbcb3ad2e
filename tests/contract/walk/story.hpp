// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_CONTRACT_WALK_STORY_HPP
#define DOLLR_TESTS_CONTRACT_WALK_STORY_HPP

#include "walker.hpp"

#include <dollr/api/operations.hpp>

#include <chrono>
#include <string>
#include <thread>

/// The walk as a merchant's day, in an order in which the sandbox's state allows a 200 for every operation; each
/// chapter leaves behind what the next one needs. A body is sent minimal and full wherever it has members that may be
/// left out.
namespace dollr::contract {

struct story {
    walker& walk;
    std::string sandbox_url;  ///< past any proxy, for what only a sandbox can be asked
    bool proxied = false;     ///< one that must object to what the contract does not allow

    party_id payer{};
    counterparty_id customer{};
    owner_id merchant{};
    invoice_id invoice{};  ///< ACTIVE after the documents, PAID after the payments
    std::string invoice_number{};
    order_id order{};
    std::string order_number{};
    wallet_id wallet{};
    reference_id paid_by{};       ///< of the invoice's execution
    reference_id page_of_html{};  ///< a payout whose status is answered so, once
};

/// A token, parties, counterparties.
void tell_people(story&);
/// Invoices and orders from IDLE to ACTIVE, and what is canceled.
void tell_invoices(story&);
void tell_orders(story&);
/// What would it cost, who takes what, who are we.
void tell_prices(story&);
/// Collections of an invoice, an order and hosted checkouts, with links and receipts.
void tell_collections(story&);
/// Money going out: payouts, transfers, refunds.
void tell_payments_out(story&);
/// Refusals, each in its shape: 401, 404, 422; and that a proxy does object.
void tell_refusals(story&);

/// Far enough for a virtual clock that runs ahead.
timestamp next_year();
reference_id new_reference();

/// Asks until the execution is COMPLETED.
template <class Status>
void await_completed(story& s, reference_id const& id) {
    using namespace std::chrono_literals;
    auto const end = std::chrono::steady_clock::now() + 10s;
    while (true) {
        auto const state = s.walk.call<Status>({id});
        if (state.status.is(execution_status::completed)) return;
        if (state.status.text().empty()) return;  // the exchange itself failed
        if (state.status.is(execution_status::failed) || std::chrono::steady_clock::now() > end)
            return s.walk.complain(std::string(Status::name) + ": " + id.to_string() + " is '" +
                                   std::string(state.status.text()) + "' and not COMPLETED");
        std::this_thread::sleep_for(50ms);
    }
}

}  // namespace dollr::contract

#endif
