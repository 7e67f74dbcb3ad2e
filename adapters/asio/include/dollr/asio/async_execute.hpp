// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_ASYNC_EXECUTE_HPP
#define DOLLR_ASIO_ASYNC_EXECUTE_HPP

#include <dollr/asio/client_task.hpp>
#include <dollr/asio/transport.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/port/clock.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/port/journal.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

/// Payments and calls as asynchronous operations, with any completion token:
///
///     flow::payment paid = co_await client.async_execute(flow::payment::begin(...), event::started{}, use_awaitable);
///     result<api::party_response> party = co_await client.async_call<api::create_party>({}, {}, payload,
///     use_awaitable);
///
/// In a coroutine that g++-12 compiles, arguments are named first: it destroys some temporaries of a co_await
/// expression twice.
///
/// There is no machine in here: the client is one more driver of the runner, the pool and the flows, so that what is
/// true of them is true of it. All operations of a client share its token, its limit in flight, its pauses and its
/// breaker.
///
/// It runs on the executor of its transport, one handler at a time, and its members are called there. A turn waits for
/// the journal's put, because nothing may leave before; whose loop must not wait for a disk gives the client a strand
/// or a thread of its own. While no operation is outstanding it leaves nothing to run.
namespace dollr {

/// `Host` is told of payments as any runner_host is; `Clock` may have a `target()`, whose speed its waits then follow.
template <journal Journal, clock_source Clock, runner_host<flow::payment> Host>
class asio_client {
public:
    /// All that is referred to outlives the client. `shared_clock` as for the runner.
    asio_client(asio_transport transport, Journal& journal, Clock clock, Host& host, policy const& rules,
                std::uint64_t seed, bool shared_clock = false)
        : core_(std::make_shared<core>(std::move(transport), journal, std::move(clock), host, rules, seed,
                                       shared_clock)) {}
    asio_client(asio_client&&) noexcept = default;
    asio_client& operator=(asio_client&&) = delete;
    /// Every outstanding operation completes as it does when it is cancelled with `terminal`.
    ~asio_client() {
        if (core_) core_->shut_down();
    }

    /// Completes with `void(flow::payment)`, once its verdict is told: the payment's `outcome()` has it. A payment that
    /// is not `settled()` has not ended: another worker owns it, the journal refused it, or the operation was cancelled
    /// with `terminal`; the journal knows where it stands, and a later recovery goes on from there. A parked one is
    /// still polled, and does not complete; the host has been told. Cancelled with `partial` or `total`, a payment of
    /// which nothing can have left ends as not_executed, and any other goes on to its verdict.
    ///
    /// A new payment begins with `started`, a recovered one with `recovered`.
    template <boost::asio::completion_token_for<void(flow::payment)> Token>
    auto async_execute(flow::payment payment, attempt_event first, Token&& token);

    /// Completes with `void(result<typename Op::response>)`: the answer, or why there is none and what to do. It is
    /// repeated as its hazard allows, for at most `policy::call_max`. Any cancellation ends it.
    template <class Op, boost::asio::completion_token_for<void(result<typename Op::response>)> Token>
    auto async_call(typename Op::path path, typename Op::query query, typename Op::body body, Token&& token);

    [[nodiscard]] asio_transport::executor_type get_executor() const noexcept { return core_->executor(); }

    /// Nothing new leaves until resume; what left is awaited.
    void stop() { core_->stop(); }
    /// After stop, or after the breaker stopped what was not sent.
    void resume() { core_->resume(); }
    [[nodiscard]] bool journal_failed() const noexcept { return core_->journal_failed(); }

private:
    class core;

    template <class T, class Handler, class Start>
    static void initiate(std::shared_ptr<core> const& client, Handler handler, Start start);

    std::shared_ptr<core> core_;
};

template <journal Journal, clock_source Clock, runner_host<flow::payment> Host>
class asio_client<Journal, Clock, Host>::core : public std::enable_shared_from_this<core> {
    using client_task = asio_detail::client_task;

public:
    core(asio_transport transport, Journal& journal, Clock clock, Host& host, policy const& rules, std::uint64_t seed,
         bool shared_clock)
        : transport_(std::move(transport)),
          clock_(std::move(clock)),
          host_(&host),
          policy_(&rules),
          seed_(seed),
          wire_{this},
          listener_{this},
          runner_(rules, seed, wire_, journal, listener_, shared_clock),
          timer_(transport_.get_executor()) {}

