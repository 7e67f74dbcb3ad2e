// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_TEMPORARY_FOLDER_HPP
#define DOLLR_TESTS_SUPPORT_TEMPORARY_FOLDER_HPP

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace samples {

/// A folder of its own, removed with all that is in it.
class temporary_folder {
public:
    temporary_folder() {
        path_ = (std::filesystem::temp_directory_path() / "dollr-test-XXXXXX").string();
        REQUIRE(::mkdtemp(path_.data()) != nullptr);
    }
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::string operator/(std::string const& name) const { return path_ + "/" + name; }
    std::string const& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace samples

#endif
