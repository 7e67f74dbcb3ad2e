// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_REFUNDS_HPP
#define DOLLR_SANDBOX_REFUNDS_HPP

#include <dollr/sandbox/engine.hpp>
#include <dollr/sandbox/state.hpp>

#include <algorithm>
#include <optional>

/// How much of a payment can still be given back, and what that costs.
///
/// A refund is asked for in the document's currency and paid by the merchant's wallet, without fees: those of the
/// payment stay paid. Of one payment no more is given back than its payer has paid, over all refunds that have
/// completed or may still: a second one that would go beyond is refused while the first is under way. If the payment
/// was converted, so is its refund, at the same rate; whatever rounding leaves is given back by the refund that uses up
/// the payment. So in both currencies the refunds of a payment add up to at most what was collected, and a full refund
/// to exactly that.
namespace dollr::sandbox {

/// The price of giving back `wanted`; empty: that is more than is left, or rounds to nothing.
[[nodiscard]] inline std::optional<quote> priced_refund(state const& s, execution const& original, amount wanted);

namespace detail {

/// What the payer paid, before the one conversion.
inline std::optional<amount> collected(quote const& q) noexcept {
    if (!q.converts()) return q.payer.amount;
    return amount::checked_add(q.payee.amount, q.fees);
}

}  // namespace detail

inline std::optional<quote> priced_refund(state const& s, execution const& original, amount wanted) {
    auto const& paid = original.price;
    auto const scale = paid.payer.currency.minor_units();
    auto left = detail::collected(paid);
    std::optional<amount> back = paid.payer.amount;
    for (auto const index : original.refunds) {
        auto const& one = s.executions[index];
        if (has_failed_for_good(one)) continue;
        if (left) left = amount::checked_subtract(*left, one.price.payer.amount);
        if (back) back = amount::checked_subtract(*back, one.price.payee.amount);
    }
    auto const whole = wanted.exact_in(paid.base);
    auto const nothing = amount{}.exact_in(paid.base);
    if (!left || !back || !whole || !nothing || !scale || *whole > *left) return std::nullopt;

    if (paid.converts() && *whole < *left) {
        auto const converted = amount::checked_multiply(*whole, paid.rate);
        auto const rounded = converted ? converted->rounded(*scale, rounding::half_up) : std::nullopt;
        if (!rounded) return std::nullopt;
        back = std::min(*rounded, *back);
    } else if (!paid.converts()) {
        back = whole;
    }
    if (*whole <= amount{} || *back <= amount{}) return std::nullopt;
    return quote{.payer = {*whole, paid.base},
                 .payee = {*back, paid.payer.currency},
                 .platform_fee = *nothing,
                 .gateway_fee = *nothing,
                 .fx_fee = *nothing,
                 .fees = *nothing,
                 .base = paid.base,
                 .rate = paid.rate};
}

}  // namespace dollr::sandbox

#endif
