// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RULES_FEES_HPP
#define DOLLR_SANDBOX_RULES_FEES_HPP

#include <dollr/api/fees.hpp>
#include <dollr/sandbox/call.hpp>
#include <dollr/sandbox/pricing.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// Fees: the shares that prices are made of (pricing.hpp), in percent. The merchant's tier is STANDARD, and nothing
/// changes it; the other one is there to be listed. No fee is fixed.
namespace dollr::sandbox {

namespace detail {

struct tier {
    std::int64_t nth = 0;
    std::string_view name;
    amount of_platform;  ///< how much of the standard share it pays
    bool is_default = false;
};
inline constexpr tier tiers[] = {{1, "STANDARD", "1"_amount, true}, {2, "VOLUME", "0.5"_amount}};

inline constexpr int fee_kind = 30;
inline constexpr int tier_kind = 40;
inline constexpr int provider_kind = 50;

/// Since when all fees are as they are.
inline timestamp fees_since() noexcept {
    using namespace std::chrono;
    return timestamp(server_time{sys_days{year{2026} / January / day{1}}});
}

inline amount percent(amount share) noexcept {
    auto const exact = amount::checked_multiply(share, "100"_amount);
    auto const shown = exact ? exact->rescaled(2) : std::nullopt;
    return shown.value_or(exact.value_or(amount{}));
}

template <class Response>
Response told(tier const& t) {
    return {.id = {nth_id(t.nth, tier_kind)},
            .name = std::string(t.name),
            .is_default = t.is_default,
            .created_at = fees_since(),
            .updated_at = fees_since()};
}

}  // namespace detail

inline answer<api::fee_with_provider_response> serve(state&, call<api::retrieve_gateway_fees> const& c) {
    auto const method = c.query.payment_method.known();
    if (!method) return refusal({"query", "payment_method"}, "This payment method is not in the market matrix");
    auto const by = api::provider_of(*method);
    if (!by) return missing("Provider");
    auto const op = c.query.operation_type;
    api::fee_with_provider_response r;
    r.id = {nth_id(static_cast<std::int64_t>(op) * 10 + static_cast<std::int64_t>(*method) + 1, detail::fee_kind)};
    r.provider_id = {nth_id(static_cast<std::int64_t>(*by) + 1, detail::provider_kind)};
    r.operation_type = op;
    r.payment_method = *method;
    r.percentage = detail::percent(shares_of(op, *method).gateway);
    r.effective_from = detail::fees_since();
    r.created_at = detail::fees_since();
    r.updated_at = detail::fees_since();
    return r;
}

/// The same for every method: so none is named.
inline answer<api::fee_tier_rate_response> serve(state&, call<api::retrieve_platform_fees> const& c) {
    for (detail::tier const& t : detail::tiers) {
        if (t.name != c.query.fee_tier_name) continue;
        auto const op = c.query.operation_type;
        auto const shares = shares_of(op, api::payment_method::wallet);
        auto const platform = amount::checked_multiply(shares.platform, t.of_platform);
        api::fee_tier_rate_response r;
        r.id = {nth_id(t.nth * 100 + static_cast<std::int64_t>(op), detail::fee_kind)};
        r.operation_type = op;
        r.percentage = detail::percent(platform.value_or(shares.platform));
        r.fx_percentage = detail::percent(shares.fx);
        r.effective_from = detail::fees_since();
        r.created_at = detail::fees_since();
        r.tier = detail::told<api::fee_tier>(t);
        return r;
    }
    return missing("Fee tier");
}

inline answer<api::merchant_fee_response> serve(state&, call<api::retrieve_merchant_fee_tier> const& c) {
    if (c.query.owner_type != merchant_kind || c.query.owner_id != merchant) return missing("Merchant");
    api::merchant_fee_response r;
    r.id = {nth_id(1000, detail::fee_kind)};
    r.owner_type = c.query.owner_type;
    r.owner_id = c.query.owner_id;
    r.assigned_at = detail::fees_since();
    r.tier = detail::told<api::fee_tier>(detail::tiers[0]);
    return r;
}

inline answer<std::vector<api::fee_tier_response>> serve(state&, call<api::list_fee_tiers> const&) {
    std::vector<api::fee_tier_response> all;
    for (detail::tier const& t : detail::tiers) all.push_back(detail::told<api::fee_tier_response>(t));
    return all;
}

}  // namespace dollr::sandbox

#endif
