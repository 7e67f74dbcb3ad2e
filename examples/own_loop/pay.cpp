#include <dollr/client/runner.hpp>
#include <dollr/curl/multi_transport.hpp>
#include <dollr/runtime/engine.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

using namespace dollr::literals;
using namespace std::chrono_literals;

/// What any thread wants to have run by the loop: here the journal's thread, when a record is durable.
struct mailbox {
    int ready = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    std::mutex mutex;
    std::vector<std::function<void()>> mail;

    ~mailbox() { close(ready); }
    void post(std::function<void()> what) {
        std::lock_guard const lock{mutex};
        mail.push_back(std::move(what));
        eventfd_write(ready, 1);
    }
    void run_all() {
        eventfd_t count = 0;
        eventfd_read(ready, &count);
        auto const all = [this] {
            std::lock_guard const lock{mutex};
            return std::exchange(mail, {});
        }();
        for (auto const& one : all) one();
    }
};

template <class T>
T must(dollr::result<T> r) {
    if (r) return *std::move(r);
    std::fprintf(stderr, "%s\n", dollr::describe(r.error()).c_str());
    std::exit(2);
}

int main(int argc, char** argv) {
    sigset_t stops{};
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, nullptr);  // before any thread is made
    int const signals = signalfd(-1, &stops, SFD_NONBLOCK | SFD_CLOEXEC);
    dollr::settings with{.target = dollr::sandbox_at(argc > 1 ? argv[1] : "http://127.0.0.1:7373"),
                         .journal = "payments.journal"};
    auto session = must(dollr::curl_session::start());
    dollr::curl_options options;
    options.base_url = with.target.url;
    auto http = must(dollr::curl_multi_transport::open(session, options));
    auto const ask = [&](dollr::http_request&& request, dollr::duration timeout) {
        std::optional<dollr::exchange_result> end;
        http.start(std::move(request), timeout, [&](dollr::exchange_result answer) { end = std::move(answer); });
        while (!end) http.poll(1s);
        return *std::move(end);
    };
    mailbox box;  // outlives the engine, whose journal's thread posts
    auto const post = [&](std::function<void()> what) { box.post(std::move(what)); };
    auto const engine = must(dollr::engine::open(with, {.transport = http, .post = post, .ask = ask}));

    std::optional<dollr::result<dollr::settlement>> end;
    auto const order = engine->work().pay({.key = "order-1042",
                                           .kind = dollr::collection,
                                           .name = "Amara Kollie",
                                           .phone = "231771234567"_phone,
                                           .amount = "18.50"_amount,
                                           .currency = "USD"_currency},
                                          {}, [&](dollr::result<dollr::settlement> what) { end = std::move(what); });
    for (auto wake = engine->work().turn(); !end; wake = engine->work().turn()) {
        auto const now = engine->clock().now().steady;
        dollr::duration wait{0};
        if (wake > now) wait = std::min<dollr::duration>(engine->clock().real(wake - now), 1min);
        if (http.pending() != 0) {  // libcurl's sockets are not ours: they get 20 ms, then our own are looked at
            http.poll(std::min<dollr::duration>(wait, 20ms));
            wait = 0ms;
        }
        pollfd fds[] = {{box.ready, POLLIN, 0}, {signals, POLLIN, 0}};  // and those that your program has already
        ::poll(fds, std::size(fds), static_cast<int>(wait.count()));
        box.run_all();
        signalfd_siginfo which;
        if (read(signals, &which, sizeof which) == sizeof which) engine->work().cancel(order);
    }
    std::puts(*end ? std::string{(*end)->advice()}.c_str() : dollr::describe(end->error()).c_str());
    return *end && (*end)->paid() ? 0 : 1;
}
