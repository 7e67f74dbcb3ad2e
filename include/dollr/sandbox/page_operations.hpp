// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_PAGE_OPERATIONS_HPP
#define DOLLR_SANDBOX_PAGE_OPERATIONS_HPP

#include <dollr/api/market.hpp>
#include <dollr/api/operation.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/currency.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>
#include <dollr/value/phone.hpp>
#include <dollr/value/reference_id.hpp>
#include <dollr/value/timestamp.hpp>

#include <boost/describe/enum.hpp>
#include <boost/mp11/list.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the hosted payment page asks for, by the token in its address (pages.hpp): what is to be paid, what that costs
/// by which means, and to pay it. Whoever has the address has these; no other token is needed. Amounts are text, since
/// browsers read numbers in binary.
namespace dollr::sandbox {

/// ACTIVE is DECLINED once an execution has failed for good, and EXPIRED when the page's time has passed; PROCESSING is
/// told apart by whom it waits for. What failed and may complete after all is PROCESSING too: nobody shall pay twice.
BOOST_DEFINE_FIXED_ENUM_CLASS(page_state, std::uint8_t, open, wants_approval, wants_action, processing, paid, declined,
                              expired, canceled)
[[nodiscard]] constexpr std::string_view to_text(page_state value) noexcept { return wire_name(value); }

BOOST_DEFINE_FIXED_ENUM_CLASS(page_means, std::uint8_t, mobile_money, card)
[[nodiscard]] constexpr std::string_view to_text(page_means value) noexcept { return wire_name(value); }

/// HANG: nothing, for ever.
BOOST_DEFINE_FIXED_ENUM_CLASS(payer_decision, std::uint8_t, hang, approve, decline)
[[nodiscard]] constexpr std::string_view to_text(payer_decision value) noexcept { return wire_name(value); }

/// What paying costs by one means, to the last minor unit.
struct page_price {
    api::payment_method payment_method{};
    std::string carrier;  ///< "MTN", or what a card is called
    std::optional<std::string> country;
    amount payer_amount;
    currency payer_currency;
    amount fees;  ///< all three; in the source's currency
    amount platform_fee;
    amount gateway_fee;
    amount fx_fee;
    std::optional<amount> fx_rate;  ///< if currencies differ

    friend bool operator==(page_price const&, page_price const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_price, (),
                      (payment_method, carrier, country, payer_amount, payer_currency, fees, platform_fee, gateway_fee,
                       fx_fee, fx_rate))
consteval auto schema_of(page_price const*) {
    using schema::form;
    using schema::rule;
    return schema::description{"SandboxPagePrice",
                               schema::evidence::own,
                               rule{.member = "payer_amount", .form = form::text},
                               rule{.member = "fees", .form = form::text},
                               rule{.member = "platform_fee", .form = form::text},
                               rule{.member = "gateway_fee", .form = form::text},
                               rule{.member = "fx_fee", .form = form::text},
                               rule{.member = "fx_rate", .form = form::text}};
}

struct page_item {
    std::string name;
    std::int64_t qty = 1;
    dollr::amount amount;  ///< of the whole line

    friend bool operator==(page_item const&, page_item const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_item, (), (name, qty, amount))
consteval auto schema_of(page_item const*) {
    return schema::description{"SandboxPageItem", schema::evidence::own,
                               schema::rule{.member = "amount", .form = schema::form::text}};
}

/// The last execution for this source, whether the page had made it or the API.
struct page_payment {
    dollr::reference_id reference_id;
    open_enum<execution_status> status;
    std::string number;  ///< of the account
    page_price price;
    std::optional<std::string> message;                  ///< why it failed
    std::optional<std::string> provider_transaction_id;  ///< the number on the receipt
    timestamp accepted_at;

    friend bool operator==(page_payment const&, page_payment const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_payment, (),
                      (reference_id, status, number, price, message, provider_transaction_id, accepted_at))
consteval auto schema_of(page_payment const*) {
    return schema::description{"SandboxPagePayment", schema::evidence::own};
}

struct page_response {
    page_state state{};
    std::string merchant_name;
    dollr::source_type source_type{};
    std::string source_number;
    source_status status{};
    std::string note;
    std::vector<page_item> items;
    amount total_amount;
    dollr::currency currency;
    dollr::fee_bearer fee_bearer{};
    std::optional<std::string> payer_phone;
    std::optional<page_payment> payment;
    std::optional<timestamp> paid_at;
    std::optional<timestamp> expires_at;
    std::optional<std::string> success_url;  ///< as the merchant gave it: nothing is added
    std::optional<std::string> cancel_url;
    timestamp now;

    friend bool operator==(page_response const&, page_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_response, (),
                      (state, merchant_name, source_type, source_number, status, note, items, total_amount, currency,
                       fee_bearer, payer_phone, payment, paid_at, expires_at, success_url, cancel_url, now))
consteval auto schema_of(page_response const*) {
    return schema::description{"SandboxPage", schema::evidence::own,
                               schema::rule{.member = "total_amount", .form = schema::form::text}};
}

struct page_path {
    std::string token;

    friend bool operator==(page_path const&, page_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_path, (), (token))
consteval auto schema_of(page_path const*) { return schema::description{"", schema::evidence::own}; }

struct page_price_query {
    page_means means{};
    std::optional<dollr::phone> phone;  ///< of mobile money

    friend bool operator==(page_price_query const&, page_price_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(page_price_query, (), (means, phone))
consteval auto schema_of(page_price_query const*) { return schema::description{"", schema::evidence::own}; }

struct pay_page_payload {
    page_means means{};
    std::optional<dollr::phone> phone;       ///< of mobile money
    std::optional<payer_decision> decision;  ///< absent: HANG, until the payer acts (end_payer_action)

    friend bool operator==(pay_page_payload const&, pay_page_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(pay_page_payload, (), (means, phone, decision))
consteval auto schema_of(pay_page_payload const*) {
    return schema::description{"SandboxPagePay", schema::evidence::own};
}

struct read_page : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_page";
    static constexpr std::string_view target = "/_sandbox/pages/{token}";
    static constexpr bool bearer = false;
    using path = page_path;
    using response = page_response;
};

struct price_page : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_page_price";
    static constexpr std::string_view target = "/_sandbox/pages/{token}/price";
    static constexpr bool bearer = false;
    using path = page_path;
    using query = page_price_query;
    using response = page_price;
};

/// A second one is refused while the first may still end well, also after all.
struct pay_page : api::operation<http_method::post, hazard::moves_money> {
    static constexpr std::string_view name = "sandbox_page_pay";
    static constexpr std::string_view target = "/_sandbox/pages/{token}/pay";
    static constexpr bool bearer = false;
    using path = page_path;
    using body = pay_page_payload;
    using response = page_response;
};

using page_operations = boost::mp11::mp_list<read_page, price_page, pay_page>;

}  // namespace dollr::sandbox

#endif
