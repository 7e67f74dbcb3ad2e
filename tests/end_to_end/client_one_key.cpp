// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::client dollr::testing
#include "../support/client_desk.hpp"
#include "../support/failing_journal.hpp"
#include "../support/temporary_folder.hpp"

#include <barrier>

// The double click: many threads pay one key at the same time, through one client.

using namespace dollr;
using namespace dollr::tests;
using namespace std::chrono_literals;

namespace {

using ends = std::vector<result<settlement>>;

/// All of them begin at once.
ends pay_at_once(client& c, payment_intent const& wanted, std::size_t threads) {
    ends all(threads, result<settlement>{error{}});
    std::barrier together{static_cast<std::ptrdiff_t>(threads)};
    std::vector<std::jthread> running;
    for (std::size_t i = 0; i < threads; ++i)
        running.emplace_back([&, i] {
            together.arrive_and_wait();
            all[i] = c.pay(wanted);
        });
    running.clear();
    return all;
}

void double_click(client& c, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        auto const threads = static_cast<std::size_t>(2 + round % 7);
        auto const kind = round % 3 == 0 ? payout : collection;
        auto const all = pay_at_once(c, an_intent("key-" + std::to_string(round), 1, kind), threads);
        for (auto const& one : all) {
            INFO("round " << round << (one ? std::string{} : describe(one.error())));
            REQUIRE(one.has_value());
            REQUIRE(one->paid());
            REQUIRE(one->reference_id == all[0].value().reference_id);
            REQUIRE(one->verdict.outcome == all[0].value().verdict.outcome);
        }
    }
}

void check_books(client_desk const& d, std::size_t rounds) {
    d.settle();
    d.bank->with_server([&](sandbox::server& s) {
        CHECK(s.ledger().size() == rounds);
        CHECK(s.state().executions.size() == rounds);
        CHECK(s.state().sessions.size() == rounds);
        std::vector<std::string> keys;
        for (auto const& e : s.ledger())
            keys.push_back(flow::key_in({e.document_reference.value_or(""), e.account_name}));
        std::sort(keys.begin(), keys.end());
        CHECK(std::adjacent_find(keys.begin(), keys.end()) == keys.end());
        for (auto const& invoice : s.state().invoices) CHECK(invoice.status == source_status::paid);
        auto const collected = std::count_if(s.ledger().begin(), s.ledger().end(), [](sandbox::ledger_entry const& e) {
            return e.operation_type == operation_type::collection;
        });
        CHECK(s.state().invoices.size() == static_cast<std::size_t>(collected));
    });
}

}  // namespace

TEST_CASE("a thousand double clicks are a thousand charges, and everybody hears the same") {
    client_desk const d;
    auto c = d.open();
    double_click(c, 1000);
    check_books(d, 1000);
}

TEST_CASE("a journal on a disk makes no difference to that") {
    client_desk const d;
    samples::temporary_folder const folder;
    auto with = d.with();
    with.own_journal = nullptr;
    with.journal = folder / "payments.journal";
    {
        auto c = client::open(with).value();
        double_click(c, 200);
    }
    check_books(d, 200);
    auto c = client::open(with).value();
    auto const again = c.pay(an_intent("key-1", 1));
    REQUIRE(word_of(again) == "paid");
    CHECK(again.value().before);
}

TEST_CASE("wherever the journal fails, nobody is told against the ledger, and the next client charges once") {
    for (auto const kind : {collection, payout})
        for (int const magic : {0, 1, 2, 20, 21})
            for (bool const on_thread : {false, true}) {
                auto failed = true;
                for (int puts = 0; failed; ++puts) {
                    CAPTURE(int{magic});
                    CAPTURE(on_thread);
                    CAPTURE(puts);
                    client_desk const d;
                    auto const journal = std::make_shared<failing_journal>(d.journal, puts, on_thread);
                    auto with = d.with();
                    with.own_journal = journal;
                    auto const wanted = an_intent("key", magic, kind);
                    ends all;
                    {
                        auto c = client::open(with).value();
                        all = pay_at_once(c, wanted, 3);
                        if (journal->has_failed) all.push_back(c.pay(wanted));  // one who comes later
                    }
                    failed = journal->has_failed;
                    d.settle();
                    for (auto const& one : all) check_word(one, d.charges("key"));
                    auto next = d.open();
                    auto end = next.pay(wanted, {.deadline = 48h, .reattempt = true});
                    // Its session ended while nobody looked, so that nothing was sent: the next one begins again.
                    if (end && end->not_moved()) end = next.pay(wanted, {.deadline = 48h});
                    d.settle();
                    // The request was lost, and the session ended while nobody looked: no 404 proves that, and a person
                    // looks.
                    if (magic == 21 && end && end->unknown()) {
                        CHECK(end->verdict.outcome == phase::parked);
                        CHECK(d.charges("key") == 0);
                        continue;
                    }
                    auto const is_paid = magic != 2;
                    INFO((end ? std::string{to_text(end->verdict.outcome)} + ": " + end->reason
                              : describe(end.error())));
                    CHECK(word_of(end) == (is_paid ? "paid" : "declined"));
                    CHECK(d.charges("key") == (is_paid ? 1 : 0));
                }
            }
}
