// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_MARKET_HPP
#define DOLLR_SANDBOX_MARKET_HPP

#include <dollr/api/market.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>

#include <array>
#include <optional>
#include <span>
#include <string_view>

/// What the sandbox's world knows about money: carriers and their phone prefixes, the currencies of cards and wallets,
/// exchange rates and fees. All of it is made up, constant and documented (docs/sandbox.md); only the market matrix is
/// the API's own.
namespace dollr::sandbox {

struct carrier {
    std::string_view prefix;  ///< of the phone
    std::string_view name;
    std::string_view country;  ///< ISO 3166 alpha-2
    api::payment_method method;
};

inline constexpr carrier carriers[] = {
    {"23155", "MTN", "LR", api::payment_method::mtn_momo_lbr},
    {"23177", "MTN", "LR", api::payment_method::mtn_momo_lbr},
    {"23188", "Orange", "LR", api::payment_method::orange_money_lbr},
    {"25072", "Airtel", "RW", api::payment_method::airtel_rwa},
    {"25073", "Airtel", "RW", api::payment_method::airtel_rwa},
    {"25078", "MTN", "RW", api::payment_method::mtn_momo_rwa},
    {"25079", "MTN", "RW", api::payment_method::mtn_momo_rwa},
};

/// Null: no mobile money carrier is known for this phone.
[[nodiscard]] constexpr carrier const* carrier_of(std::string_view phone) noexcept {
    for (carrier const& c : carriers) {
        if (phone.starts_with(c.prefix)) return &c;
    }
    return nullptr;
}

namespace detail {

using namespace dollr::literals;

inline constexpr currency card[] = {"USD"_currency};
inline constexpr currency held[] = {"USD"_currency, "LRD"_currency, "RWF"_currency};

}  // namespace detail

/// What a method can be charged or paid in, the usual one first.
[[nodiscard]] constexpr std::span<currency const> currencies_of(api::payment_method m) noexcept {
    if (m == api::payment_method::credit_card) return detail::card;
    if (m == api::payment_method::wallet) return detail::held;
    return api::market_currencies(m);
}

[[nodiscard]] constexpr bool carries(api::payment_method m, currency c) noexcept {
    for (currency const& one : currencies_of(m)) {
        if (one == c) return true;
    }
    return false;
}

/// A pair of the market matrix, or a provider named like the method as in the API's own examples.
[[nodiscard]] constexpr bool pairs(api::payment_method m, api::provider p) noexcept {
    return api::provider_of(m) == p || wire_name(m) == wire_name(p);
}

/// How many units of `to` one unit of `from` is. Empty: not exchanged here.
[[nodiscard]] constexpr std::optional<amount> exchange_rate(currency from, currency to) noexcept {
    struct row {
        currency from, to;
        amount rate;
    };
    using namespace dollr::literals;
    constexpr std::array rates{
        row{"USD"_currency, "LRD"_currency, "190.25"_amount}, row{"LRD"_currency, "USD"_currency, "0.005256"_amount},
        row{"USD"_currency, "RWF"_currency, "1440.5"_amount}, row{"RWF"_currency, "USD"_currency, "0.000694"_amount},
        row{"LRD"_currency, "RWF"_currency, "7.5716"_amount}, row{"RWF"_currency, "LRD"_currency, "0.132073"_amount},
    };
    if (from == to) return "1"_amount;
    for (row const& r : rates) {
        if (r.from == from && r.to == to) return r.rate;
    }
    return std::nullopt;
}

}  // namespace dollr::sandbox

#endif
