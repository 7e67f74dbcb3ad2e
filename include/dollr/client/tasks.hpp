// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_CLIENT_TASKS_HPP
#define DOLLR_CLIENT_TASKS_HPP

#include <dollr/codec/call.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/machine/call.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/port/completion.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

/// What a runner drives: a payment, or one call of any operation, as one kind of task for one pool. A task stays where
/// it is for as long as it lives, whatever is added or removed beside it.
namespace dollr {

/// A machine that writes its requests and reads its answers.
class http_task {
public:
    virtual ~http_task() = default;

    virtual command handle(attempt_event const& event, instant now) = 0;
    virtual command receive(std::uint32_t serial, steady_time asked, exchange_result const& answer, instant now) = 0;
    /// The request of this serial could not be built: nothing left.
    virtual command unbuildable(std::uint32_t serial, error const& why, instant now) = 0;
    virtual result<void> build(command::action const& what, secret_string const& bearer,
                               api::passcode_payload const* passcode, http_request& out) const = 0;

    [[nodiscard]] virtual flow::payment* payment() noexcept { return nullptr; }
    [[nodiscard]] flow::payment const* payment() const noexcept { return const_cast<http_task*>(this)->payment(); }
};

/// As the pool holds it.
struct pooled_http_task {
    std::unique_ptr<http_task> machine;

    command handle(attempt_event const& event, instant now) { return machine->handle(event, now); }
};

/// A payment, and what a runner must notice about it.
class payment_task final : public http_task {
public:
    /// `changed` gets the number whenever somebody who waits for the payment may have something to hear.
    payment_task(flow::payment made, std::uint64_t number, std::vector<std::uint64_t>& changed)
        : payment_(std::move(made)), number_(number), changed_(&changed) {}

    command handle(attempt_event const& event, instant now) override {
        if (is_of_write(event)) writing_ = false;
        auto const* const deferred = std::get_if<event::deferred>(&event);
        if (std::holds_alternative<event::secret_refused>(event) ||
            std::holds_alternative<event::token_refused>(event) ||
            (deferred != nullptr && deferred->until == steady_time::max()))
            refused_ = true;
        if (std::holds_alternative<event::secret_ready>(event) || std::holds_alternative<event::token_ready>(event) ||
            std::holds_alternative<event::resumed>(event))
            refused_ = false;
        return seen(payment_.handle(event, now));
    }
    command receive(std::uint32_t serial, steady_time asked, exchange_result const& answer, instant now) override {
        return seen(payment_.receive(serial, asked, answer, now));
    }
    command unbuildable(std::uint32_t serial, error const& why, instant now) override {
        return seen(payment_.unbuildable(serial, why, now));
    }
    result<void> build(command::action const& what, secret_string const& bearer, api::passcode_payload const* passcode,
                       http_request& out) const override {
        return payment_.build(what, bearer, passcode, out);
    }
    using http_task::payment;
    [[nodiscard]] flow::payment* payment() noexcept override { return &payment_; }

    /// A record of it is on its way to the journal.
    [[nodiscard]] bool writing() const noexcept { return writing_; }
    /// A token or a passcode was refused, or nothing may leave: it waits for a word of the application.
    [[nodiscard]] bool refused() const noexcept { return refused_; }

private:
    static bool is_of_write(attempt_event const& event) noexcept {
        return std::holds_alternative<event::persisted>(event) ||
               std::holds_alternative<event::persist_failed>(event) ||
               std::holds_alternative<event::write_refused>(event) || std::holds_alternative<event::deferred>(event);
    }
    command seen(command order) {
        if (std::holds_alternative<effect::persist>(order.what)) writing_ = true;
        if (payment_.settled() || refused_ || payment_.phase() == phase::parked ||
            std::holds_alternative<effect::drop>(order.what))
            changed_->push_back(number_);
        return order;
    }

    flow::payment payment_;
    std::uint64_t number_;
    std::vector<std::uint64_t>* changed_;
    bool writing_ = false;
    bool refused_ = false;
};

/// One operation with its repetitions: the call machine, and what only the operation's type knows.
class call_task : public http_task {
public:
    call_task(hazard danger, policy const& rules, std::uint64_t seed, duration longest, std::uint64_t number,
              std::vector<std::uint64_t>& changed)
        : hazard_(danger),
          machine_(call::begin(danger, rules, seed)),
          longest_(longest),
          number_(number),
          changed_(&changed) {}

