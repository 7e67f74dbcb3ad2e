// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_SECRETS_HPP
#define DOLLR_SYSTEM_SECRETS_HPP

#include <dollr/value/result.hpp>
#include <dollr/value/secret.hpp>

#include <cstddef>
#include <optional>
#include <string>

/// Where a program's secrets come from. Never from its arguments, which every user of the computer can read.
namespace dollr {

inline constexpr std::size_t secret_size_max = std::size_t{64} << 10;

/// The bytes of a regular file of this user (or of root) that nobody else may read; one line end at the end is left
/// out. No copy stays but the one returned.
[[nodiscard]] result<secret_string> read_secret_file(std::string const& path);

/// The variable's value; empty if there is no such variable. It is then unset, and its bytes in the environment are
/// overwritten, so that neither a child nor /proc shows it. Call it before threads start: the environment belongs to
/// all of them.
[[nodiscard]] std::optional<secret_string> take_secret_variable(char const* name);

}  // namespace dollr

#endif
