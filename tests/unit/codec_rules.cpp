// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/operations.hpp>
#include <dollr/codec/request.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

using namespace dollr;
using namespace dollr::literals;
using schema::local_rule;

// What the library refuses before a byte leaves, rule by rule: as it is, and relaxed by somebody who knows better.

namespace {

auto const payment = *reference_id::try_parse("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
auto const version_1 = *reference_id::of_any_version("3f1c2b9a-0d4e-11ee-9b1f-2a3b4c5d6e7f");
auto const noon = server_time(std::chrono::sys_days(std::chrono::year(2026) / 6 / 23) + std::chrono::hours(12));

template <class T>
std::string findings(T const& value, codec::write_options const& options) {
    std::string out;
    for (auto const& i : codec::validate(value, {}, options))
        out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.type;
    return out;
}

/// What is said of it under the strict policy, if without this one rule nothing is, and it then leaves.
template <class T>
std::string rule_alone(T const& value, local_rule r, codec::write_options options = {}) {
    auto const strict = findings(value, options);
    options.policy = options.policy.without(r);
    if (auto const rest = findings(value, options); !rest.empty()) return "not this rule alone: " + rest;
    std::string json;
    if (!codec::write(value, json, {}, options) || json.empty()) return "not written";
    return strict;
}

api::add_invoice_item_payload item() { return {"Rice", "USD"_currency, 2, "12.50"_amount}; }
api::create_party_payload party() { return {"Ann", *phone::try_parse("231771234567"), {}, {}}; }
api::create_transfer_session_payload transfer() {
    return {{1}, {2}, "5"_amount, "USD"_currency, timestamp(noon + std::chrono::minutes(5))};
}
api::create_refund_session_payload refund(amount sum) {
    return {{1}, sum, {}, timestamp(noon + std::chrono::minutes(5))};
}

}  // namespace

TEST_CASE("rule: what is required is there; without the rule what is empty leaves as it is") {
    auto i = item();
    i.currency = {};
    CHECK(rule_alone(i, local_rule::required) == "currency: missing");
    CHECK(rule_alone(api::create_checkout_session_payload{{}, source_type::invoice}, local_rule::required) ==
          "source_id: missing");
    CHECK(rule_alone(api::obtain_token_payload{"client", {}}, local_rule::required) == "client_secret: missing");
    auto p = party();
    p.phone = {};
    CHECK(rule_alone(p, local_rule::required) == "phone: missing");
}

TEST_CASE("rule: text is as long as the contract says") {
    CHECK(rule_alone(api::invoice_number_path{""}, local_rule::text_length) == "invoice_number: string_too_short");
}

TEST_CASE("rule: text is UTF-8 without NUL") {
    auto i = item();
    i.name = std::string("a\0b", 3);
    CHECK(rule_alone(i, local_rule::text_encoding) == "name: string_nul");
    i.name = "caf\xE9";
    CHECK(rule_alone(i, local_rule::text_encoding) == "name: string_unicode");
}

TEST_CASE("rule: a phone is 8 to 15 digits without a leading zero") {
    for (std::string_view const text : {"0771234567", "+231771234", "1234567"}) {
        CAPTURE(text);
        auto p = party();
        p.phone = *phone::unlisted(text);
        CHECK(rule_alone(p, local_rule::phone_pattern) == "phone: string_pattern_mismatch");
    }
    CHECK(!phone::unlisted("2317 71234567"));
    CHECK(!phone::unlisted("1234567890123456"));
}

TEST_CASE("rule: a currency is in the list; one that is not says so itself") {
    auto i = item();
    CHECK(!currency::try_parse("XQZ"));
    i.currency = *currency::unlisted("XQZ");
    CHECK(findings(i, {}) == "");
    CHECK(!currency::unlisted("usd"));
}

TEST_CASE("rule: a reference_id is a UUID of version 4; a nil one never leaves") {
    api::transfer_execution_payload body{{12}, version_1};
    CHECK(rule_alone(body, local_rule::uuid_version) == "reference_id: uuid_version");
    body.reference_id = payment;
    CHECK(findings(body, {}) == "");
    body.reference_id = {};
    CHECK(rule_alone(body, local_rule::required) == "not this rule alone: reference_id: missing");
    CHECK(rule_alone(body, local_rule::uuid_version) == "not this rule alone: reference_id: missing");
}

TEST_CASE("rule: an amount to be paid is at least 0.01") {
    auto i = item();
    for (auto const sum : {"0"_amount, "-1"_amount, "0.00"_amount}) {
        i.amount = sum;
        CHECK(rule_alone(i, local_rule::least_amount) == "amount: greater_than_equal");
    }
    CHECK(rule_alone(refund("0.00"_amount), local_rule::least_amount) == "amount: greater_than_equal");
    i.amount = "0.01"_amount;
    CHECK(findings(i, {}) == "");
}

TEST_CASE("rule: an amount has no more decimals than its currency") {
    auto i = item();
    i.amount = "12.505"_amount;
    CHECK(rule_alone(i, local_rule::minor_units) == "amount: decimal_max_places");
    i.currency = "RWF"_currency;
    i.amount = "12.5"_amount;
    CHECK(rule_alone(i, local_rule::minor_units) == "amount: decimal_max_places");
}

TEST_CASE("rule: an amount has at most 15 significant digits, also where its currency stands elsewhere") {
    auto i = item();
    i.amount = "12345678901234.56"_amount;
    CHECK(rule_alone(i, local_rule::fifteen_digits) == "amount: decimal_max_digits");
    CHECK(rule_alone(refund("12345678901234.56"_amount), local_rule::fifteen_digits) == "amount: decimal_max_digits");
    i.amount = "1234567890123.45"_amount;
    CHECK(findings(i, {}) == "");
}

TEST_CASE("rule: qty is at least 1") {
    auto i = item();
    i.qty = 0;
    CHECK(rule_alone(i, local_rule::least_number) == "qty: greater_than_equal");
    CHECK(rule_alone(api::update_order_item_payload{{}, -1, {}}, local_rule::least_number) ==
          "qty: greater_than_equal");
}

TEST_CASE("rule: an expiry is after now, where the caller says what time it is") {
    auto t = transfer();
    codec::write_options options;
    options.now = noon;
    CHECK(findings(t, options) == "");
    t.expires_at = timestamp(noon);
    CHECK(findings(t, {}) == "");
    CHECK(rule_alone(t, local_rule::in_the_future, options) == "expires_at: value_error");
    auto r = refund("5"_amount);
    r.expires_at = timestamp(noon - std::chrono::seconds(1));
    CHECK(rule_alone(r, local_rule::in_the_future, options) == "expires_at: value_error");
    api::create_checkout_payload c;
    c.party_phone = party().phone;
    c.currency = "USD"_currency;
    CHECK(findings(c, options) == "");
    c.expires_at = timestamp(noon);
    CHECK(rule_alone(c, local_rule::in_the_future, options) == "expires_at: value_error");
}

TEST_CASE("rule: one of phone and user_id") {
    api::passcode_token_payload token{{}, {}, secret_string("1234")};
    CHECK(rule_alone(token, local_rule::agreement) == ": value_error");
    token.user_id = "user-1";
    CHECK(findings(token, {}) == "");
    token.phone = party().phone;
    CHECK(rule_alone(token, local_rule::agreement) == ": value_error");
}

TEST_CASE("a policy without one rule keeps all the others") {
    auto i = item();
    i.qty = 0;
    i.amount = "0.001"_amount;
    codec::write_options options;
    options.policy = options.policy.without(local_rule::least_number).without(local_rule::minor_units);
    CHECK(findings(i, options) == "amount: greater_than_equal");
}

TEST_CASE("a request is built under the policy that it is given, and its expiry checked at the time that it is given") {
    secret_string const token("token");
    http_request out;
    codec::write_options options;
    options.now = noon + std::chrono::hours(1);
    CHECK(codec::request<api::create_transfer_session>(transfer(), token, out).has_value());
    CHECK(!codec::request<api::create_transfer_session>(transfer(), token, out, options).has_value());
    options.policy = options.policy.without(local_rule::in_the_future);
    CHECK(codec::request<api::create_transfer_session>(transfer(), token, out, options).has_value());

    CHECK(!codec::request<api::status_payout>({version_1}, {}, {}, token, out).has_value());
    options.policy = options.policy.without(local_rule::uuid_version);
    REQUIRE(codec::request<api::status_payout>({version_1}, {}, {}, token, out, options).has_value());
    CHECK(out.target == "/status/payout/3f1c2b9a-0d4e-11ee-9b1f-2a3b4c5d6e7f");
}

TEST_CASE("no policy lets a request lose its shape") {
    codec::write_options nothing;
    for (unsigned bit = 1; bit < 1u << 11; bit <<= 1) nothing.policy = nothing.policy.without(local_rule(bit));
    http_request out;
    CHECK(!codec::request<api::retrieve_invoice_by_number>({""}, {}, {}, secret_string("t"), out, nothing).has_value());
    CHECK(
        !codec::request<api::retrieve_invoice_by_number>({".."}, {}, {}, secret_string("t"), out, nothing).has_value());
    CHECK(!codec::request<api::list_parties>({}, {}, {}, secret_string("a\r\nb"), out, nothing).has_value());
    CHECK(findings(api::create_checkout_session_payload{{-1}, source_type::invoice}, nothing) ==
          "source_id: greater_than");
    CHECK(findings(api::create_checkout_session_payload{{1}, source_type(9)}, nothing) == "source_type: enum");
}
