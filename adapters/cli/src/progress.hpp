// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_PROGRESS_HPP
#define DOLLR_CLI_PROGRESS_HPP

#include <dollr/journal/record.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <map>
#include <string>

/// What a person sees while it runs: one live line on a terminal, plain lines elsewhere.
namespace dollr::cli {

/// Of the terminal behind `out`; 0 if there is none.
[[nodiscard]] std::size_t terminal_columns(std::FILE* out);

class progress {
public:
    progress(std::FILE* out, std::size_t total, bool quiet) : out_(out), total_(total), quiet_(quiet) {}

    void update(std::map<phase, std::size_t> const& counts, std::size_t in_flight);
    /// Worth a line everywhere: above the live line, if there is one.
    void note(std::string const& text);
    /// One payment has ended: on a terminal the live line counts it and the table will say it.
    void ended(std::string const& text);
    void finish();

private:
    std::FILE* out_;
    std::size_t total_;
    bool quiet_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace dollr::cli

#endif
