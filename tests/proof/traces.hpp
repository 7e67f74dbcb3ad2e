// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_TRACES_HPP
#define DOLLR_TESTS_PROOF_TRACES_HPP

#include "models.hpp"
#include "mutants.hpp"

#include <istream>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

/// The shortest way to each mutant's first violation, as text (traces.txt): a table that a unit test replays.
namespace proof {

struct counterexample {
    std::string mutant;
    std::string world;
    std::string violation;
    std::vector<std::string> moves;
};

inline void write(std::ostream& out, counterexample const& c) {
    out << c.mutant << "\n    in: " << c.world << '\n';
    for (std::string const& move : c.moves) out << "    - " << move << '\n';
    out << "    => " << c.violation << "\n\n";
}

inline std::vector<counterexample> read_traces(std::istream& in) {
    std::vector<counterexample> all;
    for (std::string line; std::getline(in, line);) {
        std::string_view const text = line;
        if (text.empty() || text.starts_with('#')) continue;
        if (!text.starts_with(' ')) {
            all.push_back({line, {}, {}, {}});
        } else if (text.starts_with("    in: ")) {
            all.back().world = text.substr(8);
        } else if (text.starts_with("    - ")) {
            all.back().moves.emplace_back(text.substr(6));
        } else if (text.starts_with("    => ")) {
            all.back().violation = text.substr(7);
        }
    }
    return all;
}

/// The shallow world of this name; nullptr: there is none.
inline model const* find_world(std::string_view name) {
    static std::vector<model> const all = [] {
        auto found = models(depth::shallow);
        for (model const& m : broken_worlds()) found.push_back(m);
        return found;
    }();
    for (model const& m : all) {
        if (m.name == name) return &m;
    }
    return nullptr;
}

inline mutant const* find_mutant(std::string_view name) {
    for (mutant const& m : mutants) {
        if (m.name == name) return &m;
    }
    return nullptr;
}

}  // namespace proof

#endif
