// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_MOVES_HPP
#define DOLLR_TESTS_PROOF_MOVES_HPP

#include "world.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

/// Everything that can happen next to a state of the world, each with its words for a trace.
namespace proof {

/// Calls `visit(state next, duration passed, char const* move, int worker)` for everything that can happen next. Times
/// of `next` are still those of now + passed; `settle` makes them relative again.
template <class Machine, class Visit>
void each_move(model const& m, state<Machine> const& s, Visit&& visit);

namespace detail {

template <class Machine, class Visit>
class mover {
    using state = proof::state<Machine>;
    using worker = proof::worker<Machine>;

public:
    mover(model const& m, state const& s, Visit& visit) : m_(m), s_(s), visit_(visit), wanted_(wanted(m)) {}

    void all() {
        the_world();
        bool nobody = true;
        for (std::size_t w = 0; w < s_.workers.size(); ++w) {
            nobody = nobody && s_.workers[w].behind != 0;
            if (s_.workers[w].woke < acts_of_the_stalled) {
                one(w);
            } else {
                tell(s_, w, event::lease_lost{}, {}, "it hears that its lease is lost", true);
            }
        }
        if (nobody && s_.durable.phase != phase::none) start(s_, {}, "a process starts and recovers");
    }

private:
    using kind = observation::kind;

    void give(state&& s, duration passed, char const* move, int w) { visit_(std::move(s), passed, move, w); }

    /// A record holds the server's times and those of the clock of who wrote it.
    attempt_state written_by(worker const& it, attempt_state a) const {
        for (auto* const t : {&a.doubted, &a.first_seen, &a.settled, &a.audit_at})
            if (*t != server_time{}) *t += it.error;
        if (it.error != duration{}) a.expiry = s_.durable.expiry;
        return a;
    }

    order read(command const& c, worker const& it, instant now) const {
        order o;
        o.kind = c.what.index();
        auto const wait = [&](steady_time until) {
            o.wait = until == steady_time::max() ? duration::max() : std::max(until - now.steady, duration{});
        };
        if (auto const* w = std::get_if<effect::persist>(&c.what))
            o.type = w->record.type, o.written = canonical(written_by(it, w->record.attempt), m_.rules, now);
        if (auto const* w = std::get_if<effect::wait_until>(&c.what)) wait(w->until);
        if (auto const* w = std::get_if<effect::require_action>(&c.what)) wait(w->until);
        if (auto const* w = std::get_if<effect::need_token>(&c.what)) o.fresh = w->fresh;
        return o;
    }

    /// `aside`: not the answer to what is outstanding, which a wait_until does not cancel.
    void tell(state s, std::size_t w, attempt_event const& e, duration passed, char const* move, bool aside = false) {
        for (worker& other : s.workers) {  // somebody may be late, but nobody is early
            if (other.next.wait != duration::max()) other.next.wait = std::max(other.next.wait - passed, duration{});
        }
        worker& it = s.workers[w];
        it.woke = static_cast<std::uint8_t>(it.woke + (it.behind != 0));
        it.wrote = false;
        if (it.next.type == record_type::send && std::holds_alternative<event::persisted>(e)) it.knows.left = false;
        auto const* const heard = std::get_if<event::answered>(&e);
        bool const flips = heard && !it.machine.poisoned() && contradicts(it.machine.phase(), heard->seen);
        command const c = it.machine.handle(e, later(passed));
        if (flips && !has(it.machine.state().anomalies, anomaly::late_truth) &&
            !std::holds_alternative<effect::persist>(c.what))
            s.broken = "I13: the server contradicts what was told, and nobody is told of it";
        bool const dropped = std::holds_alternative<effect::drop>(c.what);
        bool const ousted =
            std::holds_alternative<event::lease_lost>(e) || std::holds_alternative<event::write_refused>(e);
        if (ousted && !dropped) s.broken = "I10: goes on although another worker owns the attempt";
        if (s.broken.empty())
            s.broken = forbidden(c.what, it.machine.state(),
                                 {wanted_, s.durable, it.knows, m_.right, s.session - passed,
                                  it.lease == duration::max() ? it.lease : it.lease - passed, it.behind == 0});
        if (std::holds_alternative<effect::send>(c.what)) it.knows.left = true;
        if (auto const* d = std::get_if<effect::done>(&c.what)) {
            if (s.told && s.told->durable && s.told->outcome != d->verdict.outcome) s.broken = "I4: a verdict changes";
            s.told = d->verdict;
            if (m_.reattempts && may_reattempt(it.machine.state(), {d->verdict.reaffirmed}) && may_still_land(s))
                s.broken = "I2: another attempt may begin although the first can still act";
        }
        bool const outstanding = it.next.kind == kind_of<effect::send> || it.next.kind == kind_of<effect::poll> ||
                                 it.next.kind == kind_of<effect::persist>;
        int const number = static_cast<int>(w);
        if (dropped) {
            s.workers.erase(s.workers.begin() + number);
        } else if (!(aside && outstanding && std::holds_alternative<effect::wait_until>(c.what))) {
            it.next = read(c, it, later(passed));
        }
        give(std::move(s), passed, move, number);
    }

