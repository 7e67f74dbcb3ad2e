// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_SIMULATION_HPP
#define DOLLR_TESTS_PROOF_SIMULATION_HPP

#include "checks.hpp"
#include "climate.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// The life of one attempt in virtual time: up to three workers at once, a storm of every fault in its climate, then a
/// calm in which it must converge. Whatever can be chosen is drawn from the seed, with integers only.
namespace proof {

struct tally {
    std::uint64_t attempts = 0;
    std::uint64_t twice = 0;   ///< charged twice
    std::uint64_t lost = 0;    ///< another end was told than the server's, and nothing was said about it later
    std::uint64_t wedged = 0;  ///< neither an end nor parked, long after the storm
    std::uint64_t parked = 0;
    std::uint64_t violations = 0;  ///< of an invariant (checks.hpp)
    std::uint64_t hash = 0;
    std::uint64_t events = 0;
    std::uint64_t sends = 0;
    std::uint64_t crashes = 0;
    std::uint64_t takeovers = 0;
    std::uint64_t late_truths = 0;
    std::array<std::uint64_t, phase_count> told{};
    duration simulated{};
    std::string first_trouble;
    std::string where;
    bool loud = false;  ///< prints every event

    [[nodiscard]] bool clean() const noexcept { return twice == 0 && lost == 0 && wedged == 0 && violations == 0; }
    void add(tally const& o) {
        attempts += o.attempts, twice += o.twice, lost += o.lost, wedged += o.wedged, parked += o.parked;
        violations += o.violations, hash += o.hash, events += o.events, sends += o.sends, crashes += o.crashes;
        takeovers += o.takeovers, late_truths += o.late_truths, simulated += o.simulated;
        for (std::size_t i = 0; i < told.size(); ++i) told[i] += o.told[i];
        if (first_trouble.empty()) first_trouble = o.first_trouble, where = o.where;
    }
};

/// `rules` is the machines' policy, which a deliberate fault may have changed.
template <class Wire>
class life {
public:
    life(climate const& c, policy const& rules, Wire& wire, tally& out, std::uint64_t seed)
        : climate_(&c), rules_(&rules), wire_(&wire), out_(&out), chance_{seed} {}

    /// Returns when it is over.
    instant run(instant start);

private:
    struct exchange {
        steady_time due = steady_time::max();  ///< max: none
        std::uint32_t serial = 0;
        steady_time asked{};
        observation seen{};
        bool of_send = false;
        bool left = true;  ///< false: it stalled, and the bytes leave only when it is due
        duration rest{};   ///< of the witness when it was asked
    };
    struct worker {
        attempt machine;
        witness knows;
        steady_time rests_since{};
        steady_time timer = steady_time::max();
        exchange under_way;
        steady_time secret_due = steady_time::max();
        steady_time action_due = steady_time::max();
        steady_time write_due = steady_time::max();  ///< it stalled at a write
        bool wrote = false;
        record write{};
        steady_time ousted_due = steady_time::max();
        steady_time end_due = steady_time::max();  ///< its journal failed: somebody ends the process
        steady_time lease_until = steady_time::max();
        std::uint64_t token = 1;
        bool alive = false;
        bool owner = false;
    };

    bool draw(std::uint16_t thousandths) { return storm_ && thousandths != 0 && chance_.next() % 1000 < thousandths; }
    static constexpr steady_time never = steady_time::max();

    void tell(std::size_t w, attempt_event event);
    bool carry_out_persist(worker& it, record const& r, attempt_event& next);
    void start_exchange(worker& it, bool of_send, std::uint32_t serial, steady_time deadline);
    void leave(worker& it, duration patience);
    observation contradiction();
    void spawn();
    void die(worker& it);
    void stall(worker& it);
    bool step();
    bool over();
    void look(worker const& it, command::action const& what);
    void trouble(std::string_view what);
    void finish(std::string_view how);
    std::string line_of(std::size_t w, attempt_event const& e, command const& c) const;
    worker* owner() {
        for (worker& w : workers_) {
            if (w.alive && w.owner) return &w;
        }
        return nullptr;
    }

