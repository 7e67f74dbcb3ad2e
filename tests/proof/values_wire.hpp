// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_PROOF_VALUES_WIRE_HPP
#define DOLLR_TESTS_PROOF_VALUES_WIRE_HPP

#include "checks.hpp"
#include "climate.hpp"

#include <dollr/sandbox/fault_rates.hpp>
#include <dollr/sandbox/outcome.hpp>

#include <algorithm>
#include <optional>
#include <vector>

/// The server's side of one attempt without bytes: the sandbox's faults and timetables, but an answer is the
/// observation that the codec would make of it. The network delays a request for any time.
namespace proof {

struct answered {
    observation seen;
    duration took{};
};

/// The Date of an answer of the API itself: whole seconds, of when it was given.
inline void date(observation& o, server_time at) noexcept {
    using kind = observation::kind;
    if (o.what == kind::status || o.what == kind::not_found || o.what == kind::refused || o.what == kind::forbidden)
        o.date = std::chrono::floor<std::chrono::seconds>(at);
}

class values_wire {
public:
    explicit values_wire(climate const& c, std::uint64_t seed) : climate_(&c), rates_(&c.rates), chance_{seed} {}

    /// The session of a new attempt.
    void open(attempt_state& wanted, instant now) {
        *this = values_wire{*climate_, chance_.next()};
        wanted.reference_id = numbered(chance_.next());
        wanted.session.value = 1;
        wanted.account.value = 1;
        wanted.currency = usd;
        wanted.payer = money{asked, usd};
        wanted.payee = money{asked, usd};
        wanted.payee_converted = true;
        wanted.expiry = now.server + climate_->session;
        expiry_ = wanted.expiry;
    }

    answered post(attempt_state const& a, instant now, duration patience) {
        sandbox::fault f = rates_->draw_fault(hazard::moves_money, chance_.next());
        advance(now.server);
        auto const when = sandbox::takes_effect(f);
        if (when == sandbox::effect_time::later || when == sandbox::effect_time::now_and_later)
            held_.push_back({now.server + lateness(f, now), a.reference_id, a.expiry});
        answered out;
        if (when == sandbox::effect_time::now || when == sandbox::effect_time::now_and_later) {
            bool const known = find(a.reference_id) != nullptr;
            bool const accepted = arrive(a.reference_id, a.expiry, now.server);
            if (!accepted)
                out.seen = of(observation::kind::refused, 422);
            else if (known && climate_->refuses_copies)
                out.seen = of(observation::kind::duplicate, 422);
            else
                out.seen = told(*find(a.reference_id), now.server);
        }
        spoil(out, f, patience);
        slow_down(out, patience);
        if (!strips_date()) date(out.seen, now.server + out.took);
        return out;
    }

    answered poll(attempt_state const& a, instant now, duration patience) {
        sandbox::fault f = rates_->draw_fault(hazard::reads, chance_.next());
        if (f == sandbox::fault::late_request || f == sandbox::fault::duplicated) f = sandbox::fault::lost_answer;
        advance(now.server);
        answered out;
        execution const* const e = find(a.reference_id);
        bool const its_own = a.operation == climate_->operation;
        out.seen = e && its_own && step_of(*e, now.server).visible ? told(*e, now.server)
                                                                   : of(observation::kind::not_found, 404);
        spoil(out, f, patience);
        slow_down(out, patience);
        if (!strips_date()) date(out.seen, now.server + out.took);
        return out;
    }

    /// What the network still has is delivered when its time comes.
    void advance(server_time now) {
        for (std::size_t i = 0; i < held_.size();) {
            if (held_[i].due > now) {
                ++i;
                continue;
            }
            packet const p = held_[i];
            held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(i));
            (void)arrive(p.id, p.expiry, p.due);
        }
    }

    /// The faults are over; what is under way comes at its time.
    void calm() noexcept { rates_ = &no_rates; }
    [[nodiscard]] bool under_way() const noexcept { return !held_.empty(); }
    void token(bool) noexcept {}

    [[nodiscard]] unsigned charges(server_time now) const {
        unsigned n = 0;
        for (execution const& e : all_) n += charged(e, now);
        return n;
    }
    [[nodiscard]] truth is(server_time now) const {
        truth t;
        bool all_failed = true;
        for (execution const& e : all_) {
            bool failed = false;
            for (sandbox::step const& s : sandbox::timetable(e.outcome))
                failed = failed || (s.status == execution_status::failed && now >= e.accepted + s.after);
            t.began = true;
            t.completed = t.completed || charged(e, now);
            t.other_amount = t.other_amount || e.outcome == sandbox::outcome::amount_mismatch;
            all_failed = all_failed && failed;
        }
        t.failed = t.began && all_failed;
        return t;
    }
    /// FAILED was not final: a broken promise.
    [[nodiscard]] bool flips() const noexcept {
        return std::any_of(all_.begin(), all_.end(),
                           [](execution const& e) { return e.outcome == sandbox::outcome::flips; });
    }
    /// Something will still happen to it.
    [[nodiscard]] bool moves(server_time now) const {
        for (execution const& e : all_) {
            if (now < e.accepted + sandbox::timetable(e.outcome).back().after) return true;
        }
        return false;
    }

private:
    bool strips_date() noexcept { return climate_->undated != 0 && chance_.next() % 1000 < climate_->undated; }

    struct execution {
        reference_id id;
        sandbox::outcome outcome{};
        server_time accepted{};
    };
    struct packet {
        server_time due{};
        reference_id id;
        server_time expiry{};
    };

