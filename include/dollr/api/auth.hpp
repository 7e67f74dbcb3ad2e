// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_AUTH_HPP
#define DOLLR_API_AUTH_HPP

#include <dollr/api/operation.hpp>

#include <chrono>
#include <string>

/// jwt: client credentials for an access token.
namespace dollr::api {

struct obtain_token_payload {
    std::string client_id;
    secret_string client_secret;

    friend bool operator==(obtain_token_payload const&, obtain_token_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(obtain_token_payload, (), (client_id, client_secret))
consteval auto schema_of(obtain_token_payload const*) {
    return schema::description{"ClientCredentialObtainTokenPayload", schema::evidence::fragment};
}

struct obtain_token_response {
    secret_string access_token;
    std::chrono::minutes expires_in{};  ///< minutes here; seconds in the realtime token, under the same name

    friend bool operator==(obtain_token_response const&, obtain_token_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(obtain_token_response, (), (access_token, expires_in))
consteval auto schema_of(obtain_token_response const*) {
    return schema::description{"ObtainTokenResponse", schema::evidence::fragment};
}

/// A second token does not end the first.
struct obtain_token : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "obtain_token";
    static constexpr std::string_view api_name = "client_obtain_token";
    static constexpr std::string_view target = "/jwt/client/obtain/token";
    static constexpr bool bearer = false;
    using body = obtain_token_payload;
    using response = obtain_token_response;
};

}  // namespace dollr::api

#endif
