// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/codec/exchange.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <string_view>

using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;
using kind = observation::kind;

namespace {

secret_string const token("token");

attempt_state attempt_of(operation_type operation) {
    attempt_state a;
    a.operation = operation;
    a.reference_id = *reference_id::try_parse("3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
    a.session = {12};
    a.account = {34};
    a.currency = "USD"_currency;
    return a;
}
attempt_state const payout = attempt_of(operation_type::payout);
attempt_state const collection = attempt_of(operation_type::collection);

api::passcode_payload passcode() { return {{"user-1", {}, secret_string("1234")}, {"n", "t", "p", "u", "10.0.0.1"}}; }

http_response answer(int status, std::string_view body, std::string type = "application/json") {
    http_response r;
    r.status = status;
    r.body.assign(body);
    r.content_type = std::move(type);
    return r;
}

std::string status_body(std::string_view more = R"("status":"PENDING")", std::string_view operation = "PAYOUT",
                        std::string_view id = "3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f") {
    return R"({"reference_id":")" + std::string(id) +
           R"(","payer_amount":25.50,"payer_currency":"USD","payee_currency":"LRD",)" +
           R"("payee_amount":4800,"operation_type":")" + std::string(operation) + R"(",)" + std::string(more) + "}";
}

codec::reading observe(http_response r, attempt_state const& a = payout) {
    return codec::observe(a, exchange_result{std::move(r)}, server_time{});
}
kind seen(int status, std::string_view body, std::string type = "application/json") {
    return observe(answer(status, body, std::move(type))).seen.what;
}

}  // namespace

TEST_CASE("a collection is sent as recorded") {
    http_request out;
    REQUIRE(codec::send_request(collection, nullptr, token, out).has_value());
    CHECK(out.method == http_method::post);
    CHECK(out.hazard == hazard::moves_money);
    CHECK(out.target == "/executions/collection");
    CHECK(
        out.body.reveal() ==
        R"({"session_id":"12","payment_account_id":"34","currency":"USD","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})");
}

TEST_CASE("a payout is sent as recorded, with the passcode that was given") {
    http_request out;
    auto const p = passcode();
    REQUIRE(codec::send_request(payout, &p, token, out).has_value());
    CHECK(out.target == "/executions/payout");
    CHECK(out.body.reveal() ==
          R"({"session_id":"12","payout_account_id":"34","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f",)"
          R"("passcode":{"token":{"user_id":"user-1","code":"1234"},"device":{"name":"n","type":"t","platform":"p",)"
          R"("user_agent":"u","client_ip":"10.0.0.1"}}})");
}

