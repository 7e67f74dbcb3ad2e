// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_COUNTERPARTIES_HPP
#define DOLLR_API_COUNTERPARTIES_HPP

#include <dollr/api/operation.hpp>
#include <dollr/api/owner.hpp>
#include <dollr/api/parties.hpp>
#include <dollr/value/open_enum.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// counterparties: a party in its relation to the merchant. Documents are made out to counterparties.
namespace dollr::api {

BOOST_DEFINE_FIXED_ENUM_CLASS(relationship_type, std::uint8_t, customer, friend_, donor, donee, family, employee,
                              supplier, contact, service_provider, partner, beneficiary, self)
[[nodiscard]] constexpr std::string_view to_text(relationship_type value) noexcept { return wire_name(value); }

struct create_counterparty_payload {
    api::relationship_type relationship_type{};
    std::optional<dollr::party_id> party_id;  ///< optional in the contract; always sent by document-first flows

    friend bool operator==(create_counterparty_payload const&, create_counterparty_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(create_counterparty_payload, (), (relationship_type, party_id))
consteval auto schema_of(create_counterparty_payload const*) {
    return schema::description{"CreateCounterPartyPayload", schema::evidence::guide};
}

/// What is absent stays as it is.
struct update_counterparty_payload {
    std::optional<api::relationship_type> relationship_type;
    std::optional<dollr::party_id> party_id;

    friend bool operator==(update_counterparty_payload const&, update_counterparty_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(update_counterparty_payload, (), (relationship_type, party_id))
consteval auto schema_of(update_counterparty_payload const*) {
    return schema::description{"UpdateCounterPartyPayload", schema::evidence::guide};
}

struct counterparty_response {
    counterparty_id id;
    std::optional<open_enum<api::owner_type>> owner_party_type;
    std::optional<owner_id> owner_party_id;
    open_enum<api::relationship_type> relationship_type;
    std::optional<dollr::party_id> party_id;
    timestamp created_at;
    timestamp updated_at;

    friend bool operator==(counterparty_response const&, counterparty_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(counterparty_response, (),
                      (id, owner_party_type, owner_party_id, relationship_type, party_id, created_at, updated_at))
consteval auto schema_of(counterparty_response const*) {
    return schema::description{"CounterPartyResponse", schema::evidence::inferred};
}

/// As retrieved, and as embedded in a document: the party itself instead of its id.
struct counterparty_with_party_response {
    counterparty_id id;
    open_enum<api::owner_type> owner_party_type;
    owner_id owner_party_id;
    open_enum<api::relationship_type> relationship_type;
    timestamp created_at;
    timestamp updated_at;
    std::optional<party_response> party;

    friend bool operator==(counterparty_with_party_response const&, counterparty_with_party_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(counterparty_with_party_response, (),
                      (id, owner_party_type, owner_party_id, relationship_type, created_at, updated_at, party))
consteval auto schema_of(counterparty_with_party_response const*) {
    return schema::description{"CounterPartyWithPartyResponse", schema::evidence::page};
}

struct list_counterparties_query {
    std::optional<std::string> fullname;
    std::optional<api::relationship_type> relationship_type;

    friend bool operator==(list_counterparties_query const&, list_counterparties_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(list_counterparties_query, (), (fullname, relationship_type))
consteval auto schema_of(list_counterparties_query const*) { return schema::description{"", schema::evidence::guide}; }

struct counterparty_path {
    counterparty_id id;

    friend bool operator==(counterparty_path const&, counterparty_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(counterparty_path, (), (id))
consteval auto schema_of(counterparty_path const*) { return schema::description{"", schema::evidence::guide}; }

struct create_counterparty : operation<http_method::post, hazard::creates> {
    static constexpr std::string_view name = "create_counterparty";
    static constexpr std::string_view target = "/counterparties/create";
    using body = create_counterparty_payload;
    using response = counterparty_response;
};

struct list_counterparties : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "list_counterparties";
    static constexpr std::string_view target = "/counterparties/list";
    using query = list_counterparties_query;
    using response = std::vector<counterparty_response>;
};

struct retrieve_counterparty : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_counterparty";
    static constexpr std::string_view api_name = "retrieve_counterparties";
    static constexpr std::string_view target = "/counterparties/retrieve/{id}";
    using path = counterparty_path;
    using response = counterparty_with_party_response;
};

/// The same values again change nothing.
struct update_counterparty : operation<http_method::put, hazard::idempotent> {
    static constexpr std::string_view name = "update_counterparty";
    static constexpr std::string_view target = "/counterparties/update/{id}";
    using path = counterparty_path;
    using body = update_counterparty_payload;
    using response = counterparty_response;
};

}  // namespace dollr::api

#endif
