// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_MACHINE_TOKEN_CACHE_HPP
#define DOLLR_MACHINE_TOKEN_CACHE_HPP

#include <dollr/machine/policy.hpp>
#include <dollr/value/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

/// Which bearer token is good now, and when to fetch the next. The bytes stay with the driver, under the generation's
/// number.
///
/// Generations only grow. A refusal names the generation that was refused, so a late 401 cannot kill a newer token.
/// Fetching is single flight: from begin_fetch until arrived, failed or refused there is no second one. A token is used
/// until it ends and replaced when less than min(5 min, a tenth of its lifetime) is left. A lifetime that makes no
/// sense (0, negative, above a day) serves one call.
namespace dollr {

class token_cache {
public:
    explicit token_cache(policy const& rules) noexcept : policy_(&rules) {}
    explicit token_cache(policy const&&) = delete;

    /// The generation that may go out with a request now; empty: none. Changes nothing.
    [[nodiscard]] std::optional<std::uint64_t> usable(steady_time now) const noexcept;

    /// The same, and counts the use.
    std::optional<std::uint64_t> take(steady_time now) noexcept;

    /// A fetch should begin: none is under way, and the token is missing, refused or near its end.
    [[nodiscard]] bool should_fetch(steady_time now) const noexcept;

    /// When should_fetch becomes true without anything else happening; empty: not by time.
    [[nodiscard]] std::optional<steady_time> fetch_at() const noexcept;

    /// A fetch begins; the number is the generation of the token that it brings. Only when should_fetch says so.
    std::uint64_t begin_fetch(steady_time now) noexcept;

    /// The fetch brought a token. Its lifetime counts from the moment when it was asked for. False: an odd lifetime,
    /// good for one call.
    bool arrived(std::uint64_t generation, std::chrono::minutes lifetime) noexcept;

    /// The fetch brought nothing, but may be repeated at `retry_at`.
    void failed(std::uint64_t generation, steady_time retry_at) noexcept;

    /// The server does not accept these credentials: no further fetch before allow().
    void refused(std::uint64_t generation) noexcept;
    void allow() noexcept { credentials_refused_ = false; }

    /// A request with this generation was answered 401.
    void unauthorized(std::uint64_t generation) noexcept;

    [[nodiscard]] bool fetching() const noexcept { return fetching_; }
    [[nodiscard]] bool credentials_refused() const noexcept { return credentials_refused_; }
    [[nodiscard]] std::uint64_t current() const noexcept {
        return current_;
    }  ///< the newest token that arrived, 0: none

    friend bool operator==(token_cache const&, token_cache const&) = default;

private:
    policy const* policy_;
    std::uint64_t current_ = 0;
    std::uint64_t issued_ = 0;  ///< the newest number given to a fetch
    steady_time asked_{};
    steady_time ends_{};
    steady_time refresh_{};
    steady_time retry_at_{};
    bool fetching_ = false;
    bool valid_ = false;
    bool single_use_ = false;
    bool credentials_refused_ = false;
};

inline std::optional<std::uint64_t> token_cache::usable(steady_time now) const noexcept {
    if (!valid_ || (!single_use_ && now >= ends_)) return std::nullopt;
    return current_;
}

inline std::optional<std::uint64_t> token_cache::take(steady_time now) noexcept {
    auto const generation = usable(now);
    if (generation && single_use_) valid_ = false;
    return generation;
}

inline bool token_cache::should_fetch(steady_time now) const noexcept {
    if (fetching_ || credentials_refused_ || now < retry_at_) return false;
    return !valid_ || (!single_use_ && now >= refresh_);
}

inline std::optional<steady_time> token_cache::fetch_at() const noexcept {
    if (fetching_ || credentials_refused_ || (valid_ && single_use_)) return std::nullopt;
    return valid_ ? std::max(refresh_, retry_at_) : retry_at_;
}

inline std::uint64_t token_cache::begin_fetch(steady_time now) noexcept {
    fetching_ = true;
    asked_ = now;
    return ++issued_;
}

inline bool token_cache::arrived(std::uint64_t generation, std::chrono::minutes lifetime) noexcept {
    if (!fetching_ || generation != issued_) return true;
    fetching_ = false;
    current_ = generation;
    valid_ = true;
    retry_at_ = {};
    single_use_ = lifetime <= std::chrono::minutes::zero() || lifetime > policy_->token_lifetime_max;
    if (single_use_) return false;
    duration const whole = lifetime;
    ends_ = asked_ + whole;
    refresh_ = ends_ - std::min(policy_->token_margin_max, whole / policy_->token_margin_part);
    return true;
}

inline void token_cache::failed(std::uint64_t generation, steady_time retry_at) noexcept {
    if (!fetching_ || generation != issued_) return;
    fetching_ = false;
    retry_at_ = retry_at;
}

inline void token_cache::refused(std::uint64_t generation) noexcept {
    if (!fetching_ || generation != issued_) return;
    fetching_ = false;
    credentials_refused_ = true;
}

inline void token_cache::unauthorized(std::uint64_t generation) noexcept {
    if (generation == current_) valid_ = false;
}

}  // namespace dollr

#endif
