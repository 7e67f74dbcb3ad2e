// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/operations.hpp>
#include <dollr/codec/response.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

using namespace dollr;
using namespace std::chrono_literals;

namespace {

std::string const execution =
    R"({"reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f","status":"PENDING","payer_amount":25.00,"payer_currency":"USD",)"
    R"("payee_currency":"USD","payee_amount":25.00,"operation_type":"PAYOUT"})";
std::string const party =
    R"({"id":5,"fullname":"Ann","created_at":"2026-01-01T00:00:00","updated_at":"2026-01-01T00:00:00"})";
std::string const html = "<html><body>hunter2</body></html>";

http_response answer(int status, std::string_view body, std::string type = "application/json") {
    http_response r;
    r.status = status;
    r.body.assign(body);
    r.content_type = std::move(type);
    return r;
}

template <class Op>
error refused(http_response const& r) {
    auto const got = codec::response<Op>(r);
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().http_status == r.status);
    CHECK(describe(got.error()).find("hunter2") == std::string::npos);
    CHECK_FALSE(got.error().next.empty());
    return got.error();
}

std::string texts(error const& e) {
    std::string out;
    for (auto const& i : e.issues) out += (out.empty() ? "" : "; ") + i.loc_text() + ": " + i.msg;
    return out;
}

std::optional<duration> retry(std::string header, std::string date = "") {
    http_response r;
    r.retry_after = std::move(header);
    r.date = std::move(date);
    return codec::retry_after(r, *parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"));
}

}  // namespace

TEST_CASE("a 2xx with the promised JSON is the promised value") {
    auto const r = codec::response<api::create_party>(answer(200, party));
    REQUIRE(r.has_value());
    CHECK(r->id == party_id{5});
    CHECK(codec::response<api::create_party>(answer(201, party, "application/json; charset=utf-8")).has_value());
    CHECK(codec::response<api::create_party>(answer(200, party, "APPLICATION/JSON")).has_value());
    CHECK(codec::response<api::list_parties>(answer(200, "[" + party + "," + party + "]"))->size() == 2);
}

TEST_CASE("mistake 5: no answer outside 2xx is an execution, whatever its body says") {
    for (int const status : {0,   100, 199, 300, 301, 302, 304, 307, 400, 401, 402, 403,
                             404, 405, 409, 418, 422, 429, 499, 500, 502, 503, 599, 600}) {
        CAPTURE(status);
        auto const r = codec::response<api::execute_payout>(answer(status, execution));
        REQUIRE_FALSE(r.has_value());
        CHECK(r.error().moved == money_moved::unknown);
        CHECK(r.error().next.find("status of this reference_id") != std::string::npos);
    }
}

TEST_CASE("each status has its kind") {
    auto const kind = [](int status) { return codec::response<api::create_party>(answer(status, "{}")).error().kind; };
    CHECK(kind(301) == error_kind::unexpected);
    CHECK(kind(307) == error_kind::unexpected);
    CHECK(kind(400) == error_kind::unexpected);
    CHECK(kind(401) == error_kind::unauthorized);
    CHECK(kind(403) == error_kind::forbidden);
    CHECK(kind(404) == error_kind::not_found);
    CHECK(kind(409) == error_kind::refused);
    CHECK(kind(422) == error_kind::refused);
    CHECK(kind(429) == error_kind::rate_limited);
    CHECK(kind(500) == error_kind::server);
    CHECK(kind(503) == error_kind::server);
    CHECK(kind(0) == error_kind::unexpected);
}

TEST_CASE("what moves no money says so") {
    CHECK(refused<api::create_party>(answer(500, html, "text/html")).moved == money_moved::no);
    CHECK(refused<api::status_payout>(answer(404, "{}")).moved == money_moved::no);
}

TEST_CASE("a 200 that is not the promised JSON is unreadable") {
    for (auto const& r :
         {answer(200, html, "text/html"), answer(200, html), answer(200, party, "text/html"), answer(200, party, ""),
          answer(204, ""), answer(200, ""), answer(200, "{\"data\":" + party + "}"), answer(200, party + party),
          answer(200, "\xEF\xBB\xBF" + party), answer(200, party.substr(0, 20))}) {
        CHECK(refused<api::create_party>(r).kind == error_kind::unreadable);
    }
    CHECK(refused<api::execute_payout>(answer(204, "")).moved == money_moved::unknown);
}

TEST_CASE("an answer that was cut off is unreadable although what came is valid") {
    auto r = answer(200, party);
    r.complete = false;
    CHECK(refused<api::create_party>(r).kind == error_kind::unreadable);
}

TEST_CASE("issues of an unreadable answer lead into the response") {
    CHECK(texts(refused<api::create_party>(answer(200, R"({"id":"x"})"))).starts_with("response.id: "));
}