    climate const* climate_;
    policy const* rules_;
    Wire* wire_;
    tally* out_;
    jitter chance_;
    instant now_{};
    std::array<worker, 3> workers_{};
    attempt_state first_{};
    attempt_state durable_{};
    steady_time spawn_due_ = never;
    steady_time storm_end_{};
    steady_time begun_{};
    steady_time told_at_{};
    std::optional<verdict> told_;
    std::uint32_t events_ = 0;
    bool storm_ = true;
    bool fleet_ = false;
    bool cancelled_ = false;
    bool watch_ = false;
    bool parked_polled_ = false;
    bool violated_ = false;
    bool contradicted_ = false;
    bool resolved_ = false;  ///< by an operator, who says nothing about amounts
};

template <class Wire>
void life<Wire>::trouble(std::string_view what) {
    if (violated_) return;
    violated_ = true;
    ++out_->violations;
    if (out_->first_trouble.empty()) out_->first_trouble = what;
}

template <class Wire>
void life<Wire>::look(worker const& it, command::action const& what) {
    witness knows = it.knows;
    auto const broken = forbidden(what, it.machine,
                                  {first_, durable_, knows, climate_->rules, first_.expiry - now_.server,
                                   it.lease_until == never ? duration::max() : it.lease_until - now_.steady, it.owner});
    if (!broken.empty()) trouble(broken);
    if (auto const inside = violated(it.machine); !inside.empty()) trouble(inside);
    if (it.owner && !it.machine.dropped() && it.machine.phase() == phase::recorded &&
        (wire_->is(now_.server).began || wire_->under_way()))
        trouble("I8: taken for unsent, but it may have landed");
}

template <class Wire>
void life<Wire>::spawn() {
    spawn_due_ = never;
    if (durable_.phase == phase::none) return;
    std::size_t free = 0;
    while (free < workers_.size() && workers_[free].alive) ++free;
    if (free == workers_.size()) {  // all three are still somewhere
        spawn_due_ = now_.steady + 60s;
        return;
    }
    for (worker& w : workers_) w.owner = false;
    worker& it = workers_[free];
    it = worker{};
    record r;
    r.attempt = durable_;
    it.machine = attempt::recover(r, *rules_, chance_.next());
    it.alive = it.owner = true;
    it.rests_since = now_.steady;
    if (fleet_) {
        it.lease_until = now_.steady + 90s;
        (void)it.machine.handle(event::leased{it.lease_until}, now_);
    }
    tell(free, event::recovered{});
}

template <class Wire>
void life<Wire>::die(worker& it) {
    ++out_->crashes;
    it.alive = false;
    if (!it.owner) return;
    if (durable_.phase == phase::sending && durable_.sends == 1 && draw(climate_->torn)) {
        durable_.phase = phase::recorded;  // or a journal remembers the SEND, but not the phase
        durable_.doubted = {};
        if (chance_.next() % 4 != 0) {
            durable_.sends = 0;
            durable_.anomalies |= anomaly::missing_sequence;
        }
    }
    spawn_due_ = now_.steady + chance_.between(1s, 5min);
}

/// Its effect is carried out when it wakes; its lease is over by then, and somebody else has claimed the attempt.
template <class Wire>
void life<Wire>::stall(worker& it) {
    ++out_->takeovers;
    it.timer = it.secret_due = it.action_due = never;
    it.ousted_due = now_.steady + chance_.between(10min, 11min);
    spawn_due_ = now_.steady + 90s;
}

/// False: the machine hears nothing of it now.
template <class Wire>
bool life<Wire>::carry_out_persist(worker& it, record const& r, attempt_event& next) {
    if (!it.owner) {
        next = event::write_refused{};
        return true;
    }
    if (draw(climate_->crash)) {
        if (chance_.next() % 2) durable_ = r.attempt;
        die(it);
        return false;
    }
    if (fleet_ && spawn_due_ == never && draw(climate_->stall)) {
        it.write_due = now_.steady + chance_.between(91s, 10min);
        it.write = r;
        it.wrote = chance_.next() % 2;
        if (it.wrote) durable_ = r.attempt;
        stall(it);
        return false;
    }
    if (draw(climate_->journal_fails)) {
        if (chance_.next() % 2) durable_ = r.attempt;
        it.end_due = now_.steady + chance_.between(1min, 1h);
        next = event::persist_failed{};
        return true;
    }
    if (r.type == record_type::send && draw(climate_->deferred)) {
        bool const for_ever = chance_.next() % 8 == 0;
        next = event::deferred{for_ever ? never : now_.steady + chance_.between(1s, 5min)};
        return true;
    }
    durable_ = r.attempt;
    if (r.type == record_type::send) it.knows.left = false;
    if (fleet_) it.lease_until = now_.steady + 90s;
    next = event::persisted{it.lease_until};
    return true;
}

/// A server that changes its mind when a verdict was told: it must be reported, and the verdict must stand.
template <class Wire>
observation life<Wire>::contradiction() {
    observation o;
    o.what = observation::kind::status;
    o.http_status = 200;
    if (chance_.next() % 4 == 0)
        o.status = execution_status::pending;
    else
        o.status = told_->outcome == phase::completed ? execution_status::failed : execution_status::completed;
    return o;
}

/// The request goes out, and its answer will come.
template <class Wire>
void life<Wire>::leave(worker& it, duration patience) {
    exchange& e = it.under_way;
    auto answer =
        e.of_send ? wire_->post(it.machine.state(), now_, patience) : wire_->poll(it.machine.state(), now_, patience);
    e.left = true;
    e.seen = answer.seen;
    if (told_ && watch_ && storm_ && draw(climate_->changes_mind)) {
        e.seen = contradiction();
        contradicted_ = true;
    }
    e.due = now_.steady + answer.took;
}

template <class Wire>
void life<Wire>::start_exchange(worker& it, bool of_send, std::uint32_t serial, steady_time deadline) {
    exchange& e = it.under_way;
    e.serial = serial;
    e.asked = now_.steady;
    e.of_send = of_send;
    e.rest = now_.steady - it.rests_since;
    if (of_send) {
        it.knows.left = true;
        ++out_->sends;
        if (draw(climate_->crash)) {
            if (chance_.next() % 2) (void)wire_->post(it.machine.state(), now_, deadline - now_.steady);
            return die(it);
        }
        if (fleet_ && it.owner && spawn_due_ == never && draw(climate_->stall)) {
            e.left = false;
            e.due = now_.steady + chance_.between(91s, 10min);
            return stall(it);
        }
    }
    leave(it, deadline - now_.steady);
}

template <class Wire>
void life<Wire>::tell(std::size_t w, attempt_event next) {
    worker& it = workers_[w];
    bool const heard_of_loss = std::holds_alternative<event::lease_lost>(next);
    for (;;) {
        bool const refused = std::holds_alternative<event::write_refused>(next) || heard_of_loss;
        command const c = it.machine.handle(next, now_);
        ++events_;
        if (out_->loud) std::printf("  %s\n", line_of(w, next, c).c_str());
        look(it, c.what);
        if (refused && !std::holds_alternative<effect::drop>(c.what))
            trouble("I10: goes on although another worker owns the attempt");
        if (refused) {
            it.alive = false;
            return;
        }
        if (auto const* wait = std::get_if<effect::wait_until>(&c.what)) {
            it.timer = wait->until;
            return;
        }
        if (auto const* write = std::get_if<effect::persist>(&c.what)) {
            it.timer = never;
            if (!carry_out_persist(it, write->record, next)) return;
        } else if (auto const* send = std::get_if<effect::send>(&c.what)) {
            it.timer = never;
            return start_exchange(it, true, send->serial, send->deadline);
        } else if (auto const* poll = std::get_if<effect::poll>(&c.what)) {
            it.timer = never;
            return start_exchange(it, false, poll->serial, poll->deadline);
        } else if (auto const* token = std::get_if<effect::need_token>(&c.what)) {
            wire_->token(token->fresh);
            if (draw(climate_->token_refused)) {
                next = event::token_refused{};
            } else if (draw(climate_->token_deferred)) {
                next = event::deferred{now_.steady + chance_.between(1s, 1min)};
            } else {
                next = event::token_ready{it.token += token->fresh};
            }
        } else if (std::holds_alternative<effect::need_secret>(c.what)) {
            if (draw(climate_->passcode_late)) {
                it.secret_due = now_.steady + chance_.between(1s, 20min);
                next = event::ticked{};  // until when can it wait?
            } else if (draw(climate_->passcode_refused)) {
                next = event::secret_refused{};
            } else {
                next = event::secret_ready{};
            }
        } else if (auto const* show = std::get_if<effect::require_action>(&c.what)) {
            it.timer = show->until;
            it.action_due = now_.steady + chance_.between(5s, 30min);
            return;
        } else if (auto const* done = std::get_if<effect::done>(&c.what)) {
            if (told_ && told_->durable && told_->outcome != done->verdict.outcome) trouble("I4: a verdict changes");
            if (!told_) {
                told_at_ = now_.steady;
                if (auto const wrong = untrue(done->verdict, wire_->is(now_.server), !resolved_); !wrong.empty())
                    trouble(wrong);
            }
            told_ = done->verdict;
            next = event::ticked{};
        } else {  // drop
            it.alive = false;
            if (it.owner) spawn_due_ = now_.steady + chance_.between(1s, 5min);
            return;
        }
    }
}

template <class Wire>
std::string life<Wire>::line_of(std::size_t w, attempt_event const& e, command const& c) const {
    static constexpr std::string_view events[] = {
        "started",  "recovered",    "ticked",      "persisted",     "persist_failed", "write_refused",
        "leased",   "lease_lost",   "token_ready", "token_refused", "secret_ready",   "secret_refused",
        "answered", "action_ended", "cancelled",   "resumed",       "deferred",       "resolved"};
    static constexpr std::string_view effects[] = {"wait",        "persist",        "send", "poll", "need_token",
                                                   "need_secret", "require_action", "done", "drop"};
    std::string line = std::to_string((now_.steady - begun_).count() / 1000) + " s  #" + std::to_string(w) + " " +
                       std::string{events[e.index()]};
    if (auto const* a = std::get_if<event::answered>(&e)) {
        line +=
            " kind " + std::to_string(static_cast<int>(a->seen.what)) + " http " + std::to_string(a->seen.http_status);
        if (a->seen.status) line += " status " + std::to_string(static_cast<int>(*a->seen.status));
        line += " serial " + std::to_string(a->serial);
    }
    line += " -> " + std::string{effects[c.what.index()]};
    if (auto const* wait = std::get_if<effect::wait_until>(&c.what))
        line += wait->until == never ? " for ever"
                                     : " " + std::to_string((wait->until - now_.steady).count() / 1000) + " s";
    if (auto const* p = std::get_if<effect::persist>(&c.what))
        line += " type " + std::to_string(static_cast<int>(p->record.type));
    return line + " phase " + std::to_string(static_cast<int>(workers_[w].machine.phase())) + " sends " +
           std::to_string(workers_[w].machine.state().sends);
}

/// The next thing that happens. False: nothing ever will.
template <class Wire>
bool life<Wire>::step() {
    enum class due { nothing, timer, answer, secret, action, write, ousted, end, claim, calm } kind = due::nothing;
    std::size_t who = 0;
    steady_time at = never;
    auto const consider = [&](steady_time t, due k, std::size_t w) {
        if (t < at) at = t, kind = k, who = w;
    };
    consider(spawn_due_, due::claim, 0);
    if (storm_) consider(storm_end_, due::calm, 0);
    for (std::size_t w = 0; w < workers_.size(); ++w) {
        worker const& it = workers_[w];
        if (!it.alive) continue;
        consider(it.timer, due::timer, w);
        consider(it.under_way.due, due::answer, w);
        consider(it.secret_due, due::secret, w);
        consider(it.action_due, due::action, w);
        consider(it.write_due, due::write, w);
        consider(it.ousted_due, due::ousted, w);
        consider(it.end_due, due::end, w);
    }
    if (kind == due::nothing) return false;
    if (at > now_.steady) {
        duration const passed = at - now_.steady;
        now_.steady += passed;
        now_.server += passed;
        wire_->advance(now_.server);
    }
    worker& it = workers_[who];
    auto const renew = [&] {
        if (!fleet_ || !it.owner) return;
        it.lease_until = now_.steady + 90s;
        tell(who, event::leased{it.lease_until});
    };
    switch (kind) {
        case due::claim:
            spawn();
            break;
        case due::calm:
            storm_ = false;
            wire_->calm();
            for (std::size_t w = 0; w < workers_.size(); ++w) {
                if (workers_[w].alive && workers_[w].owner) tell(w, event::resumed{});
            }
            break;
        case due::timer:
            it.timer = never;
            if (fleet_ && it.owner) {
                renew();
            } else {
                tell(who, event::ticked{});
            }
            break;
        case due::answer: {
            exchange& e = it.under_way;
            if (!e.left) {
                leave(it, 30s);
                break;
            }
            e.due = never;
            if (e.of_send) {
                if (e.seen.what != observation::kind::never_sent) it.rests_since = now_.steady;
                it.knows.sent(e.seen.what, {});
            } else {
                bool const true_404 = e.seen.what == observation::kind::not_found;
                it.knows.polled(e.seen.what, std::max(e.rest, true_404 ? it.knows.proof : duration{}));
                if (it.machine.phase() == phase::parked && !storm_ && it.owner) parked_polled_ = true;
            }
            event::answered const heard{e.serial, e.asked, e.seen};
            if (it.lease_until != never && it.lease_until < now_.steady + 60s) renew();
            if (it.alive) tell(who, heard);
            break;
        }
        case due::secret:
            it.secret_due = never;
            renew();
            if (it.alive) tell(who, event::secret_ready{});
            break;
        case due::action:
            it.action_due = never;
            if (it.machine.phase() == phase::action) tell(who, event::action_ended{});
            break;
        case due::write: {
            it.write_due = never;
            if (it.wrote && it.write.type == record_type::send) it.knows.left = false;
            if (it.wrote)
                tell(who, event::persisted{it.lease_until});
            else
                tell(who, event::write_refused{});
            break;
        }
        case due::ousted:
            it.ousted_due = never;
            if (!it.owner) tell(who, event::lease_lost{});
            break;
        case due::end:
            it.end_due = never;
            if (it.machine.poisoned()) die(it);
            break;
        case due::nothing:
            break;
    }
    // What the application and the operator do on top of it.
    if (storm_ && it.alive && it.owner) {
        if (!cancelled_ && draw(climate_->cancel)) {
            cancelled_ = true;
            tell(who, event::cancelled{});
        } else if (it.under_way.due != never && it.under_way.left && draw(climate_->stale_answer)) {
            observation unsent;
            unsent.what = observation::kind::never_sent;
            tell(who, event::answered{it.under_way.serial + 7, now_.steady, unsent});
        } else if (it.machine.phase() == phase::parked && draw(climate_->resolve)) {
            truth const t = wire_->is(now_.server);
            evidence seen;
            seen.who[0] = 'A';
            bool const over = !wire_->under_way() && now_.server > first_.expiry + 180s;
            auto const others =
                std::count_if(workers_.begin(), workers_.end(), [](worker const& w) { return w.alive; });
            bool const nothing_left = !t.began && !wire_->under_way() && others == 1;
            resolved_ = true;
            if (t.completed || t.failed)
                tell(who, event::resolved{t.completed ? phase::completed : phase::failed, seen});
            else if (nothing_left)
                tell(who, event::resolved{over ? phase::not_executed : phase::rejected, seen});
        }
    }
    return true;
}

template <class Wire>
void life<Wire>::finish(std::string_view how) {
    ++out_->lost;
    if (out_->first_trouble.empty()) out_->first_trouble = how;
}

template <class Wire>
bool life<Wire>::over() {
    if (storm_ && events_ <= 60'000) {
        // A calm end needs no waiting for the storm's.
        if (!told_ || watch_ || wire_->under_way() || wire_->moves(now_.server)) return false;
    }
    worker* const it = owner();
    bool const late = now_.steady > storm_end_ + 60h || events_ > 60'000;
    if (!it) {
        if (spawn_due_ == never && durable_.phase == phase::none) return true;  // it never began
        if (!late) return false;
    }
    if (late || !it) {
        ++out_->wedged;
        if (out_->first_trouble.empty()) out_->first_trouble = "I3: neither an end nor parked";
        return true;
    }
    if (wire_->under_way() || wire_->moves(now_.server) || it->under_way.due != never) return false;
    attempt_state const& s = it->machine.state();
    unsigned const charges = wire_->charges(now_.server);
    if (told_) {
        truth const t = wire_->is(now_.server);
        std::string_view wrong = untrue(*told_, t, !resolved_);
        if (wrong.empty() && charges != 0 && told_->outcome != phase::completed) wrong = "charged, but told otherwise";
        // Who breaks a promise must be told of; a machine that was wrong by itself does not get away with saying so.
        bool const said = has(s.anomalies, anomaly::late_truth) && (contradicted_ || wire_->flips());
        bool const rests = it->timer == never && it->write_due == never && spawn_due_ == never;
        bool const audited = rests || now_.steady > told_at_ + 26h;
        if (wrong.empty() || said) return !watch_ || audited;
        if (!audited) return false;  // an audit may find it
        finish(wrong);
        return true;
    }
    if (s.phase == phase::parked && parked_polled_) {
        ++out_->parked;
        return true;
    }
    return false;
}

template <class Wire>
instant life<Wire>::run(instant start) {
    now_ = start;
    begun_ = now_.steady;
    storm_end_ = now_.steady + chance_.between(1min, 2h);
    fleet_ = climate_->stall != 0;
    watch_ = chance_.next() % 1000 < climate_->watch;
    first_.generation = 1;
    first_.operation = climate_->operation;
    wire_->open(first_, now_);
    worker& it = workers_[0];
    it.machine = attempt::begin(first_, {}, *rules_, chance_.next());
    it.alive = it.owner = true;
    it.rests_since = now_.steady;
    if (fleet_) it.lease_until = now_.steady + 90s;
    tell(0, event::started{});
    while (!over()) {
        if (step()) continue;
        if (owner() == nullptr && durable_.phase == phase::none) break;
        ++out_->wedged;
        if (out_->first_trouble.empty()) out_->first_trouble = "I3: nothing will ever happen again";
        break;
    }
    unsigned const charges = wire_->charges(now_.server);
    if (charges > 1) {
        ++out_->twice;
        if (out_->first_trouble.empty()) out_->first_trouble = "charged twice";
    }
    phase const end = told_ ? told_->outcome : durable_.phase;
    ++out_->told[static_cast<std::size_t>(end)];
    worker const* const last = owner();
    bool const late_truth = last && has(last->machine.state().anomalies, anomaly::late_truth);
    out_->late_truths += late_truth;
    ++out_->attempts;
    out_->events += events_;
    out_->simulated += now_.steady - begun_;
    jitter mix{static_cast<std::uint64_t>((now_.steady - begun_).count())};
    std::uint64_t h = mix.next() ^ (static_cast<std::uint64_t>(end) << 8 | charges);
    h = jitter{h ^ events_}.next() ^ static_cast<std::uint64_t>(durable_.anomalies);
    out_->hash += jitter{h}.next();
    return now_;
}

}  // namespace proof

#endif
