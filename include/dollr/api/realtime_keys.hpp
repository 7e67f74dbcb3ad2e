// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_REALTIME_KEYS_HPP
#define DOLLR_API_REALTIME_KEYS_HPP

#include <dollr/api/operation.hpp>

#include <chrono>

/// realtime-keys: a key with which a browser may listen to one collection. What it hears proves no payment: the status
/// does.
namespace dollr::api {

struct collection_realtime_key_payload {
    dollr::session_id session_id;  ///< a number here, and text in the executions
    dollr::source_type source_type{};
    dollr::reference_id reference_id;  ///< the execution's own

    friend bool operator==(collection_realtime_key_payload const&, collection_realtime_key_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(collection_realtime_key_payload, (), (session_id, source_type, reference_id))
consteval auto schema_of(collection_realtime_key_payload const*) {
    return schema::description{"GetCollectionRealtimeKeyPayload", schema::evidence::page};
}

struct realtime_token_response {
    secret_string access_token;
    std::chrono::seconds expires_in{};  ///< seconds here; minutes in the access token, under the same name

    friend bool operator==(realtime_token_response const&, realtime_token_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(realtime_token_response, (), (access_token, expires_in))
consteval auto schema_of(realtime_token_response const*) {
    return schema::description{"RealtimeTokenResponse", schema::evidence::page};
}

/// A second key does not end the first, and changes nothing else.
struct obtain_collection_realtime_key : operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "obtain_collection_realtime_key";
    static constexpr std::string_view api_name = "get_collection_realtime_key";
    static constexpr std::string_view target = "/realtime-keys/collection";
    using body = collection_realtime_key_payload;
    using response = realtime_token_response;
};

}  // namespace dollr::api

#endif
