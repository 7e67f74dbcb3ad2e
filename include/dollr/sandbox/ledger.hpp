// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_LEDGER_HPP
#define DOLLR_SANDBOX_LEDGER_HPP

#include <dollr/schema/describe.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/ids.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/timestamp.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// The truth about money: one entry for every time that it moved, append-only.
///
/// An outside checker matches entries with what an application intended by the application's own words, which it put
/// into the document reference of an invoice or into the name of a payment account. Two entries with one such word are
/// a double charge, whatever their reference_ids are.
namespace dollr::sandbox {

struct ledger_entry {
    std::int64_t sequence = 0;  ///< gapless from 1
    timestamp charged_at;
    payment_intent_id intent_id;  ///< "payment_intent_id": what a refund refers to
    dollr::reference_id reference_id;
    dollr::operation_type operation_type{};
    dollr::session_id session_id;
    std::optional<dollr::source_type> source_type;                ///< of a collection
    std::optional<dollr::source_id> source_id;                    ///< of a collection
    std::optional<std::string> source_number;                     ///< of a collection
    std::optional<std::string> document_reference;                ///< of a collection: the application's word
    std::optional<dollr::payment_account_id> payment_account_id;  ///< none of a transfer
    std::string account_name;                               ///< of a collection or a payout: the application's word
    std::optional<dollr::counterparty_id> counterparty_id;  ///< of a transfer: to whom
    std::optional<payment_intent_id> original_payment_intent_id;  ///< of a refund: what it gives back
    std::optional<std::string> reason;                            ///< of a refund: the application's word
    std::string party_name;
    std::string phone;
    amount payer_amount;
    currency payer_currency;
    amount payee_amount;
    currency payee_currency;
    currency fee_currency;
    amount platform_fee;
    amount gateway_fee;
    amount fx_fee;

    friend bool operator==(ledger_entry const&, ledger_entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(ledger_entry, (),
                      (sequence, charged_at, intent_id, reference_id, operation_type, session_id, source_type,
                       source_id, source_number, document_reference, payment_account_id, account_name, counterparty_id,
                       original_payment_intent_id, reason, party_name, phone, payer_amount, payer_currency,
                       payee_amount, payee_currency, fee_currency, platform_fee, gateway_fee, fx_fee))
consteval auto schema_of(ledger_entry const*) {
    return schema::description{"SandboxLedgerEntry", schema::evidence::own,
                               schema::rule{.member = "intent_id", .name = "payment_intent_id"}};
}

}  // namespace dollr::sandbox

#endif
