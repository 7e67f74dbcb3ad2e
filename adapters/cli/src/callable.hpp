// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_CALLABLE_HPP
#define DOLLR_CLI_CALLABLE_HPP

#include <dollr/codec/limits.hpp>
#include <dollr/http/message.hpp>
#include <dollr/http/method.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/issue.hpp>
#include <dollr/value/result.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Every operation of the API by its name, its parts given as text.
namespace dollr::cli {

struct call_parts {
    std::vector<std::string> path;  ///< in the order of the target's placeholders
    std::vector<std::pair<std::string, std::string>> query;
    secret_string body;  ///< JSON; it may hold a passcode
};

struct callable {
    std::string_view name;
    http_method method;
    std::string_view target;
    dollr::hazard hazard;
    bool bearer;
    bool has_body;
    bool secret_body;
    result<void> (*build)(call_parts const& parts, secret_string const& bearer, http_request& out);
    result<std::string> (*read)(exchange_result const& end, codec::limits const& limits);  ///< JSON, secrets redacted
    std::vector<issue> (*check)(std::string_view body);  ///< all that would keep this body from leaving
};

[[nodiscard]] std::span<callable const> callables() noexcept;
/// One of them, or one of the sandbox's own.
[[nodiscard]] result<callable const*> find_callable(std::string_view name);

}  // namespace dollr::cli

#endif
