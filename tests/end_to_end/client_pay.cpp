// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::client dollr::testing
#include "../support/client_desk.hpp"

#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/sandbox/own_operations.hpp>

#include <stdexcept>
#include <stop_token>

// The front door, as a program uses it, over a sandbox in the process.

using namespace dollr;
using namespace dollr::tests;
using namespace std::chrono_literals;

namespace {

constexpr pay_options unhurried{.deadline = 48h};

/// Waits for another thread, without a clock of the machine.
template <class Condition>
void until(Condition holds) {
    while (!holds()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
}

/// The person who is asked for a passcode, and may be wrong about it.
struct person final : secret_source {
    std::atomic<bool> is_right = false;

    bool credentials(api::obtain_token_payload& out) override {
        auto const known = sandbox_credentials();
        out.client_id = known.client_id;
        out.client_secret = known.client_secret;
        return true;
    }
    bool passcode(payment_status const&, api::passcode_payload& out) override {
        out = *sandbox_credentials().passcode;
        if (!is_right) out.token.code.assign("999999");
        return true;
    }
};

struct thrower final : observer {
    void on_verdict(payment_status const&, verdict const&) override { throw std::runtime_error{"the till is broken"}; }
};

/// The payer of a payment that waits for them approves it.
void approve(client_desk const& d) {
    d.bank->with_server([&](sandbox::server& s) {
        http_request r;
        auto const id = s.state().executions.front().reference_id;
        codec::request<sandbox::end_payer_action>({id}, {}, {}, {}, r).value();
        CHECK(s.handle(r, d.clock->now().server).response.status == 200);
    });
}

}  // namespace

TEST_CASE("a collection is paid, and the settlement proves it") {
    client_desk const d;
    auto c = d.open();
    auto const end = c.pay(an_intent("order-1"));
    REQUIRE(word_of(end) == "paid");
    CHECK(end->key == "order-1");
    CHECK_FALSE(end->before);
    CHECK(end->reference_id.has_value());
    CHECK(end->verdict.outcome == phase::completed);
    CHECK(end->advice().find("deliver") != std::string_view::npos);
    CHECK(d.charges("order-1") == 1);
}

TEST_CASE("a settlement says declined, not moved, or unknown, as the server's ledger does") {
    client_desk const d;
    auto c = d.open();
    auto const declined = c.pay(an_intent("declined", 2), unhurried);
    CHECK(word_of(declined) == "declined");
    CHECK_FALSE(declined.value().reason.empty());
    auto const inactive = c.pay(an_intent("inactive", 50), unhurried);
    CHECK(word_of(inactive) == "not moved");
    auto const parked = c.pay(an_intent("parked", 5), unhurried);
    CHECK(word_of(parked) == "unknown");
    CHECK(parked.value().verdict.outcome == phase::parked);
    CHECK(parked.value().advice().find("have a person look") != std::string_view::npos);
    auto const other = c.pay(an_intent("other amount", 10), unhurried);
    CHECK(word_of(other) == "unknown");
    CHECK(other.value().verdict.outcome == phase::completed);
    CHECK(d.charges("declined") + d.charges("inactive") + d.charges("parked") == 0);
}

TEST_CASE("the same key again tells the verdict that is known, also to the next client, and other content is refused") {
    client_desk const d;
    for (int i = 0; i < 2; ++i) {
        auto c = d.open();
        CHECK(word_of(c.pay(an_intent("order"))) == "paid");
        auto const again = c.pay(an_intent("order"));
        CHECK(word_of(again) == "paid");
        CHECK(again.value().before);
        auto changed = an_intent("order");
        changed.amount = *amount::try_parse("26.00");
        auto const refused = c.pay(changed);
        REQUIRE(refused.has_error());
        CHECK(refused.error().kind == error_kind::invalid);
        CHECK(refused.error().moved == money_moved::no);
        CHECK(refused.error().what.find("amount") != std::string::npos);
    }
    CHECK(d.executions() == 1);
}

TEST_CASE("a payment that contradicts itself is refused, and nothing is asked") {
    client_desk const d;
    auto c = d.open();
    auto wrong = an_intent("order");
    wrong.phone.reset();
    auto const refused = c.pay(wrong);
    REQUIRE(refused.has_error());
    CHECK_FALSE(refused.error().issues.empty());
    CHECK(d.wire->count("/") == 0);
}

TEST_CASE("a hundred payments, one after the other, fetch one token") {
    client_desk const d;
    auto c = d.open();
    for (int i = 0; i < 100; ++i) REQUIRE(word_of(c.pay(an_intent("order-" + std::to_string(i), 1))) == "paid");
    CHECK(d.wire->count("/jwt/") == 1);
}

TEST_CASE("a wrong passcode is tried once over all payouts, each of which is told so, and goes on when it is right") {
    client_desk const d;
    auto const who = std::make_shared<person>();
    auto with = d.with();
    with.secrets = who;
    auto c = client::open(with).value();
    constexpr std::size_t many = 8;
    auto const pay_all = [&] {
        std::vector<result<settlement>> ends(many, result<settlement>{error{}});
        {
            std::vector<std::jthread> all;
            for (std::size_t i = 0; i < many; ++i)
                all.emplace_back([&, i] {
                    ends[i] = c.pay(an_intent("salary-" + std::to_string(i), 1, payout), {.deadline = 10min});
                });
        }
        return ends;
    };
    auto rejected = 0;
    for (auto const& end : pay_all()) {
        auto const said = end ? end->reason : describe(end.error());
        CAPTURE(said);
        CHECK(said.find("passcode") != std::string::npos);
        if (end) {
            ++rejected;
            CHECK(end->verdict.outcome == phase::rejected);
        } else {
            CHECK(end.error().kind == error_kind::forbidden);
            CHECK(end.error().moved == money_moved::no);
        }
    }
    CHECK(rejected <= 1);  // the one whose send was refused
    CHECK(d.bank->with_server([](sandbox::server& s) { return s.state().counters.refused_passcodes; }) == 1);
    CHECK(d.executions() == 0);
    who->is_right = true;
    c.resume();
    std::size_t paid = 0;
    for (auto const& end : pay_all()) paid += word_of(end) == "paid";
    CHECK(paid >= many - 1);
    CHECK(d.executions() == paid);
}

TEST_CASE("a deadline before anything left cancels the payment, and the same key is paid once the server is up") {
    client_desk const d;
    d.wire->is_down = true;
    auto c = d.open();
    auto const down = c.pay(an_intent("order"), {.deadline = 1min});
    REQUIRE(word_of(down) == "not moved");
    CHECK(d.executions() == 0);
    d.wire->is_down = false;
    auto const up = c.pay(an_intent("order"), {.reattempt = true});
    CHECK(word_of(up) == "paid");
    CHECK(d.charges("order") == 1);
}

TEST_CASE("a deadline after a send tells unknown, and the next pay of the key gets the verdict of the one payment") {
    client_desk const d;
    auto c = d.open();
    auto const early = c.pay(an_intent("order", 5), {.deadline = 1min});
    REQUIRE(word_of(early) == "unknown");
    CHECK(early.value().reference_id.has_value());
    approve(d);
    auto const end = c.pay(an_intent("order", 5), unhurried);
    CHECK(word_of(end) == "paid");
    CHECK(end.value().reference_id == early.value().reference_id);
    CHECK(d.executions() == 1);
}

TEST_CASE("a stop ends the wait as the deadline does") {
    client_desk const d;
    auto c = d.open();
    std::stop_source before;
    before.request_stop();
    CHECK(c.pay(an_intent("before"), {}, before.get_token()).has_error());  // before the journal was asked
    CHECK(d.executions() == 0);
    std::stop_source after;
    std::jthread const stops{[&] {
        until([&] { return d.executions() == 1; });
        after.request_stop();
    }};
    pay_options const for_ever{.deadline = duration::max(), .parked = when_parked::wait};
    CHECK(word_of(c.pay(an_intent("after", 5), for_ever, after.get_token())) == "unknown");
}

TEST_CASE("whoever waits is told when the client is destroyed, and recover of the next one goes on") {
    client_desk const d;
    std::optional<client> c = d.open();
    std::optional<result<settlement>> told;
    std::jthread pays{[&] {
        told.emplace(c->pay(an_intent("order", 5), {.deadline = duration::max(), .parked = when_parked::wait}));
    }};
    until([&] { return d.executions() == 1; });
    c.reset();
    pays.join();
    REQUIRE(told->has_error());
    CHECK(told->error().kind == error_kind::expired);
    CHECK(told->error().moved == money_moved::unknown);
    approve(d);
    auto next = d.open();
    auto const all = next.recover(unhurried).value();
    REQUIRE(all.size() == 1);
    CHECK(all[0].key == "order");
    CHECK(all[0].paid());
    CHECK(next.recover().value().empty());
    CHECK(d.executions() == 1);
    CHECK(d.charges("order") == 1);
}

TEST_CASE("an observer that throws loses nothing") {
    client_desk const d;
    auto with = d.with();
    with.observer = std::make_shared<thrower>();
    auto c = client::open(with).value();
    CHECK(c.observer_failure() == nullptr);
    for (auto const* key : {"one", "two"}) CHECK(word_of(c.pay(an_intent(key))) == "paid");
    REQUIRE(c.observer_failure() != nullptr);
    CHECK_THROWS_WITH(std::rethrow_exception(c.observer_failure()), "the till is broken");
}
