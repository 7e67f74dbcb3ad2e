// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::sqlite sqlite3
#include "journal_samples.hpp"
#include "old_sqlite_journal.hpp"
#include "temporary_folder.hpp"

#include <dollr/sqlite/journal.hpp>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dollr;
using samples::of;

namespace {

void make(std::string const& path) {
    auto j = sqlite_journal::create(path, samples::header());
    REQUIRE(j.has_value());
    for (auto const p : {phase::recorded, phase::sending}) {
        std::vector<record> one{of("rent", p)};
        REQUIRE(j->put(one) == put_result::durable);
    }
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// What a refusal says; empty if there is none.
std::string refusal(std::string const& path, journal_binding const& expected = {}) {
    auto const j = sqlite_journal::open(path, expected);
    if (j) return "";
    CHECK(j.error().kind == error_kind::journal);
    // What is in a damaged journal may have been sent.
    CHECK(j.error().moved == (contains(j.error().what, "damaged") ? money_moved::unknown : money_moved::no));
    CHECK_FALSE(j.error().next.empty());
    return j.error().what;
}

/// The same of damage: what is in a damaged journal may have been sent.
std::string damage(std::string const& path) {
    auto const j = sqlite_journal::open(path);
    if (j) return "";
    CHECK(j.error().kind == error_kind::journal);
    CHECK(j.error().moved == money_moved::unknown);
    CHECK(contains(j.error().next, "keep the damaged one"));
    return j.error().what;
}

std::string bytes_of(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What another program does to the file.
int change(std::string const& path, std::string const& sql) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
    auto const code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(db);
    return code;
}

}  // namespace

TEST_CASE("a new SQLite journal is a file of mode 0600, and so are the files that SQLite writes beside it") {
    samples::temporary_folder const folder;
    auto j = *sqlite_journal::create(folder / "j", samples::header());
    std::vector<record> one{of("rent", phase::recorded)};
    REQUIRE(j.put(one) == put_result::durable);
    for (auto const& entry : std::filesystem::directory_iterator{folder.path()}) {
        struct stat found{};
        REQUIRE(::stat(entry.path().c_str(), &found) == 0);
        CHECK((found.st_mode & 07777) == 0600);
        CHECK(entry.path().filename().string().starts_with("j"));
        CHECK_FALSE(contains(entry.path().filename().string(), ".new"));
    }
}

TEST_CASE("what was put is found by the next opening, and by a look while the journal is in use") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto j = sqlite_journal::open(folder / "j");
    REQUIRE(j.has_value());
    CHECK(j->header() == samples::header());
    CHECK(j->unfinished().size() == 1);
    std::vector<record> one{of("rent", phase::completed)};
    CHECK(j->put(one) == put_result::durable);
    CHECK(one[0].sequence == 3);
    auto const look = sqlite_journal::read(folder / "j");
    REQUIRE(look.has_value());
    CHECK(look->newest.at(0) == one[0]);
    CHECK(look->header == samples::header());
}

