// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_DIAGRAM_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_DIAGRAM_HPP

#include <dollr/machine/attempt/rules.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The attempt's state diagram as Mermaid, printed from the table that the machine runs on.
namespace dollr {

constexpr std::string_view name_of(phase p) { return p == phase::none ? "[*]" : to_text(p); }

inline std::string attempt_diagram() {
    std::string out =
        "stateDiagram-v2\n    state polled {\n        unknown\n        live\n        action\n        confirming\n      "
        "  parked\n    }\n";
    struct edge {
        std::string from;
        std::string to;
        std::string says;
    };
    std::vector<edge> edges;
    auto const add = [&edges](std::string_view from, std::string_view to, std::string_view says) {
        for (edge& e : edges) {
            if (e.from == from && e.to == to) {
                if (e.says.find(says) == std::string::npos) e.says += std::string{" / "} += says;
                return;
            }
        }
        edges.push_back({std::string{from}, std::string{to}, std::string{says}});
    };
    for (rule const& r : attempt_rules) {
        bool const upgrade = r.to.what == destination::kind::to && r.from == phases{r.to.phase};
        if (r.says.empty() || (r.to.what == same && !upgrade)) continue;
        if (r.to.what == destination::kind::as_resolved) {
            for (phase const to : {phase::completed, phase::failed, phase::rejected, phase::not_executed})
                add("parked", name_of(to), r.says);
            continue;
        }
        // An edge from a composite state to a state inside it is not drawn by every renderer.
        if (r.from == polled_phases && !polled_phases.contains(r.to.phase)) {
            add("polled", name_of(r.to.phase), r.says);
            continue;
        }
        for (unsigned p = 0; p < phase_count; ++p) {
            if (static_cast<phase>(p) == r.to.phase && !upgrade) continue;
            if (r.from.contains(static_cast<phase>(p)))
                add(name_of(static_cast<phase>(p)), name_of(r.to.phase), r.says);
        }
    }
    for (edge const& e : edges) out += "    " + e.from + " --> " + e.to + " : " + e.says + "\n";
    for (phase const p : {phase::completed, phase::failed, phase::rejected, phase::not_executed}) {
        out += "    " + std::string{name_of(p)} + " --> [*]\n";
    }
    return out;
}

}  // namespace dollr

#endif
