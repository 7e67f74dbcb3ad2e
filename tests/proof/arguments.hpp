// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_ARGUMENTS_HPP
#define DOLLR_TESTS_PROOF_ARGUMENTS_HPP

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// Words after a program's name: `--name VALUE`, `--flag`, and what is neither.
namespace proof {

class arguments {
public:
    arguments(int argc, char** argv) : words_(argv + 1, argv + argc) {}

    bool flag(std::string_view name) {
        for (auto i = words_.begin(); i != words_.end(); ++i) {
            if (*i != name) continue;
            words_.erase(i);
            return true;
        }
        return false;
    }
    std::optional<std::string_view> value(std::string_view name) {
        for (auto i = words_.begin(); i != words_.end() && i + 1 != words_.end(); ++i) {
            if (*i != name) continue;
            auto const found = i[1];
            words_.erase(i, i + 2);
            return found;
        }
        return std::nullopt;
    }
    std::span<std::string_view const> rest() const { return words_; }

    static std::uint64_t number(std::string_view text) { return std::strtoull(text.data(), nullptr, 10); }

private:
    std::vector<std::string_view> words_;
};

}  // namespace proof

#endif
