// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_MARKET_HPP
#define DOLLR_API_MARKET_HPP

#include <dollr/value/currency.hpp>
#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

/// Which provider carries which payment method, where, and in which money: the market matrix of the API's guides as a
/// table. Nothing is refused for its currency here: a prediction tells what can be charged.
namespace dollr::api {

BOOST_DEFINE_FIXED_ENUM_CLASS(payment_method, std::uint8_t, mtn_momo_lbr, orange_money_lbr, airtel_rwa, mtn_momo_rwa,
                              orange_money_rwa, credit_card, wallet)
[[nodiscard]] constexpr std::string_view to_text(payment_method value) noexcept { return wire_name(value); }

/// The two names that are methods as well come from the API's own examples.
BOOST_DEFINE_FIXED_ENUM_CLASS(provider, std::uint8_t, mtn_momo_lbr, orange_money_lbr, pawapay, stripe, platform)
[[nodiscard]] constexpr std::string_view to_text(provider value) noexcept { return wire_name(value); }

struct market_row {
    payment_method method;
    api::provider provider;
    std::string_view country;              ///< ISO 3166 alpha-2, as in country_code; empty: not bound to one
    std::array<currency, 2> currencies{};  ///< the country's own; the guides name none for the other methods
};

namespace detail {

using namespace dollr::literals;
inline constexpr std::array<currency, 2> liberian{"USD"_currency, "LRD"_currency};
inline constexpr std::array<currency, 2> rwandan{"RWF"_currency};

}  // namespace detail

inline constexpr market_row market[] = {
    {payment_method::mtn_momo_lbr, provider::pawapay, "LR", detail::liberian},
    {payment_method::orange_money_lbr, provider::pawapay, "LR", detail::liberian},
    {payment_method::airtel_rwa, provider::pawapay, "RW", detail::rwandan},
    {payment_method::mtn_momo_rwa, provider::pawapay, "RW", detail::rwandan},
    {payment_method::orange_money_rwa, provider::pawapay, "RW", detail::rwandan},
    {payment_method::credit_card, provider::stripe, {}},
    {payment_method::wallet, provider::platform, {}},
};

constexpr market_row const* market_of(payment_method m) noexcept {
    for (market_row const& row : market)
        if (row.method == m) return &row;
    return nullptr;
}

/// The currencies of a method, the usual one first; none: the guides bind it to none.
constexpr std::span<currency const> market_currencies(payment_method m) noexcept {
    auto const* const row = market_of(m);
    if (row == nullptr) return {};
    std::size_t n = 0;
    while (n < row->currencies.size() && !row->currencies[n].is_empty()) ++n;
    return {row->currencies.data(), n};
}

constexpr std::optional<provider> provider_of(payment_method m) noexcept {
    auto const* const row = market_of(m);
    return row != nullptr ? std::optional(row->provider) : std::nullopt;
}

namespace detail {

/// Every method is there once, and a row that names a country names its currencies too.
consteval bool market_is_whole() {
    std::size_t methods = 0;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<payment_method>>([&](auto method) {
        std::size_t rows = 0;
        for (market_row const& row : market) rows += row.method == method.value;
        methods += rows == 1;
    });
    for (market_row const& row : market) {
        if (!row.country.empty() && (row.country.size() != 2 || row.currencies[0].is_empty())) return false;
        if (row.country.empty() && !row.currencies[0].is_empty()) return false;
    }
    return methods == std::size(market);
}
static_assert(market_is_whole(), "the market matrix holds every payment method exactly once, and a country with money");

}  // namespace detail

/// Where a method and its provider were paired. Not sent; what leaves is refused unless it says so (mistake 14).
enum class pairing : std::uint8_t {
    by_market,  ///< from the matrix: only its pairs pass
    predicted,  ///< as a prediction answered it: right by definition (the API's own examples pair MTN_MOMO_LBR with
                ///< itself)
    unlisted,   ///< by somebody who knows better than the matrix
};

[[nodiscard]] constexpr std::string_view to_text(pairing value) noexcept;

/// Empty, or what to write instead.
inline std::string_view why_not_pair(open_enum<payment_method> const& method, open_enum<provider> const& by,
                                     pairing how) noexcept {
    if (how != pairing::by_market) return {};
    auto const m = method.known();
    auto const p = by.known();
    if (m && p && provider_of(*m) == *p) return {};
    return "this provider does not carry this method in the market matrix: take it from provider_of(method), or set "
           "pairing to "
           "predicted if a prediction answered this pair, or to unlisted if you know better";
}

constexpr std::string_view to_text(pairing value) noexcept {
    switch (value) {
        case pairing::by_market:
            return "by market";
        case pairing::predicted:
            return "predicted";
        case pairing::unlisted:
            return "unlisted";
    }
    return {};
}

}  // namespace dollr::api

#endif
