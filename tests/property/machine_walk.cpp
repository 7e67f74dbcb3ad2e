// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../proof/mutant_attempt.hpp"
#include "attempt_canonical.hpp"
#include "attempt_hash.hpp"
#include "attempt_walk.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <variant>

// Random events, sensible and not, with any time between them.
using namespace dollr;
using namespace dollr::tests;
using namespace std::chrono_literals;

namespace {

struct dice {
    jitter chance;
    std::uint64_t below(std::uint64_t n) { return chance.next() % n; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    static constexpr bool over() { return false; }
};

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
        auto const end = walk(d, seed, 120);
        if (!end.broken.empty()) FAIL("seed " << seed << ": " << end.broken);
        verdicts += end.verdicts;
        sends += end.sends;
    }
    CHECK(verdicts > 500);
    CHECK(sends > 1'000);
}

TEST_CASE("a walk notices a machine that breaks the protocol") {
    using proof::mistake;
    for (mistake const planted : {mistake::send_before_persist, mistake::verdict_changes, mistake::live_sends_again,
                                  mistake::verdict_before_persist, mistake::new_id_on_not_found}) {
        CAPTURE(static_cast<int>(planted));
        proof::spoilt_policy rules;
        rules.makes = planted;
        std::size_t broken = 0;
        for (std::uint64_t seed = 0; seed < 3'000 && broken == 0; ++seed) {
            dice d{jitter{seed}};
            broken += !walk<proof::mutant_attempt>(d, seed, 120, rules).broken.empty();
        }
        CHECK(broken == 1);
    }
}

TEST_CASE("a mutant without a mistake is the library's machine") {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        dice d{jitter{seed}};
        proof::spoilt_policy rules;
        rules.trust_session_expiry = d.one_in(2);
        auto const wish = some_wish(d);
        auto machine = attempt::begin(wish, {}, rules, seed);
        auto twin = proof::mutant_attempt::begin(wish, {}, rules, seed);
        instant now{steady_time{500h}, server_time{1000h}};
        std::uint32_t serial = 0;
        command last;
        for (int step = 0; step < 120; ++step) {
            attempt_event const e = step == 0 ? event::started{} : some_event(d, last, serial, now, now.steady);
            last = machine.handle(e, now);
            if (twin.handle(e, now) != last) FAIL("command: seed " << seed << " step " << step);
            if (hash_value(twin) != hash_value(machine)) FAIL("state: seed " << seed << " step " << step);
            if (auto const* s = std::get_if<effect::send>(&last.what)) serial = s->serial;
            if (auto const* s = std::get_if<effect::poll>(&last.what)) serial = s->serial;
            duration const pass{static_cast<std::int64_t>(d.below(100'000))};
            now.steady += pass;
            now.server += pass;
        }
    }
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
            attempt twin = canonical(machine, now);
            if (canonical(twin, canonical_origin) != twin) FAIL("canonical twice: seed " << seed);
            attempt_event const e = some_event(d, last, serial, now, std::max(asked, now.steady - rules.exchange_max));
            if (std::holds_alternative<event::persisted>(e) && std::holds_alternative<effect::persist>(last.what)) {
                durable = std::get<effect::persist>(last.what).record;
            }
            command const other = twin.handle(translated(e, now, serial), canonical_origin);
            last = machine.handle(e, now);
            if (canonical(twin, canonical_origin) != canonical(machine, now))
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
