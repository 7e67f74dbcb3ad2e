// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_ATTEMPT_SEARCH_HPP
#define DOLLR_TESTS_SUPPORT_ATTEMPT_SEARCH_HPP

#include <dollr/machine/attempt.hpp>
#include <dollr/machine/attempt_invariants.hpp>

#include <boost/mp11/algorithm.hpp>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

/// Every history of one attempt against a model of the world, by breadth: the transition function is attempt::handle
/// itself.
///
/// The world: a server that deduplicates by reference_id and shows an execution within the lag bound; a network that
/// loses requests and answers and delays requests for any time; a process that dies at any effect; a journal that
/// fails; clients that are refused with and without effect. Time moves only where the machine waits or an exchange
/// takes its time. A state is canonical: its times are relative, so the graph is finite.
namespace search {

using namespace dollr;
using namespace std::chrono_literals;

enum class execution : std::uint8_t { none, pending, completed, failed };

/// How much may go wrong in one history.
struct budget {
    std::uint8_t crashes = 1;
    std::uint8_t faults = 2;  ///< lost answers, refusals, 5xx, 401 and the like
    std::uint8_t journal_faults = 0;
    std::uint8_t packets = 2;  ///< delayed requests at the same time

    friend bool operator==(budget, budget) = default;
};

struct model {
    policy rules;
    operation_type operation = operation_type::collection;
    duration session = 10min;
    bool enforces_expiry = false;
    bool refuses_with_effect = false;  ///< a 401, 403 or 422 may come although it executes
    bool asks_action = false;          ///< 3-D Secure may be wanted
    bool cancels = false;              ///< the application may cancel
    budget allowed;
};

/// Short times, so that the graph is small; the relations between them are those of the defaults.
inline policy short_rules() {
    policy p;
    p.jitter_min = 1000;
    p.first_poll_min = p.first_poll_max = 1s;
    p.poll_first = 75s;
    for (poll_stage& s : p.poll_stages) s.ceiling = 75s;
    p.not_found_min = 2;
    p.sends_max = 2;
    p.doubt_max = 8min;
    p.live_max = 8min;
    p.action_max = 3min;
    p.poll_parked = 10min;
    p.rejected_watch = 10min;
    p.audits[0] = 5min, p.audits[1] = 10min, p.audits[2] = 11min;
    p.retry_first = p.retry_max = 30s;
    return p;
}

template <class Effect>
inline constexpr std::size_t kind_of = boost::mp11::mp_find<command::action, Effect>::value;

/// What the machine wants now, without the times and serials that do not matter.
struct order {
    std::size_t kind = 0;  ///< index into command::action
    bool fresh = false;
    duration wait{};  ///< of wait_until and require_action; max: for ever
    record_type type{};
    attempt_state written{};
    verdict told{};

    friend bool operator==(order const&, order const&) = default;
};

struct state {
    attempt machine;
    order next;
    attempt_state durable{};  ///< phase::none: nothing was ever durable
    execution server = execution::none;
    duration age{};   ///< since the execution began, at most the lag bound
    duration rest{};  ///< since the end of the last send, or since this process began, at most the quiet period
    std::uint8_t packets = 0;    ///< requests on their way that no client knows of
    bool server_showed = false;  ///< a status was answered to this machine: I5 from here on
    bool gone = false;           ///< the process is dead and has nothing to recover from, or dropped its machine
    std::optional<phase> told;
    bool told_proven = false;
    budget left;

    friend bool operator==(state const&, state const&) = default;
};

struct findings {
    std::size_t states = 0;
    std::size_t edges = 0;
    std::size_t dead_ends = 0;
    std::size_t parked = 0;
    bool complete = true;
    std::string violation;           ///< empty: none
    std::vector<std::string> trace;  ///< the shortest way to it
};

class explorer {
public:
    explicit explorer(model const& m, std::size_t states_max) : model_(m), states_max_(states_max) {}

    findings run();

private:
    struct visited {
        std::uint32_t parent = 0;
        std::string_view move;
    };
    struct hash {
        std::size_t operator()(std::uint64_t v) const noexcept { return static_cast<std::size_t>(v); }
    };

    static constexpr instant origin = canonical_origin;

