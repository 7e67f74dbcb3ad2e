// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "attempt_bench.hpp"

#include <cstdlib>
#include <new>
#include <set>
#include <utility>
#include <vector>

// I13: every state answers every event with exactly one effect, without an exception and without an allocation.
using namespace bench;

namespace {

std::size_t allocations = 0;

std::vector<attempt_event> every_event(attempt const& machine, instant now, std::uint32_t serial) {
    (void)machine;
    std::vector<attempt_event> all{event::started{},
                                   event::recovered{},
                                   event::ticked{},
                                   event::persisted{},
                                   event::persisted{now.steady + 10s},
                                   event::persist_failed{},
                                   event::write_refused{},
                                   event::leased{},
                                   event::leased{now.steady},
                                   event::lease_lost{},
                                   event::token_ready{5},
                                   event::token_ready{0},
                                   event::token_refused{},
                                   event::secret_ready{},
                                   event::secret_refused{},
                                   event::action_ended{},
                                   event::cancelled{},
                                   event::resumed{},
                                   event::deferred{},
                                   event::deferred{now.steady + 1min},
                                   event::resolved{phase::completed, {}},
                                   event::resolved{phase::not_executed, {}},
                                   event::resolved{phase::live, {}}};
    for (int kind = 0; kind <= static_cast<int>(observation::kind::maybe_sent); ++kind) {
        observation o = saw(static_cast<observation::kind>(kind), kind == 9 ? 302 : 200);
        for (int status = -1; status < (kind == 0 ? 4 : 0); ++status) {
            o.status.reset();
            if (status >= 0) o.status = static_cast<execution_status>(status);
            for (bool const action : {false, true}) {
                o.requires_action = action;
                o.has_client_secret = action;
                o.payer = action ? std::optional{usd("1.00")} : std::nullopt;
                all.push_back(event::answered{serial, now.steady, o});
                all.push_back(event::answered{serial + 7, now.steady, o});
            }
        }
        o.retry_after = duration::max();
        all.push_back(event::answered{serial, now.steady, o});
        all.push_back(event::answered{serial, steady_time::min(), o});
    }
    return all;
}

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size)) return p;
    throw std::bad_alloc{};
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

TEST_CASE("every state answers every event with one effect, breaks no invariant and allocates nothing (I13)") {
    // Every machine that is reached within so many events from the beginning, one of each kind of state.
    auto const kind_of = [](attempt const& a, command const& last) {
        return std::tuple{a.phase(),
                          last.what.index(),
                          a.poisoned(),
                          a.dropped(),
                          a.state().sends,
                          a.state().told,
                          a.state().first_seen != server_time{},
                          a.state().proven};
    };
    std::set<decltype(kind_of(std::declval<attempt>(), std::declval<command>()))> known;
    struct node {
        attempt machine;
        instant now;
        std::uint32_t serial;
        command last;
    };
    std::vector<node> frontier;
    policy const rules = steady_rules();
    for (operation_type const op : {operation_type::collection, operation_type::payout}) {
        attempt_state s = wanted(op);
        s.payer = usd("1.00");
        frontier.push_back({attempt::begin(s, some_intent(), rules, 3), epoch(), 0, {}});
        for (int p = 0; p <= static_cast<int>(phase::not_executed); ++p) {
            record r;
            r.intent = some_intent();
            r.attempt = s;
            r.attempt.phase = static_cast<phase>(p);
            r.attempt.sends = r.attempt.phase == phase::recorded ? 0 : 1;
            r.attempt.first_seen =
                r.attempt.phase == phase::live || r.attempt.phase == phase::action ? epoch().server : server_time{};
            frontier.push_back({attempt::recover(r, rules, 3), epoch(), 0, {}});
        }
    }
    std::size_t pairs = 0;
    std::set<std::pair<phase, std::size_t>> seen_pairs;
    for (int depth = 0; depth < 12 && !frontier.empty(); ++depth) {
        std::vector<node> next;
        for (node const& n : frontier) {
            for (attempt_event const& e : every_event(n.machine, n.now, n.serial)) {
                node m = n;
                std::size_t const before = allocations;
                m.last = m.machine.handle(e, m.now);
                if (allocations != before) FAIL("handle allocated");
                ++pairs;
                seen_pairs.emplace(n.machine.phase(), e.index());
                if (violated(m.machine) != "") FAIL(violated(m.machine));
                if (is_terminal(n.machine.phase()) && n.machine.state().told) {
                    if (m.machine.phase() != n.machine.phase()) FAIL("I4: a verdict changed");
                }
                if (auto const* send = std::get_if<effect::send>(&m.last.what)) m.serial = send->serial;
                if (auto const* poll = std::get_if<effect::poll>(&m.last.what)) m.serial = poll->serial;
                if (known.insert(kind_of(m.machine, m.last)).second) {
                    next.push_back(m);
                    for (duration const d : {duration{10s}, duration{3min}, duration{31min}, duration{25h}}) {
                        node later = m;
                        later.now.steady += d;
                        later.now.server += d;
                        next.push_back(later);
                    }
                }
            }
        }
        frontier = std::move(next);
    }
    CHECK(pairs > 100'000);
    for (int p = 0; p <= static_cast<int>(phase::not_executed); ++p) {
        for (std::size_t e = 0; e < std::variant_size_v<attempt_event>; ++e) {
            CAPTURE(p);
            CAPTURE(e);
            CHECK(seen_pairs.contains({static_cast<phase>(p), e}));
        }
    }
    MESSAGE("pairs ", pairs, ", kinds of state ", known.size());
}

static_assert(noexcept(std::declval<attempt&>().handle(std::declval<attempt_event const&>(),
                                                       std::declval<instant const&>())));
static_assert(std::is_trivially_copyable_v<attempt_event> && std::is_trivially_copyable_v<command>);
static_assert(std::regular<attempt>);
