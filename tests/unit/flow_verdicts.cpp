// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/flow/known.hpp>
#include <dollr/flow/payment.hpp>

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>
#include <variant>

/// A payment shows a verdict when the journal has it, and not before; what the journal never got is never shown.

using namespace dollr;

namespace {

policy const rules;
instant const now{steady_time{std::chrono::hours{1}}, server_time{std::chrono::hours{24 * 365 * 50}}};

reference_id id_of(std::uint8_t n) { return reference_id::from_random({n}); }

flow::payment_intent a_payout() {
    flow::payment_intent p;
    p.key = "rent";
    p.kind = flow::intent_kind::payout;
    p.name = "Amara Kollie";
    p.phone = *phone::try_parse("231771230001");
    p.amount = *amount::try_parse("25.00");
    p.currency = *currency::try_parse("USD");
    return p;
}

/// A payment, what it last ordered, and the last record that it wanted written.
struct told_payment {
    flow::payment payment;
    command order{};
    record written{};

    told_payment& tell(attempt_event const& event) {
        order = payment.handle(event, now);
        if (auto const* persist = std::get_if<effect::persist>(&order.what)) written = persist->record;
        return *this;
    }
    [[nodiscard]] bool writes_verdict() const {
        return std::holds_alternative<effect::persist>(order.what) && written.type == record_type::verdict;
    }
    [[nodiscard]] bool says_nothing() const { return !payment.outcome() && !is_terminal(payment.phase()); }
};

/// Cancelled before anything was made: the shortest way to a verdict.
told_payment payment_given_up() {
    told_payment t{flow::payment::begin(a_payout(), {}, id_of(1), rules, 1)};
    return t.tell(event::started{}).tell(event::cancelled{}).tell(event::persisted{});
}

/// The same, of a second attempt of what was given up before.
told_payment payment_given_up_again() {
    auto const first = payment_given_up().tell(event::persisted{}).written;
    told_payment t{flow::payment::reattempt(first, a_payout(), id_of(2), false, rules, 2)};
    return t.tell(event::recovered{}).tell(event::cancelled{});
}

record recorded(std::uint32_t generation) {
    record r;
    r.type = record_type::attempt;
    r.intent.key = *intent_key::try_parse("rent");
    r.flow.kind = flow_kind::payout;
    r.attempt.generation = generation;
    r.attempt.phase = phase::recorded;
    r.attempt.operation = operation_type::payout;
    r.attempt.reference_id = id_of(3);
    r.attempt.expiry = now.server + std::chrono::hours{1};
    return r;
}

/// An attempt that is cancelled before its send.
told_payment cancelled_attempt() {
    told_payment t{flow::payment::recover(recorded(1), a_payout(), id_of(4), rules, 4)};
    return t.tell(event::recovered{}).tell(event::cancelled{});
}

told_payment cancelled_second_attempt() {
    told_payment t{flow::payment::recover(recorded(2), a_payout(), id_of(4), rules, 4)};
    return t.tell(event::recovered{}).tell(event::cancelled{});
}

/// One that may have landed, and of which the server's answer says this now.
told_payment answered(execution_status status) {
    auto sent = recorded(1);
    sent.attempt.phase = phase::unknown;
    sent.attempt.sends = 1;
    told_payment t{flow::payment::recover(sent, a_payout(), id_of(4), rules, 4)};
    t.tell(event::recovered{});
    auto later = now;
    later.steady += std::chrono::seconds{10};
    t.order = t.payment.handle(event::ticked{}, later);
    t.order = t.payment.handle(event::token_ready{1}, later);
    auto const* const poll = std::get_if<effect::poll>(&t.order.what);
    REQUIRE(poll != nullptr);
    observation seen;
    seen.what = observation::kind::status;
    seen.status = status;
    return t.tell(event::answered{poll->serial, later.steady, seen});
}

struct way {
    char const* name;
    told_payment (*to_the_verdict)();
    phase verdict;
};
std::array<way, 6> const ways{{
    {"given up", payment_given_up, phase::not_executed},
    {"given up again", payment_given_up_again, phase::not_executed},
    {"an attempt that is cancelled", cancelled_attempt, phase::not_executed},
    {"a second attempt that is cancelled", cancelled_second_attempt, phase::not_executed},
    {"completed", [] { return answered(execution_status::completed); }, phase::completed},
    {"failed", [] { return answered(execution_status::failed); }, phase::failed},
}};

}  // namespace

