// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_VIRTUAL_WORLD_HPP
#define DOLLR_TESTS_SUPPORT_VIRTUAL_WORLD_HPP

#include "ports.hpp"

#include <dollr/client/inline_journal.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/flow/known.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/machine/attempt/backoff.hpp>
#include <dollr/sandbox/scenario.hpp>
#include <dollr/sandbox/server.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

/// The whole program in one process and in virtual time: flows, runner, pool, codec and sandbox, without a socket or a
/// sleep.
namespace dollr::tests {

inline reference_id numbered_id(std::uint64_t n) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) bytes[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
    return reference_id::from_random(bytes);
}

/// The process dies here.
struct crash {};

/// Where it dies: at the n-th moment that matters, counted over writes and sends, before and after each.
class fuse {
public:
    void light(std::size_t moments) { left_ = moments, lit_ = true; }
    void put_out() { lit_ = false; }
    [[nodiscard]] bool burnt() const { return burnt_; }
    void pass() {
        if (!lit_ || left_-- != 0) return;
        lit_ = false;
        burnt_ = true;
        throw crash{};
    }

private:
    std::size_t left_ = 0;
    bool lit_ = false;
    bool burnt_ = false;
};

class fragile_journal : public memory_journal {
public:
    explicit fragile_journal(tests::fuse& f) : fuse_(&f) {}
    put_result put(std::span<record> records) override {
        fuse_->pass();
        if (on_put) on_put(records);
        auto const outcome = memory_journal::put(records);
        refusals += outcome == put_result::refused;
        fuse_->pass();
        return outcome;
    }

    std::size_t refusals = 0;
    std::function<void(std::span<record const>)> on_put;  ///< before anything is durable

private:
    tests::fuse* fuse_;
};

/// Carries out what the sandbox's replies say: each answer arrives when its time has come.
class virtual_transport final : public transport {
public:
    virtual_transport(sandbox::server& server, sandbox::manual_clock& clock, tests::fuse& f)
        : server_(&server), clock_(&clock), fuse_(&f) {}

    void forget() { pending_.clear(); }

    void start(http_request&& request, duration timeout, completion done) override {
        ++started;
        fuse_->pass();
        auto instead = intercept ? intercept(request) : std::nullopt;
        auto end = instead ? sandbox::ended{std::move(*instead), {}}
                           : sandbox::carry_out(server_->handle(request, clock_->now().server), timeout);
        auto shared = std::make_shared<completion>(std::move(done));
        pending_.emplace(clock_->now().steady + end.took,
                         [shared, answer = std::make_shared<exchange_result>(std::move(end.result))] {
                             (*shared)(std::move(*answer));
                         });
        fuse_->pass();
    }

    [[nodiscard]] steady_time next() const { return pending_.empty() ? steady_time::max() : pending_.begin()->first; }
    void deliver() {
        while (!pending_.empty() && pending_.begin()->first <= clock_->now().steady) {
            auto const done = std::move(pending_.begin()->second);
            pending_.erase(pending_.begin());
            done();
        }
    }

    std::size_t started = 0;
    /// What answers in the server's place, where it answers at all.
    std::function<std::optional<exchange_result>(http_request const&)> intercept;

private:
    sandbox::server* server_;
    sandbox::manual_clock* clock_;
    tests::fuse* fuse_;
    std::multimap<steady_time, std::function<void()>> pending_;
};

/// Runs payments against a sandbox until each has a verdict or is parked.
class virtual_world final : observer, secret_source {
public:
    explicit virtual_world(sandbox::options options = {}, policy rules = {})
        : rules_(rules), server_(std::move(options)) {
        restart();
    }

    void add(flow::payment_intent const& p) {
        auto const content = flow::content_of(p, toy_digest);
        ++minted_;
        runner_->add(flow::payment::begin(p, *content, numbered_id(minted_), rules_, minted_), event::started{});
    }
    /// As `dollr execute` does with a line: begins it, goes on with it, begins it again, or leaves it.
    void pay(flow::payment_intent const& p) {
        auto const* const known = journal_.find(*intent_key::try_parse(p.key));
        switch (flow::disposition_of(known, *flow::content_of(p, toy_digest), false)) {
            case flow::disposition::begin:
                return add(p);
            case flow::disposition::go_on:
                return recover(*known, p);
            case flow::disposition::reattempt:
                return reattempt(*known, p);
            default:
                return;
        }
    }
    void recover(record const& newest, std::optional<flow::payment_intent> p = std::nullopt) {
        ++minted_;
        runner_->add(flow::payment::recover(newest, std::move(p), numbered_id(minted_), rules_, minted_),
                     event::recovered{});
    }
    void reattempt(record const& newest, flow::payment_intent p, bool accept_unproven = false) {
        ++minted_;
        runner_->add(
            flow::payment::reattempt(newest, std::move(p), numbered_id(minted_), accept_unproven, rules_, minted_),
            event::recovered{});
    }

    /// False: it did not come to rest within `most` of virtual time.
    bool run(duration most = std::chrono::hours{26}) {
        auto const end = clock_.now().steady + most;
        while (clock_.now().steady < end) {
            auto const wake = runner_->turn();
            if (at_rest()) return true;
            auto const next = std::min(wake, transport_.next());
            if (next == steady_time::max()) return false;
            clock_.advance_to(std::min(next, end));
            transport_.deliver();
        }
        return false;
    }

