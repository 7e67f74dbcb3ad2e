// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl dollr::file dollr::system
#include "../support/program.hpp"

#include <dollr/file/journal.hpp>
#include <dollr/system/sha256.hpp>

#include <cstdint>
#include <filesystem>

/// A journal that cannot be trusted, or cannot be written, stops all sending.

using namespace dollr::tests;

namespace {

/// Refused with code 4 in one sentence, and nothing but the sandbox's clock was asked for.
void refuses(desk const& d, std::string_view sentence, std::vector<std::string> const& more = {},
             how_to_start const& how = {}) {
    auto const before = d.bank.health();
    auto const done = d.execute(more, how);
    auto const after = d.bank.health();
    INFO(done.err);
    CHECK(done.code == 4);
    CHECK(done.says(sentence));
    CHECK(done.sentences("dollr: ") == 1);
    CHECK(after.requests <= before.requests + 2);
    CHECK(after.executions == before.executions);
}

/// Pays two, so that the journal holds something.
void pay_two(desk const& d) {
    d.write({{.key = "a"}, {.key = "b", .phone = "231771230002"}});
    REQUIRE(d.execute().code == 0);
}

void flip(std::string const& path, std::size_t at) {
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekg(static_cast<std::streamoff>(at));
    auto const byte = static_cast<char>(file.get() ^ 0x10);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
    REQUIRE(file.good());
}

/// As another run would have left it: fast, and begun at another time.
void make_journal(desk const& d, std::string const& origin, std::string_view client) {
    dollr::journal_header header;
    header.origin = origin;
    header.client = *dollr::sha256{}(client);
    header.clock_speed = usual_speed;
    REQUIRE(dollr::file_journal::create(d.journal, header).has_value());
}

std::size_t end_of_records(std::string const& path) { return desk::read_text(path).find_last_not_of('\0') + 1; }

}  // namespace

TEST_CASE("what is not a journal of ours alone is refused and explained") {
    desk const d;
    pay_two(d);
    auto const good = d.read_text(d.journal);
    SUBCASE("a directory") {
        std::filesystem::remove(d.journal);
        std::filesystem::create_directory(d.journal);
        refuses(d, "is a directory; this moved no money; name a file in it");
    }
    SUBCASE("an empty file") {
        d.write_text(d.journal, "");
        refuses(d, "this is not a journal: it is too short");
    }
    SUBCASE("another file") {
        d.write_text(d.journal, std::string(1 << 14, 'x'));
        refuses(d, "this is not a journal");
    }
    SUBCASE("a symbolic link") {
        std::filesystem::rename(d.journal, d.journal + ".real");
        std::filesystem::create_symlink(d.journal + ".real", d.journal);
        refuses(d, "is a symbolic link; this moved no money; name the file itself");
    }
    SUBCASE("a file that others may read") {
        REQUIRE(::chmod(d.journal.c_str(), 0644) == 0);
        refuses(
            d,
            "has mode 0644: others may read or change it; this moved no money; check who could have changed it, then "
            "chmod it to 600");
    }
    SUBCASE("a file that this user may not read") {
        REQUIRE(::chmod(d.journal.c_str(), 0) == 0);
        refuses(d, "may not be read and written by this user", {}, {.environment = {}, .modes_count = true});
    }
}

TEST_CASE("a journal is bound to its origin and its client for ever") {
    desk const d;
    pay_two(d);
    SUBCASE("another origin") {
        desk const other;
        refuses(d, "the journal belongs to " + d.bank.origin() + ", not to " + other.bank.origin(),
                {other.bank.option()});
        CHECK(other.bank.health().requests == 1);  // this question
    }
    SUBCASE("the live API") { refuses(d, "not to https://api.heydollr.app", {"--live"}); }
    SUBCASE("another client") {
        refuses(d, "the journal belongs to another client",
                {"--credentials", d.credentials("s", "1", "somebody-else")});
    }
}

