// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_RUNNER_HPP
#define DOLLR_CLIENT_RUNNER_HPP

#include <dollr/api/auth.hpp>
#include <dollr/api/executions.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/machine/pool.hpp>
#include <dollr/port/journal.hpp>
#include <dollr/port/transport.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

/// The driver that every event loop shares: what the pool wants done is carried out over a transport and a journal.
///
/// It holds no clock, thread or socket of its own. A loop calls `turn(now)` and then waits for its transport until the
/// time that turn returned. Within a turn all records go to the journal in one put, before any exchange that waits for
/// them; answers that arrive are kept and handled by the next turn, so nothing is re-entrant. Where the journal has
/// leases, a turn also renews them, three times in a lease's length; a payment that another worker took over is
/// dropped.
///
/// A journal may take longer than a lease or a session lasts. So a SEND that it made durable is told by the next turn,
/// whose time the guards then look at, and what they let go is given to the transport in a turn that asks the journal
/// for nothing afterwards.
namespace dollr {

/// A machine that the runner can drive over HTTP: it writes its requests and reads its answers.
template <class T>
concept http_task =
    pooled_task<T> && requires(T& t, T const& c, command::action const& what, secret_string const& bearer,
                               api::passcode_payload const* passcode, http_request& request, std::uint32_t serial,
                               exchange_result const& answer, error const& e, instant now) {
        { c.build(what, bearer, passcode, request) } -> std::same_as<result<void>>;
        { t.receive(serial, now.steady, answer, now) } -> std::same_as<command>;
        { t.unbuildable(serial, e, now) } -> std::same_as<command>;
    };

/// What the embedding program supplies and is told. Secrets are asked for when they are needed and wiped after use.
template <class H, class Task>
concept runner_host = requires(H& h, Task& task, api::obtain_token_payload& credentials,
                               api::passcode_payload& passcode, notes const& n, verdict const& v, error const& e) {
    { h.credentials(credentials) } -> std::same_as<bool>;  ///< false: there are none
    { h.passcode(task, passcode) } -> std::same_as<bool>;  ///< false: refused
    h.noted(task, n);
    h.action_required(task);  ///< 3-D Secure: the client_secret is task.take_client_secret()
    h.settled(task, v);
    h.token_error(e);
};

template <http_task Task, class Transport, journal Journal, class Host>
class runner {
public:
    /// `shared_clock`: the local clock is the server's own (a sandbox's virtual time), so its Date teaches nothing.
    runner(policy const& rules, std::uint64_t seed, Transport& transport, Journal& journal, Host& host,
           bool shared_clock = false)
        : policy_(&rules),
          pool_(rules, seed),
          transport_(&transport),
          journal_(&journal),
          host_(&host),
          shared_clock_(shared_clock) {}
    runner(runner const&) = delete;
    runner& operator=(runner const&) = delete;

    /// A new task begins with `started`, one rebuilt from its record with `recovered`.
    /// `leased`: when a lease that was claimed for it began.
    task_id add(Task task, attempt_event const& first, instant now, std::optional<steady_time> leased = {}) {
        auto const id = pool_.add(std::move(task));
        pool_.deliver(id, first, corrected(now));
        if (leased) pool_.deliver(id, event::leased{lease_end(*leased)}, corrected(now));
        return id;
    }

    /// Handles what arrived and carries out what is due. Returns when to call again at the latest, if nothing arrives
    /// before.
    steady_time turn(instant local);

    /// Nothing new leaves. What left is awaited: go on with turns until `quiet()`.
    void stop(instant local) { pool_.stop(corrected(local)); }
    void resume(instant local) { pool_.resume(corrected(local)); }

    [[nodiscard]] bool quiet() const noexcept { return !pool_.awaiting() && arrived_.empty(); }
    [[nodiscard]] bool journal_failed() const noexcept { return journal_failed_; }
    [[nodiscard]] dollr::pool<Task>& tasks() noexcept { return pool_; }
    [[nodiscard]] dollr::pool<Task> const& tasks() const noexcept { return pool_; }

