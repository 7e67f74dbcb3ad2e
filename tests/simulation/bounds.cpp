// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/virtual_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// A prediction is believed within bounds. Each case is played twice: by the policy, and by one without the bound,
/// which pays: so the bound is what refuses.

using namespace dollr;
using namespace dollr::tests;
using flow::intent_kind;

namespace {

/// Every prediction of this world has another text in this member.
void predicts(virtual_world& world, std::string member, std::function<std::string(std::string const&)> other) {
    world.transport().intercept = [&world, lead = "\"" + std::move(member) + "\":\"",
                                   other = std::move(other)](http_request const& r) -> std::optional<exchange_result> {
        if (r.target.find("amount-and-fees") == std::string::npos) return std::nullopt;
        auto end = sandbox::carry_out(world.server().handle(r, world.clock().now().server), std::chrono::seconds{30});
        auto& answer = std::get<http_response>(end.result);
        std::string text{answer.body.reveal()};
        auto const from = text.find(lead) + lead.size();
        REQUIRE(from >= lead.size());
        auto const size = text.find('"', from) - from;
        text.replace(from, size, other(text.substr(from, size)));
        answer.body.assign(text);
        return std::move(end.result);
    };
}

std::string times_three(std::string const& text) {
    return amount::checked_multiply(*amount::try_parse(text), 3)->to_string();
}

/// Was it sent? If not, it was given up for this reason.
bool is_paid(virtual_world& world, std::string const& key, std::string_view reason) {
    REQUIRE(world.run());
    auto const* const made = world.payment(key);
    REQUIRE(made != nullptr);
    auto const sent = world.newest(key).attempt.sends != 0;
    if (sent) return true;
    INFO(made->last_error());
    CHECK(made->last_error().find(reason) != std::string::npos);
    CHECK(world.newest(key).attempt.phase == phase::not_executed);
    CHECK(world.charges(key) == 0);
    return false;
}

/// Someone in Rwanda is paid in francs.
flow::payment_intent abroad(std::string key) {
    auto p = a_payment(std::move(key), intent_kind::payout);
    p.phone = *phone::try_parse("250788230001");
    return p;
}

}  // namespace

TEST_CASE("a fee beyond fee_max is not paid, and nothing is sent") {
    for (auto const kind : {intent_kind::payout, intent_kind::collection})
        for (auto const bounded : {true, false}) {
            CAPTURE(wire_name(kind));
            auto const pays = kind == intent_kind::payout;
            policy rules;
            if (!bounded) rules.fee_max = 1'000'000;
            virtual_world world{{}, rules};
            predicts(world, pays ? "payer_amount" : "payee_amount",
                     [pays](std::string const&) { return std::string{pays ? "9999.00" : "0.01"}; });
            world.add(a_payment("key", kind));
            CHECK(is_paid(world, "key",
                          pays ? "the merchant would pay 9999.00 USD for 25.00 USD"
                               : "the merchant would get 0.01 USD for 25.00 USD") == !bounded);
        }
}

TEST_CASE("a rate beyond rate_max is not paid") {
    for (auto const bounded : {true, false}) {
        policy rules;
        if (bounded) rules.rate_max = 10;
        virtual_world world{{}, rules};
        world.add(abroad("key"));
        CHECK(is_paid(world, "key", "is not believed (rate_max)") == !bounded);
    }
}

TEST_CASE("a rate that is far from the last one is not paid, by the process that knows it and by the next one") {
    for (auto const bounded : {true, false}) {
        CAPTURE(bounded);
        policy rules;
        if (!bounded) rules.rate_change_max = 1'000'000;
        virtual_world world{{}, rules};
        world.add(abroad("first"));
        REQUIRE(is_paid(world, "first", ""));
        predicts(world, "payee_amount", times_three);
        world.add(abroad("second"));
        CHECK(is_paid(world, "second", "(rate_change_max)") == !bounded);
        world.restart();
        world.work().learn_rates(world.journal());
        world.add(abroad("third"));
        CHECK(is_paid(world, "third", "(rate_change_max)") == !bounded);
    }
    virtual_world forgetful;
    forgetful.add(abroad("first"));
    REQUIRE(is_paid(forgetful, "first", ""));
    forgetful.restart();
    predicts(forgetful, "payee_amount", times_three);
    forgetful.add(abroad("second"));
    CHECK(is_paid(forgetful, "second", ""));
}