    asio_transport::executor_type executor() const noexcept { return transport_.get_executor(); }
    bool journal_failed() const noexcept { return runner_.journal_failed(); }

    std::uint64_t execute(flow::payment payment, attempt_event const& first, completion_of<flow::payment> done) {
        auto const number = ++last_number_;
        add(client_task{number, ended_, std::move(payment)}, number, first, std::move(done));
        return number;
    }

    template <class Op>
    std::uint64_t call(typename Op::path path, typename Op::query query, typename Op::body body,
                       completion_of<result<typename Op::response>> done) {
        auto const number = ++last_number_;
        auto made = std::make_unique<asio_detail::call_of<Op>>(std::move(path), std::move(query), std::move(body),
                                                               std::move(done), *policy_, seed_ + number);
        add(client_task{number, ended_, std::move(made)}, number, event::started{}, {});
        return number;
    }

    void cancel(std::uint64_t number, boost::asio::cancellation_type type) {
        auto const found = operations_.find(number);
        if (found == operations_.end()) return;
        auto* const task = runner_.tasks().find(found->second.id);
        if (task->call() != nullptr) task->call()->cancel();
        if (task->call() != nullptr ||
            (type & boost::asio::cancellation_type::terminal) != boost::asio::cancellation_type::none) {
            task->end();
        } else {
            runner_.tasks().deliver(found->second.id, event::cancelled{}, runner_.corrected(clock_.now()));
        }
        kick();
    }

    void stop() {
        runner_.stop(clock_.now());
        kick();
    }
    void resume() {
        runner_.resume(clock_.now());
        kick();
    }

    void shut_down() {
        shut_down_ = true;
        timer_.cancel();
        transport_.cancel_all();
        for (auto const& [number, one] : operations_) {
            auto* const task = runner_.tasks().find(one.id);
            if (task->call() != nullptr) task->call()->cancel();
            task->end();
        }
        complete_ended();
    }

private:
    struct operation {
        task_id id;
        completion_of<flow::payment> done;  // of a payment; a call has its own
    };

    /// The runner's transport: at the target's speed, and every answer asks for a turn.
    struct wire {
        core* self;

        void start(http_request&& request, duration timeout, completion done) {
            auto answered = [client = self->weak_from_this(), done = std::move(done)](exchange_result answer) mutable {
                auto const alive = client.lock();
                if (!alive) return;
                done(std::move(answer));
                alive->kick();
            };
            self->transport_.start(std::move(request), self->real(timeout), std::move(answered));
        }
    };

    /// The runner's host: the user's, who hears of payments only.
    struct listener {
        core* self;

        bool credentials(api::obtain_token_payload& out) { return self->host_->credentials(out); }
        bool passcode(client_task& task, api::passcode_payload& out) {
            return task.payment() != nullptr && self->host_->passcode(*task.payment(), out);
        }
        void noted(client_task& task, notes const& raised) {
            if (task.payment() != nullptr) self->host_->noted(*task.payment(), raised);
        }
        void action_required(client_task& task) {
            if (task.payment() != nullptr) self->host_->action_required(*task.payment());
        }
        void settled(client_task& task, verdict const& told) {
            task.end();  // first: a host that begins the next payment moves all tasks
            if (task.payment() != nullptr) self->host_->settled(*task.payment(), told);
        }
        void token_error(error const& why) { self->host_->token_error(why); }
    };

    duration real(duration virtual_time) const noexcept {
        if constexpr (requires { clock_.target().slower(virtual_time); }) return clock_.target().slower(virtual_time);
        return virtual_time;
    }

    void add(client_task task, std::uint64_t number, attempt_event const& first, completion_of<flow::payment> done) {
        operations_.emplace(number, operation{runner_.add(std::move(task), first, clock_.now()), std::move(done)});
        kick();
    }

    /// Soon, and once for all that happens until then: many records share one sync.
    void kick() {
        if (std::exchange(turn_is_due_, true) || shut_down_) return;
        boost::asio::post(executor(), [client = this->weak_from_this()] {
            if (auto const alive = client.lock()) alive->turn();
        });
    }

    void turn() {
        if (shut_down_) return;
        turn_is_due_ = false;
        auto const now = clock_.now();
        auto wake = runner_.turn(now);
        if (!ended_.empty()) {
            remember_told(now);
            wake = runner_.turn(now);
            complete_ended();
        }
        // Without an operation nothing keeps the loop alive, not even a token that ages.
        if (operations_.empty() || wake == steady_time::max()) {
            timer_.cancel();
            return;
        }
        timer_.expires_after(real(std::max(wake - now.steady, duration::zero())));
        timer_.async_wait([client = this->weak_from_this()](boost::system::error_code const& cancelled) {
            auto const alive = client.lock();
            if (alive && !cancelled) alive->kick();
        });
    }

