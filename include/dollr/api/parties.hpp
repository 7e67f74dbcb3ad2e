// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_PARTIES_HPP
#define DOLLR_API_PARTIES_HPP

#include <dollr/api/operation.hpp>

#include <optional>
#include <string>
#include <vector>

/// parties: people and businesses that pay or are paid.
namespace dollr::api {

struct create_party_payload {
    std::string fullname;
    dollr::phone phone;
    std::optional<std::string> email;
    std::optional<std::string> country_code;

    friend bool operator==(create_party_payload const&, create_party_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_party_payload, (), (fullname, phone, email, country_code))
consteval auto schema_of(create_party_payload const*) {
    return schema::description{"CreatePartyPayload", schema::evidence::page};
}

struct party_response {
    party_id id;
    std::string fullname;
    std::optional<std::string> email;
    std::optional<std::string> phone;  ///< text: the contract promises its length here, not its form
    std::optional<std::string> country_code;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(party_response const&, party_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(party_response, (), (id, fullname, email, phone, country_code, created_at, updated_at))
consteval auto schema_of(party_response const*) {
    return schema::description{"PartyResponse", schema::evidence::page,
                               schema::rule{.member = "phone", .length_min = 8, .length_max = 15}};
}

struct list_parties_query {
    std::optional<std::string> fullname;

    friend bool operator==(list_parties_query const&, list_parties_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(list_parties_query, (), (fullname))
consteval auto schema_of(list_parties_query const*) { return schema::description{"", schema::evidence::guide}; }

struct party_path {
    party_id id;

    friend bool operator==(party_path const&, party_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(party_path, (), (id))
consteval auto schema_of(party_path const*) { return schema::description{"", schema::evidence::guide}; }

struct create_party : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "create_party";
    static constexpr std::string_view target = "/parties/create";
    using body = create_party_payload;
    using response = party_response;
};

struct list_parties : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "list_parties";
    static constexpr std::string_view target = "/parties/list";
    using query = list_parties_query;
    using response = std::vector<party_response>;
};

struct retrieve_party : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_party";
    static constexpr std::string_view api_name = "retrieve_parties";
    static constexpr std::string_view target = "/parties/retrieve/{id}";
    using path = party_path;
    using response = party_response;
};

}  // namespace dollr::api

#endif
