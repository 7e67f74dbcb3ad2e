// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/client.hpp>
#include <dollr/http/endpoint.hpp>
#include <dollr/runtime/engine.hpp>
#ifdef DOLLR_CLIENT_CURL
#include <dollr/curl/multi_transport.hpp>
#endif

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace dollr {
namespace {

/// libcurl, and the proof that its global state is there for as long.
result<std::shared_ptr<transport>> own_transport(settings const& with) {
#ifdef DOLLR_CLIENT_CURL
    auto session = curl_session::start();
    if (!session) return session.error();
    curl_options options;
    options.base_url = with.target.url;
    options.in_flight_max = with.policy.in_flight_max + std::size_t{1};  // and the token
    options.body_max = codec::list_max;
    options.ca_file = with.ca_file;
    options.connect_timeout = with.connect_timeout;
    struct held {
        curl_session session;
        std::optional<curl_multi_transport> curl;
    };
    auto const all = std::make_shared<held>(held{*std::move(session), {}});
    auto curl = curl_multi_transport::open(all->session, options);
    if (!curl) return curl.error();
    all->curl.emplace(*std::move(curl));
    return std::shared_ptr<transport>{all, &*all->curl};
#else
    static_cast<void>(with);
    return invalid_input("this client was built without libcurl",
                         "set a transport of your own, or build the adapter curl");
#endif
}

}  // namespace

/// What other threads want of the loop. It outlives the client where a transport still holds a completion: what comes
/// then is dropped.
struct client::mailbox {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> mail;
    polled_transport* polled = nullptr;  ///< where the loop waits, if not here
    bool closing = false;                ///< the loop ends
    bool closed = false;                 ///< there is no loop any more

    void post(std::function<void()> what) {
        std::lock_guard const lock{mutex};
        if (closed) return;
        mail.push_back(std::move(what));
        wake();
    }
    void wake() {
        if (polled != nullptr) polled->wakeup();
        changed.notify_one();
    }
};

/// The loop: one thread that takes what is posted, turns the runner, and waits in the transport, or for a post.
struct client::state {
    std::shared_ptr<dollr::transport> transport;
    polled_transport* polled = nullptr;
    std::shared_ptr<mailbox> box = std::make_shared<mailbox>();
    std::unique_ptr<engine> made;
    std::exception_ptr thrown;  ///< guarded by box->mutex
    std::thread thread;

    void post(std::function<void()> what) { box->post(std::move(what)); }

    void take_mail() {
        std::deque<std::function<void()>> all;
        {
            std::lock_guard const lock{box->mutex};
            all.swap(box->mail);
        }
        for (auto& one : all) one();
    }

    void wait(duration most) {
        if (polled != nullptr) {
            polled->poll(most);
            return;
        }
        std::unique_lock lock{box->mutex};
        box->changed.wait_for(lock, most, [this] { return !box->mail.empty() || box->closing; });
    }

    bool is_closing() {
        std::lock_guard const lock{box->mutex};
        return box->closing;
    }

    steady_time turn() {
        try {
            return made->work().turn();
        } catch (...) {  // of an observer: the runner is as it was, and the next turn goes on
            std::lock_guard const lock{box->mutex};
            if (!thrown) thrown = std::current_exception();
            return made->clock().now().steady;
        }
    }

    void run() {
        constexpr duration longest = std::chrono::minutes{1};
        auto& clock = made->clock();
        while (!is_closing()) {
            take_mail();
            auto const wake = turn();
            if (wake > clock.now().steady && made->work().idle()) clock.idle(wake);
            auto const now = clock.now().steady;
            auto const until = std::min(wake, made->work().next_audit());
            wait(until <= now ? duration{}
                              : std::min(clock.real(std::min(until - now, duration{longest * 1000})), longest));
        }
        take_mail();
    }

    /// One request before the loop runs.
    exchange_result ask(http_request&& request, duration timeout) {
        auto const answer = std::make_shared<std::optional<exchange_result>>();
        transport->start(std::move(request), timeout,
                         [answer](exchange_result end) { answer->emplace(std::move(end)); });
        auto const last = std::chrono::steady_clock::now() + timeout + std::chrono::seconds{1};
        while (!*answer) {
            if (std::chrono::steady_clock::now() > last)  // a transport may let go of a request without a word
                return no_response{delivery::maybe_sent, true, "the transport gave no answer in time"};
            wait(std::chrono::milliseconds{100});
            take_mail();
        }
        return std::move(**answer);
    }

    ~state() {
        if (thread.joinable()) {
            {
                std::lock_guard const lock{box->mutex};
                box->closing = true;
                box->wake();
            }
            thread.join();
        }
        made.reset();  // tells everybody who waits
        std::deque<std::function<void()>> unread;
        std::lock_guard const lock{box->mutex};
        box->closed = true;
        box->polled = nullptr;
        box->mail.swap(unread);
    }
};

client::client(std::unique_ptr<state> made) noexcept : state_(std::move(made)) {}
client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;
client::~client() = default;

result<client> client::open(settings const& with) {
    auto s = std::make_unique<state>();
    auto const post = [box = s->box](std::function<void()> what) { box->post(std::move(what)); };
    if (with.transport == nullptr) {
        auto own = own_transport(with);
        if (!own) return own.error();
        s->transport = *std::move(own);
    } else if (with.transport->polled() != nullptr) {
        s->transport = with.transport;
    } else {
        s->transport = std::make_shared<posting_transport>(with.transport, post);
    }
    s->polled = s->transport->polled();
    s->box->polled = s->polled;
    auto opened = engine::open(with, {.transport = *s->transport,
                                      .post = post,
                                      .wake = {},
                                      .ask = [at = s.get()](http_request&& request, duration timeout) {
                                          return at->ask(std::move(request), timeout);
                                      }});
    if (!opened) return opened.error();
    s->made = *std::move(opened);
    s->thread = std::thread{[at = s.get()] { at->run(); }};
    return client{std::move(s)};
}

result<void> client::wait_for(starting start, std::stop_token const& stop) {
    if (std::this_thread::get_id() == state_->thread.get_id())
        return invalid_input("a client cannot be waited for from inside its own observer or secret source",
                             "note what is wanted, and call the client from another thread");
    struct waiting {
        std::mutex mutex;
        std::condition_variable changed;
        bool ended = false;
        std::uint64_t operation = 0;
        bool stopped = false;
    };
    auto const here = std::make_shared<waiting>();
    auto* const at = state_.get();
    auto const ended = [here] {
        std::lock_guard const lock{here->mutex};
        here->ended = true;
        here->changed.notify_one();
    };
    at->post([at, here, start = std::move(start), ended] {
        here->operation = start(at->made->work(), ended);
        if (here->stopped) at->made->work().cancel(here->operation);
    });
    std::stop_callback const on_stop{stop, [at, here] {
                                         at->post([at, here] {
                                             here->stopped = true;
                                             if (here->operation != 0) at->made->work().cancel(here->operation);
                                         });
                                     }};
    std::unique_lock lock{here->mutex};
    here->changed.wait(lock, [&] { return here->ended; });
    return {};
}

result<settlement> client::pay(payment_intent const& intent, pay_options const& how, std::stop_token const& stop) {
    auto const end = std::make_shared<std::optional<result<settlement>>>();
    auto const waited = wait_for(
        [end, intent, how](runner& work, std::function<void()> ended) {
            return work.pay(intent, how, [end, ended = std::move(ended)](result<settlement> outcome) {
                end->emplace(std::move(outcome));
                ended();
            });
        },
        stop);
    if (!waited) return waited.error();
    return std::move(**end);
}

result<std::vector<settlement>> client::recover(pay_options const& how, std::stop_token const& stop) {
    using outcome = result<std::vector<settlement>>;
    auto const end = std::make_shared<std::optional<outcome>>();
    auto const waited = wait_for(
        [end, how](runner& work, std::function<void()> ended) {
            return work.recover(how, [end, ended = std::move(ended)](outcome all) {
                end->emplace(std::move(all));
                ended();
            });
        },
        stop);
    if (!waited) return waited.error();
    return std::move(**end);
}

void client::resume() {
    state_->post([at = state_.get()] { at->made->work().resume(); });
}

std::exception_ptr client::observer_failure() const {
    std::lock_guard const lock{state_->box->mutex};
    return state_->thrown;
}

}  // namespace dollr
