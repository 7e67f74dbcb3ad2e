// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/asio/client.hpp>
#include <dollr/asio/transport.hpp>
#include <dollr/runtime/engine.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace dollr::asio {
namespace {

namespace net = boost::asio;

transport_options options_for(settings const& with) {
    transport_options o;
    o.base_url = with.target.url;
    o.in_flight_max = with.policy.in_flight_max + std::size_t{1};  // and the token
    o.body_max = codec::list_max;
    o.ca_file = with.ca_file;
    o.connect_timeout = with.connect_timeout;
    return o;
}

/// One request before the loop runs, in a loop of its own.
exchange_result ask(settings const& with, http_request&& request, duration timeout) {
    net::io_context own;
    auto transport = asio_transport::open(own.get_executor(), options_for(with));
    if (!transport) return no_response{delivery::never_sent, false, transport.error().what};
    exchange_result answer;
    transport->start(std::move(request), timeout, [&answer](exchange_result end) { answer = std::move(end); });
    own.run();
    return answer;
}

/// What is posted, without its own type: Asio's templates hide nothing, and over a lambda of ours they would export our
/// names from a shared library.
using posted = std::function<void()>;

}  // namespace

/// The loop: a turn of the runner whenever something ended, and a timer for what is due.
struct client::core : std::enable_shared_from_this<core> {
    explicit core(executor_type const& executor) : strand(net::make_strand(executor)), timer(strand) {}

    net::strand<executor_type> strand;
    net::steady_timer timer;
    std::optional<asio_transport> own;
    std::shared_ptr<dollr::transport> given;
    std::unique_ptr<engine> made;
    std::optional<executor_type> busy;  ///< while an answer or a write is outstanding
    bool turn_is_due = false;

    void post(std::function<void()> what) {
        net::post(strand, posted{[what = std::move(what), at = weak_from_this()] {
                      if (at.lock()) what();
                  }});
    }

    /// Soon, and once for all that happens until then.
    void wake() {
        if (std::exchange(turn_is_due, true)) return;
        net::post(strand, posted{[at = weak_from_this()] {
                      if (auto const alive = at.lock()) alive->turn();
                  }});
    }

    void turn() {
        if (!made) return;
        turn_is_due = false;
        struct again_if_thrown {
            core* at;
            bool done = false;
            ~again_if_thrown() {
                if (!done) at->wake();
            }
        } guard{this};
        auto const until = made->work().turn();
        guard.done = true;
        busy.reset();
        if (!made->work().idle())
            busy.emplace(net::prefer(executor_type{strand}, net::execution::outstanding_work.tracked));
        auto& clock = made->clock();
        if (until != steady_time::max() && made->work().idle()) clock.idle(until);
        made->wake_for_audit([at = weak_from_this()] {
            if (auto const alive = at.lock()) alive->wake();
        });
        auto const now = clock.now().steady;
        if (until <= now) return wake();
        if (until == steady_time::max()) {
            timer.cancel();
            return;
        }
        constexpr duration longest = std::chrono::minutes{1};
        timer.expires_after(std::min(clock.real(std::min(until - now, duration{longest * 1000})), longest));
        timer.async_wait([at = weak_from_this()](boost::system::error_code const& cancelled) {
            auto const alive = at.lock();
            if (alive && !cancelled) alive->wake();
        });
    }
};

result<client> client::open(executor_type const& executor, settings const& with) {
    auto const at = std::make_shared<core>(executor);
    auto const post = [weak = std::weak_ptr{at}](std::function<void()> what) {
        if (auto const alive = weak.lock()) alive->post(std::move(what));
    };
    if (with.transport == nullptr) {
        auto own = asio_transport::open(at->strand, options_for(with));
        if (!own) return own.error();
        at->own.emplace(*std::move(own));
    } else if (with.transport->polled() != nullptr) {
        return invalid_input("this transport must be polled, which an event loop does not do",
                             "leave it out, or use dollr::client");
    } else {
        at->given = std::make_shared<posting_transport>(with.transport, post);
    }
    auto& transport = at->own ? static_cast<dollr::transport&>(*at->own) : *at->given;
    auto opened =
        engine::open(with, {.transport = transport,
                            .post = post,
                            .wake =
                                [weak = std::weak_ptr{at}] {
                                    if (auto const alive = weak.lock()) alive->wake();
                                },
                            .ask = [&with](http_request&& request,
                                           duration timeout) { return asio::ask(with, std::move(request), timeout); }});
    if (!opened) return opened.error();
    at->made = *std::move(opened);
    return client{at};
}

client::~client() {
    if (!core_) return;
    core_->timer.cancel();
    if (core_->own) core_->own->cancel_all();
    core_->made.reset();  // tells everybody who waits
    core_->busy.reset();
}

error client::closed(money_moved moved) {
    auto e = invalid_input("the client was closed", "open it again, and call again");
    e.kind = error_kind::expired;
    e.moved = moved;
    return e;
}

client::executor_type client::executor_of(core const& at) noexcept { return at.strand; }
client::executor_type client::get_executor() const noexcept { return core_->strand.get_inner_executor(); }

client::cancelling client::start(std::shared_ptr<core> const& at, starting what) {
    struct ticket {
        std::uint64_t operation = 0;
        bool cancelled = false;
    };
    auto const one = std::make_shared<ticket>();
    // Whoever asks just before the client is destroyed is told as well.
    net::post(at->strand, posted{[weak = std::weak_ptr{at}, one, what = std::move(what)] {
                  auto const alive = weak.lock();
                  if (!alive || !alive->made) return void(what(nullptr));
                  one->operation = what(&alive->made->work());
                  if (one->cancelled) alive->made->work().cancel(one->operation);
              }});
    return [weak = std::weak_ptr{at}, one] {
        auto const alive = weak.lock();
        if (!alive) return;
        alive->post([at = alive.get(), one] {
            one->cancelled = true;
            if (at->made && one->operation != 0) at->made->work().cancel(one->operation);
        });
    };
}

std::uint64_t client::pay(runner& work, payment_intent intent, pay_options how,
                          completion_of<result<settlement>> done) {
    return work.pay(std::move(intent), how, std::move(done));
}

std::uint64_t client::recover(runner& work, pay_options how, completion_of<result<std::vector<settlement>>> done) {
    return work.recover(how, std::move(done));
}

void client::resume() {
    core_->post([at = core_.get()] {
        if (!at->made) return;
        at->made->work().resume();
        at->wake();
    });
}

}  // namespace dollr::asio
