// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/machine/attempt.hpp>
#include <dollr/machine/attempt_invariants.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <variant>

// Random events, sensible and not, with any time between them.
using namespace dollr;
using namespace std::chrono_literals;

namespace {

struct dice {
    jitter chance;
    std::uint64_t below(std::uint64_t n) { return chance.next() % n; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
};

observation some_answer(dice& d) {
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
attempt_event some_event(dice& d, command const& last, std::uint32_t serial, instant now, steady_time asked) {
    if (!d.one_in(6)) {
        if (std::holds_alternative<effect::persist>(last.what)) {
            if (d.one_in(12)) return event::persist_failed{};
            return event::persisted{d.one_in(5) ? now.steady + 30s : now.steady + 1h};
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
            return event::persisted{now.steady + 1h};
        case 2:
            return event::persist_failed{};
        case 3:
            return event::leased{now.steady + 90s};
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
            return event::deferred{now.steady + 1min};
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

attempt_state some_wish(dice& d) {
    attempt_state s;
    s.operation = d.one_in(2) ? operation_type::payout : operation_type::collection;
    s.reference_id = reference_id::from_random({9});
    s.expiry = server_time{1000h} + std::chrono::minutes{2 + static_cast<int>(d.below(40))};
    return s;
}

/// The event as it is told to a machine whose now is the canonical one.
attempt_event translated(attempt_event e, instant now, std::uint32_t current) {
    auto const move = [&](steady_time& t) {
        if (t != steady_time::max()) t = canonical_origin.steady + (t - now.steady);
    };
    if (auto* x = std::get_if<event::persisted>(&e)) move(x->lease_until);
    if (auto* x = std::get_if<event::leased>(&e)) move(x->until);
    if (auto* x = std::get_if<event::deferred>(&e)) move(x->until);
    if (auto* x = std::get_if<event::answered>(&e)) {
        move(x->asked);
        x->serial = x->serial == current ? 1 : 0;
    }
    return e;
}

}  // namespace

TEST_CASE("no sequence of events breaks an invariant, changes a verdict, or sends what was not written") {
    std::size_t verdicts = 0;
    std::size_t sends = 0;
    for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
        dice d{jitter{seed}};
        policy rules;
        rules.trust_session_expiry = d.one_in(2);
        auto machine = attempt::begin(some_wish(d), {}, rules, seed);
        instant now{steady_time{500h}, server_time{1000h}};
        record durable;
        std::optional<record> writing;
        std::uint32_t serial = 0;
        steady_time asked = now.steady;
        command last = machine.handle(event::started{}, now);
        for (int step = 0; step < 120; ++step) {
            phase const before = machine.phase();
            bool const was_told = machine.state().told;
            attempt_event const e = some_event(d, last, serial, now, asked);
            if (auto const* p = std::get_if<effect::persist>(&last.what)) writing = p->record;
            if (std::holds_alternative<event::persisted>(e) && writing) durable = *writing;
            last = machine.handle(e, now);
            if (e.index() == attempt_event{event::persisted{}}.index() ||
                e.index() == attempt_event{event::persist_failed{}}.index() ||
                e.index() == attempt_event{event::deferred{}}.index()) {
                writing.reset();
            }
            if (violated(machine) != "") FAIL("seed " << seed << " step " << step << ": " << violated(machine));
            if (was_told && is_terminal(before) && machine.phase() != before) FAIL("I4: seed " << seed);
            if (auto const* s = std::get_if<effect::send>(&last.what)) {
                ++sends;
                serial = s->serial, asked = now.steady;
                if (durable.attempt.phase != phase::sending || durable.attempt.sends != machine.state().sends)
                    FAIL("I1: seed " << seed);
                if (durable.attempt.first_seen != server_time{}) FAIL("I5: seed " << seed);
            }
            if (auto const* s = std::get_if<effect::poll>(&last.what)) serial = s->serial, asked = now.steady;
            verdicts += std::holds_alternative<effect::done>(last.what);
            if (d.one_in(40) && durable.attempt.phase != phase::none) {
                machine = attempt::recover(durable, rules, seed + 1);
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
    }
    CHECK(verdicts > 500);
    CHECK(sends > 1'000);
}

TEST_CASE("a canonical machine goes on as the machine does") {
    for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
        dice d{jitter{seed}};
        policy rules;
        rules.jitter_min = 1000;
        rules.first_poll_max = rules.first_poll_min;
        rules.trust_session_expiry = d.one_in(2);
        auto machine = attempt::begin(some_wish(d), {}, rules, 1);
        instant now{steady_time{500h}, server_time{1000h}};
        std::uint32_t serial = 0;
        steady_time asked = now.steady;
        record durable;
        command last = machine.handle(event::started{}, now);
        for (int step = 0; step < 60; ++step) {
            duration const pass = d.one_in(3) ? duration{static_cast<std::int64_t>(d.below(200'000))} : 0ms;
            now.steady += pass;
            now.server += pass;
            attempt twin = machine.canonical(now);
            if (twin.canonical(canonical_origin) != twin) FAIL("canonical twice: seed " << seed);
            attempt_event const e = some_event(d, last, serial, now, std::max(asked, now.steady - rules.exchange_max));
            if (std::holds_alternative<event::persisted>(e) && std::holds_alternative<effect::persist>(last.what)) {
                durable = std::get<effect::persist>(last.what).record;
            }
            command const other = twin.handle(translated(e, now, serial), canonical_origin);
            last = machine.handle(e, now);
            if (twin.canonical(canonical_origin) != machine.canonical(now))
                FAIL("state: seed " << seed << " step " << step);
            if (other.what.index() != last.what.index() || other.notes != last.notes)
                FAIL("effect: seed " << seed << " step " << step);
            if (auto const* w = std::get_if<effect::wait_until>(&last.what);
                w && w->until > now.steady && w->until != steady_time::max()) {
                if (std::get<effect::wait_until>(other.what).until - canonical_origin.steady != w->until - now.steady)
                    FAIL("wait: seed " << seed);
            }
            if (auto const* s = std::get_if<effect::send>(&last.what)) serial = s->serial, asked = now.steady;
            if (auto const* s = std::get_if<effect::poll>(&last.what)) serial = s->serial, asked = now.steady;
            if (d.one_in(30) && durable.attempt.phase != phase::none) {
                machine = attempt::recover(durable, rules, 1);
                last = machine.handle(event::recovered{}, now);
            }
        }
    }
}