TEST_CASE("a target is named exactly once for a new journal, and never for two") {
    desk const d;
    d.write({{.key = "a"}});
    for (auto const& targets : {std::vector<std::string>{}, {"--live", d.bank.option()}}) {
        auto words = std::vector<std::string>{"execute", d.file, "--journal", d.journal};
        words.insert(words.end(), targets.begin(), targets.end());
        auto const done = run(words);
        CHECK(done.code == 2);
        CHECK(done.says("say exactly one of --live, --sandbox and --base-url URL"));
    }
    CHECK(d.bank.health().requests == 1);
}

TEST_CASE("only a sandbox may run faster than real time") {
    desk const d;
    d.write({{.key = "a"}});
    CHECK(d.execute({"--speed", "5"}).code == 2);  // there is no such option
    make_journal(d, "https://api.heydollr.app/v1", "client");
    refuses(d, "its clock is another");
}

TEST_CASE("a sandbox that was started again is refused: it has forgotten what it paid") {
    desk const d;
    d.write({{.key = "a"}});
    make_journal(d, d.bank.origin(), "sandbox");
    refuses(d, "this sandbox is not the one that the journal was made with: its clock is another");
}

TEST_CASE("a second process on one journal is refused, and says who holds it") {
    desk const d{20};
    d.write({{.key = "slow", .phone = "231771239904"}});
    program first{d.execute_words()};
    REQUIRE(soon([&] { return d.bank.health().executions == 1; }));
    first.signal(SIGSTOP);  // so that only the second one's requests are counted
    refuses(d, "is in use by process " + std::to_string(first.id()) + "; this moved no money; let it finish");
    first.signal(SIGCONT);
    first.signal(SIGTERM);
    CHECK(first.wait().code == 5);
}

TEST_CASE("a journal with one flipped bit is refused, or what it lost is asked for; nothing is paid twice") {
    desk const d;
    d.write(lines(4));
    REQUIRE(d.execute().code == 0);
    auto const good = d.read_text(d.journal);
    auto const end = end_of_records(d.journal);
    auto const begin = dollr::frames_begin(dollr::journal_version);
    for (auto const at : {std::size_t{9}, std::size_t{45}, begin, begin + 54, begin + 2'000}) {
        d.write_text(d.journal, good);
        flip(d.journal, at);
        INFO(at);
        refuses(d, "damaged");
    }
    d.write_text(d.journal, good);
    flip(d.journal, end - 5);
    CHECK(d.execute().code == 0);  // the copy has it
    flip(d.journal, end_of_records(d.journal) + 5);
    auto const done = d.execute();
    CHECK(done.says("an interrupted write left"));
    CHECK(done.says("and are kept in " + d.journal + ".torn-"));
    CHECK(d.bank.ledger().size() == 4);
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("a full disk: no journal, no payment") {
    desk const d;
    d.write({{.key = "a"}});
    auto const done = d.execute({}, {.environment = {}, .file_size_max = 8192});
    CHECK(done.code == 4);
    CHECK(done.says("could not grow: the disk is full; this moved no money; free some space"));
    CHECK(d.bank.health().executions == 0);
    CHECK_FALSE(std::filesystem::exists(d.journal));
}

TEST_CASE("a disk that fills up stops all sending, and the same command goes on when there is space") {
    desk const d{20};
    d.write(lines(1));
    REQUIRE(d.execute().code == 0);
    d.write(lines(40));
    auto const limit = end_of_records(d.journal) + 20'000;
    auto const done = d.execute({"--json"}, {.environment = {}, .file_size_max = limit});
    CHECK(done.code == 4);
    CHECK(done.says("could not grow: the disk is full"));
    CHECK(done.says("nothing is sent any more: mend the disk, then run `dollr recover`"));
    CHECK(d.bank.health().executions < 40);
    CHECK(std::count(done.out.begin(), done.out.end(), '\n') == 40);  // one object for each intent
    CHECK(d.execute().code == 0);
    CHECK(d.bank.ledger().size() == 40);
    CHECK(d.nothing_is_double_or_lost());
}
