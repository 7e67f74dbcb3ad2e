// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl dollr::postgresql dollr::system
#include "database.hpp"

#include "../support/journal_samples.hpp"
#include "../support/program.hpp"

#include <dollr/postgresql/journal.hpp>
#include <dollr/system/clock.hpp>

/// `dollr` with a PostgreSQL as its journal: workers that share a file, and a database that goes away.

using namespace dollr::tests;
using samples::database;

namespace {

/// A sandbox, a file and a journal that is a database.
class shared_desk {
public:
    explicit shared_desk(unsigned speed = 100) : d(speed) {}

    desk d;
    database db;

    [[nodiscard]] std::vector<std::string> words(std::vector<std::string> const& more = {}) const {
        std::vector<std::string> all{"execute", d.file,          "--journal",
                                     db.url(),  d.bank.option(), "--trust-session-expiry"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    [[nodiscard]] ended audit() const { return run({"audit", "--journal", db.url(), d.file}); }
    [[nodiscard]] bool nothing_is_double_or_lost() const {
        auto const done = audit();
        INFO(done.out);
        INFO(done.err);
        return done.code == 0 && done.prints("double=0 lost=0");
    }
};

}  // namespace

TEST_CASE("two workers share a file: each pays some, both report all") {
    shared_desk const s{50};
    s.d.write(lines(120, "9904"));  // 10 min each, 12 s of this test, and a worker has room for 96
    program first{s.words()};
    program second{s.words()};
    for (auto* const worker : {&first, &second}) {
        auto const done = worker->wait();
        INFO(done.err);
        CHECK(done.code == 0);
        CHECK(done.prints("120 intents: 120 completed"));
    }
    CHECK(s.d.bank.ledger().size() == 120);
    CHECK(s.db.ask("SELECT count(DISTINCT owner) FROM dollr_intent") == "2");
    CHECK(s.nothing_is_double_or_lost());
    auto const again = run(s.words());
    CHECK(again.code == 0);
    CHECK(s.d.bank.ledger().size() == 120);
}

TEST_CASE("what a killed worker had begun is taken over when its leases are over") {
    shared_desk const s;
    s.d.write({{.key = "slow", .phone = "231771239904"}, {.key = "lost", .phone = "231771239920"}, {.key = "c"}});
    program first{s.words()};
    REQUIRE(soon([&] { return s.d.bank.health().executions >= 3; }));
    first.signal(SIGKILL);
    static_cast<void>(first.wait());
    auto const second = run(s.words());
    INFO(second.err);
    CHECK(second.code == 0);
    CHECK(s.d.bank.ledger().size() == 3);
    CHECK(s.nothing_is_double_or_lost());
}

TEST_CASE("a worker that was stopped for longer than its leases drops what it lost, and pays nothing twice") {
    shared_desk const s;
    s.d.write({{.key = "slow", .phone = "231771239904"}, {.key = "late", .phone = "231771239926"}});
    program first{s.words()};
    REQUIRE(soon([&] { return s.d.bank.health().executions >= 2; }));
    first.signal(SIGSTOP);
    auto const second = run(s.words());
    CHECK(second.code == 0);
    first.signal(SIGCONT);
    auto const woken = first.wait();
    INFO(woken.err);
    CHECK(woken.code == 0);
    CHECK(woken.prints("2 intents: 2 completed"));
    CHECK(s.nothing_is_double_or_lost());
}

TEST_CASE("a database that restarts in the middle loses nothing") {
    shared_desk const s{2};  // the restart is no longer than an exchange may last, 15 s of this test
    s.d.write(lines(40));
    program worker{s.words()};
    REQUIRE(soon([&] { return s.d.bank.health().executions > 5; }));
    database::restart("immediate");
    auto const done = worker.wait();
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(s.d.bank.ledger().size() == 40);
    CHECK(s.nothing_is_double_or_lost());
}

TEST_CASE("a database that becomes read-only stops all sending, in one sentence; the same command goes on later") {
    shared_desk const s{50};
    s.d.write(lines(120, "9904"));  // none ends, and so the last ones are not begun, for 12 s of this test
    program worker{s.words()};
    REQUIRE(soon([&] { return s.d.bank.health().executions > 5; }));
    s.db.become_read_only(true);
    s.db.cut_off();
    auto const done = worker.wait();
    INFO(done.err);
    CHECK(done.code == 4);
    CHECK(done.says("is read-only"));
    CHECK(done.says("nothing is sent any more"));
    auto const sent = s.d.bank.health().executions;
    CHECK(sent < 120);
    auto const refused = run(s.words());
    CHECK(refused.code == 4);
    CHECK(refused.says("connect to the primary"));
    CHECK(s.d.bank.health().executions == sent);
    s.db.become_read_only(false);
    auto const again = run(s.words());
    INFO(again.err);
    CHECK(again.code == 0);
    CHECK(s.d.bank.ledger().size() == 120);
    CHECK(s.nothing_is_double_or_lost());
}

TEST_CASE("a database that is not there, and a URL that shows a password, are refused before anything is asked") {
    desk const d;
    d.write({{.key = "a"}});
    auto const refusal = [&](std::string const& url) {
        return run({"execute", d.file, "--journal", url, d.bank.option()});
    };
    auto const away = refusal("postgresql://127.0.0.1:1/payments");
    CHECK(away.code == 4);
    CHECK(away.says("the journal postgresql://127.0.0.1:1/payments cannot be reached"));
    auto const shown = refusal("postgresql://me:Tr0ub4dor@127.0.0.1/payments");
    CHECK(shown.code == 2);
    CHECK(shown.says("PGPASSFILE"));
    CHECK_FALSE(shown.says("Tr0ub4dor"));
    CHECK(d.bank.health().requests == 1);  // this question
}

TEST_CASE("a shared journal is bound to its origin and client as any other") {
    shared_desk const s;
    s.d.write({{.key = "a"}});
    REQUIRE(run(s.words()).code == 0);
    desk const other;
    auto const done = run({"execute", s.d.file, "--journal", s.db.url(), other.bank.option()});
    CHECK(done.code == 4);
    CHECK(done.says("the journal belongs to " + s.d.bank.origin()));
    auto const client = run(s.words({"--credentials", s.d.credentials("s", "1", "somebody-else")}));
    CHECK(client.code == 4);
    CHECK(client.says("another client"));
}

TEST_CASE("recover finishes what is left in a shared journal, and an operator sees and decides what is parked") {
    using namespace dollr;
    database const db;
    auto header = samples::header();
    header.origin = "https://api.heydollr.app/v1";
    header.clock_speed = 1;
    {
        auto j = *postgresql_journal::create(db.url(), header);
        auto parked = samples::of("rent", phase::parked);
        parked.attempt.started = utc_now() - std::chrono::hours{3};
        std::vector<record> one{parked};
        REQUIRE(j.put(one) == put_result::durable);
    }
    auto const id = samples::id_of("rent").to_string();
    auto const seen = run({"journal", db.url(), "--json"});
    CHECK(seen.code == 3);
    CHECK(seen.prints(R"("parked":1)"));
    std::vector<std::string> const resolve{"resolve",   id,       "--journal",  db.url(),
                                           "--verdict", "failed", "--evidence", "ticket 4711"};
    {
        auto worker = *postgresql_journal::open(db.url());
        REQUIRE(worker.claim_unfinished(1)->size() == 1);
        CHECK(run(resolve).says("a worker holds this payment now"));
    }
    auto const done = run(resolve);
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(db.ask("SELECT why FROM dollr_resolution") == "ticket 4711");
    CHECK(run({"journal", db.url(), "--json"}).prints(R"("failed":1)"));
}

TEST_CASE("a damaged record is never taken for 'there is nothing to do'") {
    shared_desk const s;
    s.d.write({{.key = "slow", .phone = "231771239904"}});
    program worker{s.words()};
    REQUIRE(soon([&] { return s.db.ask("SELECT phase > 1 FROM dollr_intent") == "t"; }));
    worker.signal(SIGKILL);
    static_cast<void>(worker.wait());
    auto const id = s.db.ask("SELECT reference_id FROM dollr_attempt");
    s.db.ask("UPDATE dollr_intent SET record = set_byte(record, 60, 255 - get_byte(record, 60))");
    for (auto const& words : {std::vector<std::string>{"recover", "--journal", s.db.url()},
                              {"resolve", id, "--journal", s.db.url(), "--verdict", "failed", "--evidence", "e"},
                              s.words()}) {
        auto const done = run(words);
        INFO(words[0] << ": " << done.out << done.err);
        CHECK(done.code == 4);
        CHECK(done.says("the journal's record of \"slow\" is damaged"));
        CHECK_FALSE(done.prints("nothing to do"));
    }
}

TEST_CASE("--reattempt is for what had failed before it began, not for what another worker ends while it runs") {
    shared_desk const s{100};
    s.d.write({{.key = "declined", .phone = "231771239907", .kind = "COLLECTION"}});
    program first{s.words()};
    REQUIRE(soon([&] { return s.db.ask("SELECT phase FROM dollr_intent") == "5"; }));
    auto const second = run(s.words({"--reattempt"}));
    INFO(second.out << second.err);
    CHECK(second.code == 1);
    CHECK(first.wait().code == 1);
    CHECK(s.d.bank.health().executions == 1);
    CHECK(s.db.ask("SELECT generation FROM dollr_intent") == "1");
    CHECK(run(s.words({"--reattempt"})).code == 1);  // asked for now
    CHECK(s.d.bank.health().executions == 2);
}

TEST_CASE("what never began is begun again once by each run that began after its verdict, and by no other") {
    shared_desk const s{100};
    s.d.write({{.key = "absent", .kind = "COLLECTION", .more = R"(,"source_type":"INVOICE","source_id":999)"},
               {.key = "slow", .phone = "231771239904"}});
    auto const absent = [&](std::string const& column) {
        return s.db.ask("SELECT " + column + " FROM dollr_intent WHERE key = 'absent'");
    };
    program first{s.words()};  // goes on for 6 s with the slow one
    REQUIRE(soon([&] { return absent("phase") == "11"; }));
    program second{s.words()};
    CHECK(first.wait().code == 1);
    CHECK(second.wait().code == 1);
    CHECK(absent("phase") == "11");
    CHECK(absent("generation") == "2");
    CHECK(s.d.bank.ledger().size() == 1);
}

TEST_CASE("a settled line of a shared file that was changed since is refused, and not shown as what it was") {
    shared_desk const s{100};
    s.d.write({{.key = "k"}});
    REQUIRE(run(s.words()).code == 0);
    s.d.write({{.key = "k", .amount = "11.00"}});
    auto const again = run(s.words());
    INFO(again.out << again.err);
    CHECK(again.code == 1);
    CHECK(again.says("key \"k\" is in the journal with other content (amount)"));
    CHECK(s.d.bank.ledger().size() == 1);
}

TEST_CASE("without a passcode nothing of a shared file is sent, however far behind the payout stands") {
    shared_desk const s{50};
    auto all = lines(400);
    for (auto& one : all) one.kind = "COLLECTION";
    all.push_back({.key = "payout", .phone = "231771230002"});
    s.d.write(all);
    auto const file = s.d.folder / "credentials.json";
    s.d.write_text(file, R"({"client_id":"sandbox","client_secret":"sandbox-secret"})");
    auto const done = run(s.words({"--credentials", file}));
    INFO(done.out << done.err);
    CHECK(done.code == 2);
    CHECK(done.says("line 401 is a payout, and there is no passcode in the credentials"));
    CHECK(s.d.bank.health().executions == 0);
}

TEST_CASE("a wrong passcode ends the run of a shared file as well, however many payouts it has") {
    shared_desk const s{20};
    s.d.write(lines(130));
    program worker{{"execute", s.d.file, "--journal", s.db.url(), s.d.bank.option(), "--credentials",
                    s.d.credentials("sandbox-secret", "999999")}};
    REQUIRE(worker.says_soon("a passcode or a permission was refused"));
    auto const done = worker.wait();
    INFO(done.out << done.err);
    CHECK(done.code == 6);
    CHECK(done.prints("130 intents: 129 recorded, 1 rejected"));  // their sessions are not over yet
    CHECK(s.d.bank.health().refused_passcodes == 1);
}
