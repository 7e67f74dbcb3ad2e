// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/executions.hpp>
#include <dollr/api/invoices.hpp>
#include <dollr/api/predictions.hpp>
#include <dollr/api/sessions.hpp>
#include <dollr/codec/reader.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace dollr;
using namespace dollr::literals;

namespace {

std::string const execution =
    R"({"reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f","provider_transaction_id":"px-1","status":"COMPLETED",)"
    R"("payer_amount":25.00,"payer_currency":"USD","payee_currency":"USD","payee_amount":24.50,)"
    R"("operation_type":"COLLECTION","gateway_message":null,"wallet_message":"done","client_secret":"cs_1","requires_action":false})";

/// The valid answer with one text replaced by another.
std::string with(std::string_view what, std::string_view by) {
    std::string out = execution;
    auto const at = out.find(what);
    REQUIRE(at != std::string::npos);
    return out.replace(at, what.size(), by);
}

/// "body.status: enum; body.payer_amount: missing", or "read".
template <class T = api::execution_response>
std::string findings(std::string_view json, codec::read_options const& options = {}) {
    auto const r = codec::read<T>(json, options);
    if (r) return "read";
    std::string out;
    for (auto const& i : r.error().issues) out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.type;
    return out;
}

std::string nested(std::size_t depth) {
    return with(R"("status")", R"("x":)" + std::string(depth, '[') + std::string(depth, ']') + R"(,"status")");
}

}  // namespace

