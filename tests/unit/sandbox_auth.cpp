// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Tokens, and what the sandbox answers to requests that are none of its operations.
using namespace dollr;
using namespace std::chrono_literals;

namespace {

constexpr auto parties = "/v1/parties/list";

}  // namespace

TEST_CASE("client credentials buy a token with its lifetime in minutes") {
    sandbox_world w({.token_lifetime = 7min});
    auto const t = w.post<api::obtain_token>({"sandbox", secret_string("sandbox-secret")});
    REQUIRE(t.has_value());
    CHECK(t->expires_in == 7min);
    CHECK(w.raw(http_method::get, parties).status == 200);
}

TEST_CASE("a wrong client secret or client id is refused") {
    sandbox_world w;
    CHECK(status_of(w.post<api::obtain_token>({"sandbox", secret_string("no")})) == 401);
    CHECK(status_of(w.post<api::obtain_token>({"nobody", secret_string("sandbox-secret")})) == 401);
}

TEST_CASE("a token expires when its lifetime is over") {
    sandbox_world w({.token_lifetime = 7min});
    w.pass(7min - 1ms);
    CHECK(w.raw(http_method::get, parties).status == 200);
    w.pass(1ms);
    auto const late = w.raw(http_method::get, parties);
    CHECK(late.status == 401);
    CHECK(body_of(late) == R"({"detail":"Could not validate credentials"})");
}

TEST_CASE("a second token does not end the first") {
    sandbox_world w;
    auto const first = secret_string(w.token);
    w.log_in();
    CHECK(w.raw(http_method::get, parties, {}, "Bearer " + std::string(first.reveal())).status == 200);
    CHECK(w.token.reveal() != first.reveal());
}

TEST_CASE("a request without a bearer is not authenticated") {
    sandbox_world w;
    auto const r = w.raw(http_method::get, parties, {}, "");
    CHECK(r.status == 401);
    CHECK(body_of(r) == R"({"detail":"Not authenticated"})");
    CHECK(w.raw(http_method::get, parties, {}, "Basic c2FuZGJveDo=").status == 401);
}

TEST_CASE("a token that was never given out is refused") {
    sandbox_world w;
    CHECK(w.raw(http_method::get, parties, {}, "Bearer sandbox-token-0-0000000000000000").status == 401);
    CHECK(w.raw(http_method::get, parties, {}, "Bearer sandbox-token-99-0000000000000000").status == 401);
    CHECK(w.raw(http_method::get, parties, {}, "Bearer sandbox-token-18446744073709551616-x").status == 401);
    CHECK(w.raw(http_method::get, parties, {}, "Bearer x").status == 401);
    CHECK(w.server.state().counters.refused_tokens == 4);
}

TEST_CASE("an unknown path is a 404 and a known path with another method a 405") {
    sandbox_world w;
    auto const nowhere = w.raw(http_method::get, "/v1/nowhere");
    CHECK(nowhere.status == 404);
    CHECK(body_of(nowhere) == R"({"detail":"Not Found"})");
    auto const deleted = w.raw(http_method::delete_, parties);
    CHECK(deleted.status == 405);
    CHECK(body_of(deleted) == R"({"detail":"Method Not Allowed"})");
    CHECK(w.raw(http_method::get, "/v2/parties/list").status == 404);
    CHECK(w.raw(http_method::get, "/v1/parties/retrieve/").status == 404);
}

TEST_CASE("the target may begin with the version segment or without") {
    sandbox_world w;
    CHECK(w.raw(http_method::get, "/v1/parties/list").status == 200);
    CHECK(w.raw(http_method::get, "/parties/list").status == 200);
}

TEST_CASE("a body with errors is refused with every issue and its place") {
    sandbox_world w;
    auto const r = w.raw(http_method::post, "/v1/parties/create", R"({"phone":"+231"})");
    CHECK(r.status == 422);
    http_response copy = r;
    auto const e = codec::response<api::create_party>(copy).error();
    REQUIRE(e.issues.size() == 2);
    CHECK(e.issues[0].loc_text() == "body.phone");
    CHECK(e.issues[1].loc_text() == "body.fullname");
    CHECK(e.issues[1].type == "missing");
}

TEST_CASE("a body that is no JSON, or no body at all, is a 422") {
    sandbox_world w;
    for (auto const* body : {"", "{", "<html>", "[]", "{} {}"})
        CHECK(w.raw(http_method::post, "/v1/parties/create", body).status == 422);
}

TEST_CASE("issues of the query and of the path say so in their place") {
    sandbox_world w;
    CHECK(first_loc(codec::response<api::predict_mmo_provider>(w.raw(
              http_method::get, "/v1/predictions/mmo-provider-info?operation_type=COLLECTION"))) == "query.phone");
    CHECK(first_loc(codec::response<api::retrieve_invoice>(w.raw(http_method::get, "/v1/invoices/retrieve/x"))) ==
          "path.id");
}

TEST_CASE("a body above 1 MiB is a 413") {
    sandbox_world w;
    CHECK(w.raw(http_method::post, "/v1/parties/create", std::string((1u << 20) + 1, ' ')).status == 413);
}

TEST_CASE("every answer carries the sandbox's date") {
    sandbox_world w;
    w.pass(90s);
    CHECK(w.raw(http_method::get, parties).date == "Tue, 23 Jun 2026 00:01:30 GMT");
    CHECK(w.raw(http_method::get, "/v1/nowhere").date == "Tue, 23 Jun 2026 00:01:30 GMT");
}
