// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/api/market.hpp>
#include <dollr/api/operations.hpp>

#include <doctest/doctest.h>

#include <boost/mp11/algorithm.hpp>

#include <set>
#include <string>
#include <string_view>
#include <utility>

using namespace dollr;

namespace {

template <class F>
void each_operation(F f) {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, api::operations>>(
        [&f](auto op) { f.template operator()<typename decltype(op)::type>(); });
}

}  // namespace

TEST_CASE("every operation is sound, and no two have one name or one method and target") {
    std::set<std::string_view> names;
    std::set<std::pair<http_method, std::string_view>> targets;
    each_operation([&]<class Op>() {
        static_assert(api::is_sound<Op>());
        CHECK(names.insert(Op::name).second);
        CHECK(targets.insert({Op::method, Op::target}).second);
    });
    CHECK(names.size() == 59);
}

TEST_CASE("what a blind resend may do is decided for every operation that changes something") {
    std::set<std::string> creates;
    each_operation([&]<class Op>() {
        if (Op::hazard == hazard::creates) creates.emplace(Op::name);
        if (Op::method == http_method::put || Op::method == http_method::delete_) {
            CAPTURE(Op::name);
            CHECK(Op::hazard == hazard::idempotent);
        }
    });
    CHECK(creates == std::set<std::string>{"create_party", "create_counterparty", "create_invoice", "add_invoice_item",
                                           "create_order", "add_order_item", "create_checkout"});
}

TEST_CASE("a GET reads and has no body; only executions move money") {
    each_operation([]<class Op>() {
        CAPTURE(Op::name);
        CHECK((Op::method == http_method::get) == (Op::hazard == hazard::reads));
        if (Op::method == http_method::get) CHECK(schema::structure_of<typename Op::body>.fields.empty());
        CHECK(Op::target.starts_with("/executions/") == (Op::hazard == hazard::moves_money));
    });
}

TEST_CASE("every operation but the token call carries the token") {
    each_operation([]<class Op>() {
        CAPTURE(Op::name);
        CHECK(Op::bearer == (Op::name != "obtain_token"));
    });
}

TEST_CASE("mistake 10: lifetimes of tokens are typed durations") {
    static_assert(std::is_same_v<decltype(api::obtain_token_response::expires_in), std::chrono::minutes>);
    api::obtain_token_response token;
    token.expires_in = std::chrono::minutes(30);
    CHECK(std::chrono::seconds(token.expires_in).count() == 1800);
    static_assert(std::is_same_v<decltype(api::realtime_token_response::expires_in), std::chrono::seconds>);
}

TEST_CASE("the market matrix knows the country and the money of every mobile method, and binds the others to none") {
    for (auto const& row : api::market) {
        CAPTURE(wire_name(row.method));
        CHECK(row.country.empty() == (row.provider != api::provider::pawapay));
        CHECK(api::market_currencies(row.method).empty() == row.country.empty());
    }
    using namespace dollr::literals;
    CHECK(api::market_of(api::payment_method::orange_money_lbr)->country == "LR");
    CHECK(api::market_currencies(api::payment_method::mtn_momo_lbr).size() == 2);
    CHECK(api::market_currencies(api::payment_method::airtel_rwa).front() == "RWF"_currency);
}

TEST_CASE("mistake 14: the market matrix pairs methods with their providers") {
    CHECK(api::provider_of(api::payment_method::mtn_momo_lbr) == api::provider::pawapay);
    CHECK(api::provider_of(api::payment_method::credit_card) == api::provider::stripe);
    CHECK(api::provider_of(api::payment_method::wallet) == api::provider::platform);
}

TEST_CASE("mistake 14: a pair made by hand passes only if the matrix has it") {
    using api::pairing;
    using api::why_not_pair;
    open_enum<api::payment_method> const mtn = api::payment_method::mtn_momo_lbr;
    CHECK(why_not_pair(mtn, api::provider::pawapay, pairing::by_market) == "");
    CHECK(why_not_pair(mtn, api::provider::stripe, pairing::by_market) != "");
    CHECK(why_not_pair(mtn, api::provider::mtn_momo_lbr, pairing::by_market) != "");
    CHECK(why_not_pair(mtn, open_enum<api::provider>::from_text("NEW"), pairing::by_market) != "");
}

TEST_CASE("mistake 14: a pair that a prediction answered is right by definition") {
    open_enum<api::payment_method> const mtn = api::payment_method::mtn_momo_lbr;
    CHECK(api::why_not_pair(mtn, api::provider::mtn_momo_lbr, api::pairing::predicted) == "");
    CHECK(api::why_not_pair(mtn, open_enum<api::provider>::from_text("NEW"), api::pairing::unlisted) == "");
}