TEST_CASE("while its record is being written nobody can see a verdict") {
    for (auto const& w : ways) {
        CAPTURE(w.name);
        auto const t = w.to_the_verdict();
        REQUIRE(t.writes_verdict());
        CHECK(t.written.attempt.phase == w.verdict);
        CHECK(t.says_nothing());
        CHECK_FALSE(t.payment.settled());
        CHECK_FALSE(is_terminal(t.payment.newest(now).attempt.phase));
    }
}

TEST_CASE("a verdict is shown as soon as it is durable") {
    for (auto const& w : ways) {
        CAPTURE(w.name);
        auto t = w.to_the_verdict();
        t.tell(event::persisted{});
        CHECK(t.payment.phase() == w.verdict);
        REQUIRE(t.payment.outcome());
        CHECK(t.payment.outcome()->outcome == w.verdict);
        CHECK(t.payment.outcome()->durable);
        CHECK(t.payment.settled());
        CHECK(t.payment.newest(now).attempt.phase == w.verdict);
    }
}

TEST_CASE("a verdict whose record another worker's fence refused, or whose lease was lost, is never shown") {
    for (auto const& w : ways)
        for (attempt_event const& lost : {attempt_event{event::write_refused{}}, attempt_event{event::lease_lost{}}}) {
            CAPTURE(w.name);
            auto t = w.to_the_verdict();
            t.tell(lost);
            CHECK(std::holds_alternative<effect::drop>(t.order.what));
            CHECK(t.says_nothing());
            t.tell(event::persisted{}).tell(event::ticked{});  // whatever comes afterwards
            CHECK(std::holds_alternative<effect::drop>(t.order.what));
            CHECK(t.says_nothing());
            CHECK_FALSE(t.payment.settled());
        }
}

TEST_CASE("a verdict that nothing moved is not shown when the journal fails") {
    for (auto const& w : ways) {
        if (w.verdict != phase::not_executed) continue;
        CAPTURE(w.name);
        auto t = w.to_the_verdict();
        t.tell(event::persist_failed{});
        CHECK(std::holds_alternative<effect::drop>(t.order.what));
        CHECK(t.says_nothing());
        CHECK_FALSE(is_terminal(t.payment.newest(now).attempt.phase));
        t.tell(event::ticked{});
        CHECK(t.says_nothing());
    }
}

TEST_CASE("what the server says is true although the journal failed, and is told with that word") {
    for (auto const status : {execution_status::completed, execution_status::failed}) {
        auto t = answered(status);
        t.tell(event::persist_failed{});
        REQUIRE(t.payment.outcome());
        CHECK_FALSE(t.payment.outcome()->durable);
    }
}

TEST_CASE("a second attempt that is given up leaves the first one's verdict, which is durable") {
    auto first = recorded(1);
    first.type = record_type::verdict;
    first.attempt.phase = phase::failed;
    first.attempt.sends = 1;
    first.attempt.told = true;
    told_payment t{flow::payment::reattempt(first, a_payout(), id_of(5), false, rules, 5)};
    t.tell(event::recovered{}).tell(event::token_ready{1});
    auto const* const poll = std::get_if<effect::poll>(&t.order.what);
    REQUIRE(poll != nullptr);
    auto const serial = poll->serial;
    observation seen;
    seen.what = observation::kind::status;
    seen.status = execution_status::failed;
    t.tell(event::answered{serial, now.steady, seen});
    if (std::holds_alternative<effect::need_token>(t.order.what)) t.tell(event::token_ready{2});
    auto const* const call = std::get_if<effect::send>(&t.order.what);
    REQUIRE(call != nullptr);
    CHECK(call->serial > serial);           // so that a late answer to the first is none to the second
    CHECK(t.payment.attempt() == nullptr);  // the second is being prepared
    CHECK(t.says_nothing());
    t.tell(event::cancelled{});
    CHECK(std::holds_alternative<effect::done>(t.order.what));
    CHECK(t.payment.phase() == phase::failed);
    CHECK(t.payment.outcome()->outcome == phase::failed);
}
