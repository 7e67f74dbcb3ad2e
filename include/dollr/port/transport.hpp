// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_PORT_TRANSPORT_HPP
#define DOLLR_PORT_TRANSPORT_HPP

#include <dollr/http/message.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/value/time.hpp>

#include <cstddef>
#include <utility>

/// How bytes leave the process: a user binds their own HTTP stack by deriving from one class and writing one function.
///
/// A transport must not follow redirects, must not re-send a request whose hazard is `moves_money` on any account, must
/// verify TLS, must honour the timeout, must bound the body, and must say `never_sent` only if no byte of the HTTP
/// request was handed to a connection. Whoever cannot tell says `maybe_sent`.
namespace dollr {

class polled_transport;

class transport {
public:
    virtual ~transport() = default;

    /// Not nullptr: its exchanges move only while a thread waits in it.
    [[nodiscard]] virtual polled_transport* polled() noexcept { return nullptr; }

    /// Starts one exchange. `timeout` is real time, > 0, and covers all of it. `done` is called once, with the answer
    /// or with what is known of the delivery: within this call, or later on the thread of the loop that made it. (A
    /// client of adapters/ also takes it from any other thread.) A `done` that is destroyed uncalled means that the
    /// request may have been sent.
    virtual void start(http_request&& request, duration timeout, completion done) = 0;
};

/// For a stack that blocks: write `send`. Whatever else the loop has to do waits for it.
class blocking_transport : public transport {
public:
    /// Returns when the exchange has ended or `timeout` (real time, > 0) has passed.
    virtual exchange_result send(http_request const& request, duration timeout) = 0;

    void start(http_request&& request, duration timeout, completion done) final {
        auto answer = send(request, timeout);
        request.clear();
        done(std::move(answer));
    }
};

/// For a stack that is driven by whoever waits in it, as libcurl is.
class polled_transport : public transport {
public:
    /// Moves all exchanges on, waits up to `wait` for the first of them to end, and calls the completions of those that
    /// ended. Returns how many it called.
    virtual std::size_t poll(duration wait) = 0;
    /// Ends the wait of the poll that is running, or of the next one. Safe to call from another thread.
    virtual void wakeup() noexcept = 0;

    [[nodiscard]] polled_transport* polled() noexcept final { return this; }
};

}  // namespace dollr

#endif
