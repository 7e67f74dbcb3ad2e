// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTING_SANDBOX_TRANSPORT_HPP
#define DOLLR_TESTING_SANDBOX_TRANSPORT_HPP

#include <dollr/port/transport.hpp>
#include <dollr/sandbox/scenario.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/testing/manual_clock.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

/// A whole sandbox inside the process, behind a client's transport: its magic phones, its faults, its ledger
/// (docs/sandbox.md), without a socket and without waiting. Time is the manual clock's, which jumps to the next answer.
namespace dollr::testing {

class sandbox_transport final : public polled_transport {
public:
    explicit sandbox_transport(std::shared_ptr<manual_clock> clock, sandbox::options options = {})
        : clock_(std::move(clock)), server_(std::move(options)) {}

    void start(http_request&& request, duration timeout, completion done) override {
        auto const at = clock_->now();
        std::lock_guard const lock{mutex_};
        auto end = sandbox::carry_out(server_.handle(request, at.server), timeout);
        pending_.emplace(at.steady + end.took, held{std::move(end.result), std::move(done)});
    }

    std::size_t poll(duration wait) override {
        auto due = take_due(clock_->now().steady);
        if (due.empty() && wait > duration::zero()) {
            {
                std::unique_lock lock{mutex_};
                // Somebody else's work may be awaited, such as a journal's: time does not pass meanwhile.
                if (pending_.empty())
                    woken_.wait_for(lock, std::min(wait, duration{std::chrono::milliseconds{100}}),
                                    [this] { return wake_; });
                else if (!wake_)
                    clock_->advance_to(std::min(pending_.begin()->first, clock_->now().steady + wait));
                wake_ = false;
            }
            due = take_due(clock_->now().steady);
        }
        for (auto& one : due) one.done(std::move(one.answer));
        return due.size();
    }

    void wakeup() noexcept override {
        std::lock_guard const lock{mutex_};
        wake_ = true;
        woken_.notify_one();
    }

    /// Looks at the sandbox, or changes it: `look` is given the server. Any thread.
    template <class Look>
    auto with_server(Look&& look) {
        std::lock_guard const lock{mutex_};
        return look(server_);
    }

private:
    struct held {
        exchange_result answer;
        completion done;
    };
    std::vector<held> take_due(steady_time now) {
        std::lock_guard const lock{mutex_};
        std::vector<held> due;
        while (!pending_.empty() && pending_.begin()->first <= now) {
            due.push_back(std::move(pending_.begin()->second));
            pending_.erase(pending_.begin());
        }
        return due;
    }

    std::shared_ptr<manual_clock> clock_;
    std::mutex mutex_;
    std::condition_variable woken_;
    sandbox::server server_;
    std::multimap<steady_time, held> pending_;
    bool wake_ = false;
};

}  // namespace dollr::testing

#endif
