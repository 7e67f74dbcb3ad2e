// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_STATUS_HPP
#define DOLLR_API_STATUS_HPP

#include <dollr/api/executions.hpp>
#include <dollr/api/operation.hpp>

#include <optional>
#include <string>

/// status: what became of an execution, by its reference_id and under its own operation; and of a source.
namespace dollr::api {

struct execution_status_path {
    dollr::reference_id reference_id;

    friend bool operator==(execution_status_path const&, execution_status_path const&) = default;
};
BOOST_DESCRIBE_STRUCT(execution_status_path, (), (reference_id))
consteval auto schema_of(execution_status_path const*) { return schema::description{"", schema::evidence::page}; }

struct status_collection : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "status_collection";
    static constexpr std::string_view api_name = "get_collection_status";
    static constexpr std::string_view target = "/status/collection/{reference_id}";
    using path = execution_status_path;
    using response = execution_response;
};

struct status_payout : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "status_payout";
    static constexpr std::string_view api_name = "get_payout_status";
    static constexpr std::string_view target = "/status/payout/{reference_id}";
    using path = execution_status_path;
    using response = execution_response;
};

struct status_transfer : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "status_transfer";
    static constexpr std::string_view api_name = "get_transfer_status";
    static constexpr std::string_view target = "/status/transfer/{reference_id}";
    using path = execution_status_path;
    using response = execution_response;
};

struct status_refund : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "status_refund";
    static constexpr std::string_view api_name = "get_refund_status";
    static constexpr std::string_view target = "/status/refund/{reference_id}";
    using path = execution_status_path;
    using response = execution_response;
};

struct source_status_query {
    dollr::source_type source_type{};
    dollr::source_id source_id;

    friend bool operator==(source_status_query const&, source_status_query const&) = default;
};
BOOST_DESCRIBE_STRUCT(source_status_query, (), (source_type, source_id))
consteval auto schema_of(source_status_query const*) { return schema::description{"", schema::evidence::page}; }

struct payment_source_status_response {
    dollr::source_id source_id;
    open_enum<dollr::source_type> source_type;
    std::string source_number;
    open_enum<source_status> status;
    dollr::currency currency;
    amount total_amount;
    std::optional<timestamp> paid_at;

    friend bool operator==(payment_source_status_response const&, payment_source_status_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(payment_source_status_response, (),
                      (source_id, source_type, source_number, status, currency, total_amount, paid_at))
consteval auto schema_of(payment_source_status_response const*) {
    return schema::description{"PaymentSourceStatusResponse", schema::evidence::page};
}

struct status_source : operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "status_source";
    static constexpr std::string_view api_name = "get_payment_source_status";
    static constexpr std::string_view target = "/status/source";
    using query = source_status_query;
    using response = payment_source_status_response;
};

}  // namespace dollr::api

#endif
