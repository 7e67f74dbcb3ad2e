// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_PROBLEM_HPP
#define DOLLR_SANDBOX_PROBLEM_HPP

#include <dollr/value/issue.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// A refusal, as the API words it: a `detail` that is text, or of a 422 a list of issues. An id that names nothing is a
/// 404; an object that is not in the right state is a 422 that points at the member which named it.
namespace dollr::sandbox {

struct problem {
    int status = 0;
    std::string detail;
    std::vector<issue> issues;  ///< of a 422
};

template <class Response>
using answer = std::variant<Response, problem>;

[[nodiscard]] inline problem refusal(int status, std::string_view detail) { return {status, std::string(detail), {}}; }
[[nodiscard]] inline problem missing(std::string_view what) { return {404, std::string(what) + " not found", {}}; }
[[nodiscard]] inline problem not_verified() { return refusal(403, "The merchant is not verified"); }

[[nodiscard]] inline problem refusal(std::initializer_list<std::string_view> loc, std::string_view msg) {
    issue i;
    for (auto const step : loc) i.loc.emplace_back(std::string(step));
    i.msg = msg;
    i.type = "value_error";
    return {422, {}, {std::move(i)}};
}

}  // namespace dollr::sandbox

#endif