TEST_CASE("two processes: the second is refused, and may open the journal when the first was killed") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    int ready[2];
    REQUIRE(::pipe2(ready, O_CLOEXEC) == 0);
    auto const child = ::fork();
    if (child == 0) {
        auto mine = sqlite_journal::open(path);
        std::vector<record> one{of("tax", phase::recorded)};
        char const answer = mine.has_value() && mine->put(one) == put_result::durable ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    REQUIRE(answer == 'y');
    CHECK(refusal(path) == "the journal " + path + " is in use by another process");
    CHECK(sqlite_journal::read(path)->newest.size() == 2);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(sqlite_journal::open(path)->latest().size() == 2);
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("a child made by fork cannot write its parent's journal") {
    samples::temporary_folder const folder;
    auto j = *sqlite_journal::create(folder / "j", samples::header());
    auto const child = ::fork();
    if (child == 0) {
        std::vector<record> one{of("rent", phase::recorded)};
        ::_exit(j.put(one) == put_result::failed ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    CHECK(status == 0);
}

TEST_CASE("whoever changes the epoch behind the lock stops the writer") {
    samples::temporary_folder const folder;
    auto j = *sqlite_journal::create(folder / "j", samples::header());
    std::vector<record> one{of("rent", phase::recorded)};
    REQUIRE(j.put(one) == put_result::durable);
    REQUIRE(change(folder / "j", "UPDATE journal SET epoch = epoch + 1") == SQLITE_OK);
    one = {of("rent", phase::sending)};
    CHECK(j.put(one) == put_result::failed);
    REQUIRE(j.failure() != nullptr);
    CHECK(contains(j.failure()->what, "was taken over by another process"));
    CHECK(j.failure()->moved == money_moved::unknown);  // what it acknowledged before may have been sent
    CHECK(j.put(one) == put_result::failed);
}

TEST_CASE("the database itself refuses a second unfinished attempt, a second use of an id and a changed content") {
    samples::temporary_folder const folder;
    make(folder / "j");
    {
        auto j = *sqlite_journal::open(folder / "j");
        std::vector<record> one{of("tax", phase::recorded)};
        REQUIRE(j.put(one) == put_result::durable);
    }
    auto const path = folder / "j";
    CHECK(change(path, "INSERT INTO attempt VALUES ('tax', 2, 'another', 'PAYOUT', 1, x'00')") == SQLITE_CONSTRAINT);
    CHECK(change(path, "INSERT INTO attempt VALUES ('tax', 1, 'another', 'PAYOUT', 0, x'00')") == SQLITE_CONSTRAINT);
    CHECK(change(path, "INSERT INTO attempt SELECT 'x', 1, reference_id, 'PAYOUT', 0, x'00' FROM attempt LIMIT 1") ==
          SQLITE_CONSTRAINT);
}

TEST_CASE("a lie in one intent's row refuses that intent's record, and the journal goes on") {
    samples::temporary_folder const folder;
    auto j = *sqlite_journal::create(folder / "j", samples::header());
    std::vector<record> one{of("rent", phase::recorded)};
    REQUIRE(j.put(one) == put_result::durable);
    REQUIRE(change(folder / "j", "UPDATE intent SET content = x'00'") == SQLITE_OK);
    one = {of("rent", phase::sending)};
    CHECK(j.put(one) == put_result::refused);
    one = {of("tax", phase::recorded)};
    CHECK(j.put(one) == put_result::durable);
    CHECK(one[0].sequence == 2);
}

TEST_CASE("another origin, another client, a newer format and a newer record are refused") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    auto const h = samples::header();
    CHECK(contains(refusal(path, {.origin = "https://api.heydollr.app/v1", .client = {}}), "belongs to " + h.origin));
    CHECK(contains(refusal(path, {.origin = h.origin, .client = digest{}}), "another client id"));
    CHECK(refusal(path, {.origin = h.origin, .client = h.client}) == "");
    auto newer = samples::header();
    auto bytes = *encode_header(newer);
    bytes[8] = std::byte{9};  // the version, and then the crc over it
    auto const size = detail::load_le<std::uint16_t>(bytes.data() + 10);
    detail::store_le(bytes.data() + size - 4, crc32c(std::span{bytes}.first(size - 4u)));
    std::string hex;
    for (std::size_t i = 0; i < size; ++i) {
        char two[3];
        std::snprintf(two, sizeof two, "%02x", std::to_integer<unsigned>(bytes[i]));
        hex += two;
    }
    REQUIRE(change(path, "UPDATE journal SET header = x'" + hex + "'") == SQLITE_OK);
    CHECK(contains(refusal(path), "the journal has format 9, and this program reads 2"));
}

TEST_CASE("a damaged record is refused, and names its intent") {
    samples::temporary_folder const folder;
    make(folder / "j");
    REQUIRE(change(folder / "j", "UPDATE intent SET record = CAST(record || x'00' AS BLOB)") == SQLITE_OK);
    CHECK(damage(folder / "j") == "the journal's record of \"rent\" is damaged");
}

TEST_CASE("what is not a journal of ours alone is called what it is") {
    samples::temporary_folder const folder;
    CHECK(contains(refusal(folder / "none"), "does not exist"));
    CHECK(contains(refusal(folder.path()), "is not a regular file"));
    make(folder / "j");
    CHECK(contains(sqlite_journal::create(folder / "j", samples::header()).error().what, "exists already"));
    REQUIRE(::symlink((folder / "j").c_str(), (folder / "link").c_str()) == 0);
    CHECK(contains(refusal(folder / "link"), "is a symbolic link"));
    ::chmod((folder / "j").c_str(), 0640);
    CHECK(contains(refusal(folder / "j"), "may be read or changed by others"));
    auto const write = [&](std::string const& name, std::string const& text) {
        std::ofstream{folder / name} << text;
        ::chmod((folder / name).c_str(), 0600);
    };
    write("text", std::string(10'000, 't'));
    CHECK(contains(refusal(folder / "text"), "is not an SQLite database"));
    write("empty", "");
    CHECK(contains(refusal(folder / "empty"), "is a database, but not a journal"));
}

TEST_CASE("a folder that does not exist is said so") {
    samples::temporary_folder const folder;
    auto const made = sqlite_journal::create(folder / "none/j", samples::header());
    REQUIRE_FALSE(made.has_value());
    CHECK(contains(made.error().what, "No such file or directory"));
}

TEST_CASE("a reader that takes longer than SQLite waits keeps a put waiting, and poisons nothing") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto j = *sqlite_journal::open(folder / "j");
    std::atomic<bool> reads = false;
    std::thread reader{[&] {
        sqlite3* db = nullptr;
        sqlite3_open((folder / "j").c_str(), &db);
        sqlite3_exec(db, "BEGIN; SELECT count(*) FROM intent", nullptr, nullptr, nullptr);
        reads = true;
        std::this_thread::sleep_for(std::chrono::seconds{6});  // SQLite itself gives up after five
        sqlite3_close(db);
    }};
    while (!reads) std::this_thread::yield();
    std::vector<record> one{of("rent", phase::unknown)};
    auto const answer = j.put(one);
    reader.join();
    CHECK(answer == put_result::durable);
    CHECK(j.failure() == nullptr);
    CHECK(sqlite_journal::read(folder / "j")->newest.at(0) == one[0]);
}

TEST_CASE("what is said of a damaged database sends nobody to an older copy, nor claims that nothing was sent") {
    samples::temporary_folder const folder;
    make(folder / "j");
    REQUIRE(change(folder / "j", "UPDATE intent SET record = CAST(record || x'00' AS BLOB)") == SQLITE_OK);
    auto const j = sqlite_journal::open(folder / "j");
    REQUIRE_FALSE(j.has_value());
    CHECK(contains(j.error().next, "keep the damaged one: a copy, or a new journal, forgets what was sent since"));
    CHECK_FALSE(contains(describe(j.error()), "nothing was sent"));
}

TEST_CASE("an intent that is gone, or that is back in an earlier state, is noticed by the sum in the journal's row") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    REQUIRE(change(path, "CREATE TABLE kept AS SELECT * FROM intent") == SQLITE_OK);
    {
        auto j = *sqlite_journal::open(path);
        std::vector<record> one{of("rent", phase::completed)};
        REQUIRE(j.put(one) == put_result::durable);
        one = {of("tax", phase::recorded)};
        REQUIRE(j.put(one) == put_result::durable);
    }
    SUBCASE("it is gone") { REQUIRE(change(path, "DELETE FROM intent WHERE key = 'rent'") == SQLITE_OK); }
    SUBCASE("all are gone") { REQUIRE(change(path, "DELETE FROM intent") == SQLITE_OK); }
    SUBCASE("it is back in an earlier state") {
        REQUIRE(change(path,
                       "UPDATE intent SET phase = kept.phase, sequence = kept.sequence, record = kept.record "
                       "FROM kept WHERE kept.key = intent.key") == SQLITE_OK);
    }
    SUBCASE("the newest is back in an earlier state, and the journal's row with it") {
        REQUIRE(change(path, "DELETE FROM intent WHERE key = 'tax'; UPDATE journal SET sequence = 3") == SQLITE_OK);
    }
    CHECK(contains(damage(path), "does not hold what was acknowledged"));
    CHECK_FALSE(sqlite_journal::read(path).has_value());
}

TEST_CASE("a column that does not say what its record says is noticed") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    SUBCASE("the key") { REQUIRE(change(path, "UPDATE intent SET key = 'rend'") == SQLITE_OK); }
    SUBCASE("the content") { REQUIRE(change(path, "UPDATE intent SET content = x'00'") == SQLITE_OK); }
    SUBCASE("the sequence") { REQUIRE(change(path, "UPDATE intent SET sequence = 1") == SQLITE_OK); }
    CHECK_FALSE(damage(path).empty());
}

TEST_CASE("an attempt that is gone from the table that keeps ids unique is noticed") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    REQUIRE(change(path, "DELETE FROM attempt") == SQLITE_OK);
    CHECK_FALSE(damage(path).empty());
}

