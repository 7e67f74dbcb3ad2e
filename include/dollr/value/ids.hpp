// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_IDS_HPP
#define DOLLR_VALUE_IDS_HPP

#include <dollr/value/cxx20.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// The API's object ids: positive integers in every answer, but strings in paths and in some bodies (contract notes,
/// contradictions 6 to 9). One type for each kind of object, so that a session is never sent where an account is due;
/// how an id is written is said by each operation's schema (mistake 11). Zero, the default, means: none.
namespace dollr {

template <class Tag>
struct id {
    std::int64_t value = 0;

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return value != 0; }

    /// Grammar: `[1-9][0-9]*` up to 2^63 - 1.
    [[nodiscard]] static constexpr std::optional<id> try_parse(std::string_view text) noexcept;
    [[nodiscard]] std::string to_string() const { return std::to_string(value); }

    friend constexpr bool operator==(id const&, id const&) noexcept = default;
    friend constexpr auto operator<=>(id const&, id const&) noexcept = default;
};

using party_id = id<struct party_tag>;
using counterparty_id = id<struct counterparty_tag>;
using invoice_id = id<struct invoice_tag>;
using order_id = id<struct order_tag>;
using item_id = id<struct item_tag>;          ///< of an invoice or an order
using source_id = id<struct source_tag>;      ///< what is paid: an invoice or an order, told apart by source_type
using checkout_id = id<struct checkout_tag>;  ///< a checkout source configuration
using session_id = id<struct session_tag>;
using payment_account_id = id<struct payment_account_tag>;  ///< payout accounts included
using wallet_id = id<struct wallet_tag>;
using payment_intent_id = id<struct payment_intent_tag>;  ///< what a refund refers to
using owner_id = id<struct owner_tag>;                    ///< a user or an organisation, told apart by owner_type
using merchant_id = id<struct merchant_tag>;
using provider_id = id<struct provider_tag>;
using fee_id = id<struct fee_tag>;  ///< of a gateway, a tier or a merchant
using fee_tier_id = id<struct fee_tier_tag>;

/// An invoice or an order, spoken of as a payment source.
[[nodiscard]] constexpr source_id source_of(invoice_id invoice) noexcept { return {invoice.value}; }
[[nodiscard]] constexpr source_id source_of(order_id order) noexcept { return {order.value}; }

template <class Tag>
constexpr std::optional<id<Tag>> id<Tag>::try_parse(std::string_view text) noexcept {
    constexpr std::uint64_t largest = INT64_MAX;
    if (text.empty() || text.size() > 19 || text.front() == '0') return std::nullopt;
    std::uint64_t number = 0;  // 19 digits never overflow it
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (number > largest) return std::nullopt;
    return id{static_cast<std::int64_t>(number)};
}

}  // namespace dollr

template <class Tag>
struct std::hash<dollr::id<Tag>> {
    std::size_t operator()(dollr::id<Tag> const& i) const noexcept { return std::hash<std::int64_t>{}(i.value); }
};

#endif
