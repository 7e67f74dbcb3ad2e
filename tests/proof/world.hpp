// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_WORLD_HPP
#define DOLLR_TESTS_PROOF_WORLD_HPP

#include "../support/attempt_canonical.hpp"
#include "../support/attempt_hash.hpp"
#include "../support/attempt_invariants.hpp"
#include "checks.hpp"
#include "mistakes.hpp"

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

/// A model of the world around one attempt, small enough to be enumerated: its states. What can happen next is in
/// moves.hpp.
///
/// The server deduplicates by reference_id and shows an execution within the lag bound. The network loses, delays for
/// any time, duplicates and reorders. A worker dies at any effect, or stalls while another one takes over, and then
/// goes on with what it had in hand. The journal fails, or refuses who was overtaken. Time moves only where a machine
/// waits or an exchange takes its time. A state is canonical: its times are relative, so the graph is finite.
///
/// `Machine` is the library's attempt, or one of the mutants (mutant_attempt.hpp).
namespace proof {

enum class execution : std::uint8_t { none, pending, completed, failed };

/// How much may go wrong in one history.
struct budget {
    std::uint8_t crashes = 0;
    std::uint8_t takeovers = 0;  ///< one less than there may be workers
    std::uint8_t faults = 0;     ///< lost answers, refusals, 5xx, 401 and the like
    std::uint8_t journal_faults = 0;
    std::uint8_t packets = 0;  ///< delayed requests at the same time
    std::uint8_t copies = 0;   ///< requests that the network delivers twice

    friend bool operator==(budget, budget) = default;
};

struct model {
    std::string_view name;
    budget allowed;
    spoilt_policy rules;  ///< the machine's
    policy right;         ///< the same without a mistake
    operation_type operation = operation_type::collection;
    duration session = 10min;
    // what the server may do
    bool enforces_expiry = false;
    bool refuses_with_effect = false;  ///< a 401, 403 or 422 may come although it executes
    bool refuses_copies = false;       ///< 422 about the reference_id for an id that it has
    bool races = false;                ///< two copies that come close together both execute
    bool flips = false;                ///< COMPLETED after FAILED
    bool asks_action = false;          ///< 3-D Secure may be wanted
    bool other_amounts = false;        ///< it may execute another amount than was asked for
    // what may also happen
    bool odd_answers = false;  ///< pages of HTML, redirects, answers about other payments, unknown texts
    bool stale_answers = false;
    bool strips_dates = false;  ///< a proxy may leave a 404 without its Date
    bool torn_tails = false;
    bool cancels = false;
    bool resolves = false;    ///< an operator looks at the server's books
    bool defers = false;      ///< the pool has no place for a send
    bool reattempts = false;  ///< the application asks for a second attempt whenever it can
    duration clock_error{};   ///< of every process that recovers: its wall clock is so far ahead
};

template <class Effect>
inline constexpr std::size_t kind_of = boost::mp11::mp_find<command::action, Effect>::value;

/// What a machine wants now, without the times and serials that do not matter.
struct order {
    std::size_t kind = 0;  ///< index into command::action
    bool fresh = false;
    duration wait{};  ///< of wait_until and require_action; max: for ever
    record_type type{};
    attempt_state written{};

    friend bool operator==(order const&, order const&) = default;
};

template <class Machine>
struct worker {
    Machine machine;
    order next;
    witness knows;
    duration lease{};         ///< left of what the journal granted
    duration error{};         ///< its clock is so far ahead: its machine's times are that much nearer
    std::uint8_t behind = 0;  ///< so many workers have taken over since
    bool wrote = false;       ///< what it was writing is durable, but it has not heard so
    std::uint8_t woke = 0;    ///< what it did since then: a driver renews its lease soon, and hears that it is lost

    friend bool operator==(worker const&, worker const&) = default;
};

struct books {
    execution is = execution::none;
    bool was_failed = false;
    bool other_amount = false;
    duration age{};  ///< since it began, at most the lag bound

    friend bool operator==(books const&, books const&) = default;
};

template <class Machine>
struct state {
    std::vector<worker<Machine>> workers;
    attempt_state durable{};  ///< phase::none: nothing was ever durable
    /// Of the first reference_id, and of every other one, which only a mistake makes.
    std::array<books, 2> server{};
    std::array<std::uint8_t, 2> packets{};  ///< requests on their way that no client knows of
    duration session{};                     ///< left of the first one
    bool copied = false;                    ///< the network delivered something twice
    bool raced = false;                     ///< the server executed one id twice
    std::optional<verdict> told;
    budget left;
    std::string_view broken{};  ///< an invariant that the last move violated

