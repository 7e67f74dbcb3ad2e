// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_LINKS_HPP
#define DOLLR_API_LINKS_HPP

#include <dollr/api/operation.hpp>

#include <string>

/// links: where a document can be paid (once it is ACTIVE) and where its receipt is (once it is PAID), by its number.
namespace dollr::api {

struct link_query {
    dollr::source_type source_type{};
    std::string source_number;

    friend bool operator==(link_query const&, link_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(link_query, (), (source_type, source_number))
consteval auto schema_of(link_query const*) { return schema::description{"", schema::evidence::guide}; }

struct link_response {
    std::string url;

    friend bool operator==(link_response const&, link_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(link_response, (), (url))
consteval auto schema_of(link_response const*) { return schema::description{"LinkResponse", schema::evidence::guide}; }

struct retrieve_payment_link : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_payment_link";
    static constexpr std::string_view api_name = "get_payment_link";
    static constexpr std::string_view target = "/links/pay";
    using query = link_query;
    using response = link_response;
};

struct retrieve_receipt_link : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_receipt_link";
    static constexpr std::string_view api_name = "get_receipt_link";
    static constexpr std::string_view target = "/links/receipt";
    using query = link_query;
    using response = link_response;
};

}  // namespace dollr::api

#endif
