// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_OUTCOME_HPP
#define DOLLR_TESTS_SUPPORT_OUTCOME_HPP

#include <dollr/http/message.hpp>
#include <dollr/value/time.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <variant>

/// What came of an exchange, required to be of one kind.
namespace dollr::test {

/// No answer; and that its text says something without saying too much.
inline no_response without_answer(exchange_result const& outcome) {
    REQUIRE(std::holds_alternative<no_response>(outcome));
    auto const& none = std::get<no_response>(outcome);
    INFO(none.why);
    CHECK_FALSE(none.why.empty());
    CHECK(none.why.find("the-token") == std::string::npos);
    CHECK(none.why.find("secret-query") == std::string::npos);
    return none;
}

inline http_response answer_of(exchange_result const& outcome) {
    auto const* const none = std::get_if<no_response>(&outcome);
    INFO((none != nullptr ? none->why : std::string{}));
    REQUIRE(none == nullptr);
    return std::get<http_response>(outcome);
}

inline int status_of(exchange_result const& outcome) { return answer_of(outcome).status; }

template <class F>
duration time_of(F f) {
    auto const start = std::chrono::steady_clock::now();
    f();
    return std::chrono::duration_cast<duration>(std::chrono::steady_clock::now() - start);
}

}  // namespace dollr::test

#endif
