// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::file dollr::sqlite
#include "journal_suite.hpp"
#include "simulated_disk.hpp"
#include "temporary_folder.hpp"

#include <dollr/client/memory_journal.hpp>
#include <dollr/file/journal.hpp>
#include <dollr/sqlite/journal.hpp>

#include <doctest/doctest.h>

using namespace dollr;

TEST_CASE("a journal in memory is a journal") {
    samples::journal_suite([] { return memory_journal{}; });
}

TEST_CASE("a journal in a file is a journal") {
    samples::temporary_folder const folder;
    samples::journal_suite([&] { return *file_journal::create(folder / "j", samples::header()); });
}

TEST_CASE("a journal on a simulated disk that is opened anew is a journal") {
    samples::simulated_disk disk;
    samples::journal_suite([&] {
        file_journal_options const options{.preallocation = 1, .ops = &disk};
        static_cast<void>(file_journal::create("j", samples::header(), options));
        return *file_journal::open("j", {}, options);
    });
}

TEST_CASE("a journal in an SQLite database is a journal") {
    samples::temporary_folder const folder;
    samples::journal_suite([&] { return *sqlite_journal::create(folder / "j", samples::header()); });
}

TEST_CASE("a journal in an SQLite database that is opened anew is a journal") {
    samples::temporary_folder const folder;
    samples::journal_suite([&] {
        static_cast<void>(sqlite_journal::create(folder / "j", samples::header()));
        return *sqlite_journal::open(folder / "j");
    });
}

TEST_CASE("a journal in memory keeps its history and can be poisoned") {
    memory_journal j;
    std::vector<record> records{samples::of("rent", phase::recorded)};
    CHECK(j.put(records) == put_result::durable);
    CHECK(j.history().size() == 1);
    j.poison();
    CHECK(j.put(records) == put_result::failed);
    CHECK(j.latest().size() == 1);
}
