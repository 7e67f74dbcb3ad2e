// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::postgresql
#include "database.hpp"
#include "journal_suite.hpp"
#include "lossy_proxy.hpp"

#include <dollr/postgresql/journal.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dollr;
using samples::database;
using samples::of;

namespace {

/// The header's clock runs 60 times faster: a lease of 30 s is over after half a second.
constexpr postgresql_options short_lease{.lease = std::chrono::seconds{30}};

put_result put(postgresql_journal& j, std::vector<record> records) { return j.put(records); }

intent intent_of(std::string_view key) { return of(key, phase::recorded).intent; }

void until_leases_are_over() { std::this_thread::sleep_for(std::chrono::milliseconds{550}); }

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("a journal in a PostgreSQL database is a journal") {
    database const db;
    samples::journal_suite([&] { return *postgresql_journal::create(db.url(), samples::header()); }, false);
}

TEST_CASE("the tables of an older version learn when audits are due, as soon as they are opened to write") {
    database const db;
    {
        auto older = *postgresql_journal::create(db.url(), samples::header());
        REQUIRE(put(older, {of("rent", phase::recorded)}) == put_result::durable);
    }
    REQUIRE(db.ask("ALTER TABLE dollr_intent DROP COLUMN audit_at").empty());
    CHECK(postgresql_journal::read(db.url()).has_value());
    auto first = *postgresql_journal::open(db.url());
    auto const second = postgresql_journal::open(db.url());
    CHECK(second.has_value());
    auto told = of("rent", phase::failed);
    told.attempt.told = true;
    told.attempt.audit_at = samples::at(5'000);
    REQUIRE(first.claim(std::vector{intent_of("rent")})->taken.size() == 1);
    REQUIRE(put(first, {told}) == put_result::durable);
    CHECK(first.due_for_audit(samples::at(4'999), 10).empty());
    CHECK(first.due_for_audit(samples::at(5'000), 10).size() == 1);
    CHECK(db.ask("SELECT audit_at FROM dollr_intent") == "5000");
}

TEST_CASE("what one worker wrote is found by the next, when the first has ended") {
    database const db;
    {
        auto first = *postgresql_journal::create(db.url(), samples::header());
        REQUIRE(put(first, {of("rent", phase::recorded), of("rent", phase::sending)}) == put_result::durable);
    }
    auto second = *postgresql_journal::open(db.url());
    CHECK(second.header() == samples::header());
    CHECK(second.unfinished().size() == 1);
    auto const taken = second.claim(std::vector{intent_of("rent")});
    REQUIRE(taken.has_value());
    CHECK(taken->taken.size() == 1);
    CHECK(second.find(taken->taken[0])->attempt.phase == phase::sending);
    CHECK(put(second, {of("rent", phase::completed)}) == put_result::durable);
}

TEST_CASE("a claim that meets a damaged record keeps nothing of what it asked for") {
    database const db;
    {
        auto first = *postgresql_journal::create(db.url(), samples::header());
        REQUIRE(put(first, {of("a", phase::recorded), of("b", phase::recorded), of("c", phase::recorded)}) ==
                put_result::durable);
    }
    REQUIRE(db.ask("UPDATE dollr_intent SET record = 'x' WHERE key = 'b'").empty());
    auto first = *postgresql_journal::open(db.url());
    auto second = *postgresql_journal::open(db.url());
    CHECK_FALSE(first.claim(std::vector{intent_of("a"), intent_of("b"), intent_of("c")}).has_value());
    auto const others = second.claim(std::vector{intent_of("a"), intent_of("c")});
    REQUIRE(others.has_value());
    CHECK(others->taken.size() == 2);
}

TEST_CASE("an intent belongs to one worker while its lease runs") {
    database const db;
    auto first = *postgresql_journal::create(db.url(), samples::header());
    auto second = *postgresql_journal::open(db.url());
    auto const both = std::vector{intent_of("rent"), intent_of("tax")};
    auto const mine = first.claim(std::span{both}.first(1));
    REQUIRE(mine.has_value());
    CHECK(mine->taken.size() == 1);
    CHECK(first.find(mine->taken[0]) == nullptr);  // nobody has begun it
    auto const others = second.claim(both);
    REQUIRE(others.has_value());
    REQUIRE(others->taken.size() == 1);
    CHECK(others->taken[0].text() == "tax");
    REQUIRE(others->held.size() == 1);
    CHECK(put(second, {of("rent", phase::recorded)}) == put_result::refused);
    CHECK(put(first, {of("rent", phase::recorded)}) == put_result::durable);
    CHECK(second.claim_unfinished(10)->empty());
}

TEST_CASE("a worker that was paused for longer than its lease can write nothing once another has taken over") {
    database const db;
    auto sleeper = *postgresql_journal::create(db.url(), samples::header(), short_lease);
    auto second = *postgresql_journal::open(db.url(), {}, short_lease);
    REQUIRE(put(sleeper, {of("rent", phase::recorded), of("tax", phase::recorded)}) == put_result::durable);
    until_leases_are_over();
    auto const taken = second.claim_unfinished(1);
    REQUIRE(taken.has_value());
    REQUIRE(taken->size() == 1);
    CHECK((*taken)[0].intent.key.text() == "rent");
    CHECK(put(sleeper, {of("rent", phase::sending), of("tax", phase::sending)}) == put_result::refused);
    CHECK(put(sleeper, {of("rent", phase::sending)}) == put_result::refused);
    CHECK(put(sleeper, {of("tax", phase::sending)}) == put_result::durable);  // nobody else wanted that one
    CHECK(put(second, {of("rent", phase::sending)}) == put_result::durable);
    CHECK(second.find(intent_of("rent").key)->lease.epoch == 2);
}

TEST_CASE("a renewal keeps what is held, and names what was lost") {
    database const db;
    auto first = *postgresql_journal::create(db.url(), samples::header(), short_lease);
    auto second = *postgresql_journal::open(db.url(), {}, short_lease);
    REQUIRE(put(first, {of("rent", phase::recorded), of("tax", phase::recorded)}) == put_result::durable);
    std::vector<intent_key> lost;
    until_leases_are_over();
    CHECK(first.renew(lost));
    CHECK(lost.empty());
    CHECK(second.claim_unfinished(10)->empty());
    until_leases_are_over();
    REQUIRE(second.claim(std::vector{intent_of("tax")})->taken.size() == 1);
    CHECK(first.renew(lost));
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].text() == "tax");
    lost.clear();
    CHECK(first.renew(lost));
    CHECK(lost.empty());
}

TEST_CASE("the database itself refuses a second unfinished attempt and a second use of an id") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    CHECK(contains(db.ask("INSERT INTO dollr_attempt VALUES ('rent', 2, 'another', 'PAYOUT', true, '')"),
                   "dollr_attempt_one_unfinished"));
    CHECK(contains(db.ask("INSERT INTO dollr_attempt VALUES ('rent', 1, 'another', 'PAYOUT', false, '')"),
                   "dollr_attempt_pkey"));
    auto twin = of("tax", phase::recorded);
    twin.attempt.reference_id = of("rent", phase::recorded).attempt.reference_id;
    CHECK(put(j, {twin}) == put_result::refused);
}

TEST_CASE("a put goes on when the server was restarted, and what was acknowledged is there") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    std::vector<phase> const phases{phase::recorded, phase::sending, phase::unknown};
    for (std::size_t i = 0; i < phases.size(); ++i) {
        REQUIRE(put(j, {of("rent", phases[i])}) == put_result::durable);
        database::restart(i == 0 ? "fast" : "immediate");
        CHECK(db.ask("SELECT sequence FROM dollr_intent") == std::to_string(i + 1));
    }
    CHECK(put(j, {of("rent", phase::completed)}) == put_result::durable);
    CHECK(j.failure() == nullptr);
}

TEST_CASE("a put finds out that its connection was ended, and is made over a new one") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    for (auto const p : {phase::sending, phase::unknown, phase::live, phase::completed}) {
        db.cut_off();  // every connection is ended: the next statement finds out
        CHECK(put(j, {of("rent", p)}) == put_result::durable);
    }
    CHECK(db.ask("SELECT sequence FROM dollr_intent") == "5");
    CHECK(db.ask("SELECT count(*) FROM dollr_attempt") == "1");
}

TEST_CASE("a put whose commit was written, and its answer lost, is known to be written when it is made again") {
    database const db;
    samples::lossy_proxy proxy{database::port()};
    {
        auto const made = *postgresql_journal::create(db.url(), samples::header());
    }
    auto j = *postgresql_journal::open(db.url_through(proxy.port()));
    auto const puts = [&](std::vector<record> records) {
        proxy.lose_next_commit();
        auto const answer = j.put(records);
        CHECK(proxy.has_lost());
        return answer == put_result::durable && j.find(records.back().intent.key)->attempt == records.back().attempt;
    };
    CHECK(puts({of("rent", phase::recorded)}));  // a new row
    CHECK(puts({of("rent", phase::sending), of("tax", phase::recorded)}));
    CHECK(puts({of("rent", phase::unknown), of("rent", phase::live), of("tax", phase::sending)}));
    CHECK(puts({of("rent", phase::completed)}));  // its lease ends with it
    CHECK(db.ask("SELECT key, sequence FROM dollr_intent ORDER BY key") == "rent|5\ntax|2");
    CHECK(put(j, {of("tax", phase::unknown)}) == put_result::durable);
    CHECK(j.failure() == nullptr);
}

TEST_CASE("a child made by fork can use nothing of its parent's journal, and takes nothing from it when it ends") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    auto const child = ::fork();
    if (child == 0) {
        int wrong = 0;
        {
            auto mine = std::move(j);
            std::vector<intent_key> lost;
            mine.release(std::vector{intent_of("rent").key});
            wrong += put(mine, {of("rent", phase::sending)}) != put_result::failed;
            wrong += mine.claim(std::vector{intent_of("tax")}).has_value();
            wrong += mine.claim_unfinished(1).has_value();
            wrong += mine.renew(lost);
            wrong += mine.find(intent_of("rent").key) != nullptr;
            wrong += !mine.latest().empty() || !mine.unfinished().empty();
            wrong +=
                mine.failure() == nullptr || !contains(mine.failure()->what, "belongs to the process that opened it");
        }
        ::_exit(wrong);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
    CHECK(db.ask("SELECT lease_until > now(), sequence FROM dollr_intent") == "t|1");
    CHECK(put(j, {of("rent", phase::sending)}) == put_result::durable);
}

namespace {

/// The server has a synchronous standby that is away, until it is destroyed.
class missing_standby {
public:
    explicit missing_standby(database const& db) : db_(db) { name("nobody"); }
    missing_standby(missing_standby const&) = delete;
    missing_standby& operator=(missing_standby const&) = delete;
    ~missing_standby() { name(""); }

    void name(std::string const& who) {
        db_.ask("ALTER SYSTEM SET synchronous_standby_names = '" + who + "'");
        db_.ask("SELECT pg_reload_conf()");
        auto const show = "SHOW synchronous_standby_names";
        while (db_.ask(show) != who) std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    void until_somebody_waits() {
        auto const waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        while (db_.ask(waiting) == "0") std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }

private:
    database const& db_;
};

}  // namespace

TEST_CASE("what no synchronous standby has is not called durable, although it can be read") {
    // The waiting commit is ended with its connection, or is told to wait no longer.
    for (auto const* const how : {"pg_terminate_backend", "pg_cancel_backend"}) {
        for (bool const comes_back : {false, true}) {
            CAPTURE(how);
            CAPTURE(comes_back);
            database const db;
            auto j = *postgresql_journal::create(db.url(), samples::header(), {.patience = std::chrono::seconds{3}});
            REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
            missing_standby standby{db};
            auto answer = put_result::refused;
            std::thread putting{[&] { answer = put(j, {of("rent", phase::sending)}); }};
            standby.until_somebody_waits();
            db.ask(std::string{"SELECT "} + how + "(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            while (db.ask("SELECT sequence FROM dollr_intent") != "2")
                std::this_thread::sleep_for(std::chrono::milliseconds{20});
            if (comes_back) {
                standby.until_somebody_waits();
                standby.name("");
            }
            putting.join();
            CHECK(answer == (comes_back ? put_result::durable : put_result::failed));
            if (comes_back) continue;
            REQUIRE(j.failure() != nullptr);
            CHECK(j.failure()->moved == money_moved::unknown);
        }
    }
}

TEST_CASE("a put whose commit was lost is refused when another worker took the intent over meanwhile") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    db.ask("UPDATE dollr_intent SET owner = owner + 1, epoch = epoch + 1");
    db.cut_off();
    CHECK(put(j, {of("rent", phase::sending)}) == put_result::refused);
    CHECK(j.find(intent_of("rent").key)->attempt.phase == phase::recorded);
    CHECK(j.failure() == nullptr);
}

TEST_CASE("a database that has lost what it had acknowledged stops the worker that knows more") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    db.ask("CREATE TABLE standby AS SELECT * FROM dollr_intent");
    REQUIRE(put(j, {of("rent", phase::sending)}) == put_result::durable);
    db.ask("DELETE FROM dollr_intent");
    SUBCASE("it went back to an older state") {
        db.ask("INSERT INTO dollr_intent SELECT * FROM standby");
        CHECK(put(j, {of("rent", phase::unknown)}) == put_result::refused);
        CHECK(j.find(intent_of("rent").key) == nullptr);
    }
    SUBCASE("the same, when it is claimed again") {
        db.ask("INSERT INTO dollr_intent SELECT * FROM standby");
        CHECK_FALSE(j.claim(std::vector{intent_of("rent")}).has_value());
    }
    SUBCASE("the row is gone") {
        db.ask("INSERT INTO dollr_intent SELECT * FROM standby");
        db.ask("UPDATE dollr_intent SET epoch = epoch + 1, sequence = 2");
        REQUIRE(put(j, {of("rent", phase::unknown)}) == put_result::refused);
        db.ask("DELETE FROM dollr_intent");
        CHECK(j.find(intent_of("rent").key) == nullptr);
    }
    REQUIRE(j.failure() != nullptr);
    CHECK(contains(j.failure()->what, "has lost acknowledged records of key \"rent\""));
    CHECK(j.failure()->moved == money_moved::unknown);
    CHECK(put(j, {of("tax", phase::recorded)}) == put_result::failed);
}

TEST_CASE("a refused put of many forgets nothing that the database knows") {
    database const db;
    auto first = *postgresql_journal::create(db.url(), samples::header());
    auto second = *postgresql_journal::open(db.url());
    REQUIRE(put(first, {of("rent", phase::recorded)}) == put_result::durable);
    REQUIRE(put(second, {of("wages", phase::recorded)}) == put_result::durable);
    CHECK(put(second, {of("rent", phase::recorded), of("tax", phase::recorded), of("wages", phase::sending)}) ==
          put_result::refused);
    REQUIRE(second.find(intent_of("rent").key) != nullptr);
    CHECK(second.find(intent_of("tax").key) == nullptr);
    CHECK(put(second, {of("wages", phase::sending)}) == put_result::durable);
}

TEST_CASE("a settled intent that a worker has for a second attempt is told to the others as held") {
    database const db;
    auto first = *postgresql_journal::create(db.url(), samples::header());
    auto second = *postgresql_journal::open(db.url());
    auto told = of("rent", phase::failed);
    told.attempt.told = true;
    REQUIRE(put(first, {of("rent", phase::recorded), of("rent", phase::sending), told}) == put_result::durable);
    std::vector const wanted{intent_of("rent")};
    REQUIRE(first.claim(wanted, true)->taken.size() == 1);
    CHECK(second.claim(wanted, true)->held.size() == 1);
    CHECK(second.claim(wanted, false)->held.empty());
    first.release(std::vector{intent_of("rent").key});
    CHECK(second.claim(wanted, true)->taken.size() == 1);
}

TEST_CASE("a connection that comes back to another journal, or to a server that may not be one, poisons the journal") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    auto other = samples::header();
    other.id[0] ^= 0xFF;
    database const elsewhere;
    {
        auto const made = *postgresql_journal::create(elsewhere.url(), other);
    }
    db.ask("UPDATE dollr_journal SET header = (SELECT header FROM " + elsewhere.name() + ".dollr_journal)");
    CHECK(put(j, {of("rent", phase::sending)}) == put_result::durable);  // the same connection
    db.cut_off();
    CHECK(put(j, {of("rent", phase::unknown)}) == put_result::failed);
    REQUIRE(j.failure() != nullptr);
    CHECK(contains(j.failure()->what, "is not the database that this worker started with"));
    CHECK(j.failure()->moved == money_moved::unknown);
    CHECK(db.ask("SELECT sequence FROM dollr_intent") == "2");
}

TEST_CASE("a server that says nothing is waited for no longer than patience allows") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header(), {.patience = std::chrono::seconds{6}});
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    auto const backend = std::stoi(db.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'dollr'"));
    REQUIRE(::kill(backend, SIGSTOP) == 0);
    auto const begun = std::chrono::steady_clock::now();
    auto const answer = put(j, {of("rent", phase::sending)});
    auto const took = std::chrono::steady_clock::now() - begun;
    REQUIRE(::kill(backend, SIGCONT) == 0);
    CHECK(answer == put_result::failed);
    CHECK(took < std::chrono::seconds{12});
    REQUIRE(j.failure() != nullptr);
    CHECK(contains(j.failure()->what, "cannot be reached: it does not answer"));
}

TEST_CASE("a database that stays away poisons the journal, in one sentence") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header(), {.patience = std::chrono::milliseconds{100}});
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    database::stop();
    CHECK(put(j, {of("rent", phase::sending)}) == put_result::failed);
    REQUIRE(j.failure() != nullptr);
    CHECK(contains(j.failure()->what, "cannot be reached"));
    std::vector<intent_key> lost;
    CHECK_FALSE(j.renew(lost));
    database::start();
    CHECK(put(j, {of("rent", phase::sending)}) == put_result::failed);  // for ever: what it was told may be in doubt
    CHECK(postgresql_journal::open(db.url())->unfinished().size() == 1);
}

