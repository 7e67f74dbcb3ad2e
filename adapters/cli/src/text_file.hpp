// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_TEXT_FILE_HPP
#define DOLLR_CLI_TEXT_FILE_HPP

#include <dollr/value/result.hpp>

#include <cstddef>
#include <string>

namespace dollr::cli {

/// The whole of a file, or of standard input for "-". The error says why it cannot be read.
[[nodiscard]] result<std::string> read_text(std::string const& path, std::size_t size_max);

}  // namespace dollr::cli

#endif