    /// A process reads the journal and goes on.
    void start(state s, duration passed, char const* move) {
        worker next;
        next.error = m_.clock_error;
        record r;
        r.attempt = s.durable;
        for (auto* const t :
             {&r.attempt.expiry, &r.attempt.doubted, &r.attempt.first_seen, &r.attempt.settled, &r.attempt.audit_at})
            if (*t != server_time{}) *t -= next.error;
        next.machine = Machine::recover(r, m_.rules, 1);
        next.lease = m_.allowed.takeovers != 0 ? lease_time + passed : duration::max();
        next.knows.rest = -passed;
        (void)next.machine.handle(event::leased{leased_until(passed)}, later(passed));
        s.workers.push_back(std::move(next));
        std::size_t const w = s.workers.size() - 1;
        tell(std::move(s), w, event::recovered{}, passed, move);
    }

    steady_time leased_until(duration passed) const {
        return m_.allowed.takeovers != 0 ? origin.steady + passed + lease_time : steady_time::max();
    }
    void renew(worker& it, duration passed) const {
        if (it.behind == 0 && m_.allowed.takeovers != 0) it.lease = lease_time + passed;
    }

    /// The worker is no more; if it owned the attempt, another process recovers it.
    void die(state s, std::size_t w, char const* move) {
        bool const owner = s.workers[w].behind == 0;
        s.workers.erase(s.workers.begin() + static_cast<std::ptrdiff_t>(w));
        if (owner && s.durable.phase != phase::none) return start(std::move(s), {}, move);
        give(std::move(s), {}, move, static_cast<int>(w));
    }

    bool may_crash(std::size_t w) const { return s_.left.crashes != 0 && s_.workers[w].behind == 0; }
    static state crashed(state s) {
        --s.left.crashes;
        return s;
    }
    static state spent(state s) {
        --s.left.faults;
        return s;
    }

    /// The first id executes, has executed, or can be executed by a request that is on its way.
    bool may_still_land(state const& s) const {
        books const& b = s.server[0];
        if (b.is != execution::none) return b.is != execution::failed;
        return s.packets[0] != 0 && !(m_.enforces_expiry && s.session <= duration{});
    }

    /// An answer of the API itself has its Date.
    static observation dated(observation o, worker const& it, duration took) {
        bool const its_own = o.what == kind::status || o.what == kind::not_found || o.what == kind::refused ||
                             o.what == kind::forbidden || o.what == kind::unauthorized;
        if (its_own) o.date = later(took).server - it.error;
        return o;
    }

    static std::size_t index_of(Machine const& machine) { return machine.state().reference_id == first_id() ? 0 : 1; }

