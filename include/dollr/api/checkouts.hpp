// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_CHECKOUTS_HPP
#define DOLLR_API_CHECKOUTS_HPP

#include <dollr/api/counterparties.hpp>
#include <dollr/api/documents.hpp>
#include <dollr/api/operation.hpp>
#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// checkouts: one request makes the party, the counterparty and the document with its items, and answers where it is
/// paid.
namespace dollr::api {

/// What a checkout makes. The answer, like all the rest of the API, calls it source_type and knows one word more.
BOOST_DEFINE_FIXED_ENUM_CLASS(source_kind, std::uint8_t, invoice, order)
[[nodiscard]] constexpr std::string_view to_text(source_kind value) noexcept { return wire_name(value); }

/// The only word that is documented still; another one that was agreed on is checkout_mode's open_enum::from_text.
BOOST_DEFINE_FIXED_ENUM_CLASS(checkout_mode, std::uint8_t, hosted)
[[nodiscard]] constexpr std::string_view to_text(checkout_mode value) noexcept { return wire_name(value); }

struct payment_source_item_input {
    std::string name;
    dollr::currency currency;
    dollr::amount amount;  ///< of the whole line: there is no qty here

    friend bool operator==(payment_source_item_input const&, payment_source_item_input const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_source_item_input, (), (name, currency, amount))
consteval auto schema_of(payment_source_item_input const*) {
    return schema::description{"PaymentSourceItemInput", schema::evidence::page,
                               schema::rule{.member = "amount", .payable = true, .money_of = "currency"}};
}

struct create_checkout_payload {
    open_enum<checkout_mode> mode = checkout_mode::hosted;
    api::source_kind source_kind{};
    std::optional<std::string> party_name;
    dollr::phone party_phone;
    std::optional<std::string> party_email;
    std::optional<api::relationship_type> party_relationship;
    dollr::currency currency;
    std::vector<payment_source_item_input> items;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::optional<std::string> note;
    std::optional<timestamp> due_date;
    std::optional<std::string> success_url;  ///< the payer comes back here; that proves no payment
    std::optional<std::string> cancel_url;
    std::optional<timestamp> expires_at;
    std::optional<dollr::counterparty_id> counterparty_id;

    friend bool operator==(create_checkout_payload const&, create_checkout_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_checkout_payload, (),
                      (mode, source_kind, party_name, party_phone, party_email, party_relationship, currency, items,
                       document_reference, note, due_date, success_url, cancel_url, expires_at, counterparty_id))
consteval auto schema_of(create_checkout_payload const*) {
    return detail::describe_document("CreateCheckoutSourceRequestPayload", schema::evidence::page,
                                     schema::rule{.member = "expires_at", .expiry = true});
}

struct create_checkout_response {
    open_enum<checkout_mode> mode;
    open_enum<dollr::source_type> source_type;
    dollr::source_id source_id;
    std::string source_number;
    open_enum<dollr::source_status> source_status;
    dollr::counterparty_id counterparty_id;
    dollr::party_id party_id;
    dollr::currency currency;
    amount total_amount;
    std::optional<std::string> document_reference;  ///< "reference_id" on the wire
    std::optional<timestamp> due_date;
    std::optional<timestamp> expires_at;
    checkout_id source_checkout_config_id;
    std::optional<std::string> hosted_path_or_token;
    std::optional<std::string> success_url;
    std::optional<std::string> cancel_url;
    std::string url;  ///< where the payer pays

    friend bool operator==(create_checkout_response const&, create_checkout_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_checkout_response, (),
                      (mode, source_type, source_id, source_number, source_status, counterparty_id, party_id, currency,
                       total_amount, document_reference, due_date, expires_at, source_checkout_config_id,
                       hosted_path_or_token, success_url, cancel_url, url))
consteval auto schema_of(create_checkout_response const*) {
    return detail::describe_document("CreateCheckoutSourceLinkResponse", schema::evidence::page);
}

/// A second one is a second document that can be paid; the documents can be listed to look for the first.
struct create_checkout : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "create_checkout";
    static constexpr std::string_view api_name = "create_checkout_source";
    static constexpr std::string_view target = "/checkouts/create";
    using body = create_checkout_payload;
    using response = create_checkout_response;
};

}  // namespace dollr::api

#endif
