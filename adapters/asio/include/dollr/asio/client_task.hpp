// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_ASIO_CLIENT_TASK_HPP
#define DOLLR_ASIO_CLIENT_TASK_HPP

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
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What an asio_client drives: a payment, or one call of any operation, as one kind of task for one pool.
namespace dollr::asio_detail {

inline command idle(notes const& raised = {}) noexcept { return {effect::wait_until{steady_time::max()}, raised}; }

/// One operation with its repetitions: the call machine, and what only the operation's type knows.
class call_task {
public:
    call_task(hazard danger, policy const& rules, std::uint64_t seed)
        : machine_(call::begin(danger, rules, seed)), longest_(rules.call_max) {}
    call_task(call_task const&) = delete;
    virtual ~call_task() = default;

    command handle(attempt_event const& event, instant now) {
        if (ended()) return idle();
        if (std::holds_alternative<event::started>(event)) give_up_at_ = now.steady + longest_;
        if (std::holds_alternative<event::deferred>(event)) outstanding_ = false;
        auto const order = machine_.handle(event, now);
        // The machine itself waits for a token as long as it takes, and after a refusal for the application's word.
        if (std::holds_alternative<event::token_refused>(event)) {
            fail(error_kind::unauthorized, "there is no access token: the credentials were refused",
                 "correct the client id and the client secret");
            return idle(order.notes);
        }
        if (std::holds_alternative<event::ticked>(event) && !outstanding_ && now.steady >= give_up_at_) {
            fail(error_kind::never_sent, "the request could not be sent in time",
                 "look whether the API can be reached, and try again");
            return idle(order.notes);
        }
        return watched(order);
    }

    command receive(std::uint32_t serial, exchange_result const& answer, instant now) {
        if (ended() || serial != machine_.serial()) return idle();
        outstanding_ = false;
        return watched(machine_.answered(serial, read(answer, now), now));
    }

    command unbuildable(error const& why) {
        fail(why);
        return idle();
    }

    void cancel(hazard danger) {
        if (ended()) return;
        no_response const cancelled{outstanding_ ? delivery::maybe_sent : delivery::never_sent, false, "cancelled"};
        fail(codec::absence(cancelled, danger));
    }

    [[nodiscard]] bool ended() const noexcept { return failed_ || machine_.ended(); }

    virtual result<void> build(secret_string const& bearer, http_request& out) const = 0;
    /// Hands the outcome over; once, after it ended.
    virtual void complete() = 0;
    virtual void cancel() = 0;

protected:
    /// Keeps what the answer decodes to, and says what it means to the machine.
    virtual call_answer read(exchange_result const& answer, instant now) = 0;
    virtual void keep(error why) = 0;

private:
    void fail(error why) {
        failed_ = true;
        keep(std::move(why));
    }
    void fail(error_kind kind, std::string_view what, std::string_view next) {
        auto why = invalid_input(what, next);
        why.kind = kind;
        fail(std::move(why));
    }

    command watched(command order) noexcept {
        if (std::holds_alternative<effect::send>(order.what)) outstanding_ = true;
        if (auto* const wait = std::get_if<effect::wait_until>(&order.what); wait != nullptr && !ended()) {
            if (!outstanding_) wait->until = std::min(wait->until, give_up_at_);
        }
        return order;
    }

    call machine_;
    duration longest_;
    steady_time give_up_at_ = steady_time::max();
    bool outstanding_ = false;  ///< a send was ordered and has not come back
    bool failed_ = false;
};

template <class Op>
class call_of final : public call_task {
public:
    using outcome = result<typename Op::response>;

    call_of(typename Op::path path, typename Op::query query, typename Op::body body, completion_of<outcome> done,
            policy const& rules, std::uint64_t seed)
        : call_task(Op::hazard, rules, seed),
          path_(std::move(path)),
          query_(std::move(query)),
          body_(std::move(body)),
          done_(std::move(done)) {}

    result<void> build(secret_string const& bearer, http_request& out) const override {
        return codec::request<Op>(path_, query_, body_, bearer, out);
    }
    void complete() override { done_(std::move(*last_)); }
    void cancel() override { call_task::cancel(Op::hazard); }

private:
    call_answer read(exchange_result const& answer, instant now) override {
        last_.emplace(codec::response<Op>(answer, {.body_max = flow::list_max}));
        if (*last_) return {call_answer::kind::succeeded, {}};
        return flow::detail::answer_of(last_->error(), answer, now);
    }
    void keep(error why) override { last_.emplace(std::move(why)); }

    typename Op::path path_;
    typename Op::query query_;
    typename Op::body body_;
    completion_of<outcome> done_;
    std::optional<outcome> last_;
};

/// Told apart by its number, under which its client keeps what is to be called at the end. When that has come, the
/// number goes into `ended`, where the client finds it after the turn.
class client_task {
public:
    client_task(std::uint64_t number, std::vector<std::uint64_t>& ended, flow::payment payment)
        : number_(number), ended_(&ended), what_(std::move(payment)) {}
    client_task(std::uint64_t number, std::vector<std::uint64_t>& ended, std::unique_ptr<call_task> call)
        : number_(number), ended_(&ended), what_(std::move(call)) {}

    [[nodiscard]] flow::payment* payment() noexcept { return std::get_if<flow::payment>(&what_); }
    [[nodiscard]] call_task* call() noexcept {
        auto* const held = std::get_if<std::unique_ptr<call_task>>(&what_);
        return held != nullptr ? held->get() : nullptr;
    }

    command handle(attempt_event const& event, instant now) {
        return seen(call() != nullptr ? call()->handle(event, now) : payment()->handle(event, now));
    }
    command receive(std::uint32_t serial, steady_time asked, exchange_result const& answer, instant now) {
        return seen(call() != nullptr ? call()->receive(serial, answer, now)
                                      : payment()->receive(serial, asked, answer, now));
    }
    command unbuildable(std::uint32_t serial, error const& why, instant now) {
        return seen(call() != nullptr ? call()->unbuildable(why) : payment()->unbuildable(serial, why, now));
    }
    result<void> build(command::action const& what, secret_string const& bearer, api::passcode_payload const* passcode,
                       http_request& out) const {
        if (auto const* const held = std::get_if<std::unique_ptr<call_task>>(&what_))
            return (*held)->build(bearer, out);
        return std::get<flow::payment>(what_).build(what, bearer, passcode, out);
    }

    void end() {
        if (!std::exchange(told_, true)) ended_->push_back(number_);
    }

private:
    command seen(command order) {
        auto const dropped = std::holds_alternative<effect::drop>(order.what);
        if (dropped || (call() != nullptr && call()->ended())) end();
        // What another worker owns is not forgotten by the pool: the client hands it back first.
        return dropped ? idle(order.notes) : order;
    }

    std::uint64_t number_;
    std::vector<std::uint64_t>* ended_;
    std::variant<flow::payment, std::unique_ptr<call_task>> what_;
    bool told_ = false;
};

}  // namespace dollr::asio_detail

#endif