TEST_CASE("an execution is read member by member") {
    auto const r = codec::read<api::execution_response>(execution);
    REQUIRE(r.has_value());
    CHECK(r->reference_id.to_string() == "3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
    CHECK(r->provider_transaction_id == "px-1");
    CHECK(r->status.is(execution_status::completed));
    CHECK(r->payer_amount.to_string() == "25.00");
    CHECK(r->payer_currency == "USD"_currency);
    CHECK(r->operation_type.is(operation_type::collection));
    CHECK_FALSE(r->gateway_message);
    CHECK(r->wallet_message == "done");
    CHECK(r->client_secret->reveal() == "cs_1");
    CHECK(r->requires_action == false);
}

TEST_CASE("members in any order, white space and unknown members change nothing") {
    auto const plain = codec::read<api::execution_response>(execution);
    auto const other = codec::read<api::execution_response>(
        " {\n\t\"unknown\": {\"reference_id\": [1, {\"status\": null}]}, \"requires_action\": false,\r\n"
        R"("client_secret":"cs_1","wallet_message":"done","gateway_message":null,"operation_type":"COLLECTION",)"
        R"("payee_amount":24.50,"payee_currency":"USD","payer_currency":"USD","payer_amount":25.00,"status":"COMPLETED",)"
        R"("provider_transaction_id":"px-1","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"} )");
    REQUIRE(other.has_value());
    CHECK(*plain == *other);
}

TEST_CASE("absent and null are the same for an optional member") {
    auto const absent = codec::read<api::execution_response>(with(R"("wallet_message":"done",)", ""));
    auto const null = codec::read<api::execution_response>(with(R"("done")", "null"));
    REQUIRE(absent.has_value());
    REQUIRE(null.has_value());
    CHECK(*absent == *null);
    CHECK_FALSE(null->wallet_message);
}

TEST_CASE("all that is wrong is found, not the first") {
    CHECK(findings(R"({"status":1,"payer_amount":"1","requires_action":0,"payee_currency":"usd"})") ==
          "body.status: string_type; body.payer_amount: decimal_type; body.requires_action: bool_type; "
          "body.payee_currency: string_pattern_mismatch; body.reference_id: missing; body.payer_currency: missing; "
          "body.payee_amount: missing; body.operation_type: missing");
}

TEST_CASE("a loc leads into lists and nested structs") {
    CHECK(findings<std::vector<api::invoice_item_response>>(
              R"([{"id":1,"name":"a","currency":"USD","qty":1,"amount":1,"created_at":"2026-01-01T00:00:00Z",)"
              R"("updated_at":"2026-01-01T00:00:00Z"},{"id":2,"name":null,"currency":"USD","qty":1.5,"amount":0,)"
              R"("created_at":"yesterday","updated_at":"2026-01-01T00:00:00Z"}])") ==
          "body.1.name: string_type; body.1.qty: int_type; body.1.amount: greater_than_equal; "
          "body.1.created_at: datetime_parsing");
    CHECK(findings<api::payout_execution_payload>(
              R"({"session_id":"1","payout_account_id":"2","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f",)"
              R"("passcode":{"token":{"code":5},"device":[]}})") ==
          "body.passcode.token.code: string_type; body.passcode.device: model_type");
}

TEST_CASE("a required member that is null has the finding of its type") {
    CHECK(findings(with(R"("COMPLETED")", "null")) == "body.status: string_type");
    CHECK(findings(with("25.00", "null")) == "body.payer_amount: decimal_type");
}

TEST_CASE("an unknown status is kept as its text") {
    auto const r = codec::read<api::execution_response>(with("COMPLETED", "SETTLING"));
    REQUIRE(r.has_value());
    CHECK_FALSE(r->status.known());
    CHECK(r->status.text() == "SETTLING");
    CHECK(findings(with("COMPLETED", "")) == "body.status: enum");
}

TEST_CASE("an unknown word of a closed enumeration is a finding") {
    CHECK(findings<api::create_checkout_session_payload>(R"({"source_id":1,"source_type":"invoice"})") ==
          "body.source_type: enum");
}

TEST_CASE("a member that is read may not appear twice") {
    CHECK(findings(with(R"("status":)", R"("status":"FAILED","status":)")) == "body.status: duplicate_member");
    CHECK(findings(with(R"("gateway_message":)", R"("gateway_message":null,"gateway_message":)")) ==
          "body.gateway_message: duplicate_member");
    CHECK(findings(with(R"("status":)", R"("\u0073tatus":"FAILED","status":)")) == "body.status: duplicate_member");
}

TEST_CASE("an unknown member may appear twice") {
    CHECK(findings(with(R"("status":)", R"("x":1,"x":2,"status":)")) == "read");
}

TEST_CASE("unknown members are refused where a person wrote the text") {
    codec::read_options options;
    options.unknown_members = codec::unknown_members::refuse;
    options.root = {};
    CHECK(findings<api::add_invoice_item_payload>(R"({"name":"a","currency":"USD","quantity":2,"qty":1,"amount":1})",
                                                  options) == "quantity: extra_forbidden");
}

TEST_CASE("number text is kept: an amount is what was written") {
    for (std::string const text :
         {"0.1", "100.00", "1000000000000.123456", "0.30000000000000004", "12345678901234567890.12345678", "7"}) {
        CAPTURE(text);
        auto const r = codec::read<api::execution_response>(with("25.00", text));
        REQUIRE(r.has_value());
        CHECK(r->payer_amount.to_string() == text);
    }
    auto const e = codec::read<api::execution_response>(with("25.00", "1.5e2"));
    REQUIRE(e.has_value());
    CHECK(e->payer_amount == *amount::try_parse("150"));
}

TEST_CASE("an amount that cannot be kept exactly is a finding") {
    CHECK(findings(with("25.00", "1e400")) == "body.payer_amount: decimal_max_digits");
    CHECK(findings(with("25.00", "1e-40")) == "body.payer_amount: decimal_max_digits");
    CHECK(findings(with("25.00", std::string(39, '9'))) == "body.payer_amount: decimal_max_digits");
}

TEST_CASE("1e400 in a member that is skipped is skipped") {
    CHECK(findings(with(R"("status":)", R"("x":1e400,"status":)")) == "read");
}

TEST_CASE("-0 is zero") {
    auto const r = codec::read<api::execution_response>(with("25.00", "-0"));
    REQUIRE(r.has_value());
    CHECK(r->payer_amount.is_zero());
    CHECK_FALSE(r->payer_amount.is_negative());
}

TEST_CASE("a number is read from text only where the contract's sources disagree") {
    std::string const prediction =
        R"({"payer_amount":"25.50","payer_currency":"USD","payee_amount":25,"payee_currency":"USD","platform_fee":"0E-8",)"
        R"("platform_currency":"USD","fx_fee":null,"gateway_fee":"0.50","gateway_currency":"USD"})";
    auto const r = codec::read<api::amount_and_fee_prediction_response>(prediction);
    REQUIRE(r.has_value());
    CHECK(r->payer_amount.to_string() == "25.50");
    CHECK(r->payee_amount.to_string() == "25");
    CHECK(r->platform_fee.is_zero());
    CHECK(findings(with("25.00", R"("25.00")")) == "body.payer_amount: decimal_type");
}

TEST_CASE("text that only looks like a number is none") {
    auto const prediction = [](std::string_view text) {
        return R"({"payer_amount":")" + std::string(text) +
               R"(","payer_currency":"USD","payee_amount":"1","payee_currency":"USD","platform_fee":"1","platform_currency":"USD"})";
    };
    CHECK(findings<api::amount_and_fee_prediction_response>(prediction("1.00")) == "read");
    for (std::string const text :
         {"", " 1", "1 ", "+1", "1,5", "0x1", "NaN", "Infinity", ".5", "1.", "007", "--1", R"(1\u0000)"}) {
        CAPTURE(text);
        CHECK(findings<api::amount_and_fee_prediction_response>(prediction(text)).starts_with("body.payer_amount: "));
    }
}