    friend bool operator==(state const&, state const&) = default;
};

template <class Machine>
[[nodiscard]] state<Machine> first_state(model const& m);

/// Makes the state canonical after `passed`, and says which invariant it violates.
template <class Machine>
void settle(model const& m, state<Machine>& s, duration passed);

/// What no client can cure, and is counted apart: a server that executes one id twice, and a refusal that was told
/// unproven when the network delivers the refused request a second time.
template <class Machine>
[[nodiscard]] bool beyond_cure(state<Machine> const& s) noexcept {
    return s.raced || (s.copied && s.told && s.told->outcome == phase::rejected && !s.told->proven);
}

template <class Machine>
[[nodiscard]] std::uint64_t fingerprint(state<Machine> const& s) noexcept;

namespace detail {

inline constexpr instant origin = canonical_origin;
inline constexpr duration lease_time = 90s;
inline constexpr duration race_window = 30s;
inline constexpr std::uint8_t acts_of_the_stalled = 2;
constexpr instant later(duration d) { return {origin.steady + d, origin.server + d}; }
inline money asked_amount() { return {*amount::try_parse("25"), *currency::try_parse("USD")}; }
inline money other_amount() { return {*amount::try_parse("26"), *currency::try_parse("USD")}; }

inline observation answer(observation::kind what, int http) {
    observation o;
    o.what = what;
    o.http_status = http;
    return o;
}
inline observation status(execution e, bool other = false, bool action = false) {
    observation o = answer(observation::kind::status, 200);
    o.status = e == execution::completed ? execution_status::completed
               : e == execution::failed  ? execution_status::failed
                                         : execution_status::pending;
    o.requires_action = o.has_client_secret = action;
    o.payer = other ? other_amount() : asked_amount();
    return o;
}
/// Somebody else's payment, as an answer tells it.
inline observation stranger() {
    observation o = status(execution::completed);
    o.what = observation::kind::wrong_subject;
    o.anomalies = anomaly::wrong_reference_id;
    return o;
}

inline reference_id first_id() { return reference_id::from_random({1, 2, 3}); }

inline attempt_state wanted(model const& m) {
    attempt_state w;
    w.generation = 1;
    w.operation = m.operation;
    w.reference_id = first_id();
    w.payer = asked_amount();
    w.expiry = origin.server + m.session;
    return w;
}

template <class Machine>
truth truth_of(state<Machine> const& s) {
    truth t;
    bool all_failed = true;
    for (books const& b : s.server) {
        t.completed = t.completed || b.is == execution::completed;
        t.began = t.began || b.is != execution::none;
        t.other_amount = t.other_amount || b.other_amount;
        all_failed = all_failed && (b.is == execution::none || b.is == execution::failed || b.was_failed);
    }
    t.failed = t.began && all_failed;
    return t;
}

}  // namespace detail

template <class Machine>
state<Machine> first_state(model const& m) {
    using namespace detail;
    state<Machine> s;
    s.left = m.allowed;
    s.session = m.session;
    worker<Machine> first;
    first.machine = Machine::begin(wanted(m), {}, m.rules, 1);
    first.lease = m.allowed.takeovers != 0 ? lease_time : duration::max();
    command const c = first.machine.handle(event::started{}, origin);
    auto const& write = std::get<effect::persist>(c.what).record;
    first.next.kind = c.what.index();
    first.next.type = write.type;
    first.next.written = canonical(write.attempt, m.rules, origin);
    s.workers.push_back(std::move(first));
    settle(m, s, {});
    return s;
}

template <class Machine>
void settle(model const& m, state<Machine>& s, duration passed) {
    instant const now = detail::later(passed);
    duration const bound = m.right.lag_bound;
    s.durable = canonical(s.durable, m.rules, now);
    s.session = std::max(s.session - passed, duration{});
    for (books& b : s.server) {
        if (b.is != execution::none) b.age = std::min(b.age + passed, bound);
    }
    for (worker<Machine>& w : s.workers) {
        w.machine = canonical(w.machine, now);
        w.knows.rest = std::min(w.knows.rest + passed, bound);
        w.knows.proof = std::min(w.knows.proof, bound);
        w.knows.not_found = std::min(w.knows.not_found, m.right.not_found_min);
        if (w.lease != duration::max()) w.lease = std::max(w.lease - passed, duration{});
        if (!s.broken.empty()) continue;
        s.broken = violated(w.machine);
        bool const may_have_landed = s.server[0].is != execution::none || s.packets[0] != 0;
        if (s.broken.empty() && w.behind == 0 && w.machine.phase() == phase::recorded && may_have_landed)
            s.broken = "I8: taken for unsent, but it may have landed";
    }
    if (s.broken.empty() && s.told && !beyond_cure(s)) s.broken = untrue(*s.told, detail::truth_of(s), true);
}

template <class Machine>
std::uint64_t fingerprint(state<Machine> const& s) noexcept {
    dollr::tests::hasher h;
    for (worker<Machine> const& w : s.workers) {
        h.all(hash_value(w.machine), hash_value(w.next.written), w.next.kind, w.next.fresh, w.next.wait, w.next.type);
        h.all(w.error);
        h.all(w.knows.rest, w.knows.proof, w.knows.not_found, w.knows.showed, w.knows.left, w.lease, w.behind, w.woke,
              w.wrote);
    }
    h.all(hash_value(s.durable), s.session, s.copied, s.raced, s.packets[0], s.packets[1]);
    for (books const& b : s.server) h.all(b.is, b.was_failed, b.other_amount, b.age);
    h.all(s.told.has_value());
    if (s.told) h.all(s.told->outcome, s.told->proven, s.told->durable, s.told->mismatch);
    budget const& l = s.left;
    h.all(l.crashes, l.takeovers, l.faults, l.journal_faults, l.packets, l.copies);
    return h.seed;
}

}  // namespace proof

#endif
