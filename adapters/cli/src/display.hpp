// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_DISPLAY_HPP
#define DOLLR_CLI_DISPLAY_HPP

#include <dollr/machine/record.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

/// What a person sees: one live line on a terminal and plain lines elsewhere, then a table.
namespace dollr::cli {

class progress {
public:
    /// On a terminal the line is redrawn in place; elsewhere a line is printed when a payment ends.
    progress(std::FILE* out, std::size_t total, bool quiet);

    void update(std::map<phase, std::size_t> const& counts, std::size_t in_flight);
    void line(std::string const& text);  ///< above the live line
    void finish();

private:
    std::FILE* out_;
    std::size_t total_;
    bool live_;
    bool quiet_;
    std::size_t drawn_ = 0;
    std::chrono::steady_clock::time_point last_{};
};

/// Columns as wide as their content; the last one is cut at the terminal's edge only by the terminal.
class table {
public:
    explicit table(std::vector<std::string> head) : rows_{std::move(head)} {}
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void align_right(std::size_t column) { right_.push_back(column); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> right_;
};

[[nodiscard]] std::string_view phase_name(phase p) noexcept;
[[nodiscard]] std::vector<std::string> anomaly_names(anomaly a);

}  // namespace dollr::cli

#endif
