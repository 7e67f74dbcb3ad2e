// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_FAULT_OPERATIONS_HPP
#define DOLLR_SANDBOX_FAULT_OPERATIONS_HPP

#include <dollr/api/operation.hpp>
#include <dollr/sandbox/fault.hpp>
#include <dollr/sandbox/outcome.hpp>
#include <dollr/sandbox/planned_fault.hpp>

#include <boost/mp11/list.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// The switches of a running sandbox: how often which fault strikes by chance (fault_rates.hpp), and one fault by hand
/// for the next request.
namespace dollr::sandbox {

struct fault_rate {
    sandbox::fault fault{};
    std::int64_t per_million = 0;

    friend bool operator==(fault_rate const&, fault_rate const&) = default;
};
BOOST_DESCRIBE_STRUCT(fault_rate, (), (fault, per_million))
consteval auto schema_of(fault_rate const*) {
    return schema::description{"SandboxFaultRate", schema::evidence::own,
                               schema::rule{.member = "per_million", .at_least = 0}};
}

struct outcome_rate {
    sandbox::outcome outcome{};
    std::int64_t per_million = 0;

    friend bool operator==(outcome_rate const&, outcome_rate const&) = default;
};
BOOST_DESCRIBE_STRUCT(outcome_rate, (), (outcome, per_million))
consteval auto schema_of(outcome_rate const*) {
    return schema::description{"SandboxOutcomeRate", schema::evidence::own,
                               schema::rule{.member = "per_million", .at_least = 0}};
}

/// Every fault and every outcome that can be switched, those that are off too.
struct fault_switches_response {
    std::vector<fault_rate> moves_money;  ///< strike the execution POSTs
    std::vector<fault_rate> others;       ///< strike everything else
    std::vector<outcome_rate> outcomes;   ///< of accepted executions
    std::optional<planned_fault> next;

    friend bool operator==(fault_switches_response const&, fault_switches_response const&) = default;
};
BOOST_DESCRIBE_STRUCT(fault_switches_response, (), (moves_money, others, outcomes, next))
consteval auto schema_of(fault_switches_response const*) {
    return schema::description{"SandboxFaultSwitches", schema::evidence::own};
}

/// What is not named stays as it is.
struct set_fault_rates_payload {
    std::optional<std::vector<fault_rate>> moves_money;
    std::optional<std::vector<fault_rate>> others;
    std::optional<std::vector<outcome_rate>> outcomes;

    friend bool operator==(set_fault_rates_payload const&, set_fault_rates_payload const&) = default;
};
BOOST_DESCRIBE_STRUCT(set_fault_rates_payload, (), (moves_money, others, outcomes))
consteval auto schema_of(set_fault_rates_payload const*) {
    return schema::description{"SandboxSetFaultRates", schema::evidence::own};
}

struct read_faults : api::operation<http_method::get, hazard::reads> {
    static constexpr std::string_view name = "sandbox_faults";
    static constexpr std::string_view target = "/_sandbox/faults";
    static constexpr bool bearer = false;
    using response = fault_switches_response;
};

struct set_fault_rates : api::operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "sandbox_set_faults";
    static constexpr std::string_view target = "/_sandbox/faults";
    static constexpr bool bearer = false;
    using body = set_fault_rates_payload;
    using response = fault_switches_response;
};

/// NONE takes back what was planned.
struct plan_fault : api::operation<http_method::post, hazard::idempotent> {
    static constexpr std::string_view name = "sandbox_plan_fault";
    static constexpr std::string_view target = "/_sandbox/faults/next";
    static constexpr bool bearer = false;
    using body = planned_fault;
    using response = fault_switches_response;
};

using fault_operations = boost::mp11::mp_list<read_faults, set_fault_rates, plan_fault>;

}  // namespace dollr::sandbox

#endif
