// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_CLOCK_HPP
#define DOLLR_SYSTEM_CLOCK_HPP

#include <dollr/port/clock.hpp>
#include <dollr/port/virtual_clock.hpp>

/// The computer's clocks, at the speed of the target.
namespace dollr {

/// UTC of the computer, in milliseconds.
[[nodiscard]] server_time utc_now() noexcept;

/// Regular and stateless but for the target's numbers: all instances with the same target agree.
class os_clock final : public clock {
public:
    os_clock() noexcept = default;
    explicit os_clock(virtual_clock target) noexcept : target_(target) {}

    /// `steady` counts from the boot and goes on while the computer sleeps, so that a lease or a quiet period does too.
    [[nodiscard]] instant now() const noexcept override;
    [[nodiscard]] duration real(duration time) const noexcept override { return target_.slower(time); }
    [[nodiscard]] bool is_servers() const noexcept override { return !target_.is_real(); }
    [[nodiscard]] virtual_clock const& target() const noexcept { return target_; }
    /// Blocks the thread while that much of the target's time passes.
    void sleep(duration time) const;

private:
    virtual_clock target_{};
};

}  // namespace dollr

#endif
