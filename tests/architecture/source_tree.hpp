// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_ARCHITECTURE_SOURCE_TREE_HPP
#define DOLLR_TESTS_ARCHITECTURE_SOURCE_TREE_HPP

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

/// The project's own sources as values, so that a rule about them is a function that a test can also call with
/// made-up sources, to show that it can fail.
namespace architecture {

struct source {
    std::string path;  ///< relative to the root: "include/dollr/value/amount.hpp"
    std::string text;
};

/// Every C++ file below the folder `top` of the project, sorted by path.
inline std::vector<source> sources_below(std::string_view top) {
    namespace fs = std::filesystem;
    fs::path const root = DOLLR_SOURCE_DIR;
    std::vector<source> found;
    if (!fs::exists(root / top)) return found;
    for (auto const& entry : fs::recursive_directory_iterator(root / top)) {
        auto const extension = entry.path().extension();
        if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        found.push_back({entry.path().lexically_relative(root).generic_string(),
                         std::string(std::istreambuf_iterator<char>(in), {})});
    }
    std::ranges::sort(found, {}, &source::path);
    return found;
}

/// The code without what the compiler does not act on: comments go, literals become empty ones. Line breaks stay.
inline std::string without_comments_and_literals(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size();) {
        auto const rest = code.substr(i);
        if (rest.starts_with("//")) {
            i = std::min(code.find('\n', i), code.size());
        } else if (rest.starts_with("/*")) {
            auto const end = code.find("*/", i + 2);
            auto const last = end == std::string_view::npos ? code.size() : end + 2;
            out.append(static_cast<std::size_t>(std::ranges::count(code.substr(i, last - i), '\n')), '\n');
            i = last;
        } else if (rest.starts_with("R\"")) {
            auto const open = code.find('(', i);
            if (open == std::string_view::npos) break;
            auto const closing = ")" + std::string(code.substr(i + 2, open - i - 2)) + "\"";
            auto const end = code.find(closing, open);
            i = end == std::string_view::npos ? code.size() : end + closing.size();
            out += "\"\"";
        } else if (code[i] == '"' ||
                   (code[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(code[i - 1]))))) {
            char const quote = code[i++];
            while (i < code.size() && code[i] != quote && code[i] != '\n') i += code[i] == '\\' ? 2 : 1;
            if (i < code.size() && code[i] == quote) ++i;
            out.append(2, quote);
        } else {
            out += code[i++];
        }
    }
    return out;
}

}  // namespace architecture

#endif