TEST_CASE("a database that becomes read-only writes nothing and says so") {
    database const db;
    auto j = *postgresql_journal::create(db.url(), samples::header());
    REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    db.become_read_only(true);
    db.cut_off();
    CHECK(put(j, {of("rent", phase::sending)}) == put_result::failed);
    REQUIRE(j.failure() != nullptr);
    CHECK(contains(j.failure()->what, "is read-only"));
    auto const again = postgresql_journal::open(db.url());
    REQUIRE_FALSE(again.has_value());
    CHECK(contains(again.error().what, "is read-only"));
    auto const look = postgresql_journal::read(db.url());
    REQUIRE(look.has_value());
    CHECK(look->newest.at(0).attempt.phase == phase::recorded);
    db.become_read_only(false);
}

TEST_CASE("a journal is bound to its origin and client, and its format must be ours") {
    database const db;
    {
        auto const j = *postgresql_journal::create(db.url(), samples::header());
    }
    auto const refusal = [&](journal_binding const& expected = {}) {
        auto const j = postgresql_journal::open(db.url(), expected);
        return j ? std::string{} : j.error().what;
    };
    CHECK(refusal({.origin = samples::header().origin, .client = samples::header().client}) == "");
    CHECK(contains(refusal({.origin = "https://api.heydollr.app/v1", .client = {}}), "the journal belongs to http://"));
    CHECK(contains(refusal({.origin = {}, .client = digest{}}), "another client id"));
    CHECK(contains(postgresql_journal::create(db.url(), samples::header()).error().what, "exists already"));
    db.ask("UPDATE dollr_journal SET header = set_byte(header, 8, 7)");
    CHECK(contains(refusal(), "header is damaged"));
    db.ask("DROP TABLE dollr_journal");
    CHECK(contains(refusal(), "without a journal in it"));
    CHECK_FALSE(*postgresql_journal::exists(db.url()));
}

