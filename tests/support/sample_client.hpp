// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SAMPLE_CLIENT_HPP
#define DOLLR_TESTS_SUPPORT_SAMPLE_CLIENT_HPP

#include <dollr/client/blocking_client.hpp>
#include <dollr/sandbox/sandbox.hpp>

#include <cstdint>
#include <span>

/// What a blocking client is given in a test: a clock that is moved by whoever sleeps, chance without chance, and the
/// credentials that the sandbox takes.
namespace dollr::tests {

struct steered_clock {
    sandbox::manual_clock* time;
    [[nodiscard]] instant now() const noexcept { return time->now(); }
    void sleep(duration d) const { time->advance(d); }
};

struct counting_entropy {
    std::uint8_t n = 0;
    result<void> fill(std::span<std::uint8_t> bytes) {
        for (auto& b : bytes) b = static_cast<std::uint8_t>(++n * 37);
        return {};
    }
};

inline void give_passcode(api::passcode_payload& out) {
    out.token.phone = phone::try_parse("231770000000");
    out.token.code.assign("123456");
    out.device = {"test", "server", "linux", "test", "127.0.0.1"};
}

inline client_credentials sample_credentials() {
    client_credentials who{"sandbox", secret_string{"sandbox-secret"}, {}};
    give_passcode(who.passcode.emplace());
    return who;
}

}  // namespace dollr::tests

#endif