    state first() const;
    void expand(std::uint32_t id, state const& s);
    void reach(std::uint32_t from, state s, instant now, std::string_view move);
    void tell(std::uint32_t from, state s, attempt_event const& e, instant now, std::string_view move);
    void die(std::uint32_t from, state s, instant now, std::string_view move);
    void expand_send(std::uint32_t id, state const& s);
    void expand_poll(std::uint32_t id, state const& s);
    void server_accepts(state& s, instant now) const;
    std::vector<observation> truths(state const& s) const;
    std::string_view violation(state const& s) const;
    bool is_good(state const& s) const;
    static order read(command const& c, instant now, policy const& p);
    static std::uint64_t fingerprint(state const& s);
    static instant later(duration d) { return {origin.steady + d, origin.server + d}; }

    model model_;
    std::size_t states_max_;
    findings result_;
    std::unordered_map<std::uint64_t, std::uint32_t, hash> known_;
    std::vector<visited> nodes_;
    std::vector<bool> good_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges_;
    std::deque<std::pair<std::uint32_t, state>> frontier_;
};

inline observation answer(observation::kind what, int http) {
    observation o;
    o.what = what;
    o.http_status = http;
    return o;
}
inline observation status(execution e, bool action = false) {
    observation o = answer(observation::kind::status, 200);
    o.status = e == execution::completed ? execution_status::completed
               : e == execution::failed  ? execution_status::failed
                                         : execution_status::pending;
    o.requires_action = o.has_client_secret = action;
    return o;
}

inline state explorer::first() const {
    attempt_state wanted;
    wanted.generation = 1;
    wanted.operation = model_.operation;
    wanted.reference_id = reference_id::from_random({1, 2, 3});
    wanted.expiry = origin.server + model_.session;
    state s;
    s.machine = attempt::begin(wanted, {}, model_.rules, 1);
    s.left = model_.allowed;
    s.durable.expiry = wanted.expiry;
    return s;
}

inline order explorer::read(command const& c, instant now, policy const& p) {
    order o;
    o.kind = c.what.index();
    auto const wait = [&](steady_time until) {
        o.wait = until == steady_time::max() ? duration::max() : std::max(until - now.steady, duration{});
    };
    if (auto const* w = std::get_if<effect::persist>(&c.what))
        o.type = w->record.type, o.written = canonical(w->record.attempt, p, now);
    if (auto const* w = std::get_if<effect::wait_until>(&c.what)) wait(w->until);
    if (auto const* w = std::get_if<effect::require_action>(&c.what)) wait(w->until);
    if (auto const* w = std::get_if<effect::need_token>(&c.what)) o.fresh = w->fresh;
    if (auto const* w = std::get_if<effect::done>(&c.what)) o.told = w->verdict;
    return o;
}

inline std::uint64_t explorer::fingerprint(state const& s) {
    dollr::detail::hasher h;
    h.all(s.machine.hash(), hash_value(s.durable), hash_value(s.next.written));
    h.all(s.next.kind, s.next.fresh, s.next.wait, s.next.type, s.next.told.outcome, s.next.told.proven,
          s.next.told.durable);
    h.all(s.server, s.age, s.rest, s.packets, s.server_showed, s.gone, s.told.has_value(), s.told.value_or(phase::none),
          s.told_proven);
    h.all(s.left.crashes, s.left.faults, s.left.journal_faults, s.left.packets);
    return h.seed;
}

/// Takes the state in, canonical, if it is new.
inline void explorer::reach(std::uint32_t from, state s, instant now, std::string_view move) {
    ++result_.edges;
    duration const passed = now.steady - origin.steady;
    s.machine = s.machine.canonical(now);
    s.durable = canonical(s.durable, model_.rules, now);
    s.rest = std::min(s.rest + passed, model_.rules.lag_bound);
    if (s.server != execution::none) s.age = std::min(s.age + passed, model_.rules.lag_bound);
    auto const [at, is_new] = known_.try_emplace(fingerprint(s), static_cast<std::uint32_t>(nodes_.size()));
    if (is_new) {
        nodes_.push_back({from, move});
        good_.push_back(is_good(s));
        if (s.machine.phase() == phase::parked) ++result_.parked;
        if (result_.violation.empty()) {
            std::string_view const broken = violation(s);
            if (!broken.empty()) {
                result_.violation = broken;
                for (std::uint32_t n = at->second; n != 0; n = nodes_[n].parent)
                    result_.trace.emplace_back(nodes_[n].move);
                std::reverse(result_.trace.begin(), result_.trace.end());
            }
        }
        frontier_.emplace_back(at->second, std::move(s));
    }
    edges_.emplace_back(from, at->second);
}

inline void explorer::tell(std::uint32_t from, state s, attempt_event const& e, instant now, std::string_view move) {
    command const c = s.machine.handle(e, now);
    s.next = read(c, now, model_.rules);
    if (std::holds_alternative<effect::drop>(c.what)) s.gone = true;
    if (auto const* d = std::get_if<effect::done>(&c.what)) {
        s.told = d->verdict.outcome;
        s.told_proven = d->verdict.proven;
    }
    reach(from, std::move(s), now, move);
}

/// The process dies; another one reads the journal.
inline void explorer::die(std::uint32_t from, state s, instant now, std::string_view move) {
    s.server_showed = false;
    s.rest = {};
    if (s.durable.phase == phase::none) {
        s.gone = true;
        s.machine = {};
        s.next = {};
        return reach(from, std::move(s), now, move);
    }
    record r;
    r.attempt = s.durable;
    s.machine = attempt::recover(r, model_.rules, 1);
    s.gone = false;
    tell(from, std::move(s), event::recovered{}, now, move);
}

inline void explorer::server_accepts(state& s, instant now) const {
    if (s.server != execution::none) return;  // deduplicated
    if (model_.enforces_expiry && now.server >= s.durable.expiry) return;
    s.server = execution::pending;
    s.age = {};
}

/// What a status query may answer: the truth, and within the lag bound also nothing.
inline std::vector<observation> explorer::truths(state const& s) const {
    observation const nothing = answer(observation::kind::not_found, 404);
    if (s.server == execution::none) return {nothing};
    std::vector<observation> all{status(s.server)};
    if (s.server == execution::pending && model_.asks_action) all.push_back(status(s.server, true));
    if (s.age < model_.rules.lag_bound) all.push_back(nothing);
    return all;
}

inline void explorer::expand_send(std::uint32_t id, state const& s) {
    using kind = observation::kind;
    auto const ends = [&](state t, observation const& o, duration took, std::string_view move) {
        instant const now = later(took);
        if (o.what == kind::status) t.server_showed = true;
        if (o.what != kind::never_sent) t.rest = -took;
        tell(id, std::move(t), event::answered{1, origin.steady, o}, now, move);
    };
    // The good way: it arrives and is answered.
    state arrived = s;
    server_accepts(arrived, origin);
    bool const executes = arrived.server != execution::none;
    if (executes) {
        ends(arrived, status(arrived.server), 0s, "the send is answered with its status");
        if (arrived.server == execution::pending) {
            for (execution const e : {execution::completed, execution::failed}) {
                state t = arrived;
                t.server = e;
                ends(t, status(e), 0s,
                     e == execution::completed ? "the send is answered COMPLETED" : "the send is answered FAILED");
            }
            if (model_.asks_action)
                ends(arrived, status(arrived.server, true), 0s, "the send is answered requires_action");
        }
    } else {
        ends(arrived, answer(kind::refused, 422), 0s, "the send is refused: its session has expired");
    }
    if (s.left.faults != 0) {
        state spent = s;
        --spent.left.faults;
        arrived.left = spent.left;
        ends(spent, answer(kind::never_sent, 0), 0s, "the send never left");
        ends(spent, answer(kind::maybe_sent, 0), 30s, "the send was lost");
        ends(arrived, answer(kind::maybe_sent, 0), 30s, "the send arrived, its answer was lost");
        ends(arrived, answer(kind::other, 503), 0s, "the send arrived, and was answered 503");
        ends(spent, answer(kind::other, 503), 0s, "the send was answered 503 and did nothing");
        ends(spent, answer(kind::unauthorized, 401), 0s, "the send was answered 401");
        ends(spent, answer(kind::refused, 422), 0s, "the send was refused");
        if (s.server != execution::none)
            ends(spent, answer(kind::duplicate, 409), 0s, "the send was refused as a duplicate");
        if (model_.refuses_with_effect) {
            ends(arrived, answer(kind::refused, 422), 0s, "the send was refused, and yet executes");
            ends(arrived, answer(kind::unauthorized, 401), 0s, "the send was answered 401, and yet executes");
        }
        if (s.packets < s.left.packets) {
            ++spent.packets;
            ends(spent, answer(kind::maybe_sent, 0), 30s, "the send is delayed on its way");
        }
    }
    if (s.left.crashes != 0) {
        state t = s;
        --t.left.crashes;
        die(id, t, origin, "the process dies before the send leaves");
        if (t.packets < t.left.packets) {
            ++t.packets;
            die(id, t, origin, "the process dies after the send left");
        }
    }
}

inline void explorer::expand_poll(std::uint32_t id, state const& s) {
    using kind = observation::kind;
    for (observation const& o : truths(s)) {
        for (duration const took : {duration{0s}, duration{30s}}) {
            if (took != 0s && o.what != kind::not_found) continue;
            state t = s;
            if (o.what == kind::status) t.server_showed = true;
            tell(id, std::move(t), event::answered{1, origin.steady, o}, later(took),
                 o.what == kind::not_found ? (took == 0s ? "poll: 404" : "poll: a late 404") : "poll: its status");
        }
    }
    if (s.left.faults != 0) {
        state t = s;
        --t.left.faults;
        tell(id, t, event::answered{1, origin.steady, answer(kind::other, 503)}, origin, "poll: 503");
        tell(id, t, event::answered{1, origin.steady, answer(kind::unauthorized, 401)}, origin, "poll: 401");
        tell(id, t, event::answered{1, origin.steady, answer(kind::forbidden, 403)}, origin, "poll: 403");
    }
}

inline void explorer::expand(std::uint32_t id, state const& s) {
    // The world moves by itself.
    if (s.packets != 0) {
        state t = s;
        --t.packets;
        server_accepts(t, origin);
        reach(id, std::move(t), origin, "a delayed send arrives");
        state lost = s;
        --lost.packets;
        reach(id, std::move(lost), origin, "a delayed send is lost");
    }
    if (s.server == execution::pending) {
        for (execution const e : {execution::completed, execution::failed}) {
            state t = s;
            t.server = e;
            reach(id, std::move(t), origin,
                  e == execution::completed ? "the server completes it" : "the server fails it");
        }
    }
    if (s.gone) return;
    switch (s.next.kind) {
        case kind_of<effect::persist>: {
            state written = s;
            written.durable = s.next.written;
            tell(id, written, event::persisted{}, origin, "it is written");
            if (s.left.crashes != 0) {
                --written.left.crashes;
                die(id, written, origin, "it is written, and the process dies");
                state t = s;
                --t.left.crashes;
                die(id, t, origin, "the process dies before it is written");
            }
            if (s.left.journal_faults != 0) {
                state t = s;
                --t.left.journal_faults;
                tell(id, t, event::persist_failed{}, origin, "the journal fails");
                t.durable = s.next.written;
                tell(id, t, event::persist_failed{}, origin, "the journal fails, but has written");
            }
            if (model_.cancels && s.left.faults != 0) {
                state t = s;
                --t.left.faults;
                (void)t.machine.handle(event::cancelled{}, origin);
                reach(id, std::move(t), origin, "the application cancels");
            }
            return;
        }
        case kind_of<effect::send>:
            return expand_send(id, s);
        case kind_of<effect::poll>:
            return expand_poll(id, s);
        case kind_of<effect::need_token>:
            tell(id, s, event::token_ready{1}, origin, "a token");
            if (s.left.faults != 0) {
                state t = s;
                --t.left.faults;
                tell(id, t, event::token_refused{}, origin, "no token");
            }
            return;
        case kind_of<effect::need_secret>:
            tell(id, s, event::secret_ready{}, origin, "a secret");
            tell(id, s, event::secret_refused{}, origin, "no secret");
            tell(id, s, event::ticked{}, origin, "the secret takes its time");
            break;
        case kind_of<effect::wait_until>:
        case kind_of<effect::require_action>:
            if (s.next.wait != duration::max()) tell(id, s, event::ticked{}, later(s.next.wait), "time passes");
            if (s.machine.phase() == phase::action) tell(id, s, event::action_ended{}, origin, "the payer is back");
            break;
        case kind_of<effect::done>:
            tell(id, s, event::ticked{}, origin, "it was told");
            break;
        default:
            return;
    }
    if (s.left.crashes != 0) {
        state t = s;
        --t.left.crashes;
        die(id, t, origin, "the process dies");
    }
    if (model_.cancels && s.left.faults != 0 &&
        (s.machine.phase() == phase::recorded || s.machine.phase() == phase::unknown)) {
        state t = s;
        --t.left.faults;
        tell(id, t, event::cancelled{}, origin, "the application cancels");
    }
    if (s.machine.phase() == phase::recorded && s.next.kind == kind_of<effect::wait_until>) {
        tell(id, s, event::resumed{}, origin, "the application asks again");
    }
}

inline std::string_view explorer::violation(state const& s) const {
    std::string_view const inside = violated(s.machine);
    if (!inside.empty()) return inside;
    bool const sends = s.next.kind == kind_of<effect::send> && !s.gone;
    if (sends && s.durable.phase != phase::sending) return "I1: a send leaves, but its SEND is not durable";
    if (sends && s.server_showed) return "I5: a send leaves although the server has shown the payment";
    if (sends && s.durable.sends > 1 && s.rest < model_.rules.lag_bound)
        return "I10: sent again without a quiet period";
    if (sends && s.durable.sends > model_.rules.sends_max) return "I10: too many sends";
    bool const no_money_told =
        s.told && (*s.told == phase::not_executed || (*s.told == phase::rejected && s.told_proven));
    if (no_money_told && s.server != execution::none && s.server != execution::failed)
        return "I8: told that nothing moved, but it executes";
    if (s.told == phase::rejected && s.server != execution::none && s.server != execution::failed)
        return "I8: told rejected, but it executes";
    if (s.told == phase::failed && s.server != execution::failed) return "I8: told FAILED, but the server did not";
    if (s.told == phase::completed && s.server != execution::completed)
        return "I4: told COMPLETED, but the server did not";
    return {};
}

/// A way out: the truth was told, or an operator looks, or nothing was ever begun or another process goes on.
inline bool explorer::is_good(state const& s) const {
    if (s.gone) return true;
    if (s.told) return true;
    return s.machine.phase() == phase::parked;
}

inline findings explorer::run() {
    nodes_.push_back({0, "start"});
    good_.push_back(false);
    state s = first();
    known_.emplace(fingerprint(s), 0);
    command const c = s.machine.handle(event::started{}, origin);
    s.next = read(c, origin, model_.rules);
    reach(0, s, origin, "started");
    while (!frontier_.empty() && result_.violation.empty()) {
        if (nodes_.size() >= states_max_) {
            result_.complete = false;
            break;
        }
        auto const [id, next] = std::move(frontier_.front());
        frontier_.pop_front();
        expand(id, next);
    }
    result_.states = nodes_.size();
    if (!result_.complete || !result_.violation.empty()) return result_;
    // From every state a way out: backwards from the good ones.
    std::vector<std::uint32_t> head(nodes_.size() + 1, 0);
    for (auto const& [from, to] : edges_) ++head[to + 1];
    for (std::size_t i = 1; i < head.size(); ++i) head[i] += head[i - 1];
    std::vector<std::uint32_t> into(edges_.size());
    std::vector<std::uint32_t> fill(head.begin(), head.end() - 1);
    for (auto const& [from, to] : edges_) into[fill[to]++] = from;
    std::vector<bool> out(good_);
    std::vector<std::uint32_t> queue;
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        if (out[i]) queue.push_back(i);
    }
    while (!queue.empty()) {
        std::uint32_t const at = queue.back();
        queue.pop_back();
        for (std::uint32_t e = head[at]; e != head[at + 1]; ++e) {
            if (!out[into[e]]) {
                out[into[e]] = true;
                queue.push_back(into[e]);
            }
        }
    }
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
        if (out[i]) continue;
        if (result_.dead_ends++ == 0) {
            for (std::uint32_t n = i; n != 0; n = nodes_[n].parent) result_.trace.emplace_back(nodes_[n].move);
            std::reverse(result_.trace.begin(), result_.trace.end());
        }
    }
    return result_;
}

}  // namespace search

#endif
