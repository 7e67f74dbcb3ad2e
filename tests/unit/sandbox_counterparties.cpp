// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "sandbox_world.hpp"

// Counterparties: whom documents are made out to.
using namespace dollr;

TEST_CASE("a counterparty is retrieved with the party that it stands for") {
    sandbox_world w;
    auto const p = w.party("231771234567");
    auto const c = w.counterparty(p);
    auto const r = w.get<api::retrieve_counterparty>({c});
    REQUIRE(r.has_value());
    CHECK(r->id == c);
    REQUIRE(r->party.has_value());
    CHECK(r->party->id == p);
    CHECK(status_of(w.get<api::retrieve_counterparty>({counterparty_id{p.value}})) == 404);
}

TEST_CASE("a counterparty of nobody has no party") {
    sandbox_world w;
    auto const c = w.post<api::create_counterparty>({api::relationship_type::donor, {}});
    REQUIRE(c.has_value());
    CHECK(!w.get<api::retrieve_counterparty>({c->id})->party);
}

TEST_CASE("an update changes what it names and nothing else") {
    sandbox_world w;
    auto const p = w.party("231771234567");
    auto const c = w.counterparty(p);
    auto const r = w.call<api::update_counterparty>({c}, {}, {api::relationship_type::employee, {}});
    REQUIRE(r.has_value());
    CHECK(r->relationship_type.is(api::relationship_type::employee));
    CHECK(r->party_id == p);
    auto const other = w.party("231881234567");
    CHECK(w.call<api::update_counterparty>({c}, {}, {{}, other})->party_id == other);
    CHECK(w.get<api::retrieve_counterparty>({c})->relationship_type.is(api::relationship_type::employee));
}

TEST_CASE("an update needs a counterparty and a party that exist") {
    sandbox_world w;
    auto const c = w.counterparty(w.party("231771234567"));
    CHECK(status_of(w.call<api::update_counterparty>({counterparty_id{992}}, {}, {})) == 404);
    CHECK(status_of(w.call<api::update_counterparty>({c}, {}, {{}, party_id{991}})) == 404);
}