TEST_CASE("a damaged record and one of a newer version are refused, not guessed") {
    database const db;
    {
        auto j = *postgresql_journal::create(db.url(), samples::header());
        REQUIRE(put(j, {of("rent", phase::recorded)}) == put_result::durable);
    }
    db.ask("UPDATE dollr_intent SET record = set_byte(record, 60, 255 - get_byte(record, 60))");
    auto j = *postgresql_journal::open(db.url());
    auto const claimed = j.claim(std::vector{intent_of("rent")});
    REQUIRE_FALSE(claimed.has_value());
    CHECK(contains(claimed.error().what, "the journal's record of \"rent\" is damaged"));
    CHECK_FALSE(postgresql_journal::read(db.url()).has_value());
}

TEST_CASE("a URL with a password is refused, without showing it") {
    for (auto const* url : {"postgresql://me:Tr0ub4dor@127.0.0.1/db", "postgresql://127.0.0.1/db?password=Tr0ub4dor",
                            "host=127.0.0.1 password=Tr0ub4dor", "postgresql://me:Tr0ub4dor%zz@127.0.0.1/db"}) {
        auto const j = postgresql_journal::open(url);
        REQUIRE_FALSE(j.has_value());
        CHECK(j.error().kind == error_kind::invalid);
        CHECK_FALSE(contains(describe(j.error()), "Tr0ub4dor"));
    }
}

TEST_CASE("a name that does not answer is one sentence") {
    auto const j = postgresql_journal::open("postgresql://127.0.0.1:1/db");
    REQUIRE_FALSE(j.has_value());
    CHECK(contains(j.error().what, "the journal postgresql://127.0.0.1:1/db cannot be reached: "));
    CHECK(contains(j.error().what, "Connection refused"));
}
