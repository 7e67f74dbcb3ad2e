// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_SIMULATION_STEPS_HPP
#define DOLLR_TESTS_PROOF_SIMULATION_STEPS_HPP

#include "simulation.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <variant>

/// What happens in a life, one thing after the other: what a machine is told, and what that leads to.
namespace proof {

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
        command const c = it.machine.handle(next, {now_.steady, now_.server + it.clock_error});
        ++events_;
        if (out_->loud)
            std::printf("  %s\n", line_of(w, it.machine.state(), next, c, now_, now_.steady - begun_).c_str());
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

}  // namespace proof

#endif
