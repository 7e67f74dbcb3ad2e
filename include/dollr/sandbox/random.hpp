// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_RANDOM_HPP
#define DOLLR_SANDBOX_RANDOM_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Chance without a source of chance: every number is a function of the seed and of what it is for. The same on every
/// compiler. The mixing step is SplitMix64 (Steele, Lea and Flood, 2014). Good enough for test data, and for nothing
/// else.
namespace dollr::sandbox {

/// What a number is drawn for; so that one draw never tells anything about another.
enum class draw : std::uint64_t { request = 1, outcome, token, transaction, secret, page, realtime_key, page_payment };

[[nodiscard]] constexpr std::string_view to_text(draw value) noexcept;

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t x) noexcept {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

[[nodiscard]] constexpr std::uint64_t drawn(std::uint64_t seed, draw what, std::uint64_t serial) noexcept {
    return mixed(mixed(seed ^ (static_cast<std::uint64_t>(what) << 56)) ^ serial);
}

/// 16 hexadecimal digits.
[[nodiscard]] inline std::string hex_text(std::uint64_t x) {
    std::string out(16, '0');
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = "0123456789abcdef"[(x >> (60 - 4 * i)) & 15u];
    return out;
}

constexpr std::string_view to_text(draw value) noexcept {
    switch (value) {
        case draw::request:
            return "request";
        case draw::outcome:
            return "outcome";
        case draw::token:
            return "token";
        case draw::transaction:
            return "transaction";
        case draw::secret:
            return "secret";
        case draw::page:
            return "page";
        case draw::realtime_key:
            return "realtime key";
        case draw::page_payment:
            return "page payment";
    }
    return {};
}

}  // namespace dollr::sandbox

#endif