    /// One operation beside the payments, as an application makes it with its own client.
    template <class Op>
    typename Op::response call(typename Op::path const& path, typename Op::query const& query,
                               typename Op::body const& body) {
        auto const send = [this](http_request const& r) { return server_.handle(r, clock_.now().server).response; };
        auto const& o = server_.state().options;
        http_request r;
        static_cast<void>(codec::request<api::obtain_token>({o.client_id, secret_string{o.client_secret}}, {}, r));
        auto const token = codec::response<api::obtain_token>(send(r)).value();
        codec::request<Op>(path, query, body, token.access_token, r).value();
        return codec::response<Op>(send(r)).value();
    }

    [[nodiscard]] std::size_t charges(std::string const& key) const {
        auto const& all = server_.ledger();
        auto const transfers = newest(key).attempt.operation == operation_type::transfer;
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& e) {
            if (e.operation_type == operation_type::transfer) return transfers;  // no text tells whose it is
            return flow::key_in({e.document_reference.value_or(""), e.reason.value_or(""), e.account_name}) == key;
        }));
    }
    [[nodiscard]] record newest(std::string const& key) const {
        for (auto const& r : journal_.latest())
            if (r.intent.key.text() == key) return r;
        return {};
    }
    [[nodiscard]] flow::payment const* payment(std::string const& key) {
        flow::payment const* found = nullptr;
        runner_->each([&](task_id, flow::payment& p) {
            if (p.key() == key) found = &p;
        });
        return found;
    }

    // what the runner asks and tells
    bool credentials(api::obtain_token_payload& out) override {
        out.client_id = "sandbox";
        out.client_secret.assign(client_secret);
        return true;
    }
    bool passcode(payment_status const&, api::passcode_payload& out) override {
        ++passcodes_asked;
        out.token.phone = phone::try_parse("231770000000");
        out.token.code.assign(code);
        out.device = {"test", "server", "linux", "test", "127.0.0.1"};
        return true;
    }
    void on_note(payment_status const&, notes const& n) override {
        escalations += n.escalate;
        if (on_noted) on_noted();
    }
    void on_action(payment_status const&, secret_string const&) override { ++actions; }
    void on_verdict(payment_status const& p, verdict const& v) override { verdicts.insert_or_assign(p.key, v); }
    void on_token_error(error const&) override { ++token_errors; }

    std::map<std::string, verdict> verdicts;
    std::string client_secret = "sandbox-secret";
    std::string code = "123456";
    std::function<void()> on_noted;  ///< what the program does when it is told something
    std::size_t passcodes_asked = 0;
    std::size_t escalations = 0;
    std::size_t actions = 0;
    std::size_t token_errors = 0;

    [[nodiscard]] fragile_journal& journal() noexcept { return journal_; }
    [[nodiscard]] sandbox::server& server() noexcept { return server_; }
    [[nodiscard]] sandbox::manual_clock& clock() noexcept { return clock_; }
    [[nodiscard]] dollr::runner& work() noexcept { return *runner_; }
    [[nodiscard]] tests::fuse& fuse() noexcept { return fuse_; }
    [[nodiscard]] virtual_transport& transport() noexcept { return transport_; }

    /// Everything that was only in memory is gone; what was on its way to the server arrives or has arrived.
    void restart() {
        transport_.forget();
        verdicts.clear();
        ++minted_;
        runner_ = runner::make({.transport = transport_,
                                .journal = journal_port_,
                                .clock = time_,
                                .entropy = entropy_,
                                .digest = toy_digest,
                                .secrets = *this,
                                .observer = *this},
                               rules_)
                      .value();
    }
    [[nodiscard]] std::size_t requests() const noexcept { return transport_.started; }

private:
    bool at_rest() {
        if (!runner_->idle()) return false;
        auto const& tasks = runner_->tasks();
        if (tasks.token().credentials_refused()) return true;
        bool all = true;
        runner_->each([&](task_id, flow::payment const& p) {
            auto const held =
                tasks.breaker_open() && p.operation() != operation_type::collection && p.phase() <= phase::recorded;
            auto const asked = p.answers() != 0 || token_errors != 0;  // or could not be
            all = all && (p.settled() || (p.phase() == phase::parked && asked) || held);
        });
        return all;
    }

    policy rules_;
    sandbox::manual_clock clock_;
    sandbox::server server_;
    tests::fuse fuse_;
    virtual_transport transport_{server_, clock_, fuse_};
    fragile_journal journal_{fuse_};
    inline_journal journal_port_{journal_};
    steered_clock time_{clock_};
    counting_entropy entropy_;
    std::uint64_t minted_ = 0;
    std::unique_ptr<dollr::runner> runner_;
};

/// A payment to or from the sandbox's phone with this magic ending (docs/sandbox.md); 0: an ordinary one.
inline flow::payment_intent a_payment(std::string key, flow::intent_kind kind, int magic = 0,
                                      std::string_view amount_text = "25.00", std::string_view unit = "USD") {
    flow::payment_intent p;
    p.key = std::move(key);
    p.kind = kind;
    p.name = "Amara Kollie";
    p.phone = *phone::try_parse(magic == 0 ? std::string{"231771230001"} : "23177123" + std::to_string(9900 + magic));
    p.amount = *amount::try_parse(amount_text);
    p.currency = *currency::try_parse(unit);
    if (kind == flow::intent_kind::transfer) {
        sandbox::server const any;  // all are alike
        for (auto const& wallet : any.state().wallets)
            if (wallet.currency == p.currency) p.from_wallet_id = wallet.id;
    }
    return p;
}

}  // namespace dollr::tests

#endif
