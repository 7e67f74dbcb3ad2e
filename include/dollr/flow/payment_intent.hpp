// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_PAYMENT_INTENT_HPP
#define DOLLR_FLOW_PAYMENT_INTENT_HPP

#include <dollr/journal/record.hpp>
#include <dollr/schema/describe.hpp>
#include <dollr/value/open_enum.hpp>
#include <dollr/value/phone.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an application says it wants: one movement of money under its own business key (docs/payments-file.md).
///
/// The key names the intent for ever. The digest of the content goes into the journal, so that the same key with
/// other content is refused; a few bits of it belong to each member, so that the refusal can name what differs.
namespace dollr::flow {

BOOST_DEFINE_FIXED_ENUM_CLASS(intent_kind, std::uint8_t, collection, payout, transfer, refund)
[[nodiscard]] constexpr std::string_view to_text(intent_kind value) noexcept { return wire_name(value); }

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
    std::optional<std::string> name{};  ///< of the other party; of a refund it is known
    std::optional<dollr::phone> phone{};
    dollr::amount amount;
    dollr::currency currency;
    std::optional<std::vector<intent_item>> items{};
    std::optional<std::string> method{};
    std::optional<std::string> note{};
    /// Of a collection: the document is there already, with source_id.
    std::optional<dollr::source_type> source_type{};
    std::optional<dollr::source_id> source_id{};
    std::optional<wallet_id> from_wallet_id{};                      ///< of a transfer
    std::optional<payment_intent_id> original_payment_intent_id{};  ///< of a refund

    friend bool operator==(payment_intent const&, payment_intent const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_intent, (),
                      (key, kind, name, phone, amount, currency, items, method, note, source_type, source_id,
                       from_wallet_id, original_payment_intent_id))

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
    switch (k) {
        case intent_kind::payout:
            return operation_type::payout;
        case intent_kind::transfer:
            return operation_type::transfer;
        case intent_kind::refund:
            return operation_type::refund;
        case intent_kind::collection:
            break;
    }
    return operation_type::collection;
}

constexpr flow_kind flow_of(payment_intent const& p) noexcept {
    switch (p.kind) {
        case intent_kind::payout:
            return flow_kind::payout;
        case intent_kind::transfer:
            return flow_kind::transfer;
        case intent_kind::refund:
            return flow_kind::refund;
        case intent_kind::collection:
            break;
    }
    if (!p.source_id) return flow_kind::collect_by_invoice;
    return p.source_type == source_type::order ? flow_kind::collect_order : flow_kind::collect_invoice;
}

/// The text by which an intent's objects can be found again at the server: an invoice's document reference.
inline std::string tag_of(std::string_view key) { return "dollr:" + std::string{key}; }

/// A payout has no document: its word stands in the name of the account that it pays.
inline std::string account_label(payment_intent const& p) { return p.name.value_or("") + " [" + p.key + "]"; }

/// Nor has a refund: its word stands in its reason. A transfer has no text at all.
inline std::string refund_reason(payment_intent const& p) { return p.note.value_or("Refund") + " [" + p.key + "]"; }

/// The key in the first of these texts that holds one: a document reference, a refund's reason, an account's name.
inline std::string key_in(std::initializer_list<std::string_view> texts) {
    constexpr std::string_view tag = "dollr:";
    for (auto const text : texts) {
        if (text.starts_with(tag)) return std::string{text.substr(tag.size())};
        auto const open = text.rfind('[');
        if (open != std::string_view::npos && text.ends_with(']'))
            return std::string{text.substr(open + 1, text.size() - open - 2)};
    }
    return {};
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
    auto const bind = [&](char const* member, bool given, bool due, char const* when) {
        if (given == due) return;
        object_to(member, std::string{due ? "is required of " : "belongs only to "} + when);
    };
    auto const is = [&](intent_kind k) { return p.kind == k; };
    auto const refund = is(intent_kind::refund);
    auto const collection = is(intent_kind::collection);
    bind("name", p.name.has_value(), !refund, "a collection, a payout and a transfer");
    bind("phone", p.phone.has_value(), !refund, "a collection, a payout and a transfer");
    bind("original_payment_intent_id", p.original_payment_intent_id.has_value(), refund, "a refund");
    bind("from_wallet_id", p.from_wallet_id.has_value(), is(intent_kind::transfer), "a transfer");
    if (!collection && p.source_id) object_to("source_id", "belongs only to a collection");
    if (p.source_id.has_value() != p.source_type.has_value())
        object_to("source_id", "goes with source_type: write both, or none of them");
    if (p.source_type == source_type::subscription) object_to("source_type", "write \"INVOICE\" or \"ORDER\"");
    if (p.items && !collection) object_to("items", "belongs only to a collection: nothing else has an invoice");
    if (p.items && p.source_id) object_to("items", "are those of the document that source_id names: leave them out");
    if (p.method && *p.method != "CREDIT_CARD")
        object_to("method", "write \"CREDIT_CARD\" or leave it out: the method is predicted from the phone");
    if (p.method && !collection) object_to("method", "belongs only to a collection");
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