TEST_CASE("a 422 tells its issues, in the wording of either pydantic") {
    auto const one = refused<api::create_party>(
        answer(422, R"({"detail":[{"loc":["body","phone"],"msg":"field required","type":"value_error.missing"}]})"));
    CHECK(texts(one) == "body.phone: field required");
    CHECK(one.issues[0].type == "value_error.missing");
    auto const two = refused<api::create_party>(answer(
        422,
        R"({"detail":[{"type":"missing","loc":["body","items",0,"qty"],"msg":"Field required","input":{"x":"hunter2"},"url":"u"},)"
        R"({"type":"int_parsing","loc":["query","id"],"msg":"m","input":"hunter2","ctx":{"error":{}}}]})"));
    CHECK(texts(two) == "body.items.0.qty: Field required; query.id: m");
}

TEST_CASE("a detail that is text is an issue without a place") {
    CHECK(texts(refused<api::create_party>(answer(422, R"({"detail":"Invoice is not published"})"))) ==
          ": Invoice is not published");
    CHECK(texts(refused<api::create_party>(answer(401, R"({"detail":"Not authenticated"})"))) == ": Not authenticated");
}

TEST_CASE("a refusal whose body is anything else is still that refusal") {
    for (std::string const body : {"", "{}", "[]", "null", R"({"detail":null})", R"({"detail":[{"loc":"x"}]})",
                                   R"({"detail":5})", R"({"detail":[{"loc":["\u0000"],"msg":"m","type":"t"}]})", "{"}) {
        CAPTURE(body);
        auto const e = refused<api::create_party>(answer(422, body));
        CHECK(e.kind == error_kind::refused);
        CHECK(e.issues.empty());
    }
    CHECK(refused<api::create_party>(answer(422, html, "text/html")).kind == error_kind::refused);
}

TEST_CASE("a 401 of the token call speaks of the credentials, any other of the token") {
    CHECK(refused<api::obtain_token>(answer(401, "{}")).what.find("client id") != std::string::npos);
    CHECK(refused<api::create_party>(answer(401, "{}")).next.find("new token") != std::string::npos);
}

TEST_CASE("no answer: only never_sent proves that no money moved") {
    auto const end = [](delivery d) { return exchange_result{no_response{d, true, "connection refused"}}; };
    auto const never = codec::response<api::execute_payout>(end(delivery::never_sent)).error();
    CHECK(never.kind == error_kind::never_sent);
    CHECK(never.moved == money_moved::no);
    auto const maybe = codec::response<api::execute_payout>(end(delivery::maybe_sent)).error();
    CHECK(maybe.kind == error_kind::maybe_sent);
    CHECK(maybe.moved == money_moved::unknown);
    CHECK(codec::response<api::create_party>(end(delivery::maybe_sent)).error().next.find("check whether") !=
          std::string::npos);
    CHECK(codec::response<api::create_party>(exchange_result{answer(200, party)}).has_value());
}

TEST_CASE("mistake 10: the access token's lifetime is minutes") {
    auto const r = codec::response<api::obtain_token>(answer(200, R"({"access_token":"hunter2","expires_in":60})"));
    REQUIRE(r.has_value());
    CHECK(r->expires_in == std::chrono::hours(1));
    CHECK(r->access_token.reveal() == "hunter2");
}

TEST_CASE("mistake 21: an unreadable token answer does not tell the token") {
    refused<api::obtain_token>(answer(200, R"({"access_token":"hunter2","expires_in":"soon"})"));
    refused<api::obtain_token>(answer(200, R"({"access_token":"hunter2")"));
}

TEST_CASE("Retry-After is seconds or a date, within a second and an hour") {
    CHECK(retry("5") == 5s);
    CHECK(retry(" 5 ") == 5s);
    CHECK(retry("0") == 1s);
    CHECK(retry("3600") == 1h);
    CHECK(retry("3601") == 1h);
    CHECK(retry("99999999999999999999999999") == 1h);
    CHECK(retry("Sun, 06 Nov 1994 08:50:07 GMT") == 30s);
    CHECK(retry("Sun, 06 Nov 1994 08:49:37 GMT") == 1s);
    CHECK(retry("Sun, 06 Nov 1994 07:00:00 GMT") == 1s);
    CHECK(retry("Mon, 07 Nov 1994 08:49:37 GMT") == 1h);
}

TEST_CASE("a Retry-After date is counted from the answer's own Date") {
    CHECK(retry("Sun, 06 Nov 1994 12:00:10 GMT", "Sun, 06 Nov 1994 12:00:00 GMT") == 10s);
    CHECK(retry("Sun, 06 Nov 1994 08:50:07 GMT", "nonsense") == 30s);
}

TEST_CASE("a Retry-After that is nonsense is ignored") {
    for (std::string const text : {"", " ", "-1", "+1", "1.5", "5s", "soon", "0x10", "Sun, 06 Nov 1994", "1 2"}) {
        CAPTURE(text);
        CHECK_FALSE(retry(text));
    }
}

TEST_CASE("a body is JSON only if its type says so") {
    CHECK(codec::is_json("application/json"));
    CHECK(codec::is_json(" Application/JSON ; charset=utf-8"));
    CHECK(codec::is_json("application/problem+json"));
    CHECK_FALSE(codec::is_json(""));
    CHECK_FALSE(codec::is_json("text/html"));
    CHECK_FALSE(codec::is_json("application/jsonp"));
    CHECK_FALSE(codec::is_json("text/html; x=application/json"));
}
