// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::asio_client dollr::loopback dollr::system
#include "database.hpp"

#include "../support/asio_world.hpp"

#include <vector>

// Clients on an event loop whose journal is a database that they share.

using namespace dollr;
using namespace dollr::tests;

TEST_CASE("a payment whose journal is a database is paid, and its verdict is there for the next client") {
    asio_world w{5};
    samples::database const db;
    auto with = w.with();
    with.own_journal = nullptr;
    with.journal = db.url();
    std::optional<asio::client> next;
    auto first = w.open(with);
    first.async_pay(an_order("order"), {.deadline = std::chrono::hours{48}}, [&](result<settlement> const& told) {
        CHECK(told.value().paid());
        next.emplace(w.open(with));
        next->async_pay(an_order("order"), {.deadline = std::chrono::hours{48}}, [&](result<settlement> const& again) {
            CHECK(again.value().paid());
            CHECK(again->before);
            w.end();
        });
    });
    w.run(1);
    CHECK(w.core.ledger().size() == 1);
    CHECK(db.ask("SELECT count(*) FROM dollr_intent") == "1");
}

TEST_CASE("two clients of one database that pay one key at the same time charge once, and are told the same") {
    asio_world w{5};
    samples::database const db;
    auto with = w.with();
    with.own_journal = nullptr;
    with.journal = db.url();
    auto one = w.open(with);
    auto two = w.open(with);
    constexpr int keys = 10;
    std::vector<settlement> told;
    for (int i = 0; i < keys; ++i)
        for (auto* const client : {&one, &two})
            client->async_pay(an_order("order-" + std::to_string(i), "231770009901"),
                              {.deadline = std::chrono::hours{48}}, [&](result<settlement> end) {
                                  told.push_back(std::move(end).value());
                                  w.end();
                              });
    w.run(2 * keys);
    CHECK(w.core.ledger().size() == keys);
    CHECK(w.core.state().invoices.size() == keys);
    for (auto const& a : told) {
        CHECK(a.paid());
        for (auto const& b : told)
            if (a.key == b.key) CHECK(a.reference_id == b.reference_id);
    }
}