    /// A request arrives. False: it was refused because its session is over.
    bool arrive(state& s, std::size_t id) const {
        books& b = s.server[id];
        if (b.is != execution::none) {
            if (m_.races && b.age < race_window) s.raced = true;
            return true;
        }
        if (m_.enforces_expiry && id == 0 && s.session <= duration{}) return false;
        b = {execution::pending, false, false, {}};
        books const& other = s.server[1 - id];
        if (other.is == execution::pending || other.is == execution::completed || other.was_failed)
            s.broken = "I2: charged twice";
        return true;
    }

    void the_world() {
        for (std::size_t id = 0; id < 2; ++id) {
            if (s_.packets[id] != 0) {
                state t = s_;
                --t.packets[id];
                state lost = t;
                arrive(t, id);
                give(std::move(t), {}, "a delayed send arrives", -1);
                give(std::move(lost), {}, "a delayed send is lost", -1);
            }
            books const& b = s_.server[id];
            if (b.is == execution::pending) {
                for (execution const e : {execution::completed, execution::failed}) {
                    state t = s_;
                    t.server[id].is = e;
                    give(std::move(t), {},
                         e == execution::completed ? "the server completes it" : "the server fails it", -1);
                }
                if (m_.other_amounts && !b.other_amount) {
                    state t = s_;
                    t.server[id].is = execution::completed;
                    t.server[id].other_amount = true;
                    give(std::move(t), {}, "the server completes another amount", -1);
                }
            }
            if (b.is == execution::failed && m_.flips) {
                state t = s_;
                t.server[id].is = execution::completed;
                t.server[id].was_failed = true;
                books const& other = s_.server[1 - id];
                if (other.is == execution::pending || other.is == execution::completed) t.broken = "I2: charged twice";
                give(std::move(t), {}, "the server completes what it failed", -1);
            }
        }
    }

    void one(std::size_t w) {
        worker const& it = s_.workers[w];
        switch (it.next.kind) {
            case kind_of<effect::persist>:
                return write(w);
            case kind_of<effect::send>:
                send(w);
                break;
            case kind_of<effect::poll>:
                poll(w);
                break;
            case kind_of<effect::need_token>:
                tell(s_, w, event::token_ready{1}, {}, "a token comes");
                if (s_.left.faults != 0) tell(spent(s_), w, event::token_refused{}, {}, "a token is refused");
                if (m_.defers) tell(s_, w, event::deferred{origin.steady + 30s}, {}, "the token is put off");
                break;
            case kind_of<effect::need_secret>: {
                tell(s_, w, event::secret_ready{}, {}, "the passcode comes");
                tell(s_, w, event::secret_refused{}, {}, "the passcode is refused");
                tell(s_, w, tick(w, {}), {}, "the passcode takes its time");
                if (m_.defers) tell(s_, w, event::deferred{origin.steady + 30s}, {}, "the passcode is put off");
                break;
            }
            case kind_of<effect::wait_until>:
            case kind_of<effect::require_action>:
                wait(w);
                break;
            case kind_of<effect::done>:
                tell(s_, w, event::ticked{}, {}, "the verdict is told");
                break;
            default:
                return;
        }
        aside(w);
    }

    attempt_event tick(std::size_t w, duration passed) const {
        if (s_.workers[w].behind == 0 && m_.allowed.takeovers != 0) return event::leased{leased_until(passed)};
        return event::ticked{};
    }

    void wait(std::size_t w) {
        worker const& it = s_.workers[w];
        if (it.next.wait != duration::max() && (it.behind == 0 || it.next.wait == duration{})) {
            state t = s_;
            renew(t.workers[w], it.next.wait);
            tell(std::move(t), w, tick(w, it.next.wait), it.next.wait, "time passes");
        }
        if (it.machine.phase() == phase::action)
            tell(s_, w, event::action_ended{}, {}, "the payer is back from 3-D Secure");
        if (it.machine.phase() == phase::recorded) tell(s_, w, event::resumed{}, {}, "the application asks again");
        if (m_.resolves && it.machine.phase() == phase::parked) resolve(w);
        if (m_.reattempts && is_terminal(it.machine.phase()) && it.machine.state().told)
            tell(s_, w, event::resumed{}, {}, "the application wants another attempt");
    }

