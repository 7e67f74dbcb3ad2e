// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/http/endpoint.hpp>
#include <dollr/http/wire.hpp>

#include <doctest/doctest.h>

#include <string>

// Where secrets may be sent to, as text.

using namespace dollr;

TEST_CASE("an endpoint is taken apart") {
    auto const live = endpoint::parse("https://API.example.com/v1/").value();
    CHECK(live.tls);
    CHECK_FALSE(live.loopback);
    CHECK(live.host == "api.example.com");
    CHECK(live.port == 443);
    CHECK(live.base_path == "/v1");
    CHECK(live.authority() == "api.example.com");
    CHECK(live.origin() == "https://api.example.com");

    auto const local = endpoint::parse("http://127.0.0.1:8080").value();
    CHECK_FALSE(local.tls);
    CHECK(local.loopback);
    CHECK(local.base_path.empty());
    CHECK(local.origin() == "http://127.0.0.1:8080");

    auto const six = endpoint::parse("http://[::1]:9/a/b").value();
    CHECK(six.host == "::1");
    CHECK(six.authority() == "[::1]:9");
    CHECK(six.base_path == "/a/b");
}

TEST_CASE("two ways to write one origin are one origin") {
    for (auto const* same : {"https://api.example.com", "HTTPS://API.EXAMPLE.COM", "https://api.example.com:443/",
                             "https://api.example.com///"}) {
        CHECK(endpoint::parse(same).value() == endpoint::parse("https://api.example.com").value());
    }
}

TEST_CASE("plain http goes to this machine only") {
    for (auto const* allowed : {"http://localhost", "http://LOCALHOST:1/v1", "http://127.0.0.1",
                                "http://127.255.0.3:99", "http://[::1]:80", "https://127.0.0.1"}) {
        CAPTURE(allowed);
        CHECK(endpoint::parse(allowed).has_value());
    }
    for (auto const* refused :
         {"http://api.example.com", "http://128.0.0.1", "http://127.0.0.1.example.com", "http://127.1",
          "http://127.0.0.256", "http://127.0.0.01", "http://0127.0.0.1", "http://127.0.0.1.", "http://2130706433",
          "http://0x7f.0.0.1", "http://localhost.example.com", "http://localhost.", "http://[::2]",
          "http://[::ffff:127.0.0.1]", "http://0.0.0.0"}) {
        CAPTURE(refused);
        REQUIRE(endpoint::parse(refused).has_error());
        CHECK(endpoint::parse(refused).error().kind == error_kind::invalid);
    }
}

TEST_CASE("an endpoint that is none is refused with what to write instead, without its text") {
    for (auto const* refused : {"",
                                "api.example.com",
                                "ftp://api.example.com",
                                "://x",
                                "https://",
                                "https:///v1",
                                "https://user@api.example.com",
                                "https://user:hunter2@api.example.com",
                                "https://api.example.com?key=hunter2",
                                "https://api.example.com#hunter2",
                                "https://api.example.com/v1?key=hunter2",
                                "https://api.example.com:",
                                "https://api.example.com:0",
                                "https://api.example.com:65536",
                                "https://api.example.com:hunter2",
                                "https://api.example.com:44 3",
                                "https://api.example.com/v 1",
                                "https://api.example.com/v1\r\nEvil: hunter2",
                                "https://api.example.com//v1",
                                "https://api_example.com",
                                "https://[::1",
                                "https://[hunter2]",
                                "https://-x.example",
                                "https://.example",
                                "https://api.example.com\\@hunter2",
                                " https://api.example.com",
                                "https://caf\xc3\xa9.example"}) {
        CAPTURE(refused);
        auto const place = endpoint::parse(refused);
        REQUIRE(place.has_error());
        CHECK_FALSE(place.error().what.empty());
        CHECK(place.error().next.find("https://host/v1") != std::string::npos);
        CHECK(describe(place.error()).find("hunter2") == std::string::npos);
    }
}

TEST_CASE("a request that fits on the wire is sendable, and what stops it is said without its text") {
    http_request request;
    request.target = "/executions/payout?x=a%0Ab~";
    request.authorization.assign("Bearer a.b-c_d=");
    CHECK(why_not_sendable(request).empty());
    request.body.assign("{}");
    CHECK(why_not_sendable(request) == "a GET request has a body");
    request.method = http_method::post;
    CHECK(why_not_sendable(request).empty());
    request.authorization.assign("Bearer hunter2\n");
    CHECK(why_not_sendable(request) == "the authorization has a character that is not allowed in a header");
}

TEST_CASE("every method has its text and comes back from it") {
    for (auto const method : {http_method::get, http_method::post, http_method::put, http_method::delete_}) {
        CHECK(method_from_text(to_text(method)) == method);
    }
    CHECK_FALSE(method_from_text("PATCH"));
    CHECK_FALSE(method_from_text("get"));
}