TEST_CASE("a page that a disk did not write, or wrote as zeros, is noticed, or costs nothing that was acknowledged") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    auto const before = bytes_of(path);
    {
        auto j = *sqlite_journal::open(path);
        std::vector<record> one{of("rent", phase::completed), of("tax", phase::recorded)};
        REQUIRE(j.put(one) == put_result::durable);
    }
    auto const after = bytes_of(path);
    for (std::size_t page = 0; page < after.size(); page += 4096) {
        for (bool const zeroed : {false, true}) {
            CAPTURE(page);
            CAPTURE(zeroed);
            auto image = after;
            image.replace(page, 4096, zeroed ? std::string(4096, '\0') : before.substr(page, 4096));
            std::ofstream{path, std::ios::binary} << image;
            std::filesystem::remove(path + "-journal");
            auto const j = sqlite_journal::open(path);
            if (!j) {
                CHECK(j.error().moved == money_moved::unknown);
                continue;
            }
            CHECK(j->latest().size() == 2);
            auto const* const rent = j->find(*intent_key::try_parse("rent"));
            REQUIRE(rent != nullptr);
            CHECK(rent->attempt.phase == phase::completed);
        }
    }
}

TEST_CASE("a journal whose table was renamed by a flipped bit is called damaged, and nobody is sent to another one") {
    samples::temporary_folder const folder;
    for (auto const* const table : {"journal", "intent", "attempt"}) {
        auto const path = folder / table;
        make(path);
        REQUIRE(change(path, std::string{"ALTER TABLE "} + table + " RENAME TO x") == SQLITE_OK);
        CHECK(contains(damage(path), "damaged"));
    }
}