TEST_CASE("an id is a positive whole number of 64 bits") {
    auto const session = [](std::string_view id) {
        return R"({"source_id":)" + std::string(id) + R"(,"source_type":"INVOICE"})";
    };
    CHECK(findings<api::create_checkout_session_payload>(session("9223372036854775807")) == "read");
    CHECK(findings<api::create_checkout_session_payload>(session("9223372036854775808")) ==
          "body.source_id: int_parsing_size");
    CHECK(findings<api::create_checkout_session_payload>(session("0")) == "body.source_id: greater_than");
    CHECK(findings<api::create_checkout_session_payload>(session("-1")) == "body.source_id: greater_than");
    CHECK(findings<api::create_checkout_session_payload>(session("1.0")) == "body.source_id: int_type");
    CHECK(findings<api::create_checkout_session_payload>(session("1e0")) == "body.source_id: int_type");
    CHECK(findings<api::create_checkout_session_payload>(session(R"("1")")) == "body.source_id: int_type");
}

TEST_CASE("55.0 is 55 where the contract says number or integer") {
    std::string const session =
        R"({"id":1,"payment_account_id":55.0,"source_id":2,"source_type":"INVOICE","status":"ACTIVE",)"
        R"("expires_at":"2026-01-01T00:00:00Z","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"})";
    auto const r = codec::read<api::checkout_session_response>(session);
    REQUIRE(r.has_value());
    CHECK(r->payment_account_id == payment_account_id{55});
    auto half = session;
    half.replace(half.find("55.0"), 4, "55.5");
    CHECK(findings<api::checkout_session_response>(half) == "body.payment_account_id: int_type");
}

TEST_CASE("mistake 11: a session id is text in an execution, and a number there is refused") {
    std::string const body =
        R"({"session_id":"12","payment_account_id":"34","currency":"USD","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})";
    auto const r = codec::read<api::checkout_execution_payload>(body);
    REQUIRE(r.has_value());
    CHECK(r->session_id == session_id{12});
    auto number = body;
    number.replace(number.find(R"("12")"), 4, "12");
    CHECK(findings<api::checkout_execution_payload>(number) == "body.session_id: string_type");
    auto padded = body;
    padded.replace(padded.find(R"("12")"), 4, R"("012")");
    CHECK(findings<api::checkout_execution_payload>(padded) == "body.session_id: string_type");
}

TEST_CASE("a second name is read where the contract's sources disagree about it") {
    auto const info = [](std::string_view names) {
        return R"({"carrier":"MTN","country":"LBR","currencies":["USD","LRD"],"phone":"231771234567","operation_type":"PAYOUT",)" +
               std::string(names) + "}";
    };
    auto const guide =
        codec::read<api::predict_phone_payment_info_response>(info(R"("method":"MTN_MOMO_LBR","provider":"PAWAPAY")"));
    REQUIRE(guide.has_value());
    CHECK(guide->payment_method.is(api::payment_method::mtn_momo_lbr));
    CHECK(guide->gateway_provider.is(api::provider::pawapay));
    CHECK(guide->currencies == std::vector<std::string>{"USD", "LRD"});

    auto const both =
        R"("method":"WALLET","payment_method":"CREDIT_CARD","provider":"PLATFORM","gateway_provider":"STRIPE")";
    auto const reversed =
        R"("payment_method":"CREDIT_CARD","method":"WALLET","gateway_provider":"STRIPE","provider":"PLATFORM")";
    for (std::string const names : {both, reversed}) {
        auto const r = codec::read<api::predict_phone_payment_info_response>(info(names));
        REQUIRE(r.has_value());
        CHECK(r->payment_method.is(api::payment_method::credit_card));
        CHECK(r->gateway_provider.is(api::provider::stripe));
    }
    CHECK(findings<api::predict_phone_payment_info_response>(info(R"("method":5,"gateway_provider":"STRIPE")")) ==
          "body.method: string_type");
    CHECK(findings<api::predict_phone_payment_info_response>(info(R"("gateway_provider":"STRIPE")")) ==
          "body.payment_method: missing");
}

