// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file
#include "journal_samples.hpp"
#include "simulated_disk.hpp"
#include "temporary_folder.hpp"

#include <dollr/file/journal.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dollr;
using samples::of;

namespace {

/// A journal with one sent attempt.
void make(std::string const& path) {
    auto j = file_journal::create(path, samples::header());
    REQUIRE(j.has_value());
    for (auto const p : {phase::recorded, phase::sending}) {
        std::vector<record> one{of("rent", p)};
        REQUIRE(j->put(one) == put_result::durable);
    }
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// What a refusal says; empty if there is none.
std::string refusal(std::string const& path, journal_binding const& expected = {}, file_ops* ops = nullptr) {
    auto const j = file_journal::open(path, expected, {.ops = ops});
    if (j) return "";
    CHECK(j.error().kind == error_kind::journal);
    // What is in a damaged journal may have been sent.
    CHECK(j.error().moved == (contains(j.error().what, "damaged") ? money_moved::unknown : money_moved::no));
    CHECK_FALSE(j.error().next.empty());
    return j.error().what;
}

constexpr auto first_frame = static_cast<std::streamoff>(frames_begin(journal_version));

void change_byte(std::string const& path, std::streamoff offset, char mask) {
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekg(offset);
    auto const was = static_cast<char>(file.get());
    file.seekp(offset);
    file.put(static_cast<char>(was ^ mask));
}

}  // namespace

TEST_CASE("a new journal is a preallocated file of mode 0600, and leaves no other name behind") {
    samples::temporary_folder const folder;
    make(folder / "j");
    struct stat found{};
    REQUIRE(::stat((folder / "j").c_str(), &found) == 0);
    CHECK((found.st_mode & 07777) == 0600);
    CHECK(found.st_size == 1 << 20);
    CHECK(found.st_nlink == 1);
    CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
}

TEST_CASE("what was put is found by the next opening, and by a look without a lock while the journal is in use") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto const j = file_journal::open(folder / "j");
    REQUIRE(j.has_value());
    CHECK(j->unfinished().size() == 1);
    CHECK(j->header() == samples::header());
    auto const look = file_journal::read(folder / "j");
    REQUIRE(look.has_value());
    CHECK(look->records == 2);
    CHECK(look->index.newest()[0].attempt.phase == phase::sending);
}

TEST_CASE("an existing file is never overwritten by a new journal") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto const again = file_journal::create(folder / "j", samples::header());
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().what == "the journal " + folder / "j" + " exists already");
    CHECK(file_journal::open(folder / "j")->unfinished().size() == 1);
}

TEST_CASE("open_or_create makes what is not there, goes on with what is, and never with another's or a damaged one") {
    samples::temporary_folder const folder;
    auto const path = folder / "journal";
    auto const mine = samples::header();
    {
        auto made = file_journal::open_or_create(path, mine);
        REQUIRE(made.has_value());
        std::vector<record> one{of("rent", phase::recorded)};
        REQUIRE(made->put(one) == put_result::durable);
    }
    auto again = file_journal::open_or_create(path, mine);
    REQUIRE(again.has_value());
    CHECK(again->find(*intent_key::try_parse("rent")) != nullptr);
    again = error{};  // closes it
    auto elsewhere = mine;
    elsewhere.origin += ".example";
    CHECK(contains(file_journal::open_or_create(path, elsewhere).error().what, "belongs to"));
    change_byte(path, 16, 1);
    CHECK_FALSE(file_journal::open_or_create(path, mine).has_value());
}

TEST_CASE("what a crash left of a journal that was being made does not stop the next making") {
    samples::temporary_folder const folder;
    {
        std::ofstream{folder / "j.new"} << "half";
    }
    ::chmod((folder / "j.new").c_str(), 0600);
    make(folder / "j");
    ::link((folder / "j").c_str(), (folder / "k.new").c_str());  // as if the crash came between the two names
    make(folder / "k");
    CHECK(file_journal::open(folder / "j")->unfinished().size() == 1);
    CHECK_FALSE(std::filesystem::equivalent(folder / "j", folder / "k"));
}

TEST_CASE("two processes: the second is told who has the journal, and may open it when the first is killed") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make(path);
    int ready[2];
    REQUIRE(::pipe2(ready, O_CLOEXEC) == 0);
    auto const child = ::fork();
    if (child == 0) {
        auto const mine = file_journal::open(path);
        char const answer = mine.has_value() ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) != 1) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    REQUIRE(::read(ready[0], &answer, 1) == 1);
    REQUIRE(answer == 'y');
    auto const what = refusal(path);
    CHECK((what == "the journal " + path + " is in use by process " + std::to_string(child) ||
           what == "the journal " + path + " is in use by another process"));
    CHECK(file_journal::read(path).has_value());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(refusal(path) == "");
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("two journals in one process cannot share a file either") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto const first = file_journal::open(folder / "j");
    CHECK(contains(refusal(folder / "j"), "is in use by"));
}