    void resolve(std::size_t w) {
        evidence seen;
        seen.who[0] = 'A';
        bool const nothing = s_.packets[0] == 0 && s_.packets[1] == 0 && s_.server[0].is == execution::none;
        if (s_.server[0].is == execution::completed)
            tell(s_, w, event::resolved{phase::completed, seen}, {}, "an operator saw that it completed");
        if (s_.server[0].is == execution::failed)
            tell(s_, w, event::resolved{phase::failed, seen}, {}, "an operator saw that it failed");
        if (nothing && s_.session <= duration{})
            tell(s_, w, event::resolved{phase::not_executed, seen}, {}, "an operator saw that nothing came");
    }

    /// What may happen while anything else is outstanding.
    void aside(std::size_t w) {
        worker const& it = s_.workers[w];
        bool const exchange = it.next.kind == kind_of<effect::send> || it.next.kind == kind_of<effect::poll>;
        if (may_crash(w) && it.next.kind != kind_of<effect::send>) die(crashed(s_), w, "the process dies");
        if (it.machine.poisoned()) die(s_, w, "the process ends");
        if (it.behind != 0) tell(s_, w, event::lease_lost{}, {}, "it hears that its lease is lost", true);
        if (it.behind == 0 && s_.left.takeovers != 0 && s_.durable.phase != phase::none)
            take_over(s_, w, "it stalls, and another worker takes over");
        if (m_.cancels && s_.left.faults != 0 &&
            (it.machine.phase() == phase::recorded || it.machine.phase() == phase::unknown ||
             it.machine.phase() == phase::sending))
            tell(spent(s_), w, event::cancelled{}, {}, "the application cancels", true);
        if (m_.stale_answers && exchange && s_.left.faults != 0) {
            state t = spent(s_);
            bool const was_sending = it.next.kind == kind_of<effect::send>;
            worker& that = t.workers[w];
            command const c =
                that.machine.handle(event::answered{9, origin.steady, answer(kind::never_sent, 0)}, origin);
            if (!std::holds_alternative<effect::wait_until>(c.what)) {  // what is outstanding goes on without it
                that.next = read(c, that, origin);
                if (was_sending) ++t.packets[index_of(that.machine)];
            }
            give(std::move(t), {}, "an answer of an earlier request comes", static_cast<int>(w));
        }
    }

    /// The owner stalls until its lease is over, and another worker claims the attempt. The one that stalled goes on
    /// with the write or the send that it had in hand; with anything else in hand it can only come to a write, which is
    /// refused, so it is as good as dead.
    void take_over(state t, std::size_t w, char const* move) {
        --t.left.takeovers;
        auto const in_hand = t.workers[w].next.kind;
        for (worker& old : t.workers) ++old.behind;
        if (in_hand != kind_of<effect::send> && in_hand != kind_of<effect::persist>)
            t.workers.erase(t.workers.begin() + static_cast<std::ptrdiff_t>(w));
        start(std::move(t), lease_time, move);
    }

