// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/curl/multi_transport.hpp>
#include <dollr/http/wire.hpp>

#include "exchange.hpp"

#include <algorithm>
#include <climits>
#include <deque>
#include <fstream>
#include <utility>
#include <vector>

#include <unistd.h>

namespace dollr {

using curl_detail::clock;
using curl_detail::exchange;

struct curl_multi_transport::state {
    struct multi_cleanup {
        void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
    };
    struct outcome {
        completion done;
        exchange_result result;
    };

    endpoint place;
    curl_options options;
    pid_t process = ::getpid();
    std::unique_ptr<CURLM, multi_cleanup> multi;
    std::deque<std::unique_ptr<exchange>> waiting;   // for a turn
    std::vector<std::unique_ptr<exchange>> running;  // added to the multi handle
    std::deque<outcome> ended;                       // to be told by the poll in progress, or by the next

    ~state() {
        for (auto const& one : running) curl_multi_remove_handle(multi.get(), one->handle());
    }

    void end(std::unique_ptr<exchange> one, CURLcode code, bool cancelled = false) {
        auto result = one->finish(code, cancelled);
        ended.push_back({one->take_completion(), std::move(result)});
    }

    void end_unsent(completion&& done, bool timed_out, std::string why) {
        ended.push_back({std::move(done), no_response{delivery::never_sent, timed_out, std::move(why)}});
    }

    std::unique_ptr<exchange> take_running(CURL* easy) {
        auto const at = std::ranges::find(running, easy, [](auto const& one) { return one->handle(); });
        curl_multi_remove_handle(multi.get(), easy);
        auto one = std::move(*at);
        running.erase(at);
        return one;
    }

    /// Gives waiting exchanges their turn and ends those whose deadline passed while they waited.
    void admit() {
        auto const now = clock::now();
        std::erase_if(waiting, [&](auto& one) {
            if (one->deadline() > now) return false;
            end_unsent(one->take_completion(), true, "the request waited too long: too many requests are in flight");
            return true;
        });
        while (!waiting.empty() && running.size() < options.in_flight_max) {
            auto one = std::move(waiting.front());
            waiting.pop_front();
            auto* const easy = one->prepare(place, options, process);
            if (easy == nullptr || curl_multi_add_handle(multi.get(), easy) != CURLM_OK) {
                end_unsent(one->take_completion(), false, "libcurl did not take the request");
                continue;
            }
            running.push_back(std::move(one));
        }
    }

    void perform() {
        int still_running = 0;
        if (curl_multi_perform(multi.get(), &still_running) != CURLM_OK) return cancel_all();
        int left = 0;
        while (auto const* const message = curl_multi_info_read(multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            auto const code = message->data.result;  // the message dies with the handle's removal
            end(take_running(message->easy_handle), code);
        }
    }

    void wait(duration longest) {
        if (!waiting.empty()) {
            auto const first = std::ranges::min_element(waiting, {}, [](auto const& one) { return one->deadline(); });
            longest = std::min(longest, std::chrono::ceil<duration>((*first)->deadline() - clock::now()));
        }
        auto const milliseconds = std::clamp<duration::rep>(longest.count(), 0, INT_MAX);
        curl_multi_poll(multi.get(), nullptr, 0, static_cast<int>(milliseconds), nullptr);
    }

    void cancel_all() {
        for (auto& one : std::exchange(waiting, {})) {
            end_unsent(one->take_completion(), false, "the exchange was cancelled");
        }
        while (!running.empty()) end(take_running(running.back()->handle()), CURLE_OK, true);
    }
};

result<curl_multi_transport> curl_multi_transport::open(curl_session const&, curl_options options) {
    auto place = options.validate();
    if (!place) return place.error();
    if (!options.ca_file.empty() && !std::ifstream{options.ca_file}) {
        return invalid_input("the CA file cannot be read", "name a readable file of PEM certificates");
    }
    auto made = std::make_unique<state>();
    made->place = std::move(*place);
    made->options = std::move(options);
    made->multi.reset(curl_multi_init());
    auto const idle = std::clamp<std::size_t>(made->options.idle_connections_max, 1, 1'000);
    if (!made->multi || curl_multi_setopt(made->multi.get(), CURLMOPT_PIPELINING, long{CURLPIPE_NOTHING}) != CURLM_OK ||
        curl_multi_setopt(made->multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(idle)) != CURLM_OK) {
        error e;
        e.what = "libcurl could not be started";
        e.next = "check the memory limit of the process and the installation of libcurl";
        return e;
    }
    return curl_multi_transport{std::move(made)};
}

curl_multi_transport::curl_multi_transport(std::unique_ptr<state> made) noexcept : state_(std::move(made)) {}
curl_multi_transport::curl_multi_transport(curl_multi_transport&&) noexcept = default;
curl_multi_transport& curl_multi_transport::operator=(curl_multi_transport&&) noexcept = default;
curl_multi_transport::~curl_multi_transport() = default;

void curl_multi_transport::start(http_request&& request, duration timeout, completion done) {
    if (auto const why = why_not_sendable(request); !why.empty()) {
        state_->end_unsent(std::move(done), false, std::string{why});
    } else {
        state_->waiting.push_back(std::make_unique<exchange>(
            std::move(request), clock::now() + std::min(timeout, timeout_max), std::move(done)));
    }
}

std::size_t curl_multi_transport::poll(duration wait) {
    auto const step = [this] {
        state_->admit();
        state_->perform();
        state_->admit();  // into the places that have just become free
    };
    step();
    if (state_->ended.empty()) {
        state_->wait(wait);
        step();
    }
    // Those that a completion ends at once, such as a refused request, are told by the next poll.
    auto const count = state_->ended.size();
    for (std::size_t i = 0; i != count; ++i) {
        auto one = std::move(state_->ended.front());
        state_->ended.pop_front();
        one.done(std::move(one.result));
    }
    return count;
}

std::size_t curl_multi_transport::pending() const noexcept {
    return state_->waiting.size() + state_->running.size() + state_->ended.size();
}

void curl_multi_transport::cancel_all() { state_->cancel_all(); }

void curl_multi_transport::wakeup() noexcept { curl_multi_wakeup(state_->multi.get()); }

}  // namespace dollr