TEST_CASE("a wrong name, a directory, a pipe, a link and a text file are each called what they are") {
    samples::temporary_folder const folder;
    CHECK(contains(refusal(folder / "none"), "does not exist"));
    CHECK(contains(refusal(folder / "none/j"), "does not exist"));
    CHECK(contains(refusal(folder.path()), "is a directory"));
    REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
    CHECK(contains(refusal(folder / "pipe"), "is not a regular file"));
    CHECK_FALSE(file_journal::read(folder / "pipe").has_value());
    CHECK_FALSE(file_journal::read(folder.path()).has_value());
    make(folder / "j");
    REQUIRE(::symlink((folder / "j").c_str(), (folder / "link").c_str()) == 0);
    CHECK(contains(refusal(folder / "link"), "is a symbolic link"));
    {
        std::ofstream{folder / "text"} << std::string(10'000, 't');
    }
    ::chmod((folder / "text").c_str(), 0600);
    CHECK(contains(refusal(folder / "text"), "not a journal"));
    {
        std::ofstream{folder / "empty"};
    }
    ::chmod((folder / "empty").c_str(), 0600);
    CHECK(contains(refusal(folder / "empty"), "not a journal"));
}

TEST_CASE("a journal that others may read or write is refused until it is closed to them") {
    samples::temporary_folder const folder;
    make(folder / "j");
    for (auto const mode : {0640, 0604, 0620, 0602, 0666}) {
        ::chmod((folder / "j").c_str(), static_cast<mode_t>(mode));
        CHECK(contains(refusal(folder / "j"), "others may read or change it"));
        CHECK_FALSE(file_journal::read(folder / "j").has_value());
    }
    ::chmod((folder / "j").c_str(), 0640);
    CHECK(contains(refusal(folder / "j"), "has mode 0640"));
    ::chmod((folder / "j").c_str(), 0600);
    CHECK(refusal(folder / "j") == "");
}

TEST_CASE("mistake 26: another origin or another client is refused, and nothing is changed") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto const h = samples::header();
    CHECK(contains(refusal(folder / "j", {.origin = "https://api.heydollr.app", .client = {}}),
                   "belongs to " + h.origin));
    CHECK(contains(refusal(folder / "j", {.origin = h.origin, .client = digest{}}), "another client id"));
    CHECK(refusal(folder / "j", {.origin = h.origin, .client = h.client}) == "");
}

TEST_CASE("one flipped bit: refused if only the file had the record, and mended from the copy of the last put") {
    samples::temporary_folder const folder;
    make(folder / "j");
    {
        auto j = *file_journal::open(folder / "j");
        std::vector<record> many;
        for (int i = 0; i < 40; ++i) many.push_back(of("key-" + std::to_string(i), phase::recorded));
        REQUIRE(j.put(many) == put_result::durable);
        REQUIRE(j.put(std::span{many}.first(1)) == put_result::durable);  // whose copy has the last block only
    }
    change_byte(folder / "j", first_frame + 60, 0x10);
    auto const what = refusal(folder / "j");
    CHECK(contains(what, "record 1 of the journal is damaged, and record "));
    CHECK(contains(what, " proves that it was stored (" + folder / "j" + ")"));
    change_byte(folder / "j", first_frame + 60, 0x10);
    auto const end = static_cast<std::streamoff>(file_journal::read(folder / "j")->end);
    change_byte(folder / "j", end - 20, 0x10);
    CHECK_FALSE(file_journal::open(folder / "j")->opened().torn);
    change_byte(folder / "j", static_cast<std::streamoff>(copy_offset(0)), 0x10);  // a copy is not the file's only one
    CHECK(file_journal::read(folder / "j")->records == 43);
    change_byte(folder / "j", static_cast<std::streamoff>(copy_offset(1)), 0x10);
    CHECK(file_journal::read(folder / "j")->records == 43);
}

TEST_CASE("a write that left nothing whole is said to be torn, and what it left is kept in a file beside the journal") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto const end = static_cast<std::streamoff>(file_journal::read(folder / "j")->end);
    change_byte(folder / "j", end + 20, 0x10);
    {
        auto const j = file_journal::open(folder / "j");
        REQUIRE(j.has_value());
        CHECK(j->opened().torn);
        CHECK(j->torn_bytes() == 21);
        CHECK(j->torn_file() == folder / "j.torn-3");
    }
    std::ifstream kept{folder / "j.torn-3", std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{kept}, {}};
    CHECK(bytes == std::string(20, '\0') + '\x10');
    auto const again = file_journal::open(folder / "j");
    REQUIRE(again.has_value());
    CHECK_FALSE(again->opened().torn);
    CHECK(again->opened().tears == 1);
}

