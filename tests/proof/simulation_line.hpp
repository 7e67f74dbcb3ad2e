// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_SIMULATION_LINE_HPP
#define DOLLR_TESTS_PROOF_SIMULATION_LINE_HPP

#include <dollr/machine/effect.hpp>
#include <dollr/machine/event.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

/// One event of a life and what came of it, for people: `./dev simulate N --trace WORLD.ATTEMPT`.
namespace proof {

using namespace dollr;

/// `at`: since the life began.
inline std::string line_of(std::size_t w, attempt_state const& s, attempt_event const& e, command const& c, instant now,
                           duration at) {
    static constexpr std::string_view events[] = {
        "started",  "recovered",    "ticked",      "persisted",     "persist_failed", "write_refused",
        "leased",   "lease_lost",   "token_ready", "token_refused", "secret_ready",   "secret_refused",
        "answered", "action_ended", "cancelled",   "resumed",       "deferred",       "resolved"};
    static constexpr std::string_view effects[] = {"wait",        "persist",        "send", "poll", "need_token",
                                                   "need_secret", "require_action", "done", "drop"};
    std::string line =
        std::to_string(at.count() / 1000) + " s  #" + std::to_string(w) + " " + std::string{events[e.index()]};
    if (auto const* a = std::get_if<event::answered>(&e)) {
        line +=
            " kind " + std::to_string(static_cast<int>(a->seen.what)) + " http " + std::to_string(a->seen.http_status);
        if (a->seen.status) line += " status " + std::to_string(static_cast<int>(*a->seen.status));
        line += " serial " + std::to_string(a->serial);
    }
    line += " -> " + std::string{effects[c.what.index()]};
    if (auto const* wait = std::get_if<effect::wait_until>(&c.what))
        line += wait->until == steady_time::max()
                    ? " for ever"
                    : " " + std::to_string((wait->until - now.steady).count() / 1000) + " s";
    if (auto const* p = std::get_if<effect::persist>(&c.what))
        line += " type " + std::to_string(static_cast<int>(p->record.type));
    return line + " phase " + std::to_string(static_cast<int>(s.phase)) + " sends " + std::to_string(s.sends);
}

}  // namespace proof

#endif
