// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_WALK_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_WALK_HPP

#include "attempt_invariants.hpp"

#include <dollr/machine/attempt/attempt.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

/// Events for one attempt, sensible and not, with any time between them: chosen by dice, which a property test seeds
/// and a fuzzer loads. `Dice` has `below(n)`, `one_in(n)`, and `over()` when there is nothing left to throw.
namespace dollr::tests {

template <class Dice>
observation some_answer(Dice& d) {
    observation o;
    o.what = d.one_in(2)   ? observation::kind::status
             : d.one_in(2) ? observation::kind::not_found
                           : static_cast<observation::kind>(d.below(12));
    o.http_status = d.one_in(2) ? 200 : 302;
    if (!d.one_in(8)) o.status = static_cast<execution_status>(d.one_in(3) ? d.below(4) : 0);
    o.requires_action = d.one_in(4);
    o.has_client_secret = d.one_in(2);
    if (d.one_in(6)) o.retry_after = duration{static_cast<std::int64_t>(d.below(4'000'000))};
    return o;
}

/// What fits the last command, most of the time.
template <class Dice>
attempt_event some_event(Dice& d, command const& last, std::uint32_t serial, instant now, steady_time asked) {
    if (!d.one_in(6)) {
        if (std::holds_alternative<effect::persist>(last.what)) {
            if (d.one_in(12)) return event::persist_failed{};
            return event::persisted{d.one_in(5) ? now.steady + std::chrono::seconds{30}
                                                : now.steady + std::chrono::hours{1}};
        }
        if (std::holds_alternative<effect::need_token>(last.what)) {
            if (d.one_in(8)) return event::token_refused{};
            return event::token_ready{1 + d.below(3)};
        }
        if (std::holds_alternative<effect::need_secret>(last.what)) {
            if (d.one_in(8)) return event::secret_refused{};
            return event::secret_ready{};
        }
        if (std::holds_alternative<effect::send>(last.what) || std::holds_alternative<effect::poll>(last.what)) {
            return event::answered{serial, asked, some_answer(d)};
        }
        return event::ticked{};
    }
    switch (d.below(16)) {
        case 0:
            return event::ticked{};
        case 1:
            return event::persisted{now.steady + std::chrono::hours{1}};
        case 2:
            return event::persist_failed{};
        case 3:
            return event::leased{now.steady + std::chrono::seconds{90}};
        case 4:
            return event::token_ready{d.below(5)};
        case 5:
            return event::token_refused{};
        case 6:
            return event::secret_ready{};
        case 7:
            return event::secret_refused{};
        case 8:
            return event::action_ended{};
        case 9:
            return event::cancelled{};
        case 10:
            return event::resumed{};
        case 11:
            return event::deferred{now.steady + std::chrono::minutes{1}};
        case 12:
            return event::deferred{};
        case 13:
            return event::resolved{static_cast<phase>(d.below(12)), {}};
        case 14:
            return event::leased{};
        default:
            return event::answered{serial + static_cast<std::uint32_t>(d.below(2)), asked, some_answer(d)};
    }
}

template <class Dice>
attempt_state some_wish(Dice& d) {
    attempt_state s;
    s.operation = d.one_in(2) ? operation_type::payout : operation_type::collection;
    s.reference_id = reference_id::from_random({9});
    s.expiry = server_time{std::chrono::hours{1000}} + std::chrono::minutes{2 + static_cast<int>(d.below(40))};
    return s;
}

struct walked {
    std::size_t verdicts = 0;
    std::size_t sends = 0;
    std::string_view broken{};  ///< the invariant, empty: none
};

/// Some steps of one attempt, or of a mutant, that now and then crashes and is recovered from what was durable. `rules`
/// is what a `Machine` follows; whether it trusts the session's end is thrown, too.
template <class Machine = attempt, class Dice, class Policy = policy>
walked walk(Dice& d, std::uint64_t seed, int steps, Policy rules = {}) {
    using namespace std::chrono_literals;
    walked out;
    rules.trust_session_expiry = d.one_in(2);
    auto const wish = some_wish(d);
    auto machine = Machine::begin(wish, {}, rules, seed);
    instant now{steady_time{500h}, server_time{1000h}};
    record durable;
    std::optional<record> writing;
    std::uint32_t serial = 0;
    steady_time asked = now.steady;
    command last = machine.handle(event::started{}, now);
    for (int step = 0; step < steps && !d.over(); ++step) {
        phase const before = machine.phase();
        bool const was_told = machine.state().told;
        attempt_event const e = some_event(d, last, serial, now, asked);
        if (auto const* p = std::get_if<effect::persist>(&last.what)) writing = p->record;
        if (std::holds_alternative<event::persisted>(e) && writing) durable = *writing;
        last = machine.handle(e, now);
        if (std::holds_alternative<event::persisted>(e) || std::holds_alternative<event::persist_failed>(e) ||
            std::holds_alternative<event::deferred>(e)) {
            writing.reset();
        }
        out.broken = violated(machine);
        if (machine.state().reference_id != wish.reference_id) out.broken = "I2: another id";
        if (was_told && is_terminal(before) && machine.phase() != before) out.broken = "I4: a told verdict changed";
        if (auto const* s = std::get_if<effect::send>(&last.what)) {
            ++out.sends;
            serial = s->serial, asked = now.steady;
            if (durable.attempt.phase != phase::sending || durable.attempt.sends != machine.state().sends)
                out.broken = "I1: a send left that is not durable";
            if (durable.attempt.first_seen != server_time{}) out.broken = "I5: a send left for what the server has";
        }
        if (!out.broken.empty()) return out;
        if (auto const* s = std::get_if<effect::poll>(&last.what)) serial = s->serial, asked = now.steady;
        out.verdicts += std::holds_alternative<effect::done>(last.what);
        if (d.one_in(40) && durable.attempt.phase != phase::none) {
            machine = Machine::recover(durable, rules, seed + 1);
            writing.reset();
            last = machine.handle(event::recovered{}, now);
        }
        duration const pass = d.one_in(3)    ? duration{static_cast<std::int64_t>(d.below(200'000))}
                              : d.one_in(30) ? duration{40min}
                                             : 0ms;
        now.steady += pass;
        now.server += pass;
        if (d.one_in(50)) now.server += 10min * (d.one_in(2) ? 1 : -1);
    }
    return out;
}

}  // namespace dollr::tests

#endif
