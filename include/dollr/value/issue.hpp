// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_ISSUE_HPP
#define DOLLR_VALUE_ISSUE_HPP

#include <dollr/value/cxx20.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What is wrong at one place in a body, a query or a path, in the shape of the server's own 422 (contract:
/// HTTPValidationError, `detail[]` of `loc`, `msg`, `type`), so that what local validation finds and what the server
/// finds are handled as one. `msg` is never matched on: its wording differs between the server's versions (contract
/// note 29).
namespace dollr {

using issue_location = std::vector<std::variant<std::string, std::int64_t>>;

struct issue {
    issue_location loc;  ///< {"body", "items", 0, "amount"}
    std::string msg;
    std::string type;

    /// "body.items.0.amount"
    [[nodiscard]] std::string loc_text() const;

    friend bool operator==(issue const&, issue const&) = default;
};

inline std::string issue::loc_text() const {
    std::string out;
    for (auto const& step : loc) {
        if (!out.empty()) out += '.';
        if (auto const* name = std::get_if<std::string>(&step)) {
            out += *name;
        } else if (auto const* index = std::get_if<std::int64_t>(&step)) {
            out += std::to_string(*index);
        }
    }
    return out;
}

}  // namespace dollr

#endif