TEST_CASE("a transfer and a refund are sent by their session alone, and polled as what they are") {
    http_request out;
    for (auto const& [operation, word] :
         {std::pair{operation_type::transfer, "transfer"}, std::pair{operation_type::refund, "refund"}}) {
        CAPTURE(word);
        REQUIRE(codec::send_request(attempt_of(operation), nullptr, token, out).has_value());
        CHECK(out.target == std::string{"/executions/"} + word);
        CHECK(out.hazard == hazard::moves_money);
        CHECK(out.body.reveal() == R"({"session_id":"12","reference_id":"3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f"})");
        REQUIRE(codec::poll_request(attempt_of(operation), token, out).has_value());
        CHECK(out.target == std::string{"/status/"} + word + "/3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
    }
}

TEST_CASE("a payout without its passcode is refused") {
    http_request out;
    CHECK_FALSE(codec::send_request(payout, nullptr, token, out).has_value());
    CHECK(out.body.empty());
}

TEST_CASE("mistake 17: the status that is asked is that of the operation that was sent") {
    http_request out;
    REQUIRE(codec::poll_request(payout, token, out).has_value());
    CHECK(out.target == "/status/payout/3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
    CHECK(out.method == http_method::get);
    CHECK(out.hazard == hazard::reads);
    REQUIRE(codec::poll_request(collection, token, out).has_value());
    CHECK(out.target == "/status/collection/3f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f");
}

TEST_CASE("a status is observed with its money on both sides") {
    auto const r = observe(answer(200, status_body(R"("status":"COMPLETED")")));
    CHECK(r.seen.what == kind::status);
    CHECK(r.seen.http_status == 200);
    CHECK(r.seen.status == execution_status::completed);
    CHECK(r.seen.payer == money{"25.50"_amount, "USD"_currency});
    CHECK(r.seen.payee == money{"4800"_amount, "LRD"_currency});
    CHECK_FALSE(r.seen.requires_action);
    CHECK(r.seen.anomalies == anomaly::none);
}

TEST_CASE("an unknown status text is a status without an enumerator, and noted") {
    auto const r = observe(answer(200, status_body(R"("status":"SETTLING")")));
    CHECK(r.seen.what == kind::status);
    CHECK_FALSE(r.seen.status);
    CHECK(has(r.seen.anomalies, anomaly::unknown_status));
}

TEST_CASE("3-D Secure: the client_secret is handed out beside the observation") {
    auto const r =
        observe(answer(200, status_body(R"("status":"PENDING","requires_action":true,"client_secret":"cs_1")")));
    CHECK(r.seen.requires_action);
    CHECK(r.seen.has_client_secret);
    CHECK(r.client_secret.reveal() == "cs_1");
    auto const none =
        observe(answer(200, status_body(R"("status":"PENDING","requires_action":true,"client_secret":null)")));
    CHECK(none.seen.requires_action);
    CHECK_FALSE(none.seen.has_client_secret);
}

TEST_CASE("a refusal that names the passcode says so: another try could lock the account") {
    for (int const status : {401, 403, 422}) {
        CAPTURE(status);
        auto const by_word = observe(answer(status, R"({"detail":"Passcode is wrong"})"));
        CHECK(has(by_word.seen.anomalies, anomaly::secret_refused));
        auto const other = observe(answer(status, R"({"detail":"Not allowed"})"));
        CHECK_FALSE(has(other.seen.anomalies, anomaly::secret_refused));
    }
    auto const by_loc = observe(
        answer(422, R"({"detail":[{"loc":["body","passcode","token","code"],"msg":"invalid","type":"value_error"}]})"));
    CHECK(has(by_loc.seen.anomalies, anomaly::secret_refused));
}

TEST_CASE("the gateway's words are handed out, the wallet's in their place") {
    CHECK(
        observe(answer(200, status_body(R"("status":"FAILED","gateway_message":"no","wallet_message":"w")"))).message ==
        "no");
    CHECK(observe(answer(200, status_body(R"("status":"FAILED","wallet_message":"w")"))).message == "w");
}

TEST_CASE("an answer about another payment is never a status") {
    auto const other_id = observe(answer(200, status_body(R"("status":"FAILED","client_secret":"cs")", "PAYOUT",
                                                          "4f1c2b9a-0d4e-4c6a-9b1f-2a3b4c5d6e7f")));
    CHECK(other_id.seen.what == kind::wrong_subject);
    CHECK(has(other_id.seen.anomalies, anomaly::wrong_reference_id));
    CHECK_FALSE(other_id.seen.status);
    CHECK_FALSE(other_id.seen.payer);
    CHECK(other_id.client_secret.empty());
    for (std::string const operation : {"COLLECTION", "PAYMENT", "payout"}) {
        auto const r = observe(answer(200, status_body(R"("status":"FAILED")", operation)));
        CHECK(r.seen.what == kind::wrong_subject);
        CHECK(has(r.seen.anomalies, anomaly::wrong_operation));
    }
}

TEST_CASE("a 2xx that does not decode is unreadable, and its issues are handed out") {
    for (auto const& r :
         {answer(200, ""), answer(204, ""), answer(200, "{"), answer(200, "<html>", "text/html"),
          answer(200, status_body(), "text/plain"), answer(200, "[]"), answer(200, status_body() + "{}")}) {
        auto const got = observe(r);
        CHECK(got.seen.what == kind::unreadable);
        CHECK(has(got.seen.anomalies, anomaly::unreadable_answer));
    }
    auto cut = answer(200, status_body());
    cut.complete = false;
    CHECK(observe(cut).seen.what == kind::unreadable);
    CHECK(observe(answer(200, "{}")).issues.front().loc_text() == "response.reference_id");
}

TEST_CASE("a refusal counts only as a JSON object from the API itself") {
    CHECK(seen(404, R"({"detail":"Not found"})") == kind::not_found);
    CHECK(seen(403, R"({"detail":"Forbidden"})") == kind::forbidden);
    CHECK(seen(422, R"({"detail":[{"loc":["body","session_id"],"msg":"m","type":"t"}]})") == kind::refused);
    for (int const status : {403, 404, 422}) {
        CAPTURE(status);
        CHECK(seen(status, "<html></html>", "text/html") == kind::other);
        CHECK(seen(status, "{}", "text/html") == kind::other);
        CHECK(seen(status, "{}", "") == kind::other);
        CHECK(seen(status, "") == kind::other);
        CHECK(seen(status, "[]") == kind::other);
        CHECK(seen(status, "null") == kind::other);
        CHECK(seen(status, "{") == kind::other);
        if (status != 403) {  // a gateway's own JSON: "not found" from it would release a second send
            CHECK(seen(status, "{}") == kind::other);
            CHECK(seen(status, R"({"detail":null})") == kind::other);
            CHECK(seen(status, R"({"message":"no Route matched with those values"})") == kind::other);
            CHECK(seen(status, R"({"error":{"detail":"Not found"}})") == kind::other);
        }
        CHECK(seen(status, "{}{}") == kind::other);
        auto cut = answer(status, "{}");
        cut.complete = false;
        CHECK(observe(cut).seen.what == kind::other);
        CHECK(has(observe(cut).seen.anomalies, anomaly::unexpected_http));
    }
}

TEST_CASE("a 422 that may speak of the reference_id is a duplicate, not a refusal") {
    CHECK(
        seen(
            422,
            R"({"detail":[{"loc":["body","x"],"msg":"m","type":"t"},{"loc":["body","reference_id"],"msg":"m","type":"t"}]})") ==
        kind::duplicate);
    CHECK(seen(422, R"({"detail":"This reference was used before"})") == kind::duplicate);
    CHECK(seen(422, R"({"detail":[{"loc":["body"],"msg":"Reference id exists","type":"t"}]})") == kind::duplicate);
    CHECK(seen(422, R"({"detail":"Session expired"})") == kind::refused);
    CHECK(seen(422, R"({"detail":{"code":7}})") == kind::other);
    CHECK(seen(409, "") == kind::duplicate);
}

TEST_CASE("the other answers have their kinds, JSON or not") {
    CHECK(seen(401, "") == kind::unauthorized);
    CHECK(seen(429, "<html>", "text/html") == kind::rate_limited);
    for (int const status : {0, 100, 301, 302, 307, 308, 400, 405, 410, 500, 502, 503, 504}) {
        CAPTURE(status);
        CHECK(seen(status, status_body(R"("status":"COMPLETED")")) == kind::other);
    }
}

TEST_CASE("issues of a refusal are handed out") {
    auto const r = observe(
        answer(422, R"({"detail":[{"loc":["body","session_id"],"msg":"Session expired","type":"value_error"}]})"));
    REQUIRE(r.issues.size() == 1);
    CHECK(r.issues[0].loc_text() == "body.session_id");
}

TEST_CASE("no answer is never_sent or maybe_sent, as the transport says") {
    auto const end = [](delivery d) {
        return codec::observe(payout, exchange_result{no_response{d, false, "reset"}}, {}).seen;
    };
    CHECK(end(delivery::never_sent).what == kind::never_sent);
    CHECK(end(delivery::maybe_sent).what == kind::maybe_sent);
    CHECK(end(delivery::maybe_sent).http_status == 0);
}

TEST_CASE("Retry-After is read from any answer") {
    auto r = answer(429, "{}");
    r.retry_after = "7";
    CHECK(observe(r).seen.retry_after == 7s);
}
