// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

/// What a second `dollr execute` does with what the journal knows.

using namespace dollr::tests;

TEST_CASE("a key that is known with the same content is skipped, and its verdict shown") {
    desk const d;
    d.write({{.key = "paid"}, {.key = "declined", .phone = "231771239902"}});
    REQUIRE(d.execute().code == 1);
    auto const again = d.execute();
    CHECK(again.code == 1);
    CHECK(again.prints("paid      PAYOUT      10.00  USD  completed  from an earlier run"));
    CHECK(again.prints("declined  PAYOUT      10.00  USD  failed     from an earlier run"));
    CHECK(d.bank.health().executions == 2);
}

TEST_CASE("the same money written otherwise is the same content") {
    desk const d;
    d.write({{.key = "k", .amount = "10.00"}});
    REQUIRE(d.execute().code == 0);
    d.write({{.key = "k", .amount = "10"}});
    CHECK(d.execute().code == 0);
    CHECK(d.bank.ledger().size() == 1);
}

TEST_CASE("a key that is known with other content is refused, naming the members, and the others are paid") {
    desk const d;
    d.write({{.key = "k"}});
    REQUIRE(d.execute().code == 0);
    d.write({{.key = "k", .phone = "231771230002", .amount = "11.00"}, {.key = "new", .phone = "231771230003"}});
    auto const again = d.execute();
    CHECK(again.code == 1);
    CHECK(
        again.says("error line 1: key \"k\" is in the journal with other content (phone, amount); this moved no money; "
                   "restore what it was, or give the new payment its own key"));
    CHECK(again.prints("1 intent: 1 completed"));
    CHECK(d.bank.ledger().size() == 2);
}

TEST_CASE("a line that was removed is left alone and listed") {
    desk const d;
    d.write({{.key = "stays"}, {.key = "removed", .phone = "231771230002"}});
    REQUIRE(d.execute().code == 0);
    d.write({{.key = "stays"}});
    auto const again = d.execute();
    CHECK(again.code == 0);
    CHECK(again.says("left alone: key \"removed\" is in the journal (completed) but not in the file"));
    CHECK(d.bank.ledger().size() == 2);
}

TEST_CASE("a failed payment stays failed until --reattempt, which pays it once under a new reference_id") {
    desk const d;
    d.write({{.key = "k", .phone = "231771239902"}, {.key = "good", .phone = "231771230002"}});
    auto const first = d.execute();
    CHECK(first.code == 1);
    CHECK(first.prints("The payer declined the payment"));
    CHECK(first.prints("not paid: 1; --reattempt asks"));
    CHECK(d.execute().code == 1);
    CHECK(d.bank.health().executions == 2);
    auto const again = d.execute({"--reattempt"});  // this phone declines for ever
    CHECK(again.code == 1);
    CHECK(d.bank.health().executions == 3);
    CHECK(d.bank.ledger().size() == 1);
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("what never began is begun by the next run, without --reattempt") {
    desk const d;
    d.write({{.key = "k", .phone = "231771239950"}});  // its payment account is never active
    auto const first = d.execute();
    CHECK(first.code == 1);
    CHECK(first.prints("not_executed"));
    CHECK(first.prints("not begun: 1; nothing was ever sent: the next `dollr execute` begins again"));
    CHECK_FALSE(first.prints("--reattempt"));
    CHECK(d.bank.health().executions == 0);
    auto const rehearsal = d.execute({"--dry-run"});
    CHECK(rehearsal.prints("1 payment to make"));
    CHECK_FALSE(rehearsal.prints("with a verdict from before"));
    auto const recovery = run({"recover", "--journal", d.journal});
    CHECK(recovery.code == 0);  // it has its verdict: beginning again is for whoever has the file
    CHECK(recovery.prints("0 intents: nothing to do"));
    CHECK(d.bank.health().executions == 0);
    auto const asked = d.bank.health().requests;
    auto const second = d.execute();
    CHECK(second.code == 1);
    CHECK(second.prints("the payment account is not active"));  // said anew, not taken from the journal
    CHECK_FALSE(second.prints("from an earlier run"));
    CHECK(d.bank.health().requests > asked + 3);  // the whole way up to the account was gone again
    CHECK(d.bank.ledger().empty());
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("a payout that never began needs its passcode when it is begun again") {
    desk const d;
    d.write({{.key = "k", .phone = "231771239950"}});
    REQUIRE(d.execute().code == 1);
    auto const file = d.folder / "without.json";
    d.write_text(file, R"({"client_id":"sandbox","client_secret":"sandbox-secret"})");
    auto const again = d.execute({"--credentials", file});
    CHECK(again.code == 2);
    CHECK(again.says("line 1 is a payout, and there is no passcode in the credentials"));
}

TEST_CASE("what cannot be begun is tried once a run") {
    desk const d;
    d.write(
        {{.key = "k", .kind = "COLLECTION", .more = R"(,"source_type":"INVOICE","source_id":999)"}, {.key = "good"}});
    for (int runs = 1; runs <= 3; ++runs) {
        auto const done = d.execute({"--json"});
        CHECK(done.code == 1);
        CHECK(done.rows(R"("key":"k","operation":"COLLECTION","outcome":"not_executed")") == 1);
        auto const seen = run({"journal", d.journal, "--json"});
        CHECK(seen.prints(R"("not_executed":1)"));
    }
    CHECK(d.bank.ledger().size() == 1);
}

TEST_CASE("recover has nothing to do after a run that ended") {
    desk const d;
    d.write({{.key = "k"}, {.key = "declined", .phone = "231771239902"}});
    REQUIRE(d.execute().code == 1);
    auto const before = d.bank.health().requests;
    auto const done = run({"recover", "--journal", d.journal});
    CHECK(done.code == 0);
    CHECK(done.prints("0 intents: nothing to do"));
    CHECK(d.bank.health().requests == before + 3);  // clock, token, and the question itself
}
