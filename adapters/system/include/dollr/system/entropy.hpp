// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_ENTROPY_HPP
#define DOLLR_SYSTEM_ENTROPY_HPP

#include <dollr/port/entropy.hpp>

#include <cstdint>
#include <span>

/// The operating system's generator, asked anew for every byte: no state to leak or to share after fork.
namespace dollr {

class os_entropy final : public entropy {
public:
    [[nodiscard]] result<void> fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace dollr

#endif
