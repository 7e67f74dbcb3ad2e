// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_SCHEDULES_HPP
#define DOLLR_TESTS_PROOF_SCHEDULES_HPP

#include "climate.hpp"

#include <string_view>

/// Kinds of weather with one thing wrong in each, for the table of counts in docs/exactly-once.md.
namespace proof {

struct schedule {
    std::string_view name;
    void (*weather)(climate&);
};

namespace detail {

inline climate& fair(climate& c) {
    c = climate{};
    c.watch = 0;
    return c;
}
inline std::uint32_t& of_sends(climate& c, sandbox::fault f) {
    return c.rates.moves_money[static_cast<std::size_t>(f)];
}

}  // namespace detail

inline constexpr schedule schedules[] = {
    {"one answer in five is lost",
     [](climate& c) { detail::of_sends(detail::fair(c), sandbox::fault::lost_answer) = 200'000; }},
    {"one request in five is lost",
     [](climate& c) { detail::of_sends(detail::fair(c), sandbox::fault::lost_request) = 200'000; }},
    {"one request in five is delayed",
     [](climate& c) { detail::of_sends(detail::fair(c), sandbox::fault::late_request) = 200'000; }},
    {"one effect in fifty ends in a crash", [](climate& c) { detail::fair(c).crash = 20; }},
    {"one effect in fifty stalls, another worker takes over", [](climate& c) { detail::fair(c).stall = 20; }},
    {"one 5xx in five, half of them with effect",
     [](climate& c) {
         detail::of_sends(detail::fair(c), sandbox::fault::busy) = 100'000;
         detail::of_sends(c, sandbox::fault::server_error) = 100'000;
     }},
    {"one refusal in ten, half of them with effect",
     [](climate& c) {
         detail::of_sends(detail::fair(c), sandbox::fault::refused) = 50'000;
         detail::of_sends(c, sandbox::fault::refused_after) = 50'000;
     }},
    {"every fault, weights drawn per seed", [](climate&) {}},
};

}  // namespace proof

#endif
