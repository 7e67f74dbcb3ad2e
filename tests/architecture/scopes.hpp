// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_ARCHITECTURE_SCOPES_HPP
#define DOLLR_TESTS_ARCHITECTURE_SCOPES_HPP

#include "source_tree.hpp"

#include <cctype>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Which scope each statement of a file stands in. It is no parser: it cuts the text at braces and semicolons, and
/// looks at the words before a brace. That is enough for sources that clang-format has laid out.
namespace architecture {

struct scope {
    enum class kind { of_namespace, of_class, block } what = kind::block;
    std::string name;  ///< "dollr::flow", "observation"; empty: it has none
    bool is_public = true;
};

/// What stands before a brace or a semicolon, and what is around it, outermost first.
struct statement {
    std::vector<scope> in;
    std::string text;
    bool opens = false;  ///< a brace follows
};

inline std::string trimmed(std::string_view text) {
    auto const is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return std::string(text);
}

/// `template <class T, int N> struct x` -> `struct x`
inline std::string without_template_head(std::string text) {
    while (text.starts_with("template")) {
        int depth = 0;
        std::size_t at = text.find('<');
        if (at == std::string::npos) return text;
        for (; at < text.size(); ++at) {
            if (text[at] == '<') ++depth;
            if (text[at] == '>' && --depth == 0) break;
        }
        text = trimmed(std::string_view{text}.substr(std::min(at + 1, text.size())));
    }
    return text;
}

inline scope scope_opened_by(std::string const& text) {
    static std::regex const space(R"((?:^|\s)namespace(?:\s+([\w:]+))?$)");
    static std::regex const type(R"(^(?:typedef\s+)?(struct|class)\s+(?:\[\[[^\]]*\]\]\s*)?([\w:]+)[^()]*$)");
    std::smatch match;
    if (std::regex_search(text, match, space)) return {scope::kind::of_namespace, match[1].str(), true};
    auto const head = without_template_head(text);
    if (std::regex_search(head, match, type)) return {scope::kind::of_class, match[2].str(), match[1] == "struct"};
    return {};
}

inline std::vector<statement> statements_of(std::string_view code) {
    static std::regex const preprocessor(R"((^|\n)[ \t]*#(?:[^\n\\]|\\\n|\\.)*)");
    auto const text = std::regex_replace(without_comments_and_literals(code), preprocessor, "$1");
    std::vector<statement> found;
    std::vector<scope> in;
    std::string before;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '{') {
            before = trimmed(before);
            found.push_back({in, before, true});
            in.push_back(scope_opened_by(before));
            before.clear();
        } else if (c == '}') {
            if (!trimmed(before).empty()) found.push_back({in, trimmed(before), false});
            if (!in.empty()) in.pop_back();
            before.clear();
        } else if (c == ';') {
            found.push_back({in, trimmed(before), false});
            before.clear();
        } else if (c == ':' && !in.empty() && in.back().what == scope::kind::of_class) {
            auto const label = trimmed(before);
            if (label == "public" || label == "private" || label == "protected") {
                in.back().is_public = label == "public";
                before.clear();
            } else {
                before += c;
            }
        } else {
            before += c;
        }
    }
    return found;
}

/// "dollr::flow" of all namespaces around, and "observation" of all classes.
inline std::pair<std::string, std::string> names_of(std::vector<scope> const& in) {
    std::pair<std::string, std::string> names;
    for (auto const& one : in) {
        if (one.what == scope::kind::block) continue;
        auto& name = one.what == scope::kind::of_namespace ? names.first : names.second;
        name += (name.empty() ? "" : "::") + one.name;
    }
    return names;
}

inline bool is_detail(std::string_view space) {
    static std::regex const detail(R"((^|::)(\w+_)?detail(::|$))");
    return std::regex_search(space.begin(), space.end(), detail);
}

}  // namespace architecture

#endif
