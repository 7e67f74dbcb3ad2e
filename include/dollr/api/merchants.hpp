// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_MERCHANTS_HPP
#define DOLLR_API_MERCHANTS_HPP

#include <dollr/api/operation.hpp>
#include <dollr/value/open_enum.hpp>

#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// merchants: who a merchant is.
namespace dollr::api {

/// The owner types that can be merchants.
BOOST_DEFINE_FIXED_ENUM_CLASS(merchant_type, std::uint8_t, micro_organization, organization)
[[nodiscard]] constexpr std::string_view to_text(merchant_type value) noexcept { return wire_name(value); }

struct merchant_info_query {
    dollr::merchant_id merchant_id;
    api::merchant_type merchant_type{};

    friend bool operator==(merchant_info_query const&, merchant_info_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(merchant_info_query, (), (merchant_id, merchant_type))
consteval auto schema_of(merchant_info_query const*) { return schema::description{"", schema::evidence::page}; }

struct merchant_info_response {
    merchant_id id;
    std::string name;
    open_enum<merchant_type> type;
    std::optional<std::string> email;
    std::optional<std::string> phone;  ///< text: the contract promises its length here, not its form

    friend bool operator==(merchant_info_response const&, merchant_info_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(merchant_info_response, (), (id, name, type, email, phone))
consteval auto schema_of(merchant_info_response const*) {
    return schema::description{"MerchantInfoResponse", schema::evidence::page,
                               schema::rule{.member = "phone", .length_min = 8, .length_max = 15}};
}

struct retrieve_merchant_info : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "retrieve_merchant_info";
    static constexpr std::string_view api_name = "get_merchant_info";
    static constexpr std::string_view target = "/merchants/merchant-info";
    using query = merchant_info_query;
    using response = merchant_info_response;
};

}  // namespace dollr::api

#endif