    /// `local` with the wall clock corrected by the Date of the server's answers.
    [[nodiscard]] instant corrected(instant local) const noexcept { return {local.steady, local.server + offset_}; }

private:
    struct arrival {
        task_id task{};           ///< unused for a token
        std::uint64_t token = 0;  ///< not 0: the answer to a token request of this generation
        std::uint32_t serial = 0;
        steady_time asked{};
        exchange_result answer;
    };
    struct held_token {
        std::uint64_t generation = 0;
        secret_string bearer;
    };
    struct held_passcode {
        task_id task{};
        api::passcode_payload payload;
    };

    bool renew_leases(instant now);
    steady_time lease_end(steady_time begun) const;
    bool carry_out(std::vector<job> const& jobs, instant now);
    bool write(instant now);
    bool exchange(job const& work, std::uint32_t serial, steady_time deadline, instant now);
    void fetch_token(std::uint64_t generation, instant now);
    void take_token(arrival& answer, instant now);
    void start(http_request&& request, steady_time deadline, instant now, arrival where);
    void learn_time(exchange_result const& answer, instant local);
    secret_string const& bearer(std::uint64_t generation) const noexcept;
    api::passcode_payload const* passcode_of(task_id id) const noexcept;
    void forget_passcode(task_id id) {
        std::erase_if(passcodes_, [id](held_passcode const& p) { return p.task == id; });
    }

