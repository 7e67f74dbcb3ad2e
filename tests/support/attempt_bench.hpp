// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_BENCH_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_BENCH_HPP

#include "attempt_invariants.hpp"

#include <dollr/machine/attempt/attempt.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <ostream>
#include <utility>
#include <variant>

/// One attempt on a bench: events go in by name, the effect that came out is kept, time is moved by hand.
namespace bench {

using namespace dollr;
using namespace std::chrono_literals;

inline observation saw(observation::kind what, int http_status = 0) {
    observation o;
    o.what = what;
    o.http_status = http_status;
    return o;
}
inline observation saw(execution_status status) {
    observation o = saw(observation::kind::status, 200);
    o.status = status;
    return o;
}
inline observation odd_text() { return saw(observation::kind::status, 200); }
inline observation action_wanted(bool with_secret) {
    observation o = saw(execution_status::pending);
    o.requires_action = true;
    o.has_client_secret = with_secret;
    return o;
}
inline observation not_found() { return saw(observation::kind::not_found, 404); }

inline constexpr auto pending = execution_status::pending;
inline constexpr auto processing = execution_status::processing;
inline constexpr auto completed = execution_status::completed;
inline constexpr auto failed = execution_status::failed;

/// Waits without jitter, so that a test can say when something is due.
inline policy steady_rules() {
    policy p;
    p.jitter_min = 1000;
    p.first_poll_max = p.first_poll_min;
    return p;
}

inline money usd(char const* text) { return {amount::try_parse(text).value(), currency::try_parse("USD").value()}; }
inline money lrd(char const* text) { return {amount::try_parse(text).value(), currency::try_parse("LRD").value()}; }

inline intent some_intent() { return {intent_key::try_parse("invoice-42").value(), {}}; }

inline instant epoch() {
    return {steady_time{1000s}, server_time{std::chrono::sys_days{std::chrono::year{2026} / 6 / 23}}};
}

inline attempt_state wanted(operation_type operation, duration session = 1h) {
    attempt_state s;
    s.generation = 1;
    s.operation = operation;
    s.reference_id = reference_id::try_parse("6f1c2f1e-9f43-4c3a-8d55-2b6d7a1c0001").value();
    s.session = {71};
    s.account = {72};
    s.currency = currency::try_parse("USD").value();
    s.expiry = epoch().server + session;
    return s;
}

struct table {
    policy rules = steady_rules();
    instant now = epoch();
    attempt machine;
    command last;
    record durable;  ///< the newest record that was answered with persisted
    steady_time leased = steady_time::max();
    duration ahead{};   ///< our wall clock, of the server's
    bool dates = true;  ///< the server's answers say what time it is there

    explicit table(operation_type operation = operation_type::collection, duration session = 1h) {
        machine = attempt::begin(wanted(operation, session), some_intent(), rules, 7);
    }
    table(table const&) = delete;

    // one event in
    template <class Event>
    table& tell(Event e) {
        last = machine.handle(e, now);
        REQUIRE(violated(machine) == "");
        return *this;
    }
    table& wait(duration d) {
        now.steady += d;
        now.server += d;
        return *this;
    }
    /// The persist that came out becomes durable.
    table& write() {
        durable = std::get<effect::persist>(last.what).record;
        return tell(event::persisted{leased});
    }
    table& answer(observation const& seen, duration took = 0ms) {
        steady_time const asked = now.steady;
        wait(took);
        return tell(event::answered{serial(), asked, dated(seen)});
    }
    /// An answer of the API itself has its Date.
    [[nodiscard]] observation dated(observation seen) const {
        using kind = observation::kind;
        bool const its_own = seen.what == kind::status || seen.what == kind::not_found || seen.what == kind::refused ||
                             seen.what == kind::forbidden;
        if (its_own && dates) seen.date = now.server - ahead;
        return seen;
    }
    /// Waits until the machine polls, or wants something that is the test's to give.
    table& until_poll() {
        for (int i = 0; i < 1000; ++i) {
            if (got<effect::poll>() || got<effect::persist>() || got<effect::done>()) return *this;
            if (got<effect::need_token>()) {
                tell(event::token_ready{++token});
                continue;
            }
            tick();
        }
        FAIL("no poll");
        return *this;
    }
    table& poll(observation const& seen) { return until_poll().got<effect::poll>() ? answer(seen) : *this; }
    /// To the time that the last wait named, and one tick.
    table& tick() {
        steady_time const until = due();
        REQUIRE(until != steady_time::max());
        if (until > now.steady) wait(until - now.steady);
        return tell(event::ticked{});
    }

    // to a phase, by a legal way
    table& recorded() { return tell(event::started{}).write(); }
    table& asked_secret() {
        recorded().tell(event::token_ready{++token});
        return *this;
    }
    table& written() {  // SEND is being written
        asked_secret();
        if (got<effect::need_secret>()) tell(event::secret_ready{});
        return *this;
    }
    table& sending() { return written().write(); }
    table& unknown() { return sending().answer(saw(observation::kind::maybe_sent)); }
    table& live() { return sending().answer(saw(pending)).write(); }
    table& action() { return sending().answer(action_wanted(true)).write(); }
    table& confirming() { return sending().answer(saw(observation::kind::refused, 422)).write(); }
    table& parked() {
        unknown().wait(rules.doubt_max).tell(event::ticked{});
        return write();
    }
    table& parked_live() {
        live().wait(rules.live_max).tell(event::ticked{});
        return write();
    }
    table& verdict(execution_status status) { return live().poll(saw(status)).write(); }
    table& rejected() {
        confirming();
        while (phase() == phase::confirming) poll(not_found());
        return write();
    }
    table& not_executed() {
        recorded().tell(event::cancelled{});
        command const verdict_write = last;
        tell(event::token_ready{++token});  // it was asked for, and comes late
        last = verdict_write;
        return write();
    }

    /// A crash, and a new process that reads the newest durable record. Its wall clock may be ahead.
    table& crash(duration clock_error = {}) {
        now.server += clock_error - std::exchange(ahead, clock_error);
        machine = attempt::recover(durable, rules, 8);
        return tell(event::recovered{});
    }

    // what came out
    template <class Effect>
    [[nodiscard]] bool got() const {
        return std::holds_alternative<Effect>(last.what);
    }
    template <class Effect>
    [[nodiscard]] Effect const& out() const {
        return std::get<Effect>(last.what);
    }
    [[nodiscard]] bool wrote(record_type type) const {
        return got<effect::persist>() && out<effect::persist>().record.type == type;
    }
    [[nodiscard]] bool noted(anomaly a) const { return has(last.notes.raised, a); }
    [[nodiscard]] steady_time due() const {
        if (got<effect::require_action>()) return out<effect::require_action>().until;
        REQUIRE(got<effect::wait_until>());
        return out<effect::wait_until>().until;
    }
    [[nodiscard]] duration in() const { return due() - now.steady; }
    [[nodiscard]] std::uint32_t serial() const {
        if (got<effect::send>()) return out<effect::send>().serial;
        return out<effect::poll>().serial;
    }
    [[nodiscard]] dollr::phase phase() const { return machine.phase(); }
    [[nodiscard]] attempt_state const& state() const { return machine.state(); }

    std::uint64_t token = 0;
};

}  // namespace bench

namespace dollr {

inline std::ostream& operator<<(std::ostream& out, phase p) { return out << "phase " << static_cast<int>(p); }

}  // namespace dollr

#endif