TEST_CASE("what was given up before its attempt has no row of an attempt, and none is missed") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    auto given_up = of("tax", phase::not_executed);
    given_up.attempt = {};
    given_up.attempt.generation = 1;
    given_up.attempt.phase = phase::not_executed;
    given_up.attempt.told = true;
    {
        auto j = *sqlite_journal::create(path, samples::header());
        std::vector<record> all{of("rent", phase::recorded), given_up};
        REQUIRE(j.put(all) == put_result::durable);
    }
    auto const j = sqlite_journal::open(path);
    REQUIRE_MESSAGE(j.has_value(), j.error().what);
    CHECK(j->find(given_up.intent.key)->attempt.phase == phase::not_executed);
    CHECK(sqlite_journal::read(path).has_value());
}

TEST_CASE("a journal of format 1 opens, knows what it knew, and has a digest from then on") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    REQUIRE(change(path, samples::sqlite_journal_of_format_1) == SQLITE_OK);
    ::chmod(path.c_str(), 0600);
    CHECK(sqlite_journal::read(path)->newest.size() == 2);
    SUBCASE("whole") {
        {
            auto j =
                sqlite_journal::open(path, {.origin = samples::header().origin, .client = samples::header().client});
            REQUIRE(j.has_value());
            CHECK(j->header() == samples::header());
            std::vector<record> one{of("tax", phase::sending)};
            REQUIRE(j->put(one) == put_result::durable);
            CHECK(one[0].sequence == 4);
        }
        CHECK(sqlite_journal::open(path)->find(*intent_key::try_parse("tax"))->attempt.phase == phase::sending);
        REQUIRE(change(path, "DELETE FROM intent WHERE key = 'rent'") == SQLITE_OK);
    }
    SUBCASE("of which the last record is gone") {
        REQUIRE(change(path, "DELETE FROM intent WHERE key = 'tax'") == SQLITE_OK);
    }
    CHECK_FALSE(damage(path).empty());
}