TEST_CASE("strings are joined over their escapes") {
    auto const r = codec::read<api::execution_response>(with("done", R"(\u0041\n\"\ud83d\ude00\/z)"));
    REQUIRE(r.has_value());
    CHECK(r->wallet_message == "A\n\"\xF0\x9F\x98\x80/z");
    auto const key = codec::read<api::execution_response>(with(R"("wallet_message")", R"("wallet\u005fmessage")"));
    REQUIRE(key.has_value());
    CHECK(key->wallet_message == "done");
}

TEST_CASE("a broken reference_id is never read as another one") {
    for (auto const* id : {"", "3f1c2b9a-0d4e-1c6a-9b1f-2a3b4c5d6e7f", "3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f ",
                           "{3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f}", "3f1c2b9a0d4e4c6a9b1f2a3b4c5d6e7f"}) {
        CAPTURE(id);
        CHECK(findings(with("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f", id)) == "body.reference_id: uuid_parsing");
    }
}

TEST_CASE("what bites: a byte order mark is refused") {
    CHECK(findings("\xEF\xBB\xBF" + execution) == "body.0: json_invalid");
}

TEST_CASE("what bites: trailing garbage is refused, trailing white space is not") {
    CHECK(findings(execution + "x") == "body." + std::to_string(execution.size()) + ": json_invalid");
    CHECK(findings(execution + ",") == "body." + std::to_string(execution.size()) + ": json_invalid");
    CHECK(findings(execution + std::string(1, '\0')) == "body." + std::to_string(execution.size()) + ": json_invalid");
    CHECK(findings(execution + " \r\n\t") == "read");
}

TEST_CASE("what bites: two documents are refused") {
    CHECK(findings(execution + execution) == "body." + std::to_string(execution.size()) + ": json_invalid");
    CHECK(findings(execution + "\n" + execution) == "body." + std::to_string(execution.size() + 1) + ": json_invalid");
}

TEST_CASE("what bites: NaN, Infinity and other numbers that JSON does not have are refused") {
    for (std::string const text : {"NaN", "Infinity", "-Infinity", "+1", ".5", "1.", "01", "0x1", "1e", "-", "1_000"}) {
        CAPTURE(text);
        CHECK(findings(with("25.00", text)).ends_with("json_invalid"));
        CHECK(
            findings(with(R"("status":)", R"("x":)" + std::string(text) + R"(,"status":)")).ends_with("json_invalid"));
    }
}

TEST_CASE("what bites: lone surrogates are refused, in members that are skipped as well") {
    for (std::string const text : {R"(\ud800)", R"(\udc00)", R"(\ud800\ud800)", R"(\ud800x)", R"(\udc00\ud800)"}) {
        CAPTURE(text);
        CHECK(findings(with("done", text)).ends_with("json_invalid"));
        CHECK(findings(with(R"("status":)", R"("x":")" + std::string(text) + R"(","status":)"))
                  .ends_with("json_invalid"));
    }
}

TEST_CASE("what bites: U+0000 in a text that is read is refused, wherever it stands") {
    CHECK(findings(with("COMPLETED", R"(COMPLETED\u0000x)")) == "body.status: string_nul");
    CHECK(findings(with("USD", R"(USD\u0000)")) == "body.payer_currency: string_pattern_mismatch");
    CHECK(findings(with("2a3b4c5d6e7f", R"(2a3b4c5d6e7f\u0000)")) == "body.reference_id: uuid_parsing");
    CHECK(findings(with("done", R"(\u0000)")) == "body.wallet_message: string_nul");
    CHECK(findings(with("cs_1", R"(cs\u00001)")) == "body.client_secret: string_nul");
    CHECK(findings(with(R"("status":)", R"("x":"\u0000","status":)")) == "read");
}

TEST_CASE("what bites: bytes that are not UTF-8, overlong forms included, are refused") {
    for (std::string const text : {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xF0\x80\x80\x80", "\xED\xA0\x80",
                                   "\xF4\x90\x80\x80", "\xFF", "\x80", "\xC3"}) {
        CHECK(findings(with("done", text)).ends_with("json_invalid"));
        CHECK(findings(with(R"("status":)", R"("x":")" + std::string(text) + R"(","status":)"))
                  .ends_with("json_invalid"));
    }
}

TEST_CASE("what bites: control characters and broken literals are refused where they are skipped") {
    CHECK(findings(with(R"("status":)", "\"x\":\"a\nb\",\"status\":")).ends_with("json_invalid"));
    CHECK(findings(with(R"("status":)", R"("x":nul,"status":)")).ends_with("json_invalid"));
    CHECK(findings(with(R"("status":)", R"("x":"\q","status":)")).ends_with("json_invalid"));
    CHECK(findings(with(R"("status":)", R"("x":[1,],"status":)")).ends_with("json_invalid"));
    CHECK(findings(with(R"("status":)", R"(/* x */"status":)")).ends_with("json_invalid"));
}

