// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_SEARCH_HPP
#define DOLLR_TESTS_PROOF_SEARCH_HPP

#include "moves.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// Every history of one attempt in a model of the world, by breadth: the transition function is attempt::handle itself,
/// or a mutant's.
///
/// States are told apart by a fingerprint of 64 bits: among ten million the chance that two share one is 3 in a
/// million.
namespace proof {

inline constexpr std::string_view dead_end = "I3: no way out";

struct findings {
    std::size_t states = 0;
    std::size_t edges = 0;
    std::size_t diameter = 0;     ///< moves to the state that is farthest away
    std::size_t violations = 0;   ///< moves
    std::size_t dead_ends = 0;    ///< states without a way to the truth or to parked
    std::size_t only_parked = 0;  ///< states whose only way out is parked
    std::size_t parked = 0;       ///< states in which an operator looks
    std::size_t ends = 0;         ///< states in which a verdict was told, or nothing ever began
    std::size_t beyond_cure = 0;  ///< states in which a server or a network that breaks its promise did harm
    bool complete = true;
    std::string violation;           ///< the nearest; empty: none
    std::vector<std::string> trace;  ///< the shortest way to it, or to a dead end
};

struct bounds {
    std::size_t states_max = 20'000'000;
    bool stop_at_violation = true;
    std::string_view look_for{};  ///< only a violation that begins so counts; empty: any
};

template <class Machine>
class explorer {
    using state = proof::state<Machine>;

public:
    explicit explorer(model const& m, bounds b = {}) : model_(m), bounds_(b) {}

    findings run() { return run(first_state<Machine>(model_)); }
    findings run(state first);

private:
    struct node {
        std::uint32_t parent;
        std::int32_t worker;
        char const* move;
    };
    struct same {
        std::size_t operator()(std::uint64_t v) const noexcept { return static_cast<std::size_t>(v); }
    };

    void reach(std::uint32_t from, state s, char const* move, int who);
    void look_back();
    std::vector<bool> leading_to(std::vector<bool> goal) const;
    std::vector<std::string> way_to(std::uint32_t id) const;

