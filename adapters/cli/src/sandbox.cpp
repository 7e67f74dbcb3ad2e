// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "say.hpp"
#include "verbs.hpp"
#include "web.hpp"

#include <dollr/loopback/server.hpp>
#include <dollr/sandbox/server.hpp>
#include <dollr/system/clock.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <utility>

/// The sandbox core on 127.0.0.1: time and sockets are given to it here.
namespace dollr::cli {
namespace {

wire_fault fault_of(sandbox::ending end) {
    switch (end) {
        case sandbox::ending::whole:
            return wire_fault::none;
        case sandbox::ending::closed:
            return wire_fault::drop;
        // A connection that was accepted can no longer be refused; to the client it is an answer that did not come.
        case sandbox::ending::refused:
        case sandbox::ending::reset:
            return wire_fault::reset;
        case sandbox::ending::truncated:
            return wire_fault::truncate;
        case sandbox::ending::endless:
            return wire_fault::endless;
    }
    return wire_fault::none;
}

loopback_answer answer_of(sandbox::reply&& reply, virtual_clock const& clock) {
    loopback_answer out;
    out.response = std::move(reply.response);
    if (!reply.location.empty()) out.further_headers.emplace_back("Location", std::move(reply.location));
    out.delay = clock.slower(reply.delay);
    out.fault = fault_of(reply.end);
    return out;
}

}  // namespace

exit_code serve_sandbox(sandbox_options const& options) {
    virtual_clock const clock{utc_now(), options.speed};
    sandbox::options rules;
    rules.seed = options.seed;
    rules.token_lifetime = std::chrono::minutes{options.token_lifetime};
    rules.epoch = clock.epoch;
    rules.speed = options.speed;
    rules.rates =
        sandbox::fault_rates::even(static_cast<std::uint32_t>(options.fault_percent * 10'000 / sandbox::fault_count));
    sandbox::server server{std::move(rules)};

    boost::asio::io_context context{1};
    auto listening = loopback_server::listen(context.get_executor(),
                                             [&](http_request const& request) {
                                                 if (auto page = web_answer(request)) return std::move(*page);
                                                 return answer_of(server.handle(request, clock.at(utc_now())), clock);
                                             },
                                             {.port = options.port, .resets_next_connection = {}});
    if (!listening) return complain(listening.error());
    server.set_origin(listening->origin());
    boost::asio::signal_set signals{context, SIGINT, SIGTERM};
    signals.async_wait([&](boost::system::error_code const&, int) {
        listening->stop();
        context.stop();
    });
    say(stdout,
        "sandbox: {} (client id \"sandbox\", client secret \"sandbox-secret\", passcode 123456; speed {}, seed {})\n",
        listening->origin(), options.speed, options.seed);
    std::fflush(stdout);
    context.run();
    return exit_code::all_completed;
}

}  // namespace dollr::cli
