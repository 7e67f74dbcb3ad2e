// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_PAYMENT_INTENT_HPP
#define DOLLR_FLOW_PAYMENT_INTENT_HPP

#include <dollr/machine/record.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/phone.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an application says it wants: one movement of money under its own business key (docs/payments-file.md).
///
/// The key names the intent for ever. The digest of the content goes into the journal, so that the same key with
/// other content is refused; a few bits of it belong to each member, so that the refusal can name what differs.
namespace dollr::flow {

BOOST_DEFINE_FIXED_ENUM_CLASS(intent_kind, std::uint8_t, collection, payout)

struct intent_item {
    std::string name;
    std::int64_t qty = 1;
    dollr::amount amount;

    friend bool operator==(intent_item const&, intent_item const&) = default;
};
BOOST_DESCRIBE_STRUCT(intent_item, (), (name, qty, amount))

consteval auto schema_of(intent_item const*) {
    return schema::description{"IntentItem", schema::evidence::own,
                               schema::rule{.member = "name", .length_min = 1, .length_max = 120},
                               schema::rule{.member = "qty", .at_least = 1},
                               schema::rule{.member = "amount", .form = schema::form::text, .payable = true}};
}

struct payment_intent {
    std::string key;
    intent_kind kind{};
    std::string name;
    dollr::phone phone;
    dollr::amount amount;
    dollr::currency currency;
    std::optional<std::vector<intent_item>> items;
    std::optional<std::string> method;
    std::optional<std::string> note;

    friend bool operator==(payment_intent const&, payment_intent const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_intent, (), (key, kind, name, phone, amount, currency, items, method, note))

consteval auto schema_of(payment_intent const*) {
    return schema::description{
        "PaymentIntent",
        schema::evidence::own,
        schema::rule{.member = "key", .length_min = 1, .length_max = intent_key::bytes_max},
        schema::rule{.member = "name", .length_min = 1, .length_max = 120},
        schema::rule{.member = "amount", .form = schema::form::text, .payable = true, .money_of = "currency"},
        schema::rule{.member = "note", .length_max = 200}};
}

constexpr operation_type operation_of(intent_kind k) noexcept {
    return k == intent_kind::collection ? operation_type::collection : operation_type::payout;
}

/// The text by which an intent's objects can be found again at the server: an invoice's document reference.
inline std::string tag_of(std::string_view key) { return "dollr:" + std::string{key}; }

/// A payout has no document: its word stands in the name of the account that it pays.
inline std::string account_label(payment_intent const& p) { return p.name + " [" + p.key + "]"; }

/// The key in one of these two texts; empty if neither holds one.
inline std::string key_in(std::string_view document_reference, std::string_view account_name) {
    constexpr std::string_view tag = "dollr:";
    if (document_reference.starts_with(tag)) return std::string{document_reference.substr(tag.size())};
    auto const open = account_name.rfind('[');
    if (open == std::string_view::npos || !account_name.ends_with(']')) return {};
    return std::string{account_name.substr(open + 1, account_name.size() - open - 2)};
}

/// What binds several members. Every finding, with the member's name in its loc.
inline std::vector<issue> contradictions(payment_intent const& p) {
    std::vector<issue> found;
    auto const object_to = [&](char const* member, std::string message) {
        found.push_back({{std::string{member}}, std::move(message), "value_error"});
    };
    if (auto const reason = intent_key::why_not(p.key); !reason.empty()) object_to("key", std::string{reason});
    if (!p.currency.is_listed())
        object_to("currency", "is not a currency of ISO 4217: write the three letters that are meant, such as USD");
    else if (!p.currency.minor_units())
        object_to("currency",
                  "has no minor unit, so nothing can be paid in it: write the one that is meant, such as USD");
    auto const payout = p.kind == intent_kind::payout;
    if (payout && p.items) object_to("items", "belongs to a collection: a payout has no invoice; leave it out");
    if (p.method && *p.method != "CREDIT_CARD")
        object_to("method", "write \"CREDIT_CARD\" or leave it out: the method is predicted from the phone");
    if (payout && p.method)
        object_to("method", "belongs to a collection: the payout's method is predicted from the phone");
    if (p.items) {
        if (p.items->empty()) object_to("items", "is empty: leave it out, or name what is sold");
        auto sum = std::optional{amount{}};
        for (auto const& item : *p.items) {
            auto const line = amount::checked_multiply(item.amount, item.qty);
            sum = sum && line ? amount::checked_add(*sum, *line) : std::nullopt;
        }
        if (!sum)
            object_to("items", "the sum of qty x amount is too large");
        else if (*sum != p.amount)
            object_to("items",
                      "the sum of qty x amount is " + sum->to_string() + ", but amount is " + p.amount.to_string());
    }
    return found;
}

}  // namespace dollr::flow

#endif
