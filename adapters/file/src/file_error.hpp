// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FILE_SRC_FILE_ERROR_HPP
#define DOLLR_FILE_SRC_FILE_ERROR_HPP

#include <dollr/journal/header.hpp>
#include <dollr/value/error.hpp>

#include <string>
#include <string_view>

namespace dollr::file {

/// What a failed system call means for a person. `doing` is a verb: "opened", "written", "synced".
[[nodiscard]] error call_error(std::string_view path, std::string_view doing, int error_number);

}  // namespace dollr::file

#endif
