// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/auth.hpp>
#include <dollr/api/executions.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/payment_accounts.hpp>
#include <dollr/api/predictions.hpp>
#include <dollr/api/problem.hpp>
#include <dollr/api/realtime_keys.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/writer.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace dollr;
using namespace dollr::literals;

namespace {

auto const payment = *reference_id::try_parse("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");

template <class T>
std::string json(T const& value) {
    std::string out = "what was there before";
    auto const r = codec::write(value, out);
    return r ? out : "refused " + out;
}

template <class T>
std::string findings(T const& value) {
    std::string out;
    for (auto const& i : codec::validate(value)) out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.type;
    return out;
}

api::add_invoice_item_payload item(std::string name) { return {std::move(name), "USD"_currency, 2, "12.50"_amount}; }

api::payout_execution_payload payout() {
    return {{12},
            {34},
            payment,
            {{{}, phone::try_parse("231771234567"), secret_string("1234")},
             {"phone", "mobile", "android", "app/1", "10.0.0.1"}}};
}

}  // namespace

TEST_CASE("a struct is written in its members' order, without its absent optionals") {
    CHECK(json(item("Rice")) == R"({"name":"Rice","currency":"USD","qty":2,"amount":12.50})");
    api::create_invoice_payload invoice{{7}, "USD"_currency, "note", fee_bearer::payee, true, "our-1", {}};
    CHECK(
        json(invoice) ==
        R"({"counterparty_id":7,"currency":"USD","note":"note","fee_bearer":"PAYEE","as_payment_link":true,"reference_id":"our-1"})");
    CHECK(json(api::list_documents_query{}) == "{}");
}

TEST_CASE("what the contract requires but may be null is written as null") {
    api::invoice_response invoice;
    invoice.id = {1};
    invoice.counterparty_id = {2};
    invoice.owner_id = {3};
    invoice.currency = "USD"_currency;
    invoice.status = source_status::idle;
    invoice.fee_bearer = fee_bearer::payer;
    invoice.owner_type = api::owner_type::organization;
    CHECK(json(invoice).find(R"("due_date":null)") != std::string::npos);
    CHECK(json(invoice).find("paid_at") == std::string::npos);
}

TEST_CASE("amounts are plain decimals with the decimals that they were given") {
    for (auto const text : {"100.00", "100", "0.01", "1000000.10"}) {
        api::add_invoice_item_payload i = item("x");
        i.amount = *amount::try_parse(text);
        CHECK(json(i).ends_with(R"("amount":)" + std::string(text) + "}"));
    }
}

TEST_CASE("amounts are text in predictions") {
    api::amount_and_fee_prediction_response p{
        "25.50"_amount, "USD"_currency, "25.00"_amount, "USD"_currency, "0.50"_amount, "USD"_currency, {}, {}, {}};
    CHECK(json(p) == R"({"payer_amount":"25.50","payer_currency":"USD","payee_amount":"25.00","payee_currency":"USD",)"
                     R"("platform_fee":"0.50","platform_currency":"USD"})");
}

TEST_CASE("mistake 11: one session_id type is a number in an answer and text in an execution") {
    api::checkout_execution_payload const collection{{12}, {34}, "USD"_currency, payment};
    CHECK(
        json(collection) ==
        R"({"session_id":"12","payment_account_id":"34","currency":"USD","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})");
    CHECK(json(payout()) ==
          R"({"session_id":"12","payout_account_id":"34","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f",)"
          R"("passcode":{"token":{"phone":"231771234567","code":"1234"},"device":{"name":"phone","type":"mobile",)"
          R"("platform":"android","user_agent":"app/1","client_ip":"10.0.0.1"}}})");
}

TEST_CASE("mistake 11: a realtime key wants the session id as a number, where every execution wants text") {
    CHECK(json(api::collection_realtime_key_payload{{12}, source_type::invoice, payment}) ==
          R"({"session_id":12,"source_type":"INVOICE","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})");
    CHECK(json(api::transfer_execution_payload{{12}, payment}) ==
          R"({"session_id":"12","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})");
    CHECK(json(api::refund_execution_payload{{12}, payment}) ==
          R"({"session_id":"12","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})");
}

TEST_CASE("strings are escaped, and other text is left as it is") {
    CHECK(json(item("a\"b\\c/\b\f\n\r\t\x01\x1f\x7f\xC3\xA9\xF0\x9F\x98\x80")) ==
          R"({"name":"a\"b\\c/\b\f\n\r\t\u0001\u001f)"
          "\x7f\xC3\xA9\xF0\x9F\x98\x80"
          R"(","currency":"USD","qty":2,"amount":12.50})");
}

TEST_CASE("every character below U+0020 survives a round trip") {
    std::string name;
    for (char c = 1; c < ' '; ++c) name += c;
    auto const back = codec::read<api::add_invoice_item_payload>(json(item(name)));
    REQUIRE(back.has_value());
    CHECK(back->name == name);
}

TEST_CASE("text that is not UTF-8, or holds a NUL, does not leave") {
    CHECK(findings(item("\xC0\x80")) == "body.name: string_unicode");
    CHECK(findings(item("\xED\xA0\x80")) == "body.name: string_unicode");
    CHECK(findings(item(std::string("a\0b", 3))) == "body.name: string_nul");
    CHECK(json(item("\xFF")) == "refused ");
}

