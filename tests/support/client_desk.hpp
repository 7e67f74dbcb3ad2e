// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_CLIENT_DESK_HPP
#define DOLLR_TESTS_SUPPORT_CLIENT_DESK_HPP

#include <dollr/client.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/testing/manual_clock.hpp>
#include <dollr/testing/sandbox_transport.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// What a program has around its client: a sandbox in the process, time that jumps, a journal that outlives clients.
namespace dollr::tests {

/// The sandbox's transport, and what went over it.
class watched_wire final : public polled_transport {
public:
    explicit watched_wire(std::shared_ptr<testing::sandbox_transport> to) : to_(std::move(to)) {}

    void start(http_request&& request, duration timeout, completion done) override {
        {
            std::lock_guard const lock{mutex_};
            asked_.push_back(request.target);
        }
        if (is_down) return done(no_response{delivery::never_sent, false, "no connection (a test)"});
        to_->start(std::move(request), timeout, std::move(done));
    }
    std::size_t poll(duration wait) override { return to_->poll(wait); }
    void wakeup() noexcept override { to_->wakeup(); }

    [[nodiscard]] std::size_t count(std::string_view part) const {
        std::lock_guard const lock{mutex_};
        return static_cast<std::size_t>(std::count_if(asked_.begin(), asked_.end(), [&](std::string const& target) {
            return target.find(part) != std::string::npos;
        }));
    }

    std::atomic<bool> is_down = false;  ///< no request leaves

private:
    std::shared_ptr<testing::sandbox_transport> to_;
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
};

struct client_desk {
    std::shared_ptr<testing::manual_clock> clock = std::make_shared<testing::manual_clock>();
    std::shared_ptr<testing::sandbox_transport> bank = std::make_shared<testing::sandbox_transport>(clock);
    std::shared_ptr<watched_wire> wire = std::make_shared<watched_wire>(bank);
    std::shared_ptr<memory_journal> journal = std::make_shared<memory_journal>();

    [[nodiscard]] settings with() const {
        settings s;
        s.target = sandbox_target;
        s.transport = wire;
        s.own_journal = journal;
        s.clock = clock;
        return s;
    }
    [[nodiscard]] client open() const { return client::open(with()).value(); }

    /// How often money moved for this key.
    [[nodiscard]] std::size_t charges(std::string const& key) const {
        return bank->with_server([&](sandbox::server& s) {
            auto const& all = s.ledger();
            return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](sandbox::ledger_entry const& e) {
                return flow::key_in({e.document_reference.value_or(""), e.reason.value_or(""), e.account_name}) == key;
            }));
        });
    }
    [[nodiscard]] std::size_t executions() const {
        return bank->with_server([](sandbox::server& s) { return s.state().executions.size(); });
    }
    /// A day passes: what is still under way somewhere happens now. No client is there to see it.
    void settle() const {
        clock->advance(std::chrono::hours{24});
        bank->with_server([&](sandbox::server& s) { s.advance_to(clock->now().server); });
    }
};

/// A phone with this magic ending (docs/sandbox.md); 0: an ordinary one.
inline payment_intent an_intent(std::string key, int magic = 0, flow::intent_kind kind = collection) {
    payment_intent p;
    p.key = std::move(key);
    p.kind = kind;
    p.name = "Amara Kollie";
    p.phone = *phone::try_parse(magic == 0 ? std::string{"231771230001"} : "23177123" + std::to_string(9900 + magic));
    p.amount = *amount::try_parse("25.00");
    p.currency = *currency::try_parse("USD");
    return p;
}

/// Of a settlement: exactly one of its four questions is answered with yes.
inline std::string_view word_of(result<settlement> const& end) {
    if (!end) return "error";
    CHECK(int{end->paid()} + int{end->declined()} + int{end->not_moved()} + int{end->unknown()} == 1);
    CHECK_FALSE(end->advice().empty());
    return end->paid() ? "paid" : end->declined() ? "declined" : end->not_moved() ? "not moved" : "unknown";
}

}  // namespace dollr::tests

#endif
