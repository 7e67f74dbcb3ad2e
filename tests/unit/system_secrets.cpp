// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::system
#include "temporary_folder.hpp"

#include <dollr/system/process.hpp>
#include <dollr/system/secrets.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace dollr;

namespace {

std::string write(std::string const& path, std::string_view text, mode_t mode = 0600) {
    {
        std::ofstream{path, std::ios::binary} << text;
    }
    ::chmod(path.c_str(), mode);
    return path;
}

std::string refusal(std::string const& path) {
    auto const read = read_secret_file(path);
    if (read.has_value()) return "";
    CHECK(read.error().kind == error_kind::invalid);
    CHECK_FALSE(read.error().next.empty());
    return read.error().what;
}

}  // namespace

TEST_CASE("a secret is the file's bytes without the line end that an editor leaves") {
    samples::temporary_folder const folder;
    CHECK(read_secret_file(write(folder / "a", "s3cret")).value().reveal() == "s3cret");
    CHECK(read_secret_file(write(folder / "b", "s3cret\n")).value().reveal() == "s3cret");
    CHECK(read_secret_file(write(folder / "c", "s3cret\r\n")).value().reveal() == "s3cret");
    CHECK(read_secret_file(write(folder / "d", " two\nlines\n", 0400)).value().reveal() == " two\nlines");
    std::string const longest(secret_size_max, 'x');
    CHECK(read_secret_file(write(folder / "e", longest)).value().size() == secret_size_max);
}

TEST_CASE("a secret file that others may read, that is missing, empty, too long or no file is refused and explained") {
    samples::temporary_folder const folder;
    for (mode_t const mode : {0640u, 0604u, 0660u, 0644u})
        CHECK(refusal(write(folder / "open", "s3cret", mode)) ==
              "the secret file " + folder / "open" + " may be read by others");
    CHECK(refusal(folder / "none") ==
          "the secret file " + folder / "none" + " cannot be read: No such file or directory");
    CHECK(refusal(write(folder / "empty", "")) == "the secret file " + folder / "empty" + " is empty");
    CHECK(refusal(write(folder / "newline", "\n")) == "the secret file " + folder / "newline" + " is empty");
    CHECK(refusal(write(folder / "long", std::string(secret_size_max + 1, 'x'))).ends_with("is longer than 64 KiB"));
    CHECK(refusal(folder.path()).ends_with("is not a regular file"));
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(refusal(folder / "pipe").ends_with("is not a regular file"));
}

TEST_CASE("mistake 21: no refusal shows a part of the secret") {
    samples::temporary_folder const folder;
    auto const read = read_secret_file(write(folder / "open", "s3cret", 0644));
    REQUIRE_FALSE(read.has_value());
    CHECK(describe(read.error()).find("s3cret") == std::string::npos);
}

TEST_CASE("a secret variable is unset when it is taken, and its bytes are gone") {
    REQUIRE(::setenv("DOLLR_TEST_SECRET", "s3cret", 1) == 0);
    char const* const where = std::getenv("DOLLR_TEST_SECRET");
    auto const taken = take_secret_variable("DOLLR_TEST_SECRET");
    REQUIRE(taken.has_value());
    CHECK(taken->reveal() == "s3cret");
    CHECK(std::getenv("DOLLR_TEST_SECRET") == nullptr);
    CHECK(std::string_view{where, 6} == std::string_view{"\0\0\0\0\0\0", 6});
    CHECK_FALSE(take_secret_variable("DOLLR_TEST_SECRET").has_value());
}

TEST_CASE("a hardened process leaves no core file and is closed to debuggers") {
    REQUIRE(harden_process().has_value());
    rlimit core{};
    REQUIRE(::getrlimit(RLIMIT_CORE, &core) == 0);
    CHECK(core.rlim_cur == 0);
    CHECK(core.rlim_max == 0);
    CHECK(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
}
