// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "story.hpp"

#include <dollr/system/clock.hpp>
#include <dollr/system/entropy.hpp>

#include <chrono>

namespace dollr::contract {

timestamp next_year() { return timestamp(utc_now() + std::chrono::hours{24 * 365}); }

reference_id new_reference() {
    os_entropy entropy;
    auto const id = mint_reference_id(entropy);
    return id ? *id : reference_id{};  // a nil id is refused before it leaves
}

void tell_people(story& s) {
    using namespace api;
    auto const token = s.walk.call<obtain_token>({}, {}, {"sandbox", secret_string("sandbox-secret")});
    s.walk.use(token.access_token);

    auto const phone = *phone::try_parse("231771234567");
    static_cast<void>(s.walk.call<create_party>({}, {}, {"Grace Johnson", phone, {}, {}}));
    s.payer = s.walk.call<create_party>({}, {}, {"Ünal O'Neill-Ødegård", phone, "payer@example.com", "LR"}).id;
    static_cast<void>(s.walk.call<list_parties>({}));
    s.walk.expect(s.walk.call<list_parties>({}, {"Grace Johnson"}).size() == 1, "one party is called Grace Johnson");
    s.walk.expect(s.walk.call<retrieve_party>({s.payer}).email == "payer@example.com", "a party keeps its address");

    auto const alone = s.walk.call<create_counterparty>({}, {}, {relationship_type::supplier, {}}).id;
    s.customer = s.walk.call<create_counterparty>({}, {}, {relationship_type::contact, s.payer}).id;
    static_cast<void>(s.walk.call<update_counterparty>({s.customer}));
    static_cast<void>(s.walk.call<update_counterparty>({s.customer}, {}, {relationship_type::customer, s.payer}));
    static_cast<void>(s.walk.call<list_counterparties>({}));
    auto const found = s.walk.call<list_counterparties>({}, {"Ünal O'Neill-Ødegård", relationship_type::customer});
    s.walk.expect(found.size() == 1, "one customer is called so");
    static_cast<void>(s.walk.call<retrieve_counterparty>({alone}));
    auto const customer = s.walk.call<retrieve_counterparty>({s.customer});
    s.walk.expect(customer.party && customer.party->id == s.payer, "a counterparty comes with its party");
}

}  // namespace dollr::contract
