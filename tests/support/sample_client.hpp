// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_SAMPLE_CLIENT_HPP
#define DOLLR_TESTS_SUPPORT_SAMPLE_CLIENT_HPP

#include "ports.hpp"

#include <dollr/client/inline_journal.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/sandbox/sandbox.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

/// The smallest client: one thread, a wire that blocks, a journal that is called in the loop, a clock that is moved by
/// whoever waits, and the credentials that the sandbox takes.
namespace dollr::tests {

inline void give_passcode(api::passcode_payload& out) {
    out.token.phone = phone::try_parse("231770000000");
    out.token.code.assign("123456");
    out.device = {"test", "server", "linux", "test", "127.0.0.1"};
}

struct sample_secrets : secret_source {
    bool credentials(api::obtain_token_payload& out) override {
        out.client_id = "sandbox";
        out.client_secret.assign("sandbox-secret");
        return true;
    }
    bool passcode(payment_status const&, api::passcode_payload& out) override {
        give_passcode(out);
        return true;
    }
};

class direct_client {
public:
    template <class Wire>
    direct_client(Wire& wire, blocking_journal& journal, dollr::clock& clock, dollr::entropy& entropy,
                  digest_function const& digest, policy rules = {})
        : wire_(std::make_unique<sent_over<Wire>>(wire)),
          journal_(journal),
          clock_(&clock),
          work_(runner::make({.transport = *wire_,
                              .journal = journal_,
                              .clock = clock,
                              .entropy = entropy,
                              .digest = digest,
                              .secrets = secrets_,
                              .observer = nobody_},
                             std::move(rules))
                    .value()) {}

    /// A day is long enough for whatever a test plays.
    result<settlement> pay(flow::payment_intent const& wanted, pay_options how = {.deadline = std::chrono::hours{48}}) {
        std::optional<result<settlement>> end;
        work_->pay(wanted, how, [&end](result<settlement> outcome) { end.emplace(std::move(outcome)); });
        wait_for(end);
        return *std::move(end);
    }
    template <class Op>
    result<typename Op::response> call(typename Op::path path, typename Op::query query, typename Op::body body) {
        std::optional<result<typename Op::response>> end;
        work_->call<Op>(std::move(path), std::move(query), std::move(body), {},
                        [&end](result<typename Op::response> outcome) { end.emplace(std::move(outcome)); });
        wait_for(end);
        return *std::move(end);
    }
    template <class Op>
    result<typename Op::response> call(typename Op::body body) {
        return call<Op>({}, {}, std::move(body));
    }
    [[nodiscard]] runner& work() noexcept { return *work_; }

private:
    void wait_for(auto const& end) {
        while (!end) {
            auto const wake = work_->turn();
            if (end || wake <= clock_->now().steady) continue;
            clock_->idle(wake);
            auto const left = wake - clock_->now().steady;  // of a clock that moves by itself
            if (left > duration::zero()) std::this_thread::sleep_for(clock_->real(left));
        }
    }

    std::unique_ptr<transport> wire_;
    inline_journal journal_;
    dollr::clock* clock_;
    sample_secrets secrets_;
    observer nobody_;
    std::unique_ptr<runner> work_;
};

}  // namespace dollr::tests

#endif
