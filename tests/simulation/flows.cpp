// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "../support/virtual_world.hpp"

#include <dollr/api/checkouts.hpp>

#include <doctest/doctest.h>

#include <string>

/// The flows beside collect-by-invoice and payout: a document that is there already, a transfer, a refund.

using namespace dollr;
using namespace dollr::tests;
using flow::intent_kind;

namespace {

flow::payment_intent a_refund(std::string key, payment_intent_id original, std::string_view amount_text) {
    flow::payment_intent p;
    p.key = std::move(key);
    p.kind = intent_kind::refund;
    p.original_payment_intent_id = original;
    p.amount = *amount::try_parse(amount_text);
    p.currency = *currency::try_parse("USD");
    return p;
}

/// A collection of 25.00 USD that has completed, and the id of it that only the ledger tells.
payment_intent_id collected(virtual_world& world, std::string const& key, int magic = 0) {
    world.add(a_payment(key, intent_kind::collection, magic));
    REQUIRE(world.run());
    REQUIRE(world.charges(key) == 1);
    return world.server().ledger().front().intent_id;
}

api::create_checkout_response checkout(virtual_world& world, api::source_kind kind) {
    api::create_checkout_payload body;
    body.source_kind = kind;
    body.party_name = "Amara Kollie";
    body.party_phone = *phone::try_parse("231771230001");
    body.currency = *currency::try_parse("USD");
    body.items = {{"Rice 5 kg", body.currency, *amount::try_parse("25.00")}};
    body.document_reference = "basket-7";
    return world.call<api::create_checkout>({}, {}, body);
}

}  // namespace

TEST_CASE("a transfer asks for no passcode and arrives once, whole") {
    virtual_world world;
    world.add(a_payment("to-friend", intent_kind::transfer));
    REQUIRE(world.run());
    CHECK(world.verdicts.at("to-friend").outcome == phase::completed);
    REQUIRE(world.server().ledger().size() == 1);
    CHECK(world.server().ledger().front().payee_amount == *amount::try_parse("25.00"));
    CHECK(world.passcodes_asked == 0);
}

TEST_CASE("a document that a checkout made is collected as it stands: no second document, a receipt, a proof") {
    for (auto const kind : {api::source_kind::invoice, api::source_kind::order}) {
        CAPTURE(wire_name(kind));
        virtual_world world;
        auto const made = checkout(world, kind);
        auto p = a_payment("basket-7", intent_kind::collection);
        p.source_type = *made.source_type.known();
        p.source_id = made.source_id;
        world.add(p);
        REQUIRE(world.run());
        CHECK(world.verdicts.at("basket-7").outcome == phase::completed);
        CHECK(world.charges("basket-7") == 1);
        CHECK(world.payment("basket-7")->has_receipt());
        CHECK(world.payment("basket-7")->attempt()->proof().has_value());
        CHECK(world.server().state().invoices.size() + world.server().state().orders.size() == 1);
        REQUIRE(world.server().ledger().size() == 1);
        CHECK(world.server().ledger().front().source_number == made.source_number);
    }
}

TEST_CASE(
    "a document of another amount than intended is not paid, whatever its payer's currency and whoever has the fees") {
    for (auto const* total : {"20.00", "25.75", "0.25", "2500.00"})
        for (auto const* payer : {"231771230001", "250781230001"}) {
            CAPTURE(total);
            CAPTURE(payer);
            virtual_world world;
            auto const made = checkout(world, api::source_kind::invoice);
            auto p = a_payment("basket-7", intent_kind::collection, 0, total);
            p.phone = *phone::try_parse(payer);
            p.source_type = source_type::invoice;
            p.source_id = made.source_id;
            world.add(p);
            REQUIRE(world.run());
            CHECK(world.verdicts.at("basket-7").outcome == phase::not_executed);
            CHECK(world.payment("basket-7")->last_error().find("25.00 USD instead of") != std::string::npos);
            CHECK(world.server().ledger().empty());
        }
}

TEST_CASE("refunds give back what was paid, once each, and never more in all") {
    virtual_world world;
    auto const original = collected(world, "order");
    world.add(a_refund("back-1", original, "10.00"));
    world.add(a_refund("back-2", original, "15.00"));
    REQUIRE(world.run());
    for (auto const* key : {"back-1", "back-2"}) {
        CHECK(world.verdicts.at(key).outcome == phase::completed);
        CHECK(world.charges(key) == 1);
    }
    CHECK(world.charges("order") == 1);
    CHECK(world.passcodes_asked == 0);
    world.add(a_refund("back-3", original, "0.01"));
    REQUIRE(world.run());
    CHECK(world.verdicts.at("back-3").outcome == phase::not_executed);
    CHECK(world.charges("back-3") == 0);
}

TEST_CASE("of two refunds that race for the same money one is paid, whatever becomes of the answers") {
    for (int const magic : {0, 20, 21, 27}) {
        CAPTURE(magic);
        virtual_world world;
        auto const original = collected(world, "order", magic);
        world.add(a_refund("back-1", original, "20.00"));
        world.add(a_refund("back-2", original, "20.00"));
        REQUIRE(world.run());
        CHECK(world.charges("back-1") + world.charges("back-2") == 1);
        for (auto const* key : {"back-1", "back-2"}) {
            auto const& end = world.newest(key).attempt;
            CHECK((end.phase == phase::completed) == (world.charges(key) == 1));
            CHECK((is_terminal(end.phase) || end.phase == phase::parked));
        }
    }
}

TEST_CASE("the process may die at any write and at any send of a refund: it is given back once") {
    for (int const magic : {0, 1, 20, 21, 27}) {
        CAPTURE(magic);
        for (std::size_t moment = 0;; ++moment) {
            CAPTURE(moment);
            policy rules;
            rules.trust_session_expiry = true;
            virtual_world world{{}, rules};
            auto const p = a_refund("back", collected(world, "order", magic), "10.00");
            world.fuse().light(moment);
            bool rested = false;
            try {
                world.pay(p);
                rested = world.run();
            } catch (crash const&) {
                world.restart();
                world.pay(p);
                rested = world.run();
            }
            REQUIRE(rested);
            CHECK(world.newest("back").attempt.phase == phase::completed);
            CHECK(world.charges("back") == 1);
            CHECK(world.charges("order") == 1);
            if (!world.fuse().burnt()) break;
        }
    }
}

TEST_CASE("an intent says exactly what its kind needs") {
    auto const complains = [](flow::payment_intent const& p, std::string_view member) {
        for (auto const& i : flow::contradictions(p))
            if (i.loc_text() == member) return true;
        return false;
    };
    auto const good = a_payment("k", intent_kind::transfer);
    CHECK(flow::contradictions(good).empty());
    auto p = good;
    p.from_wallet_id.reset();
    CHECK(complains(p, "from_wallet_id"));
    p = good;
    p.name.reset();
    CHECK(complains(p, "name"));
    p = good;
    p.kind = intent_kind::payout;
    CHECK(complains(p, "from_wallet_id"));
    auto back = a_refund("k", payment_intent_id{7}, "1.00");
    CHECK(flow::contradictions(back).empty());
    back.phone = good.phone;
    CHECK(complains(back, "phone"));
    back.phone.reset();
    back.original_payment_intent_id.reset();
    CHECK(complains(back, "original_payment_intent_id"));
    p = a_payment("k", intent_kind::collection);
    p.source_id = source_id{3};
    CHECK(complains(p, "source_id"));
    p.source_type = source_type::order;
    CHECK(flow::contradictions(p).empty());
    p.items.emplace();
    CHECK(complains(p, "items"));
}