TEST_CASE("what an earlier opening kept beside the journal stays") {
    samples::temporary_folder const folder;
    make(folder / "j");
    auto const end = static_cast<std::streamoff>(file_journal::read(folder / "j")->end);
    change_byte(folder / "j", end + 20, 0x10);
    std::ofstream{folder / "j.torn-3"} << "kept before";
    CHECK(file_journal::open(folder / "j")->torn_file() == folder / "j.torn-3.2");
    std::string text;
    std::getline(std::ifstream{folder / "j.torn-3"}, text);
    CHECK(text == "kept before");
}

TEST_CASE("a journal of format 1 opens, knows what it knew, and has copies from then on") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    std::ifstream golden{DOLLR_SOURCE_DIR "/fuzz/corpus/journal/three_intents", std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{golden}, {}};
    bytes.erase(0, 1);  // of the fuzzer
    bytes.resize(8192);
    auto const write = [&] {
        std::ofstream{path, std::ios::binary} << bytes;
        ::chmod(path.c_str(), 0600);
    };
    write();
    CHECK(file_journal::read(path)->format == 1);
    {
        auto j = file_journal::open(path, {}, {.preallocation = 1});
        REQUIRE(j.has_value());
        CHECK(j->latest().size() == 3);
        CHECK(j->find(*intent_key::try_parse("rent"))->attempt.phase == phase::completed);
        CHECK(j->find(*intent_key::try_parse("tax"))->attempt.phase == phase::recorded);
        std::vector<record> one{*j->find(*intent_key::try_parse("tax"))};
        one[0].type = record_type::send;
        one[0].attempt.phase = phase::sending;
        CHECK(j->put(one) == put_result::durable);
    }
    CHECK(file_journal::read(path)->format == 2);
    CHECK(file_journal::open(path)->find(*intent_key::try_parse("tax"))->attempt.phase == phase::sending);
    bytes[bytes.find_last_not_of('\0') - 10] ^= 1;  // a torn tail is kept aside before the file is rewritten
    write();
    auto const torn = file_journal::open(path, {}, {.preallocation = 1});
    REQUIRE(torn.has_value());
    CHECK(torn->opened().torn);
    CHECK(std::filesystem::file_size(std::filesystem::path{torn->torn_file()}) == torn->torn_bytes());
    CHECK(torn->latest().size() == 2);  // the last record was the third intent's first
}

TEST_CASE("what the operating system refuses is said in one sentence") {
    struct row {
        int error_number;
        char const* says;
    };
    for (auto const& [error_number, says] :
         {row{EROFS, "is on a read-only file system"}, row{EACCES, "may not be read and written by this user"},
          row{EIO, "could not be opened: the disk reports an error"}, row{EMFILE, "could not be opened: "}}) {
        samples::simulated_disk disk;
        disk.plan(samples::simulated_disk::fault::error, 1, error_number);
        CHECK(contains(refusal("j", {}, &disk), says));
    }
}

TEST_CASE("a network file system and another owner are refused") {
    samples::simulated_disk disk;
    {
        auto const made = file_journal::create("j", samples::header(), {.ops = &disk});
    }
    disk.remote = true;
    CHECK(contains(refusal("j", {}, &disk), "is on a network file system"));
    CHECK_FALSE(file_journal::create("k", samples::header(), {.ops = &disk}).has_value());
    disk.remote = false;
    disk.owner_id = 7;
    CHECK(contains(refusal("j", {}, &disk), "belongs to another user"));
    disk.user_id = 0;
    CHECK(refusal("j", {}, &disk) == "");
}

TEST_CASE("a compaction makes the file small, keeps what is known and goes on") {
    samples::temporary_folder const folder;
    {
        auto j = *file_journal::create(folder / "j", samples::header(), {.preallocation = 4096});
        for (int i = 0; i < 1'200; ++i) {
            std::vector<record> one{of("rent", i % 2 == 0 ? phase::sending : phase::unknown), of("tax", phase::live)};
            one[0].attempt.sends = 1;
            REQUIRE(j.put(one) == put_result::durable);
        }
        auto const before = std::filesystem::file_size(folder / "j");
        REQUIRE(j.compact().has_value());
        CHECK(std::filesystem::file_size(folder / "j") < before / 4);
        CHECK(contains(refusal(folder / "j"), "is in use by"));
        std::vector<record> one{of("rent", phase::completed)};
        CHECK(j.put(one) == put_result::durable);
        CHECK(one[0].sequence == 2'403);
    }
    auto const j = file_journal::open(folder / "j");
    REQUIRE(j.has_value());
    CHECK(j->opened().records == 3);
    CHECK(j->find(*intent_key::try_parse("rent"))->attempt.phase == phase::completed);
    CHECK(std::distance(std::filesystem::directory_iterator{folder.path()}, {}) == 1);
}

TEST_CASE("a journal without a folder in its name lies in the current one") {
    samples::temporary_folder const folder;
    auto const here = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    make("j");
    CHECK(refusal("j") == "");
    std::filesystem::current_path(here);
}