    /// That its verdict was told becomes durable with a payment's next event, which must come before it leaves the
    /// pool.
    void remember_told(instant now) {
        for (auto const number : std::vector{ended_}) {
            auto const id = operations_.at(number).id;
            auto* const payment = runner_.tasks().find(id)->payment();
            if (payment != nullptr && payment->settled()) {
                runner_.tasks().deliver(id, event::ticked{}, runner_.corrected(now));
            }
        }
    }

    void complete_ended() {
        for (auto const number : std::exchange(ended_, {})) {
            auto found = operations_.extract(number);
            auto& tasks = runner_.tasks();
            auto task = std::move(*tasks.find(found.mapped().id));
            tasks.remove(found.mapped().id);
            task.call() != nullptr ? task.call()->complete() : found.mapped().done(std::move(*task.payment()));
        }
    }

    asio_transport transport_;
    Clock clock_;
    Host* host_;
    policy const* policy_;
    std::uint64_t seed_;
    wire wire_;
    listener listener_;
    std::vector<std::uint64_t> ended_;
    runner<client_task, wire, Journal, listener> runner_;
    boost::asio::steady_timer timer_;
    std::map<std::uint64_t, operation> operations_;
    std::uint64_t last_number_ = 0;
    bool turn_is_due_ = false;
    bool shut_down_ = false;
};

/// `start` is given the completion, and answers with the number to cancel it by. The handler is never called from
/// within.
template <journal Journal, clock_source Clock, runner_host<flow::payment> Host>
template <class T, class Handler, class Start>
void asio_client<Journal, Clock, Host>::initiate(std::shared_ptr<core> const& client, Handler handler, Start start) {
    namespace asio = boost::asio;
    auto slot = asio::get_associated_cancellation_slot(handler);
    auto const executor = asio::get_associated_executor(handler, client->executor());
    auto const number = start(completion_of<T>{
        [handler = std::move(handler), slot, work = asio::prefer(executor, asio::execution::outstanding_work.tracked),
         // The loop is kept alive by the operation, also while it waits for nothing but a person's word.
         loop = asio::prefer(client->executor(), asio::execution::outstanding_work.tracked)](T outcome) mutable {
            if (slot.is_connected()) slot.clear();
            asio::post(work, [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
                std::move(handler)(std::move(outcome));
            });
        }});
    if (!slot.is_connected()) return;
    slot.assign([client = std::weak_ptr<core>{client}, number](asio::cancellation_type type) {
        if (auto const alive = client.lock()) alive->cancel(number, type);
    });
}

template <journal Journal, clock_source Clock, runner_host<flow::payment> Host>
template <boost::asio::completion_token_for<void(flow::payment)> Token>
auto asio_client<Journal, Clock, Host>::async_execute(flow::payment payment, attempt_event first, Token&& token) {
    auto initiation = [client = core_](auto handler, flow::payment to_execute, attempt_event const& begin) {
        initiate<flow::payment>(client, std::move(handler), [&](completion_of<flow::payment> done) {
            return client->execute(std::move(to_execute), begin, std::move(done));
        });
    };
    return boost::asio::async_initiate<Token, void(flow::payment)>(std::move(initiation), token, std::move(payment),
                                                                   first);
}

template <journal Journal, clock_source Clock, runner_host<flow::payment> Host>
template <class Op, boost::asio::completion_token_for<void(result<typename Op::response>)> Token>
auto asio_client<Journal, Clock, Host>::async_call(typename Op::path path, typename Op::query query,
                                                   typename Op::body body, Token&& token) {
    static_assert(Op::hazard != hazard::moves_money,
                  "what moves money is never just called: it is executed by async_execute");
    static_assert(Op::bearer, "the client obtains its own tokens");
    using outcome = result<typename Op::response>;
    auto initiation = [client = core_](auto handler, typename Op::path p, typename Op::query q, typename Op::body b) {
        initiate<outcome>(client, std::move(handler), [&](completion_of<outcome> done) {
            return client->template call<Op>(std::move(p), std::move(q), std::move(b), std::move(done));
        });
    };
    return boost::asio::async_initiate<Token, void(outcome)>(std::move(initiation), token, std::move(path),
                                                             std::move(query), std::move(body));
}

}  // namespace dollr

#endif
