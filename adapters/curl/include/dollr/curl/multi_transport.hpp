// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CURL_MULTI_TRANSPORT_HPP
#define DOLLR_CURL_MULTI_TRANSPORT_HPP

#include <dollr/curl/options.hpp>
#include <dollr/curl/session.hpp>
#include <dollr/http/message.hpp>
#include <dollr/port/completion.hpp>
#include <dollr/port/transport.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/time.hpp>

#include <cstddef>
#include <memory>

/// Many exchanges on one thread, over libcurl's multi interface.
///
/// `start` queues a request; `poll` is the only place where time passes and where completions are called, so a
/// program's main loop is: poll until the next timer of its machines, then tick them.
///
/// What libcurl does by itself and must not do here: it re-sends a request, a POST included, when a reused connection
/// dies before the first byte of the answer. What creates or moves money therefore gets a connection of its own that is
/// closed afterwards, over HTTP/1.1, without `Expect`; only reads and repeats share connections. Redirects are not
/// followed, TLS peer and host are verified, proxies, cookies and netrc are not looked at, no encoding but identity is
/// asked for.
///
/// Once the head of an answer was read, the result is that answer; `complete` says whether all of its body came before
/// the deadline, the limit or the end of the connection. Without a head it is no_response, and `never_sent` exactly if
/// libcurl handed no byte of the request to a connection.
///
/// One thread at a time; `wakeup` alone may be called from any thread.
namespace dollr {

class curl_multi_transport final : public polled_transport {
public:
    /// Refuses options that validate() refuses, and a ca_file that cannot be read.
    [[nodiscard]] static result<curl_multi_transport> open(curl_session const&, curl_options options);

    curl_multi_transport(curl_multi_transport&&) noexcept;
    curl_multi_transport& operator=(curl_multi_transport&&) noexcept;
    /// Closes every connection. Completions that are still pending are destroyed without being called.
    ~curl_multi_transport() override;

    /// `done` is called exactly once, from a later poll. The timeout runs from now, waiting for a turn included.
    void start(http_request&& request, duration timeout, completion done) override;

    /// Moves all exchanges on, waits up to `wait` for the first of them to end, and calls the completions of those that
    /// ended, which may start others. Without any pending exchange it only waits. Returns how many it called. A signal
    /// ends the wait early. Not to be called from a completion.
    std::size_t poll(duration wait) override;

    /// Started and not yet completed.
    [[nodiscard]] std::size_t pending() const noexcept;

    /// Ends every pending exchange; the next poll completes them with what is known of their delivery.
    void cancel_all();

    /// Ends the wait of the poll that is running, or of the next one. Safe to call from another thread.
    void wakeup() noexcept override;

private:
    struct state;
    explicit curl_multi_transport(std::unique_ptr<state>) noexcept;

    std::unique_ptr<state> state_;
};

}  // namespace dollr

#endif
