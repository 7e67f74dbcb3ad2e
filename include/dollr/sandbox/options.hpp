// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_OPTIONS_HPP
#define DOLLR_SANDBOX_OPTIONS_HPP

#include <dollr/sandbox/fault_rates.hpp>
#include <dollr/value/amount.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// How one sandbox differs from another. The defaults are what the documentation promises to every client; what the
/// real API leaves unsaid is a switch here, so that a client can be tried against either answer.
namespace dollr::sandbox {

namespace detail {

using namespace dollr::literals;
inline constexpr amount generous = "1000000000"_amount;

}  // namespace detail

/// What a second POST of a reference_id gets.
enum class repeated_post : std::uint8_t {
    answers_state,  ///< the present state of the execution
    is_refused,     ///< 422 about reference_id
    races,  ///< within `race_window` of the first it is not recognised and executes again: no client can cure that
};

[[nodiscard]] constexpr std::string_view to_text(repeated_post value) noexcept;

struct options {
    std::uint64_t seed = 1;

    std::string client_id = "sandbox";
    std::string unverified_client_id = "sandbox-unverified";  ///< of a merchant who may prepare, but not move money
    std::string client_secret = "sandbox-secret";             ///< of both
    std::string passcode = "123456";
    std::chrono::minutes token_lifetime{60};
    std::chrono::seconds session_lifetime{15 * 60};
    std::chrono::seconds realtime_key_lifetime{15 * 60};
    amount wallet_balance = detail::generous;  ///< in every currency, to begin with

    bool enforces_session_expiry = true;
    sandbox::repeated_post repeated_post = sandbox::repeated_post::answers_state;
    duration race_window{2000};
    duration answer_after{0};  ///< virtual time that every answer takes

    fault_rates rates{};

    std::string origin{};  ///< where its pages are, "http://127.0.0.1:7373"; empty: links are paths alone

    server_time epoch{};  ///< of the virtual clock, told to whoever asks: virtual = epoch + speed x (utc - epoch)
    std::int64_t speed = 1;

    friend bool operator==(options const&, options const&) = default;
};

constexpr std::string_view to_text(repeated_post value) noexcept {
    switch (value) {
        case repeated_post::answers_state:
            return "answers state";
        case repeated_post::is_refused:
            return "is refused";
        case repeated_post::races:
            return "races";
    }
    return {};
}

}  // namespace dollr::sandbox

#endif