    void write(std::size_t w) {
        worker const& it = s_.workers[w];
        if (it.behind != 0 && it.wrote)
            return tell(s_, w, event::persisted{origin.steady + it.lease}, {}, "it hears that it has written");
        if (it.behind != 0) return tell(s_, w, event::write_refused{}, {}, "its write is refused");
        state written = s_;
        written.durable = it.next.written;
        renew(written.workers[w], {});
        tell(written, w, event::persisted{leased_until({})}, {}, "it is written");
        if (s_.left.crashes != 0) {
            die(crashed(written), w, "it is written, and the process dies");
            die(crashed(s_), w, "the process dies before it is written");
            if (m_.torn_tails && it.next.type == record_type::send && it.next.written.sends == 1) {
                state torn = crashed(s_);
                torn.durable.anomalies |= anomaly::missing_sequence;
                ++torn.packets[0];
                if (torn.packets[0] <= s_.left.packets)
                    die(std::move(torn), w, "it is written, sent, and lost with the journal's end in a crash");
            }
        }
        if (s_.left.takeovers != 0 && s_.durable.phase != phase::none) {
            take_over(s_, w, "it stalls, and another worker takes over");
            written.workers[w].wrote = true;
            take_over(written, w, "it is written, it stalls, and another worker takes over");
            written.workers[w].wrote = false;
        }
        if (s_.left.journal_faults != 0) {
            state t = s_;
            --t.left.journal_faults;
            tell(t, w, event::persist_failed{}, {}, "the journal fails");
            t.durable = it.next.written;
            tell(std::move(t), w, event::persist_failed{}, {}, "the journal fails, but has written");
        }
        if (m_.cancels && s_.left.faults != 0)
            tell(spent(s_), w, event::cancelled{}, {}, "the application cancels", true);
        if (m_.defers && it.next.type == record_type::send)
            tell(s_, w, event::deferred{origin.steady + 30s}, {}, "the send is put off");
    }

    void send(std::size_t w) {
        worker const& it = s_.workers[w];
        std::size_t const id = index_of(it.machine);
        auto const ends = [&](state t, observation const& o, duration took, char const* move) {
            t.workers[w].knows.sent(o.what, took);
            auto const seen = dated(o, t.workers[w], took);
            tell(std::move(t), w, event::answered{1, origin.steady, seen}, took, move);
        };
        auto const answered = [&](state t, char const* move) {
            ends(std::move(t), status(t.server[id].is, t.server[id].other_amount), {}, move);
        };
        bool const known = s_.server[id].is != execution::none;
        state arrived = s_;
        bool const executes = arrive(arrived, id);
        if (!executes) {
            ends(arrived, answer(kind::refused, 422), {}, "the send is refused: its session is over");
        } else if (known && m_.refuses_copies) {
            ends(arrived, answer(kind::duplicate, 422), {}, "the send is refused: its id was used before");
        } else {
            answered(arrived, "the send is answered with its status");
            if (arrived.server[id].is == execution::pending) {
                for (execution const e : {execution::completed, execution::failed}) {
                    state t = arrived;
                    t.server[id].is = e;
                    answered(std::move(t), e == execution::completed ? "the send is answered COMPLETED"
                                                                     : "the send is answered FAILED");
                }
                if (m_.asks_action)
                    ends(arrived, status(execution::pending, false, true), {}, "the send is answered requires_action");
            }
        }
        if (s_.left.copies != 0 && s_.packets[id] < s_.left.packets) {
            state t = s_;
            --t.left.copies;
            ++t.packets[id];
            t.copied = true;
            state there = t;
            if (arrive(there, id))
                ends(there, status(there.server[id].is), {}, "the send arrives, and once more later");
            if (s_.left.faults != 0)
                ends(spent(t), answer(kind::refused, 422), {}, "the send is refused, and arrives once more later");
        }
        if (s_.left.faults != 0) {
            state const lost = spent(s_);
            state there = spent(arrived);
            ends(lost, answer(kind::never_sent, 0), {}, "the send never left");
            ends(lost, answer(kind::maybe_sent, 0), 30s, "the send is lost");
            ends(there, answer(kind::maybe_sent, 0), 30s, "the send arrives, its answer is lost");
            ends(there, answer(kind::other, 503), {}, "the send arrives, and is answered 503");
            ends(lost, answer(kind::other, 503), {}, "the send is answered 503 and does nothing");
            ends(lost, answer(kind::unauthorized, 401), {}, "the send is answered 401");
            ends(lost, answer(kind::refused, 422), {}, "the send is refused");
            if (known) ends(lost, answer(kind::duplicate, 409), {}, "the send is refused as a duplicate");
            if (m_.refuses_with_effect) {
                ends(there, answer(kind::refused, 422), {}, "the send is refused, and yet executes");
                ends(there, answer(kind::forbidden, 403), {}, "the send is forbidden, and yet executes");
                ends(there, answer(kind::unauthorized, 401), {}, "the send is answered 401, and yet executes");
            }
            if (m_.odd_answers) {
                observation odd = status(execution::pending);
                odd.status.reset();
                ends(there, odd, {}, "the send is answered with an unknown status");
                ends(there, answer(kind::unreadable, 200), {}, "the send is answered unreadably");
                ends(lost, answer(kind::unreadable, 200), {}, "the send is answered unreadably and does nothing");
                ends(there, stranger(), {}, "the send is answered about another payment");
                ends(lost, answer(kind::other, 307), {}, "the send is redirected");
                ends(lost, answer(kind::other, 404), {}, "the send is answered 404 by somebody in between");
                ends(lost, answer(kind::rate_limited, 429), {}, "the send is answered 429");
            }
            if (s_.packets[id] < s_.left.packets) {
                state t = lost;
                ++t.packets[id];
                ends(std::move(t), answer(kind::maybe_sent, 0), 30s, "the send is delayed on its way");
            }
        }
        if (may_crash(w)) {
            die(crashed(s_), w, "the process dies before the send leaves");
            if (s_.packets[id] < s_.left.packets) {
                state t = crashed(s_);
                ++t.packets[id];
                die(std::move(t), w, "the process dies after the send left");
            }
        }
    }

