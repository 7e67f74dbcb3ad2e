// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FLOW_BOUNDS_HPP
#define DOLLR_FLOW_BOUNDS_HPP

#include <dollr/api/predictions.hpp>
#include <dollr/flow/payment_intent.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/value/money.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// A prediction is the API's word for what a payment will cost and bring. It is believed only within bounds: fees up to
/// a part of the amount, and a rate that is near the last one that was paid. What lies outside is not paid, and the
/// figures are said (policy::fee_max, rate_max, rate_change_max).
namespace dollr::flow {

/// Two amounts that were exchanged for each other.
struct known_rate {
    money one;
    money other;
    server_time paid_at{};

    friend bool operator==(known_rate const&, known_rate const&) = default;
};

/// The newest rate of each pair of currencies.
class known_rates {
public:
    /// Of a payment that completed, and was converted.
    void learn(record const& r) {
        auto const& a = r.attempt;
        if (a.phase != phase::completed || !a.payer || !a.payee || a.payer->currency == a.payee->currency) return;
        if (a.payer->amount.is_zero() || a.payee->amount.is_zero()) return;
        known_rate const fresh{*a.payer, *a.payee, a.settled};
        for (auto& rate : all_) {
            if (!is_of(rate, *a.payer, *a.payee) && !is_of(rate, *a.payee, *a.payer)) continue;
            if (rate.paid_at <= fresh.paid_at) rate = fresh;
            return;
        }
        all_.push_back(fresh);
    }
    [[nodiscard]] std::optional<known_rate> of(currency one, currency other) const {
        for (auto const& rate : all_) {
            if (rate.one.currency == one && rate.other.currency == other) return rate;
            if (rate.one.currency == other && rate.other.currency == one)
                return known_rate{rate.other, rate.one, rate.paid_at};
        }
        return std::nullopt;
    }

private:
    static bool is_of(known_rate const& rate, money const& one, money const& other) noexcept {
        return rate.one.currency == one.currency && rate.other.currency == other.currency;
    }
    std::vector<known_rate> all_;
};

namespace detail {

/// a <= b x part / whole, exactly; false also where the figures are too long to say.
inline bool at_most(std::optional<amount> const& a, std::optional<amount> const& b, std::uint64_t part,
                    std::uint64_t whole) {
    if (!a || !b) return false;
    auto const left = amount::checked_multiply(*a, whole);
    auto const right = amount::checked_multiply(*b, part);
    return left && right && *left <= *right;
}

inline std::string side_objection(money const& wanted, money const& side, char const* whose, policy const& rules,
                                  known_rates const* rates) {
    auto const says = [&](std::string const& why) {
        return std::string{whose} + side.amount.to_string() + " " + std::string{side.currency.text()} + " for " +
               wanted.amount.to_string() + " " + std::string{wanted.currency.text()} + ", " + why;
    };
    if (side.currency == wanted.currency) {
        std::uint64_t const most = 100 + std::uint64_t{rules.fee_max};
        if (at_most(side.amount, wanted.amount, most, 100) && at_most(wanted.amount, side.amount, most, 100)) return {};
        return says("and fees of more than " + std::to_string(rules.fee_max) + " % are not paid (fee_max)");
    }
    if (!at_most(side.amount, wanted.amount, rules.rate_max, 1) ||
        !at_most(wanted.amount, side.amount, rules.rate_max, 1))
        return says("and a rate beyond 1 to " + std::to_string(rules.rate_max) + " is not believed (rate_max)");
    auto const last = rates != nullptr ? rates->of(wanted.currency, side.currency) : std::nullopt;
    if (!last) return {};
    auto const now = amount::checked_multiply(side.amount, last->one.amount);
    auto const before = amount::checked_multiply(last->other.amount, wanted.amount);
    std::uint64_t const most = 100 + std::uint64_t{rules.rate_change_max};
    if (at_most(now, before, most, 100) && at_most(before, now, most, 100)) return {};
    return says("and the last rate was " + last->other.amount.to_string() + " " +
                std::string{last->other.currency.text()} + " for " + last->one.amount.to_string() + " " +
                std::string{last->one.currency.text()} + " (rate_change_max)");
}

}  // namespace detail

/// Empty, or why a payment is not made at these figures.
inline std::string bounds_objection(payment_intent const& p, api::amount_and_fee_prediction_response const& predicted,
                                    policy const& rules, known_rates const* rates) {
    money const wanted{p.amount, p.currency};
    auto const collects = p.kind == intent_kind::collection;
    auto payer = detail::side_objection(wanted, {predicted.payer_amount, predicted.payer_currency},
                                        collects ? "the payer would pay " : "the merchant would pay ", rules, rates);
    if (!payer.empty()) return payer;
    return detail::side_objection(wanted, {predicted.payee_amount, predicted.payee_currency},
                                  collects ? "the merchant would get " : "the payee would get ", rules, rates);
}

}  // namespace dollr::flow

#endif
