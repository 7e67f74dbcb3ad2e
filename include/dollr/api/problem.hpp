// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_API_PROBLEM_HPP
#define DOLLR_API_PROBLEM_HPP

#include <dollr/schema/describe.hpp>
#include <dollr/value/issue.hpp>

#include <optional>
#include <string>
#include <vector>

/// The bodies of refusals. 422 is FastAPI's: its elements are the library's own issue type.
namespace dollr {

BOOST_DESCRIBE_STRUCT(issue, (), (loc, msg, type))
consteval auto schema_of(issue const*) { return schema::description{"ValidationError", schema::evidence::fragment}; }

}  // namespace dollr

namespace dollr::api {

struct validation_problem {
    std::optional<std::vector<issue>> detail;

    friend bool operator==(validation_problem const&, validation_problem const&) = default;
};
BOOST_DESCRIBE_STRUCT(validation_problem, (), (detail))
consteval auto schema_of(validation_problem const*) {
    return schema::description{"HTTPValidationError", schema::evidence::fragment};
}

/// 401, and as far as prose tells 403, 404 and 429.
struct plain_problem {
    std::string detail;

    friend bool operator==(plain_problem const&, plain_problem const&) = default;
};
BOOST_DESCRIBE_STRUCT(plain_problem, (), (detail))
consteval auto schema_of(plain_problem const*) { return schema::description{"", schema::evidence::own}; }

}  // namespace dollr::api

#endif
