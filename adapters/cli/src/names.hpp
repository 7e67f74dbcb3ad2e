// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_NAMES_HPP
#define DOLLR_CLI_NAMES_HPP

#include <dollr/journal/record.hpp>

#include <string_view>

/// What the program calls things.
namespace dollr::cli {

/// What an unfinished payment may have done; empty for a verdict, whose name says it.
[[nodiscard]] std::string_view phase_hint(phase p) noexcept;

}  // namespace dollr::cli

#endif
