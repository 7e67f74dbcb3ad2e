// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/call.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <utility>
#include <vector>

using namespace dollr;
using namespace std::chrono_literals;
using kind = call_answer::kind;
using outcome = call::result;

namespace {

policy steady() {
    policy p;
    p.jitter_min = 1000;
    return p;
}
policy const rules = steady();

struct line {
    call machine;
    instant now{steady_time{1h}, server_time{1h}};
    command last;

    explicit line(hazard what) : machine(call::begin(what, rules, 1)) { tell(event::started{}); }
    line& tell(attempt_event const& e) {
        last = machine.handle(e, now);
        return *this;
    }
    line& token(std::uint64_t generation = 1) { return tell(event::token_ready{generation}); }
    line& answer(kind what, std::optional<duration> retry_after = {}) {
        last = machine.answered(std::get<effect::send>(last.what).serial, {what, retry_after}, now);
        return *this;
    }
    /// To the time that the last wait named; the token is still good.
    line& tick() {
        auto const until = std::get<effect::wait_until>(last.what).until;
        REQUIRE(until != steady_time::max());
        now.server += until - now.steady;
        now.steady = until;
        tell(event::ticked{});
        return std::holds_alternative<effect::need_token>(last.what) ? token() : *this;
    }
    bool sends() const { return std::holds_alternative<effect::send>(last.what); }
    bool waits() const { return std::holds_alternative<effect::wait_until>(last.what); }
    duration in() const { return std::get<effect::wait_until>(last.what).until - now.steady; }
};

constexpr hazard harmless[] = {hazard::reads, hazard::idempotent};
constexpr hazard all[] = {hazard::reads, hazard::idempotent, hazard::creates};

}  // namespace

TEST_CASE("a call asks for a token, sends, and ends with the answer") {
    for (hazard const h : all) {
        line l{h};
        CHECK(std::get<effect::need_token>(l.last.what) == effect::need_token{false});
        l.token();
        REQUIRE(l.sends());
        CHECK(std::get<effect::send>(l.last.what).deadline == l.now.steady + 30s);
        CHECK_FALSE(std::get<effect::send>(l.last.what).again);
        l.answer(kind::succeeded);
        CHECK(l.machine.outcome() == outcome::succeeded);
    }
}

TEST_CASE("mistake 25: a creates whose answer was lost may have been done: it is looked up, never repeated blindly") {
    for (kind const what : {kind::maybe_sent, kind::failed}) {
        line l{hazard::creates};
        l.token().answer(what);
        CHECK(l.machine.outcome() == outcome::uncertain);
    }
}

TEST_CASE("reads and repeats are repeated after a lost answer or a 5xx: slower and slower, until the deadline") {
    for (hazard const h : harmless) {
        for (kind const what : {kind::maybe_sent, kind::failed}) {
            line l{h};
            l.token();
            auto const begun = l.now.steady;
            std::vector<duration> waits;
            while (!l.machine.ended()) {
                if (l.sends()) {
                    l.answer(what);
                    if (!l.machine.ended()) waits.push_back(l.in());
                } else {
                    l.tick();
                    REQUIRE(l.sends());
                    CHECK(std::get<effect::send>(l.last.what).again);
                }
            }
            CHECK(l.machine.outcome() == outcome::gave_up);
            CHECK(waits == std::vector<duration>{1s, 2s, 4s, 8s, 16s, 32s});
            CHECK(l.now.steady - begun <= rules.call_max);
        }
    }
}

TEST_CASE("what never left is repeated for every hazard") {
    for (hazard const h : all) {
        line l{h};
        l.token().answer(kind::never_sent);
        REQUIRE(l.waits());
        l.tick();
        CHECK(l.sends());
    }
}

TEST_CASE("a 401 asks for one fresh token; a second one is believed") {
    for (hazard const h : all) {
        line l{h};
        l.token().answer(kind::unauthorized);
        CHECK(std::get<effect::need_token>(l.last.what) == effect::need_token{true});
        l.token(2);
        REQUIRE(l.sends());
        l.answer(kind::unauthorized);
        CHECK(l.machine.outcome() == outcome::refused);
    }
}

TEST_CASE("refused credentials block a call until the application says so") {
    line l{hazard::reads};
    l.tell(event::token_refused{});
    CHECK(l.in() == steady_time::max() - l.now.steady);
    l.tell(event::ticked{}).tell(event::token_ready{1});
    CHECK(l.waits());
    l.now.steady += 1h;
    l.tell(event::resumed{});
    CHECK(std::holds_alternative<effect::need_token>(l.last.what));
    l.token();
    CHECK(l.sends());
}

TEST_CASE("a 429 waits for its Retry-After, for every hazard, and tells the pacer") {
    for (hazard const h : all) {
        line l{h};
        l.token().answer(kind::rate_limited, 7s);
        CHECK(l.last.notes.retry_after == duration{7s});
        CHECK(l.in() == 7s);
        l.tick();
        CHECK(l.sends());
        l.answer(kind::rate_limited, 1h);
        CHECK(l.machine.outcome() == outcome::gave_up);  // past its deadline
    }
}

TEST_CASE("a refusal ends the call") {
    for (hazard const h : all) {
        line l{h};
        l.token().answer(kind::refused);
        CHECK(l.machine.outcome() == outcome::refused);
    }
}

TEST_CASE("the deadline holds while a token is awaited") {
    line l{hazard::reads};
    l.tell(event::ticked{});
    CHECK(l.in() == rules.call_max);
    l.tick();
    CHECK(l.machine.outcome() == outcome::gave_up);
}

TEST_CASE("a token that is not given now is asked for later, or when the application says so") {
    line l{hazard::reads};
    l.tell(event::deferred{l.now.steady + 5s});
    CHECK(l.in() == 5s);
    l.tick();
    CHECK(l.sends());
    line held{hazard::reads};
    held.tell(event::deferred{});
    CHECK(held.waits());
    held.tell(event::resumed{});
    CHECK(std::holds_alternative<effect::need_token>(held.last.what));
}

TEST_CASE("a stale answer is noted and changes nothing") {
    line l{hazard::reads};
    l.token();
    auto const serial = std::get<effect::send>(l.last.what).serial;
    l.last = l.machine.answered(serial + 1, {kind::succeeded, {}}, l.now);
    CHECK(has(l.last.notes.raised, anomaly::stale_answer));
    CHECK_FALSE(l.machine.ended());
    call next = call::begin(hazard::reads, rules, 1);
    next.continue_serials(serial);
    (void)next.handle(event::started{}, l.now);
    CHECK(std::get<effect::send>(next.handle(event::token_ready{1}, l.now).what).serial == serial + 1);
}

TEST_CASE("a call does not move money") {
    line l{hazard::moves_money};
    CHECK(l.waits());
    CHECK(l.machine.outcome() == outcome::refused);
}

TEST_CASE("a call in flight or ended answers everything else with a wait, and a default one has ended") {
    line flying{hazard::creates};
    flying.token();
    for (call c : {call{}, flying.machine}) {
        for (attempt_event const& e : {attempt_event{event::started{}}, attempt_event{event::ticked{}},
                                       attempt_event{event::token_ready{1}}, attempt_event{event::token_refused{}},
                                       attempt_event{event::deferred{}}, attempt_event{event::resumed{}}}) {
            CHECK(c.handle(e, flying.now).what == command::action{effect::wait_until{steady_time::max()}});
        }
    }
}
