// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLI_TABLE_HPP
#define DOLLR_CLI_TABLE_HPP

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace dollr::cli {

/// Columns as wide as their content. The last one is for notes: what does not fit beside the others is wrapped under
/// them. Nothing is ever cut.
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