    static inline currency const usd = *currency::try_parse("USD");
    static inline amount const asked = *amount::try_parse("25");
    static inline amount const drifted = *amount::try_parse("25.25");
    static inline amount const other = *amount::try_parse("26");
    static constexpr sandbox::fault_rates no_rates{};

    static reference_id numbered(std::uint64_t n) {
        reference_id::bytes_type b{};
        for (std::size_t i = 0; i < 8; ++i) b[i] = static_cast<std::uint8_t>(n >> (8 * i));
        return reference_id::from_random(b);
    }
    static observation of(observation::kind what, int http) {
        observation o;
        o.what = what;
        o.http_status = http;
        return o;
    }

    /// 45 s, or any time within two hours, or just before the session's end.
    duration lateness(sandbox::fault f, instant now) {
        if (f == sandbox::fault::duplicated) return 10s;
        switch (chance_.next() % 3) {
            case 0:
                return 45s;
            case 1:
                return chance_.between(1s, 2h);
            default:
                return std::max<duration>(expiry_ - now.server - chance_.between(1ms, 60s), 1s);
        }
    }

    bool arrive(reference_id const& id, server_time expiry, server_time at) {
        if (find(id)) return true;  // deduplicated, atomically
        if (climate_->enforces_expiry && at >= expiry) return false;
        all_.push_back(
            {id, rates_ == &no_rates ? sandbox::outcome::completes : rates_->draw_outcome(chance_.next()), at});
        return true;
    }
    execution const* find(reference_id const& id) const noexcept {
        for (execution const& e : all_) {
            if (e.id == id) return &e;
        }
        return nullptr;
    }
    static sandbox::step const& step_of(execution const& e, server_time now) {
        auto const steps = sandbox::timetable(e.outcome);
        std::size_t i = 0;
        while (i + 1 < steps.size() && now >= e.accepted + steps[i + 1].after) ++i;
        return steps[i];
    }
    static bool charged(execution const& e, server_time now) {
        for (sandbox::step const& s : sandbox::timetable(e.outcome)) {
            if (s.status == execution_status::completed && now >= e.accepted + s.after) return true;
        }
        return false;
    }

    static observation told(execution const& e, server_time now) {
        sandbox::step const& s = step_of(e, now);
        observation o = of(observation::kind::status, 200);
        if (s.text.empty()) o.status = s.status;
        if (!o.status) o.anomalies = anomaly::unknown_status;
        o.requires_action = s.action;
        o.has_client_secret = s.secret;
        o.payer = money{e.outcome == sandbox::outcome::amount_mismatch ? other : asked, usd};
        o.payee = money{e.outcome == sandbox::outcome::fx_drift ? drifted : asked, usd};
        return o;
    }

    /// What the client sees of it.
    void spoil(answered& out, sandbox::fault f, duration patience) {
        using kind = observation::kind;
        observation& o = out.seen;
        switch (f) {
            case sandbox::fault::none:
            case sandbox::fault::duplicated:
                return;
            case sandbox::fault::refused_connection:
                o = of(kind::never_sent, 0);
                return;
            case sandbox::fault::lost_request:
            case sandbox::fault::lost_answer:
            case sandbox::fault::reset_answer:
            case sandbox::fault::late_request:
                o = of(kind::maybe_sent, 0);
                return;
            case sandbox::fault::stalled_answer:
                o = of(kind::maybe_sent, 0);
                out.took = patience;
                return;
            case sandbox::fault::busy:
                o = of(kind::other, 503);
                return;
            case sandbox::fault::server_error:
                o = of(kind::other, 500);
                return;
            case sandbox::fault::html_error:
                o = of(kind::other, chance_.next() % 2 ? 502 : 404);
                return;
            case sandbox::fault::redirected:
                o = of(kind::other, 307);
                return;
            case sandbox::fault::rate_limited:
                o = of(kind::rate_limited, 429);
                o.retry_after = 5s;
                return;
            case sandbox::fault::unauthorized:
                o = of(kind::unauthorized, 401);
                return;
            case sandbox::fault::forbidden:
                o = of(kind::forbidden, 403);
                return;
            case sandbox::fault::not_found:
                o = of(kind::not_found, 404);
                return;
            case sandbox::fault::refused:
            case sandbox::fault::refused_after:
                o = of(kind::refused, 422);
                return;
            case sandbox::fault::html_answer:
            case sandbox::fault::empty_answer:
            case sandbox::fault::truncated_answer:
            case sandbox::fault::endless_answer:
            case sandbox::fault::duplicate_member:
                o = of(kind::unreadable, 200);
                return;
            case sandbox::fault::wrong_reference_id:
            case sandbox::fault::wrong_operation:
                o = of(kind::wrong_subject, 200);
                o.status = execution_status::completed;
                o.anomalies =
                    f == sandbox::fault::wrong_operation ? anomaly::wrong_operation : anomaly::wrong_reference_id;
                return;
        }
    }

    void slow_down(answered& out, duration patience) {
        if (rates_ == &no_rates || chance_.next() % 1000 >= climate_->slow) return;
        out.took = std::max(out.took, chance_.between(1ms, patience - 1ms));
    }

    climate const* climate_;
    sandbox::fault_rates const* rates_;
    jitter chance_;
    server_time expiry_{};
    std::vector<execution> all_;
    std::vector<packet> held_;
};

}  // namespace proof

#endif
