// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_MARKET_HPP
#define DOLLR_API_MARKET_HPP

#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

/// Which provider carries which payment method, and where: the market matrix of the API's guides as a table.
namespace dollr::api {

BOOST_DEFINE_FIXED_ENUM_CLASS(payment_method, std::uint8_t, mtn_momo_lbr, orange_money_lbr, airtel_rwa, mtn_momo_rwa,
                              orange_money_rwa, credit_card, wallet)

/// The two names that are methods as well come from the API's own examples.
BOOST_DEFINE_FIXED_ENUM_CLASS(provider, std::uint8_t, mtn_momo_lbr, orange_money_lbr, pawapay, stripe, platform)

struct market_row {
    payment_method method;
    api::provider provider;
    std::string_view country;  ///< ISO 3166 alpha-3; empty: not bound to one
};

inline constexpr market_row market[] = {
    {payment_method::mtn_momo_lbr, provider::pawapay, "LBR"},
    {payment_method::orange_money_lbr, provider::pawapay, "LBR"},
    {payment_method::airtel_rwa, provider::pawapay, "RWA"},
    {payment_method::mtn_momo_rwa, provider::pawapay, "RWA"},
    {payment_method::orange_money_rwa, provider::pawapay, "RWA"},
    {payment_method::credit_card, provider::stripe, {}},
    {payment_method::wallet, provider::platform, {}},
};

constexpr std::optional<provider> provider_of(payment_method m) noexcept {
    for (market_row const& row : market)
        if (row.method == m) return row.provider;
    return std::nullopt;
}

/// Where a method and its provider were paired. Not sent; what leaves is refused unless it says so (mistake 14).
enum class pairing : std::uint8_t {
    by_market,  ///< from the matrix: only its pairs pass
    predicted,  ///< as a prediction answered it: right by definition (the API's own examples pair MTN_MOMO_LBR with
                ///< itself)
    unlisted,   ///< by somebody who knows better than the matrix
};

/// Empty, or what to write instead.
inline std::string_view pair_objection(open_enum<payment_method> const& method, open_enum<provider> const& by,
                                       pairing how) noexcept {
    if (how != pairing::by_market) return {};
    auto const m = method.known();
    auto const p = by.known();
    if (m && p && provider_of(*m) == *p) return {};
    return "this provider does not carry this method in the market matrix: take it from provider_of(method), or set "
           "pairing to "
           "predicted if a prediction answered this pair, or to unlisted if you know better";
}

}  // namespace dollr::api

#endif
