// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

#include <cstdint>

// The switches of a running sandbox, and what its dashboard lists.
using namespace dollr;
using namespace dollr::literals;
using namespace std::chrono_literals;
using sandbox::fault;
using sandbox::fault_aim;
using sandbox::outcome;

namespace {

constexpr std::string_view any_phone = "231771234567";

result<sandbox::fault_switches_response> plan(sandbox_world& w, fault f, fault_aim aim = fault_aim::any) {
    return w.post<sandbox::plan_fault>({f, aim});
}

template <class Op>
typename Op::response rows(sandbox_world& w, sandbox::page_query const& q = {}) {
    auto const r = w.get<Op>({}, q);
    REQUIRE(r.has_value());
    return *r;
}

}  // namespace

TEST_CASE("rates are set while it runs, those that are not named stay, and all of them are told") {
    sandbox_world w;
    sandbox::set_fault_rates_payload body;
    body.moves_money = {{fault::busy, 1'000'000}};
    REQUIRE(w.post<sandbox::set_fault_rates>(body).has_value());
    sandbox::set_fault_rates_payload more;
    more.outcomes = {{outcome::declines_at_once, 250'000}};
    auto const r = w.post<sandbox::set_fault_rates>(more);
    REQUIRE(r.has_value());
    CHECK(r->moves_money.size() == sandbox::fault_count - 1);
    CHECK(r->moves_money[static_cast<std::size_t>(fault::busy) - 1] == sandbox::fault_rate{fault::busy, 1'000'000});
    CHECK(r->outcomes[static_cast<std::size_t>(outcome::declines_at_once) - 1].per_million == 250'000);
    CHECK(*w.get<sandbox::read_faults>({}) == *r);
    CHECK(status_of(w.collect(w.ready_collection(any_phone))) == 503);
}

TEST_CASE("rates that come to more than a million are refused, and nothing is set") {
    sandbox_world w;
    auto const before = w.get<sandbox::read_faults>({});
    sandbox::set_fault_rates_payload body;
    body.moves_money = {{fault::busy, 10}};
    body.others = {{fault::busy, 600'000}, {fault::lost_answer, 400'001}};
    CHECK(first_loc(w.post<sandbox::set_fault_rates>(body)) == "body.others");
    body.others = {{fault::busy, INT64_MAX}};
    CHECK(first_loc(w.post<sandbox::set_fault_rates>(body)) == "body.others");
    body.others = {{fault::none, 1}};
    CHECK(first_loc(w.post<sandbox::set_fault_rates>(body)) == "body.others");
    CHECK(*w.get<sandbox::read_faults>({}) == *before);
    CHECK(w.raw(http_method::post, "/_sandbox/faults", R"({"others":[{"fault":"BUSY","per_million":-1}]})").status ==
          422);
    CHECK(w.raw(http_method::post, "/_sandbox/faults", R"({"others":[{"fault":"BAD LUCK","per_million":1}]})").status ==
          422);
}

TEST_CASE("a fault that is planned strikes the next request, once") {
    sandbox_world w;
    CHECK(plan(w, fault::busy)->next == sandbox::planned_fault{fault::busy, fault_aim::any});
    CHECK(status_of(w.get<api::list_parties>({})) == 503);
    CHECK(status_of(w.get<api::list_parties>({})) == 200);
    CHECK(!w.get<sandbox::read_faults>({})->next);
}

TEST_CASE("a fault for executions waits for one") {
    sandbox_world w;
    auto const c = w.ready_collection(any_phone);
    plan(w, fault::lost_answer, fault_aim::moves_money);
    CHECK(status_of(w.get<api::list_parties>({})) == 200);
    CHECK(w.collect(c).error().kind == error_kind::maybe_sent);
    CHECK(w.server.state().executions.size() == 1);
    CHECK(w.collect(c).has_value());
}

TEST_CASE("a fault for everything else leaves an execution alone") {
    sandbox_world w;
    auto const c = w.ready_collection(any_phone);
    plan(w, fault::busy, fault_aim::others);
    CHECK(w.collect(c).has_value());
    CHECK(status_of(w.status(c.reference_id)) == 503);
}

TEST_CASE("a planned fault that speaks of an execution waits for an answer about one") {
    sandbox_world w;
    auto const c = w.ready_collection(any_phone);
    plan(w, fault::wrong_operation);
    CHECK(status_of(w.get<api::list_parties>({})) == 200);
    CHECK(w.collect(c)->operation_type.is(operation_type::payout));
}

TEST_CASE("a planned fault goes before a magic value, and can be taken back") {
    sandbox_world w;
    auto const c = w.ready_collection("231770009920");
    plan(w, fault::busy, fault_aim::moves_money);
    CHECK(status_of(w.collect(c)) == 503);
    plan(w, fault::busy);
    CHECK(!plan(w, fault::none)->next);
    CHECK(status_of(w.get<api::list_parties>({})) == 200);
}

TEST_CASE("who only looks changes no draw of chance") {
    sandbox::options o{.seed = 7};
    o.rates.others[static_cast<std::size_t>(fault::busy)] = 300'000;
    sandbox_world watched(o);
    sandbox_world alone(o);
    for (int i = 0; i < 100; ++i) {
        rows<sandbox::list_sources>(watched);
        CHECK(status_of(watched.get<api::list_parties>({})) == status_of(alone.get<api::list_parties>({})));
    }
    CHECK(watched.server.state().counters.requests == alone.server.state().counters.requests + 100);
    CHECK(watched.server.state().counters.faults == alone.server.state().counters.faults);
}

TEST_CASE("sessions are listed with what they are for and the execution that holds them") {
    sandbox_world w;
    auto const c = w.ready_collection(any_phone, "25.00");
    w.collect(c);
    auto const to = w.account(w.party(any_phone), operation_type::payout, any_phone);
    w.payout_session(to, "7.00");
    auto const all = rows<sandbox::list_sessions>(w);
    REQUIRE(all.size() == 2);
    CHECK(all[0].sequence == 1);
    CHECK(all[0].status == "EXECUTED");
    CHECK(all[0].source_number == "INV-2026-00001");
    CHECK(all[0].amount == "25.00"_amount);
    CHECK(all[0].reference_id == c.reference_id);
    CHECK(all[1].operation_type == operation_type::payout);
    CHECK(all[1].amount == "7.00"_amount);
    w.pass(1h);
    CHECK(rows<sandbox::list_sessions>(w)[1].status == "EXPIRED");
}

TEST_CASE("sources are listed in order of creation, invoices and orders, with their pages") {
    sandbox_world w;
    auto const to = w.counterparty(w.party(any_phone));
    w.active_invoice(to, "5.00");
    w.pass(1s);
    auto const order = w.post<api::create_order>({to, "USD"_currency, "n", fee_bearer::payer, false, "dollr:two"});
    REQUIRE(order.has_value());
    w.pass(1s);
    w.active_invoice(to, "6.00");
    auto const all = rows<sandbox::list_sources>(w);
    REQUIRE(all.size() == 3);
    CHECK(all[0].source_number == "INV-2026-00001");
    CHECK(all[0].page->starts_with("/pay/"));
    CHECK(all[1].source_number == "ORD-2026-00001");
    CHECK(all[1].status == source_status::idle);
    CHECK(!all[1].page);
    CHECK(all[1].document_reference == "dollr:two");
    CHECK(all[2].sequence == 3);
    CHECK(all[2].payer_name == "Ada Payer");
}

TEST_CASE("a source that a checkout has made is listed with the checkout's page") {
    sandbox_world w;
    api::create_checkout_payload b;
    b.source_kind = api::source_kind::order;
    b.party_phone = *phone::try_parse(any_phone);
    b.currency = "USD"_currency;
    b.items = {{"tea", "USD"_currency, "2.50"_amount}};
    auto const c = w.post<api::create_checkout>(b);
    REQUIRE(c.has_value());
    CHECK(rows<sandbox::list_sources>(w)[0].page == c->url);
}

TEST_CASE("the newest rows of a list can be asked for alone") {
    sandbox_world w;
    auto const to = w.counterparty(w.party(any_phone));
    for (int i = 0; i < 5; ++i) w.active_invoice(to, "5.00");
    auto const last = rows<sandbox::list_sources>(w, {{}, {}, 2});
    REQUIRE(last.size() == 2);
    CHECK(last[0].sequence == 4);
    CHECK(rows<sandbox::list_sources>(w, {{}, {}, 9}).size() == 5);
    CHECK(rows<sandbox::list_sources>(w, {{}, {}, 0}).empty());
    CHECK(rows<sandbox::list_sources>(w, {1, 3, 2})[0].sequence == 3);
}

TEST_CASE("an execution is listed with its amounts, and says whether its payer is waited for") {
    sandbox_world w;
    w.collect(w.ready_collection("231770009905", "25.00"));
    auto const waiting = rows<sandbox::list_executions>(w);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].waits_for_payer);
    CHECK(waiting[0].payer_amount == "25.63"_amount);
    CHECK(waiting[0].payee_amount == "25"_amount);
    REQUIRE(w.call<sandbox::end_payer_action>({waiting[0].reference_id}, {false}, {}).has_value());
    CHECK(!rows<sandbox::list_executions>(w)[0].waits_for_payer);
    CHECK(rows<sandbox::list_executions>(w)[0].status == execution_status::failed);
}
