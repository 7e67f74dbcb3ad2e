// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_PRICING_HPP
#define DOLLR_SANDBOX_PRICING_HPP

#include <dollr/api/market.hpp>
#include <dollr/sandbox/market.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/money.hpp>

#include <optional>

/// What a payment costs, and who pays how much: exact, so that a prediction, an execution and a receipt fit together to
/// the last minor unit.
///
/// Every fee is a share of the base amount, rounded half up to the base currency's minor unit. With PAYER fees the
/// payee gets the base amount and the payer pays base + fees; with PAYEE fees the payer pays the base amount and the
/// payee gets base - fees. The side outside (the payer of a collection, the payee of a payout) is in the target
/// currency: converted once, as a whole, rounded half up. So in the base currency
///
///     payer = payee + fees = payee + platform_fee + gateway_fee + fx_fee
///
/// holds exactly, before the one conversion.
namespace dollr::sandbox {

/// Shares of the base amount.
struct fee_shares {
    amount platform;
    amount gateway;
    amount fx;  ///< only when currencies differ
};

struct quote {
    money payer;
    money payee;
    amount platform_fee;  ///< fees are in the base currency
    amount gateway_fee;
    amount fx_fee;
    amount fees;  ///< all three
    currency base;
    amount rate;  ///< base to target; 1 if they are the same

    [[nodiscard]] bool converts() const noexcept { return payer.currency != payee.currency; }

    friend bool operator==(quote const&, quote const&) = default;
};

[[nodiscard]] constexpr fee_shares shares_of(operation_type op, api::payment_method m) noexcept {
    using namespace dollr::literals;
    using enum operation_type;
    if (op == transfer || op == refund) return {"0"_amount, "0"_amount, "0"_amount};
    auto const platform = op == collection ? "0.01"_amount : "0.005"_amount;
    switch (m) {
        case api::payment_method::credit_card:
            return {platform, "0.029"_amount, "0.01"_amount};
        case api::payment_method::wallet:
            return {platform, "0"_amount, "0.01"_amount};
        default:
            return {platform, op == collection ? "0.015"_amount : "0.01"_amount, "0.01"_amount};
    }
}

/// Empty: there is no exchange rate, or nothing would be left after fees and rounding.
[[nodiscard]] constexpr std::optional<quote> priced(operation_type op, money base, currency target,
                                                    api::payment_method m, fee_bearer bearer) noexcept {
    auto const rate = exchange_rate(base.currency, target);
    auto const base_scale = base.currency.minor_units();
    auto const target_scale = target.minor_units();
    if (!rate || !base_scale || !target_scale) return std::nullopt;

    auto const converts = base.currency != target;
    auto const shares = shares_of(op, m);
    auto const fee = [&](amount share) -> std::optional<amount> {
        auto const exact = amount::checked_multiply(base.amount, share);
        return exact ? exact->rounded(*base_scale, rounding::half_up) : std::nullopt;
    };
    auto const whole = base.amount.exact_in(base.currency);
    auto const platform = fee(shares.platform);
    auto const gateway = fee(shares.gateway);
    auto const fx = fee(converts ? shares.fx : amount{});
    if (!whole || !platform || !gateway || !fx) return std::nullopt;

    auto fees = amount::checked_add(*platform, *gateway);
    if (fees) fees = amount::checked_add(*fees, *fx);
    if (!fees) return std::nullopt;
    auto payer = bearer == fee_bearer::payer ? amount::checked_add(*whole, *fees) : whole;
    auto payee = bearer == fee_bearer::payee ? amount::checked_subtract(*whole, *fees) : whole;
    auto& outside = op == operation_type::collection ? payer : payee;
    if (converts && outside) {
        outside = amount::checked_multiply(*outside, *rate);
        if (outside) outside = outside->rounded(*target_scale, rounding::half_up);
    }
    if (!payer || !payee || *payer <= amount{} || *payee <= amount{}) return std::nullopt;

    auto const collects = op == operation_type::collection;
    return quote{.payer = {*payer, collects ? target : base.currency},
                 .payee = {*payee, collects ? base.currency : target},
                 .platform_fee = *platform,
                 .gateway_fee = *gateway,
                 .fx_fee = *fx,
                 .fees = *fees,
                 .base = base.currency,
                 .rate = *rate};
}

/// The currency in which a method can take or give a payment of `base`: that one if it can, else the method's usual
/// one.
[[nodiscard]] constexpr currency target_for(api::payment_method m, currency base) noexcept {
    if (carries(m, base)) return base;
    auto const all = currencies_of(m);
    return all.empty() ? base : all.front();
}

}  // namespace dollr::sandbox

#endif
