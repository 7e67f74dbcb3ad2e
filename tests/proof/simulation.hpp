// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_SIMULATION_HPP
#define DOLLR_TESTS_PROOF_SIMULATION_HPP

#include "../support/attempt_invariants.hpp"
#include "checks.hpp"
#include "climate.hpp"
#include "mutant_attempt.hpp"
#include "simulation_line.hpp"

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

/// `rules` is what the machines follow: the climate's policy, or a mutant's.
template <class Wire>
class life {
public:
    life(climate const& c, spoilt_policy const& rules, Wire& wire, tally& out, std::uint64_t seed)
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
        mutant_attempt machine;
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
        duration clock_error{};  ///< its wall clock is so far ahead
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
    worker* owner() {
        for (worker& w : workers_) {
            if (w.alive && w.owner) return &w;
        }
        return nullptr;
    }

    climate const* climate_;
    spoilt_policy const* rules_;
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
    auto const broken = forbidden(what, it.machine.state(),
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
    it.machine = mutant_attempt::recover(r, *rules_, chance_.next());
    it.alive = it.owner = true;
    it.rests_since = now_.steady;
    if (draw(climate_->clock_ahead)) it.clock_error = chance_.between(1min, 3h);
    if (fleet_) {
        it.lease_until = now_.steady + 90s;
        (void)it.machine.handle(event::leased{it.lease_until}, {now_.steady, now_.server + it.clock_error});
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
    it.machine = mutant_attempt::begin(first_, {}, *rules_, chance_.next());
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

#include "simulation_steps.hpp"

#endif
