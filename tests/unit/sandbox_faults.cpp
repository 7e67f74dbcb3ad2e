// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

#include <dollr/port/transport.hpp>

#include <array>

// Faults by chance, and how the in-process transport carries replies out.
using namespace dollr;
using namespace std::chrono_literals;

namespace {

int count_lost(std::uint64_t seed, std::uint32_t per_million) {
    sandbox::options o{.seed = seed};
    o.rates.others[static_cast<std::size_t>(sandbox::fault::lost_answer)] = per_million;
    sandbox_world w(o);
    int lost = 0;
    for (int i = 0; i < 1000; ++i) lost += !w.get<api::list_parties>({});
    return lost;
}

}  // namespace

TEST_CASE("a rate strikes about as often as it says, and the same times for one seed") {
    auto const lost = count_lost(7, 200'000);
    CHECK(lost > 150);
    CHECK(lost < 250);
    CHECK(count_lost(7, 200'000) == lost);
    CHECK(count_lost(7, 0) == 0);
    CHECK(count_lost(7, 1'000'000) == 1000);
}

TEST_CASE("an execution's faults have rates of their own") {
    sandbox::options o;
    o.rates.moves_money[static_cast<std::size_t>(sandbox::fault::busy)] = sandbox::fault_rates::whole;
    sandbox_world w(o);
    auto const c = w.ready_collection("231771234567");
    CHECK(status_of(w.collect(c)) == 503);
    CHECK(status_of(w.status(c.reference_id)) == 404);
}

TEST_CASE("outcomes are drawn once for every accepted execution") {
    sandbox::options o;
    o.rates.set(sandbox::outcome::declines_at_once, sandbox::fault_rates::whole);
    sandbox_world w(o);
    auto const c = w.ready_collection("231771234567");
    CHECK(w.collect(c)->status.is(execution_status::failed));
    CHECK(w.collect(c)->status.is(execution_status::failed));
    CHECK(w.server.state().executions.size() == 1);
}

TEST_CASE("a magic value is not disturbed by chance") {
    sandbox::options o;
    o.rates.set(sandbox::outcome::declines_at_once, sandbox::fault_rates::whole);
    o.rates.moves_money[static_cast<std::size_t>(sandbox::fault::busy)] = sandbox::fault_rates::whole;
    sandbox_world w(o);
    CHECK(w.collect(w.ready_collection("231770009901"))->status.is(execution_status::completed));
}

TEST_CASE("the token call and the sandbox's own operations are never disturbed") {
    sandbox_world w({.rates = sandbox::fault_rates::even(40'000)});
    for (int i = 0; i < 200; ++i) {
        w.log_in();
        CHECK(w.raw(http_method::get, "/_sandbox/ledger", {}, "").status == 200);
    }
}

TEST_CASE("every fault has a name that finds it") {
    for (std::size_t i = 0; i < sandbox::fault_count; ++i) {
        auto const f = static_cast<sandbox::fault>(i);
        CHECK(enum_from_wire<sandbox::fault>(to_text(f)) == f);
    }
    CHECK(!enum_from_wire<sandbox::fault>("bad luck"));
}

TEST_CASE("an answer takes the time that the options say") {
    sandbox_world w({.answer_after = 300ms});
    auto const before = w.clock.now();
    w.get<api::list_parties>({});
    CHECK(w.clock.now().steady - before.steady == 300ms);
    CHECK(w.clock.now().server - before.server == 300ms);
}

TEST_CASE("a client that waits too short a time gets no answer, and its time passes") {
    sandbox::reply r;
    r.delay = 10s;
    auto const end = sandbox::carry_out(std::move(r), 3s);
    CHECK(end.took == 3s);
    auto const* none = std::get_if<no_response>(&end.result);
    REQUIRE(none != nullptr);
    CHECK(none->timed_out);
    CHECK(none->delivery == delivery::maybe_sent);
}

TEST_CASE("a request that is late for longer than its token lives has no effect") {
    sandbox_world w({.token_lifetime = 1min});
    auto const c = w.ready_collection("231770009927");
    w.pass(30s);
    w.collect(c);
    w.pass(10min);
    CHECK(w.server.state().executions.empty());
    CHECK(w.server.state().held.empty());
}

TEST_CASE("held requests are delivered in order of their time") {
    sandbox_world w;
    auto const late = w.ready_collection("231770009927");
    auto const twice = w.ready_collection("231770009935");
    w.collect(late);
    w.collect(twice);
    CHECK(w.server.state().held.size() == 2);
    w.pass(20s);
    CHECK(w.server.state().held.size() == 1);
    w.pass(1min);
    CHECK(w.server.ledger().size() == 2);
}