    command handle(attempt_event const& event, instant now) override;
    command receive(std::uint32_t serial, steady_time, exchange_result const& answer, instant now) override {
        if (ended() || serial != machine_.serial()) return nothing_more();
        outstanding_ = false;
        return watched(machine_.answered(serial, read(answer, now), now));
    }
    command unbuildable(std::uint32_t, error const& why, instant) override {
        fail(why);
        return nothing_more();
    }

    /// It ends with what is known of its delivery.
    void cancel(std::string_view why) {
        if (ended()) return;
        no_response const cancelled{outstanding_ ? delivery::maybe_sent : delivery::never_sent, false,
                                    std::string{why}};
        fail(codec::absence(cancelled, hazard_));
    }
    [[nodiscard]] bool ended() const noexcept { return failed_ || machine_.ended(); }
    /// Hands the outcome over; once, after it ended.
    virtual void complete() = 0;

protected:
    /// Keeps what the answer decodes to, and says what it means to the machine.
    virtual call_answer read(exchange_result const& answer, instant now) = 0;
    virtual void keep(error why) = 0;

private:
    static command nothing_more(notes const& raised = {}) noexcept {
        return {effect::wait_until{steady_time::max()}, raised};
    }
    void fail(error why) {
        failed_ = true;
        keep(std::move(why));
        changed_->push_back(number_);
    }
    void fail(error_kind kind, std::string_view what, std::string_view next) {
        auto why = invalid_input(what, next);
        why.kind = kind;
        fail(std::move(why));
    }
    command watched(command order) {
        if (std::holds_alternative<effect::send>(order.what)) outstanding_ = true;
        if (machine_.ended()) changed_->push_back(number_);
        if (auto* const wait = std::get_if<effect::wait_until>(&order.what); wait != nullptr && !ended()) {
            if (!outstanding_) wait->until = std::min(wait->until, give_up_at_);
        }
        return order;
    }

    hazard hazard_;
    call machine_;
    duration longest_;
    std::uint64_t number_;
    std::vector<std::uint64_t>* changed_;
    steady_time give_up_at_ = steady_time::max();
    bool outstanding_ = false;  ///< a send was ordered and has not come back
    bool failed_ = false;
};

inline command call_task::handle(attempt_event const& event, instant now) {
    if (ended()) return nothing_more();
    if (std::holds_alternative<event::started>(event)) give_up_at_ = now.steady + longest_;
    if (std::holds_alternative<event::deferred>(event)) outstanding_ = false;
    auto const order = machine_.handle(event, now);
    // The machine itself waits for a token as long as it takes, and after a refusal for the application's word.
    if (std::holds_alternative<event::token_refused>(event)) {
        fail(error_kind::unauthorized, "there is no access token: the credentials were refused",
             "correct the client id and the client secret");
        return nothing_more(order.notes);
    }
    if (std::holds_alternative<event::ticked>(event) && !outstanding_ && now.steady >= give_up_at_) {
        fail(error_kind::never_sent, "the request could not be sent in time",
             "look whether the API can be reached, and try again");
        return nothing_more(order.notes);
    }
    return watched(order);
}

template <class Op>
class call_of final : public call_task {
public:
    using outcome = result<typename Op::response>;

    call_of(typename Op::path path, typename Op::query query, typename Op::body body, completion_of<outcome> done,
            policy const& rules, std::uint64_t seed, duration longest, std::uint64_t number,
            std::vector<std::uint64_t>& changed)
        : call_task(Op::hazard, rules, seed, longest, number, changed),
          path_(std::move(path)),
          query_(std::move(query)),
          body_(std::move(body)),
          done_(std::move(done)) {}

    result<void> build(command::action const&, secret_string const& bearer, api::passcode_payload const*,
                       http_request& out) const override {
        return codec::request<Op>(path_, query_, body_, bearer, out);
    }
    void complete() override { done_(std::move(*last_)); }

private:
    call_answer read(exchange_result const& answer, instant now) override {
        last_.emplace(codec::response<Op>(answer, {.body_max = codec::list_max}));
        if (*last_) return {call_answer::kind::succeeded, {}};
        return codec::call_answer_of(last_->error(), answer, now.server);
    }
    void keep(error why) override { last_.emplace(std::move(why)); }

    typename Op::path path_;
    typename Op::query query_;
    typename Op::body body_;
    completion_of<outcome> done_;
    std::optional<outcome> last_;
};

}  // namespace dollr

#endif
