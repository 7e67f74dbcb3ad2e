// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ASIO_ROUNDS_HPP
#define DOLLR_TESTS_SUPPORT_ASIO_ROUNDS_HPP

#include "asio_world.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace dollr::tests {

/// Double clicks on an event loop: each new key is paid 2 to 8 times at once. Some dozens of keys are under way at a
/// time.
class double_clicks {
public:
    double_clicks(asio::client& client, int rounds, std::function<void()> done)
        : client_(client), told_(static_cast<std::size_t>(rounds)), done_(std::move(done)) {
        for (int i = 0; i < 48; ++i) next();
    }
    double_clicks(double_clicks const&) = delete;
    double_clicks& operator=(double_clicks const&) = delete;

    /// Of each round, what each of its payers was told.
    [[nodiscard]] std::vector<std::vector<result<settlement>>> const& told() const noexcept { return told_; }
    [[nodiscard]] static std::string key(std::size_t round) { return "round-" + std::to_string(round); }

private:
    void next() {
        if (begun_ == told_.size()) return;
        auto const round = begun_++;
        auto const payers = 2 + round % 7;
        auto const order = an_order(key(round), "231770009901", round % 3 == 0 ? payout : collection);
        for (std::size_t i = 0; i < payers; ++i)
            client_.async_pay(order, {.deadline = std::chrono::hours{48}},
                              [this, round, payers](result<settlement> end) {
                                  told_[round].push_back(std::move(end));
                                  if (told_[round].size() != payers) return;
                                  if (++ended_ == told_.size()) return done_();
                                  next();
                              });
    }

    asio::client& client_;
    std::vector<std::vector<result<settlement>>> told_;
    std::function<void()> done_;
    std::size_t begun_ = 0;
    std::size_t ended_ = 0;
};

}  // namespace dollr::tests

#endif
