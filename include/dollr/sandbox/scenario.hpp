// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_SCENARIO_HPP
#define DOLLR_SANDBOX_SCENARIO_HPP

#include <dollr/http/message.hpp>
#include <dollr/sandbox/reply.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <concepts>
#include <string>
#include <string_view>
#include <utility>

/// Client and sandbox in one process, in virtual time: a test or a simulation without sockets, threads or sleeping.
///
///     sandbox::manual_clock clock;
///     sandbox::server server;
///     sandbox::transport wire(server, clock);
///     exchange_result end = wire.send(request, 30s);
///
/// The transport carries out what the sandbox's replies say: time passes on the clock instead of in the world.
namespace dollr::sandbox {

/// Time that moves only when it is told to.
class manual_clock {
public:
    explicit manual_clock(server_time start = server_time{std::chrono::sys_days{std::chrono::year{2026} / 6 /
                                                                                23}}) noexcept
        : now_{.steady = {}, .server = start} {}

    [[nodiscard]] instant now() const noexcept { return now_; }
    void advance(duration by) noexcept {
        now_.steady += by;
        now_.server += by;
    }
    void advance_to(steady_time t) noexcept {
        if (t > now_.steady) advance(t - now_.steady);
    }

private:
    instant now_;
};

template <class C>
concept steerable_clock = requires(C& c, C const& k, duration d) {
    { k.now() } -> std::same_as<instant>;
    c.advance(d);
};

/// What comes of a reply for a client that waits `patience` for it, and how long that takes.
struct ended {
    exchange_result result;
    duration took{0};
};

[[nodiscard]] inline ended carry_out(reply&& r, duration patience);

/// Satisfies dollr::blocking_transport.
template <steerable_clock Clock>
class transport {
public:
    transport(server& s, Clock& c) noexcept : server_(&s), clock_(&c) {}

    exchange_result send(http_request const& request, duration timeout) {
        auto end = carry_out(server_->handle(request, clock_->now().server), timeout);
        clock_->advance(end.took);
        return std::move(end.result);
    }

private:
    server* server_;
    Clock* clock_;
};

inline ended carry_out(reply&& r, duration patience) {
    auto const gone = [](delivery d, bool timed_out, std::string_view why) {
        return no_response{.delivery = d, .timed_out = timed_out, .why = std::string(why)};
    };
    if (r.end == ending::refused) return {gone(delivery::never_sent, false, "connection refused"), {}};
    if (r.delay >= patience) return {gone(delivery::maybe_sent, true, "no answer in time"), patience};
    switch (r.end) {
        case ending::closed:
            return {gone(delivery::maybe_sent, false, "connection closed"), r.delay};
        case ending::reset:
            return {gone(delivery::maybe_sent, false, "connection reset"), r.delay};
        case ending::truncated: {
            auto const whole = std::move(r.response.body);
            r.response.body = secret_string(whole.reveal().substr(0, r.cut_at));
            r.response.complete = false;
            break;
        }
        case ending::endless:
            r.response.complete = false;
            break;  // the client's body limit ends it
        case ending::whole:
        case ending::refused:
            break;
    }
    return {std::move(r.response), r.delay};
}

}  // namespace dollr::sandbox

#endif