TEST_CASE("text longer than 64 KiB does not leave") {
    CHECK(findings(item(std::string(65536, 'a'))) == "");
    CHECK(findings(item(std::string(65537, 'a'))) == "body.name: string_too_long");
}

TEST_CASE("all that is wrong is found before anything is written") {
    CHECK(findings(api::payout_execution_payload{}) ==
          "body.session_id: missing; body.payout_account_id: missing; body.reference_id: missing; "
          "body.passcode.token.code: missing; body.passcode.token: value_error");
    CHECK(json(api::payout_execution_payload{}) == "refused ");
    CHECK(findings(api::create_party_payload{}) == "body.phone: missing");
    CHECK(findings(api::add_invoice_item_payload{"x", {}, 0, {}}) ==
          "body.currency: missing; body.qty: greater_than_equal; body.amount: greater_than_equal");
}

TEST_CASE("an amount leaves only with the minor units of its currency") {
    auto i = item("x");
    i.amount = "12.505"_amount;
    CHECK(findings(i) == "body.amount: decimal_max_places");
    i.currency = "KWD"_currency;
    CHECK(findings(i) == "");
    i.currency = "RWF"_currency;
    CHECK(findings(i) == "body.amount: decimal_max_places");
}

TEST_CASE("an amount leaves with at most 15 significant digits, and at least 0.01") {
    auto i = item("x");
    i.amount = "1234567890123.45"_amount;
    CHECK(findings(i) == "");
    i.amount = "12345678901234.56"_amount;
    CHECK(findings(i) == "body.amount: decimal_max_digits");
    i.amount = "0.00"_amount;
    CHECK(findings(i) == "body.amount: greater_than_equal");
    i.amount = -"5.00"_amount;
    CHECK(findings(i) == "body.amount: greater_than_equal");
}

TEST_CASE("an enumerator that does not exist does not leave") {
    api::create_invoice_payload invoice{{7}, "USD"_currency, "", static_cast<fee_bearer>(9), true, {}, {}};
    CHECK(findings(invoice) == "body.fee_bearer: enum");
}

TEST_CASE("mistake 14: a provider that does not carry the method does not leave, unless it says why") {
    api::create_payment_account_payload account{
        "Ann", api::provider::stripe, api::payment_method::mtn_momo_lbr, {3}, {}, {}};
    CHECK(findings(account) == "body: value_error");
    account.provider = api::provider::pawapay;
    CHECK(findings(account) == "");
    account.provider = api::provider::mtn_momo_lbr;
    CHECK(findings(account) == "body: value_error");
    account.pairing = api::pairing::predicted;
    CHECK(findings(account) == "");
    CHECK(json(account).find("pairing") == std::string::npos);
}

TEST_CASE("a passcode is for exactly one of user and phone") {
    auto p = payout();
    CHECK(findings(p) == "");
    p.passcode.token.user_id = "u-1";
    CHECK(findings(p) == "body.passcode.token: value_error");
    p.passcode.token.phone.reset();
    CHECK(findings(p) == "");
    p.passcode.token.user_id.reset();
    CHECK(findings(p) == "body.passcode.token: value_error");
}

TEST_CASE("a word that we do not know survives a round trip") {
    api::create_payment_account_payload account{"Ann",
                                                open_enum<api::provider>::from_text("NEWPAY"),
                                                open_enum<api::payment_method>::from_text("NEW_METHOD"),
                                                {3},
                                                {},
                                                {},
                                                api::pairing::predicted};
    auto const text = json(account);
    auto const back = codec::read<api::create_payment_account_payload>(text);
    REQUIRE(back.has_value());
    CHECK(back->provider.text() == "NEWPAY");
    CHECK(json(*back) == "refused ");  // what was read has not said where its pair comes from
}

TEST_CASE("a 422 body is written and read as the library's own issues") {
    api::validation_problem const p{{{issue{{std::string("body"), std::string("items"), std::int64_t{0}}, "m", "t"}}}};
    CHECK(json(p) == R"({"detail":[{"loc":["body","items",0],"msg":"m","type":"t"}]})");
    auto const back = codec::read<api::validation_problem>(json(p));
    REQUIRE(back.has_value());
    CHECK(*back == p);
}

TEST_CASE("a reused secret buffer is large enough: nothing is allocated") {
    secret_string out;
    REQUIRE(codec::write(payout(), out).has_value());
    auto const* const before = out.data();
    auto const capacity = out.capacity();
    REQUIRE(codec::write(payout(), out).has_value());
    CHECK(out.data() == before);
    CHECK(out.capacity() == capacity);
    CHECK(out.reveal().starts_with(R"({"session_id":"12")"));
}

TEST_CASE("mistake 21: a refusal holds no secret") {
    auto p = payout();
    p.passcode.token.code = secret_string(std::string_view("hunter2\0", 8));
    std::string out;
    auto const r = codec::write(p, out);
    REQUIRE_FALSE(r.has_value());
    CHECK(r.error().kind == error_kind::invalid);
    CHECK(r.error().moved == money_moved::no);
    CHECK(describe(r.error()).find("hunter2") == std::string::npos);
    CHECK(out.empty());
}