TEST_CASE("what bites: a document cut at any byte is refused") {
    for (std::size_t n = 0; n < execution.size(); ++n) {
        CAPTURE(n);
        CHECK(findings(execution.substr(0, n)).ends_with("json_invalid"));
    }
}

TEST_CASE("limits: 32 levels are read, 33 are not") {
    CHECK(findings(nested(31)) == "read");
    CHECK(findings(nested(32)).ends_with("json_invalid"));
}

TEST_CASE("limits: a body of 1 MiB is read, one byte more is not") {
    auto const padded = [](std::size_t size) {
        auto out = execution;
        out.append(size - out.size(), ' ');
        return out;
    };
    CHECK(findings(padded(1u << 20)) == "read");
    auto const r = codec::read<api::execution_response>(padded((1u << 20) + 1));
    REQUIRE_FALSE(r.has_value());
    CHECK(r.error().kind == error_kind::limit);
    CHECK(findings(padded((1u << 20) + 1)) == "body: limit");
}

TEST_CASE("limits: a number text of 64 characters is read, one more is not") {
    CHECK(findings(with(R"("status":)", R"("x":)" + std::string(64, '1') + R"(,"status":)")) == "read");
    CHECK(findings(with(R"("status":)", R"("x":)" + std::string(65, '1') + R"(,"status":)")) == "body: limit");
    CHECK(findings(with("25.00", "1." + std::string(63, '0'))) == "body.payer_amount: limit");
}

TEST_CASE("limits: a string of 64 KiB is read, one byte more is not") {
    CHECK(findings(with("done", std::string(65536, 'a'))) == "read");
    CHECK(findings(with("done", std::string(65537, 'a'))) == "body.wallet_message: limit");
    CHECK(findings(with("done", R"(\n)" + std::string(65536, 'a'))) == "body.wallet_message: limit");
    CHECK(findings(with(R"("status":)", R"("x":")" + std::string(65537, 'a') + R"(","status":)")) == "body: limit");
}

TEST_CASE("limits: no more issues are kept than asked for") {
    codec::read_options options;
    options.limits.issues_max = 3;
    auto const r = codec::read<api::execution_response>("{}", options);
    REQUIRE_FALSE(r.has_value());
    CHECK(r.error().issues.size() == 3);
}

TEST_CASE("an empty body, a list and a bare value are not an object") {
    CHECK(findings("") == "body.0: json_invalid");
    CHECK(findings(" ").ends_with("json_invalid"));
    CHECK(findings("[]") == "body: model_type");
    CHECK(findings("null") == "body: model_type");
    CHECK(findings("5") == "body: model_type");
    CHECK(findings(R"("x")") == "body: model_type");
    CHECK(findings<std::vector<api::invoice_response>>("{}") == "body: list_type");
    CHECK(findings<std::vector<api::invoice_response>>("[]") == "read");
    CHECK(findings<std::vector<api::invoice_response>>("[null,5]") == "body.0: model_type; body.1: model_type");
}

TEST_CASE("a data envelope around an answer is not tolerated") {
    CHECK(findings(R"({"data":)" + execution + "}").starts_with("body.reference_id: missing"));
}

TEST_CASE("a schema that is only guessed is read tolerantly, but only in answers") {
    auto const body = R"({"carrier":"MTN","country":"LBR","currencies":[],"phone":"1","operation_type":"PAYOUT",)"
                      R"("payment_method":"WALLET","gateway_provider":"PLATFORM"})";
    CHECK(findings<api::predict_phone_payment_info_response>(body) == "read");

    auto const counterparty = [](std::string_view id) {
        return R"({"id":)" + std::string(id) +
               R"(,"relationship_type":"FRIEND","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"})";
    };
    codec::read_options tolerant;
    tolerant.tolerant = true;
    CHECK(findings<api::counterparty_response>(counterparty("7"), tolerant) == "read");
    CHECK(findings<api::counterparty_response>(counterparty(R"("7")")) == "body.id: int_type");
}

TEST_CASE("an error of the reader holds no text of the body") {
    auto const r = codec::read<api::execution_response>(with("COMPLETED", R"(hunter2\u0000)"));
    REQUIRE_FALSE(r.has_value());
    CHECK(describe(r.error()).find("hunter2") == std::string::npos);
    CHECK(r.error().kind == error_kind::unreadable);
}