    void poll(std::size_t w) {
        worker const& it = s_.workers[w];
        std::size_t const id = index_of(it.machine);
        books const& b = s_.server[id];
        auto const polled = [](state t, std::size_t by, observation const& o) {
            t.workers[by].knows.polled(o.what, t.workers[by].knows.rest);
            return t;
        };
        auto const ends = [&](state const& before, observation const& o, duration took, char const* move) {
            auto t = polled(before, w, o);
            auto const seen = dated(o, t.workers[w], took);
            tell(std::move(t), w, event::answered{1, origin.steady, seen}, took, move);
        };
        observation const nothing = answer(kind::not_found, 404);
        bool const its_own = it.machine.state().operation == m_.operation;
        if (b.is != execution::none && its_own) {
            ends(s_, status(b.is, b.other_amount), {}, "a poll says its status");
            if (b.is == execution::pending && m_.asks_action)
                ends(s_, status(b.is, false, true), {}, "a poll says requires_action");
            if (b.is != execution::pending && s_.left.faults != 0)
                ends(spent(s_), status(execution::pending), {}, "a poll says an older status");
        }
        if (b.is == execution::none || b.age < m_.right.lag_bound || !its_own) {
            ends(s_, nothing, {}, "a poll says 404");
            ends(s_, nothing, 30s, "a poll says 404, late");
            if (m_.strips_dates)
                tell(polled(s_, w, nothing), w, event::answered{1, origin.steady, nothing}, {},
                     "a poll says 404, and somebody in between strips its Date");
        }
        if (s_.left.faults == 0) return;
        state const t = spent(s_);
        ends(t, answer(kind::other, 503), {}, "a poll says 503");
        ends(t, answer(kind::unauthorized, 401), {}, "a poll says 401");
        ends(t, answer(kind::forbidden, 403), {}, "a poll says 403");
        if (!m_.odd_answers) return;
        observation odd = status(execution::pending);
        odd.status.reset();
        if (b.is != execution::none) ends(t, odd, {}, "a poll says an unknown status");
        ends(t, stranger(), {}, "a poll is answered about another payment");
        ends(t, answer(kind::other, 404), {}, "a poll is answered 404 by somebody in between");
        if (s_.durable.first_seen != server_time{}) ends(t, nothing, {}, "a poll says 404 for what it has shown");
        ends(t, answer(kind::unreadable, 200), {}, "a poll is answered unreadably");
    }

    model const& m_;
    state const& s_;
    Visit& visit_;
    attempt_state wanted_;
};

}  // namespace detail

template <class Machine, class Visit>
void each_move(model const& m, state<Machine> const& s, Visit&& visit) {
    detail::mover<Machine, Visit>{m, s, visit}.all();
}

}  // namespace proof

#endif
