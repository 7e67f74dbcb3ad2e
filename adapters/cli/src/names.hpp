// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_NAMES_HPP
#define DOLLR_CLI_NAMES_HPP

#include <dollr/journal/record.hpp>
#include <dollr/machine/effect.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the program calls things.
namespace dollr::cli {

[[nodiscard]] std::string_view phase_name(phase p) noexcept;

/// What an unfinished payment may have done; empty for a verdict, whose name says it.
[[nodiscard]] std::string_view phase_hint(phase p) noexcept;

[[nodiscard]] std::vector<std::string> anomaly_names(anomaly a);

}  // namespace dollr::cli

#endif
