// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_PORTS_HPP
#define DOLLR_TESTS_SUPPORT_PORTS_HPP

#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/port/clock.hpp>
#include <dollr/port/digest.hpp>
#include <dollr/port/entropy.hpp>
#include <dollr/port/transport.hpp>
#include <dollr/sandbox/scenario.hpp>

#include <cstdint>
#include <span>
#include <string_view>

/// What a runner is given in a test: time that is moved by whoever waits, chance that can be replayed, a digest that is
/// good enough.
namespace dollr::tests {

/// Good enough to tell contents apart; the real one is an adapter's.
struct toy_digest_function final : digest_function {
    result<digest> operator()(std::string_view bytes) const override {
        std::uint64_t h = 0;
        for (char const c : bytes) h = jitter{h ^ static_cast<unsigned char>(c)}.next();
        digest d;
        jitter chain{h};
        for (auto& b : d.bytes) b = static_cast<std::uint8_t>(chain.next());
        return d;
    }
};
inline toy_digest_function const toy_digest;

/// A sandbox's manual clock; waiting moves it.
class steered_clock final : public clock {
public:
    explicit steered_clock(sandbox::manual_clock& time) : time_(&time) {}
    [[nodiscard]] instant now() const noexcept override { return time_->now(); }
    [[nodiscard]] bool is_servers() const noexcept override { return true; }
    void idle(steady_time until) noexcept override { time_->advance_to(until); }

private:
    sandbox::manual_clock* time_;
};

struct counting_entropy final : entropy {
    result<void> fill(std::span<std::uint8_t> bytes) override {
        jitter chain{++draws};
        for (auto& b : bytes) b = static_cast<std::uint8_t>(chain.next());
        return {};
    }
    std::uint64_t draws = 0;
};

/// Anything that sends, as a transport.
template <class Wire>
class sent_over final : public blocking_transport {
public:
    explicit sent_over(Wire& wire) : wire_(&wire) {}
    exchange_result send(http_request const& request, duration timeout) override {
        return wire_->send(request, timeout);
    }

private:
    Wire* wire_;
};

}  // namespace dollr::tests

#endif
