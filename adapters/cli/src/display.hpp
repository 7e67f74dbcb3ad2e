// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_DISPLAY_HPP
#define DOLLR_CLI_DISPLAY_HPP

#include <dollr/machine/record.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// What a person sees: one live line on a terminal and plain lines elsewhere, then a table.
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

/// Columns as wide as their content. The last one is for notes: what does not fit beside the others is wrapped under them. Nothing is
/// ever cut.
class table {
public:
    explicit table(std::vector<std::string> head) : rows_{std::move(head)} {}
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void align_right(std::size_t column) { right_.push_back(column); }

    /// `columns` 0: one line a row, however long.
    [[nodiscard]] std::string text(std::size_t columns) const;

private:
    [[nodiscard]] std::string cell(std::size_t row, std::size_t column, std::vector<std::size_t> const& widths) const;

    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> right_;
};

}  // namespace dollr::cli

#endif