    model model_;
    bounds bounds_;
    findings result_;
    std::unordered_map<std::uint64_t, std::uint32_t, same> known_;
    std::vector<node> nodes_;
    std::vector<bool> told_;  ///< or never begun
    std::vector<bool> parked_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges_;
    std::vector<std::uint32_t> head_, into_;
    std::vector<std::pair<std::uint32_t, state>> next_;
};

/// As a trace names it. With several workers it says which one moved, by the order in which they took over.
inline std::string words_of(char const* move, int who, bool several) {
    if (!several || who < 0) return move;
    std::string words{"#"};  // appended to: g++ 12 warns of `"#" + text` where it is inlined
    return words.append(std::to_string(who + 1)).append(": ").append(move);
}

template <class Machine>
std::vector<std::string> explorer<Machine>::way_to(std::uint32_t id) const {
    std::vector<std::string> way;
    for (; id != 0; id = nodes_[id].parent)
        way.push_back(words_of(nodes_[id].move, nodes_[id].worker, model_.allowed.takeovers != 0));
    std::reverse(way.begin(), way.end());
    return way;
}

/// Takes the state in, if it is new. What the move violates counts in either case: the state does not remember it.
template <class Machine>
void explorer<Machine>::reach(std::uint32_t from, state s, char const* move, int who) {
    auto const [at, is_new] = known_.try_emplace(fingerprint(s), static_cast<std::uint32_t>(nodes_.size()));
    ++result_.edges;
    edges_.emplace_back(from, at->second);
    bool const broken = !s.broken.empty() && s.broken.starts_with(bounds_.look_for);
    if (broken && result_.violations++ == 0) {
        result_.violation = s.broken;
        result_.trace = way_to(from);
        result_.trace.push_back(words_of(move, who, model_.allowed.takeovers != 0));
    }
    if (!is_new) return;
    nodes_.push_back({from, who, move});
    bool const never_begun = s.workers.empty() && s.durable.phase == phase::none;
    told_.push_back(s.told.has_value() || never_begun);
    result_.ends += told_.back();
    bool const parked = std::any_of(s.workers.begin(), s.workers.end(),
                                    [](auto const& w) { return w.machine.phase() == phase::parked; });
    parked_.push_back(parked);
    result_.parked += parked;
    result_.beyond_cure += beyond_cure(s) && (s.raced || detail::truth_of(s).completed);
    if (broken) return;  // what follows from a violation is no news
    s.broken = {};
    next_.emplace_back(at->second, std::move(s));
}

template <class Machine>
findings explorer<Machine>::run(state first) {
    known_.emplace(fingerprint(first), 0);
    nodes_.push_back({0, -1, "it begins"});
    told_.push_back(false);
    parked_.push_back(false);
    next_.emplace_back(0, std::move(first));
    while (!next_.empty()) {
        auto const level = std::exchange(next_, {});
        for (auto const& [id, s] : level) {
            if (bounds_.stop_at_violation && result_.violations != 0) break;
            if (nodes_.size() >= bounds_.states_max) {
                result_.complete = false;
                break;
            }
            each_move(model_, s, [this, from = id](state t, duration passed, char const* move, int who) {
                settle(model_, t, passed);
                reach(from, std::move(t), move, who);
            });
        }
        if (!result_.complete || (bounds_.stop_at_violation && result_.violations != 0)) break;
        result_.diameter += !next_.empty();
    }
    result_.states = nodes_.size();
    if (result_.complete && result_.violations == 0) look_back();
    return result_;
}

template <class Machine>
std::vector<bool> explorer<Machine>::leading_to(std::vector<bool> goal) const {
    std::vector<std::uint32_t> queue;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        if (goal[i]) queue.push_back(i);
    }
    while (!queue.empty()) {
        std::uint32_t const at = queue.back();
        queue.pop_back();
        for (std::uint32_t e = head_[at]; e != head_[at + 1]; ++e) {
            if (goal[into_[e]]) continue;
            goal[into_[e]] = true;
            queue.push_back(into_[e]);
        }
    }
    return goal;
}

/// From every state a way out: backwards from the ends.
template <class Machine>
void explorer<Machine>::look_back() {
    head_.assign(nodes_.size() + 1, 0);
    for (auto const& [from, to] : edges_) ++head_[to + 1];
    for (std::size_t i = 1; i < head_.size(); ++i) head_[i] += head_[i - 1];
    into_.resize(edges_.size());
    std::vector<std::uint32_t> fill(head_.begin(), head_.end() - 1);
    for (auto const& [from, to] : edges_) into_[fill[to]++] = from;
    auto const to_truth = leading_to(told_);
    auto const to_parked = leading_to(parked_);
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        if (to_truth[i]) continue;
        if (to_parked[i]) {
            ++result_.only_parked;
        } else if (result_.dead_ends++ == 0) {
            result_.violation = dead_end;
            result_.trace = way_to(i);
        }
    }
}

/// Follows a trace. True: every move was possible, and the last one violated this invariant, or led to a dead end.
template <class Machine>
bool replays(model const& m, std::vector<std::string> const& trace, std::string_view violation) {
    std::vector<state<Machine>> here{first_state<Machine>(m)};
    bool const several = m.allowed.takeovers != 0;
    for (std::string const& wanted : trace) {
        std::vector<state<Machine>> there;
        for (state<Machine> const& s : here) {
            each_move(m, s, [&](state<Machine> t, duration passed, char const* move, int who) {
                if (words_of(move, who, several) != wanted) return;
                settle(m, t, passed);
                there.push_back(std::move(t));
            });
        }
        here = std::move(there);
    }
    return std::any_of(here.begin(), here.end(), [&](state<Machine> const& s) {
        if (violation != dead_end) return s.broken == violation;
        auto const onward = explorer<Machine>{m, {20'000}}.run(s);
        return !s.told && onward.complete && onward.ends == 0 && onward.parked == 0;
    });
}

}  // namespace proof

#endif
