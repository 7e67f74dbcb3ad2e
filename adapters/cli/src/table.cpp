// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "table.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace dollr::cli {
namespace {

/// Terminal columns of valid UTF-8: marks that combine take none, East Asian letters and pictures two.
std::size_t width_of(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        std::size_t const size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        unsigned point = size == 1 ? lead : lead & (0xFFu >> (size + 1));
        for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
            point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
        i += size;
        auto const within = [point](unsigned first, unsigned last) { return point >= first && point <= last; };
        if (within(0x300, 0x36F) || within(0x200B, 0x200F) || within(0xFE00, 0xFE0F)) continue;
        bool const wide = within(0x1100, 0x115F) || within(0x2E80, 0xA4CF) || within(0xAC00, 0xD7A3) ||
                          within(0xF900, 0xFAFF) || within(0xFF00, 0xFF60) || within(0x1F300, 0x1FAFF) ||
                          within(0x20000, 0x3FFFD);
        width += wide ? 2 : 1;
    }
    return width;
}

/// Broken at spaces; a word that is longer than a line stays whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        auto const end = std::min(text.find(' '), text.size());
        auto const word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        auto const used = width_of(lines.back());
        if (used != 0 && used + 1 + width_of(word) > width) lines.emplace_back();
        if (!lines.back().empty()) lines.back() += ' ';
        lines.back() += word;
    }
    return lines;
}

void append_line(std::string& out, std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
}

}  // namespace

std::string table::cell(std::size_t row, std::size_t column, std::vector<std::size_t> const& widths) const {
    auto const& text = rows_[row][column];
    std::string const pad(widths[column] - width_of(text), ' ');
    bool const right = std::find(right_.begin(), right_.end(), column) != right_.end();
    return (right ? pad + text : text + pad) + "  ";
}

std::string table::text(std::size_t columns) const {
    constexpr std::size_t note_min = 20;
    constexpr std::size_t indent = 4;
    auto const last = rows_.front().size() - 1;
    std::vector<std::size_t> widths(last);
    for (auto const& row : rows_)
        for (std::size_t i = 0; i < last; ++i) widths[i] = std::max(widths[i], width_of(row[i]));
    auto const before_notes = std::accumulate(widths.begin(), widths.end(), 2 * last);
    bool const beside = columns == 0 || before_notes + note_min <= columns;  // else notes go under their row,
    bool const stacked = columns != 0 && before_notes > columns + 2;         // and the first column above it
    auto const note_at = beside ? before_notes : indent;
    std::string out;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i < last; ++i) {
            line += stacked && i == 0 ? rows_[r][0] : cell(r, i, widths);
            if (stacked && i == 0) append_line(out, std::exchange(line, std::string(2, ' ')));
        }
        auto notes = columns == 0 ? std::vector{rows_[r][last]} : wrapped(rows_[r][last], columns - note_at);
        if (beside) {
            line += notes.front();
            notes.erase(notes.begin());
        } else if (r == 0) {
            notes.clear();  // a head without a column
        }
        append_line(out, std::move(line));
        for (auto const& note : notes)
            if (!note.empty()) append_line(out, std::string(note_at, ' ') + note);
    }
    return out;
}

}  // namespace dollr::cli