    policy const* policy_;
    dollr::pool<Task> pool_;
    Transport* transport_;
    Journal* journal_;
    Host* host_;
    std::deque<arrival> arrived_;
    std::vector<held_token> tokens_;        ///< the newest few: a refused one may still be on its way back
    std::vector<held_passcode> passcodes_;  ///< between need_secret and the writing of its send
    std::vector<record> batch_;
    std::vector<task_id> writers_;  ///< whose records they are
    std::vector<std::pair<task_id, steady_time>>
        sends_;  ///< durable, told by the next turn; until when the lease lasts
    secret_string no_token_;
    duration offset_{};
    std::optional<steady_time> renew_at_;  ///< of a journal with leases
    bool shared_clock_ = false;
    bool journal_failed_ = false;
};

template <http_task Task, class Transport, journal Journal, class Host>
steady_time runner<Task, Transport, Journal, Host>::turn(instant local) {
    static_assert(runner_host<Host, Task>, "the host lacks a member that runner_host names");
    for (auto const& [id, lease_until] : std::exchange(sends_, {}))
        pool_.deliver(id, event::persisted{lease_until}, corrected(local));
    while (!arrived_.empty()) {
        auto answer = std::move(arrived_.front());
        arrived_.pop_front();
        learn_time(answer.answer, local);
        auto const now = corrected(local);
        if (answer.token != 0) {
            take_token(answer, now);
            continue;
        }
        pool_.exchange_ended(answer.task);
        if (auto* const task = pool_.find(answer.task))
            pool_.enact(answer.task, task->receive(answer.serial, answer.asked, answer.answer, now), now);
    }
    auto const now = corrected(local);
    std::vector<job> jobs;
    do {
        jobs.clear();
        while (auto work = pool_.next(now)) jobs.push_back(std::move(*work));
        if (carry_out(jobs, now)) return local.steady;
    } while (write(now) || !jobs.empty());
    if (renew_leases(now) || !sends_.empty()) return local.steady;
    return std::min(pool_.next_timer(now).value_or(steady_time::max()), renew_at_.value_or(steady_time::max()));
}

/// A lease that began before the journal was asked ends, for us, before it ends for the others.
template <http_task Task, class Transport, journal Journal, class Host>
steady_time runner<Task, Transport, Journal, Host>::lease_end(steady_time begun) const {
    if constexpr (leasing_journal<Journal>) {
        auto const length = journal_->lease_length();
        if (length < steady_time::max() - begun) return begun + length;
    }
    return steady_time::max();
}

/// True: the journal was asked, and the payments were told what it said.
template <http_task Task, class Transport, journal Journal, class Host>
bool runner<Task, Transport, Journal, Host>::renew_leases(instant now) {
    if constexpr (leasing_journal<Journal>) {
        auto const length = journal_->lease_length();
        if (length == duration::max()) return false;
        if (journal_failed_) {
            renew_at_.reset();
            return false;
        }
        if (!renew_at_) renew_at_ = now.steady + length / 3;
        if (now.steady < *renew_at_) return false;
        std::vector<intent_key> lost;
        auto const renewed = journal_->renew(lost);
        // What could not be renewed is tried again soon: nothing is sent on a lease that is about to end.
        renew_at_ = now.steady + (renewed ? length / 3 : length / 30);
        if (!renewed) return false;
        std::vector<std::pair<task_id, bool>> all;
        pool_.each([&](task_id id, Task const& task) {
            auto const is_lost = [&](intent_key const& key) { return key.text() == task.key(); };
            all.emplace_back(id, std::any_of(lost.begin(), lost.end(), is_lost));
        });
        for (auto const& [id, is_lost] : all)
            pool_.deliver(
                id, is_lost ? attempt_event{event::lease_lost{}} : attempt_event{event::leased{lease_end(now.steady)}},
                now);
        return true;
    } else {
        return false;
    }
}

/// All but the writing, for which records are put aside. True: a send was given to the transport.
template <http_task Task, class Transport, journal Journal, class Host>
bool runner<Task, Transport, Journal, Host>::carry_out(std::vector<job> const& jobs, instant now) {
    bool left = false;
    for (auto const& work : jobs) {
        if (work.what == job::kind::fetch_token) {
            fetch_token(work.token, now);
            continue;
        }
        if (auto const* persist = std::get_if<effect::persist>(&work.order.what)) {
            if (persist->record.type != record_type::send) forget_passcode(work.task);
            batch_.push_back(persist->record);
            writers_.push_back(work.task);
        }
        auto* task = pool_.find(work.task);
        if (task == nullptr) continue;
        if (work.order.notes.raised != anomaly::none || work.order.notes.escalate) {
            host_->noted(*task, work.order.notes);
            task = pool_.find(work.task);  // a host that adds tasks moves them all
        }
        if (auto const* send = std::get_if<effect::send>(&work.order.what)) {
            left = exchange(work, send->serial, send->deadline, now) || left;
        } else if (auto const* poll = std::get_if<effect::poll>(&work.order.what)) {
            exchange(work, poll->serial, poll->deadline, now);
        } else if (std::holds_alternative<effect::need_secret>(work.order.what)) {
            forget_passcode(work.task);
            held_passcode held{work.task, {}};
            auto const given = host_->passcode(*task, held.payload);
            if (given) passcodes_.push_back(std::move(held));
            pool_.deliver(work.task,
                          given ? attempt_event{event::secret_ready{}} : attempt_event{event::secret_refused{}}, now);
        } else if (std::holds_alternative<effect::require_action>(work.order.what)) {
            host_->action_required(*task);
        } else if (auto const* done = std::get_if<effect::done>(&work.order.what)) {
            forget_passcode(work.task);
            host_->settled(*task, done->verdict);
            pool_.deliver(work.task, event::ticked{}, now);  // that it was told becomes durable
        } else if (std::holds_alternative<effect::drop>(work.order.what)) {
            forget_passcode(work.task);
            pool_.remove(work.task);
        }
    }
    return left;
}

/// One put for all records of the turn: many payments share one sync. If one of them is refused, which leaves all
/// unwritten, each is put alone, so that only its own payment is dropped. False: there was none.
template <http_task Task, class Transport, journal Journal, class Host>
bool runner<Task, Transport, Journal, Host>::write(instant now) {
    if (batch_.empty()) return false;
    auto const put = [this](std::span<record> records) {
        return journal_failed_ ? put_result::failed : journal_->put(records);
    };
    auto const all = put(batch_);
    for (std::size_t i = 0; i < batch_.size(); ++i) {
        auto const one = all == put_result::refused && batch_.size() > 1 ? put(std::span{&batch_[i], 1}) : all;
        if (one == put_result::failed) journal_failed_ = true;
        if (one == put_result::durable && batch_[i].type == record_type::send) {
            sends_.emplace_back(writers_[i], lease_end(now.steady));
            continue;
        }
        pool_.deliver(writers_[i],
                      one == put_result::durable   ? attempt_event{event::persisted{lease_end(now.steady)}}
                      : one == put_result::refused ? attempt_event{event::write_refused{}}
                                                   : attempt_event{event::persist_failed{}},
                      now);
    }
    batch_.clear();
    writers_.clear();
    if (journal_failed_) pool_.stop(now);
    return true;
}

/// False: it could not be written, and its task was told.
template <http_task Task, class Transport, journal Journal, class Host>
bool runner<Task, Transport, Journal, Host>::exchange(job const& work, std::uint32_t serial, steady_time deadline,
                                                      instant now) {
    auto* const task = pool_.find(work.task);
    http_request request;
    auto const built = task->build(work.order.what, bearer(work.token), passcode_of(work.task), request);
    if (std::holds_alternative<effect::send>(work.order.what)) forget_passcode(work.task);
    if (!built) {
        pool_.exchange_ended(work.task);
        pool_.enact(work.task, task->unbuildable(serial, built.error(), now), now);
        return false;
    }
    start(std::move(request), deadline, now,
          arrival{.task = work.task, .serial = serial, .asked = now.steady, .answer = {}});
    return true;
}

template <http_task Task, class Transport, journal Journal, class Host>
void runner<Task, Transport, Journal, Host>::start(http_request&& request, steady_time deadline, instant now,
                                                   arrival where) {
    auto const time = std::max(deadline - now.steady, duration{1});
    transport_->start(std::move(request), time, [this, where = std::move(where)](exchange_result answer) mutable {
        where.answer = std::move(answer);
        arrived_.push_back(std::move(where));
    });
}

template <http_task Task, class Transport, journal Journal, class Host>
void runner<Task, Transport, Journal, Host>::fetch_token(std::uint64_t generation, instant now) {
    api::obtain_token_payload credentials;
    http_request request;
    if (!host_->credentials(credentials)) {
        pool_.token_refused(generation, now);
        return;
    }
    if (auto const built = codec::request<api::obtain_token>(credentials, no_token_, request); !built) {
        host_->token_error(built.error());
        pool_.token_refused(generation, now);
        return;
    }
    start(std::move(request), now.steady + policy_->exchange_max, now, arrival{.token = generation, .answer = {}});
}

template <http_task Task, class Transport, journal Journal, class Host>
void runner<Task, Transport, Journal, Host>::take_token(arrival& answer, instant now) {
    auto token = codec::response<api::obtain_token>(answer.answer);
    if (token) {
        if (tokens_.size() == 4) tokens_.erase(tokens_.begin());
        tokens_.push_back({answer.token, std::move(token->access_token)});
        pool_.token_arrived(answer.token, token->expires_in, now);
        return;
    }
    auto const& e = token.error();
    host_->token_error(e);
    auto const final_word = e.kind == error_kind::unauthorized || e.kind == error_kind::forbidden ||
                            e.kind == error_kind::refused || e.kind == error_kind::not_found;
    if (final_word) {
        pool_.token_refused(answer.token, now);
    } else {
        auto const* response = std::get_if<http_response>(&answer.answer);
        pool_.token_failed(answer.token, response ? codec::retry_after(*response, now.server) : std::nullopt, now);
    }
}

/// Only an answer of the API itself teaches the time: a portal in between may say anything.
template <http_task Task, class Transport, journal Journal, class Host>
void runner<Task, Transport, Journal, Host>::learn_time(exchange_result const& answer, instant local) {
    auto const* response = std::get_if<http_response>(&answer);
    if (shared_clock_ || response == nullptr || response->status >= 300 || response->status < 200) return;
    auto const date = parse_http_date(response->date);
    if (!date) return;
    // A Date has whole seconds and was written before the answer travelled: smaller differences mean nothing.
    auto const difference = *date - local.server;
    constexpr auto coarse = std::chrono::seconds{2};
    offset_ =
        difference > -coarse && difference < coarse ? duration{} : std::chrono::duration_cast<duration>(difference);
}

template <http_task Task, class Transport, journal Journal, class Host>
secret_string const& runner<Task, Transport, Journal, Host>::bearer(std::uint64_t generation) const noexcept {
    for (auto const& token : tokens_)
        if (token.generation == generation) return token.bearer;
    return no_token_;
}

template <http_task Task, class Transport, journal Journal, class Host>
api::passcode_payload const* runner<Task, Transport, Journal, Host>::passcode_of(task_id id) const noexcept {
    for (auto const& held : passcodes_)
        if (held.task == id) return &held.payload;
    return nullptr;
}

}  // namespace dollr

#endif
