// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

#include <cstdint>
#include <cstdlib>

/// SIGINT, SIGTERM and worse, while payments are on their way.

using namespace dollr::tests;

TEST_CASE("SIGINT and SIGTERM: no new send, code 5, and the same command finishes with nothing double or lost") {
    for (int const number : {SIGINT, SIGTERM}) {
        desk const d{10};
        auto all = lines(20);
        for (std::size_t i = 0; i < 6; ++i) all[i].phone.replace(8, 4, "9926");  // no answer for 60 s: 6 s of this test
        d.write(all);
        program first{d.execute_words({"--in-flight", "2"})};
        REQUIRE(soon([&] { return d.bank.health().executions != 0; }));
        first.signal(number);
        auto const stopped = first.wait();
        auto const sent = d.bank.health().executions;
        CHECK(stopped.code == 5);
        CHECK(stopped.says("stopping: nothing new is sent, answers are awaited"));
        CHECK(stopped.says(
            "interrupted; what has left is in the journal: run the same command again, or `dollr recover`"));
        auto const unsent = stopped.rows("nothing was sent") + stopped.rows(" not started");
        CHECK(unsent != 0);
        CHECK(static_cast<std::size_t>(sent) + unsent <= 20);  // what is said to be unsent is
        CHECK(d.execute().code == 0);
        CHECK(d.bank.ledger().size() == 20);
        CHECK(d.nothing_is_double_or_lost());
    }
}

TEST_CASE("after a signal nothing new is sent, and the answers to what was sent are awaited") {
    desk const d{10};
    d.write(lines(4, "9926"));  // the server takes longer than the program waits, which is 3 s here
    program first{d.execute_words({"--in-flight", "2"})};
    REQUIRE(soon([&] { return d.bank.health().executions >= 2; }));
    first.signal(SIGTERM);
    REQUIRE(first.says_soon("stopping"));
    auto const sent = d.bank.health().executions;
    CHECK(sent < 4);
    auto const stopped = first.wait();
    CHECK(stopped.code == 5);
    CHECK(stopped.prints("may have been sent: "));
    CHECK(stopped.prints("nothing was sent"));
    CHECK(d.bank.health().executions == sent);
    CHECK(d.execute().code == 0);
    CHECK(d.bank.ledger().size() == 4);
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("a second signal ends it at once, as safe as kill -9") {
    for (int const second : {SIGINT, SIGKILL}) {
        desk const d{5};
        d.write(lines(8, "9926"));
        program first{d.execute_words()};
        REQUIRE(soon([&] { return d.bank.health().executions != 0; }));
        first.signal(SIGINT);
        REQUIRE(first.says_soon("stopping"));
        first.signal(second);
        CHECK(first.wait().signal == second);
        static_cast<void>(run({"recover", "--journal", d.journal, "--quiet"}));
        CHECK(d.nothing_is_double_or_lost());
        CHECK(d.execute({"--quiet"}).code == 0);
        CHECK(d.bank.ledger().size() == 8);
        CHECK(d.nothing_is_double_or_lost());
    }
}

TEST_CASE("recover says which intents were never attempted, and execute goes on with them") {
    desk const d{20};
    d.write(lines(40));
    program first{d.execute_words({"--in-flight", "1"})};
    std::int64_t asked = 0;  // a question is a request, too
    REQUIRE(soon([&] { return d.bank.health().requests - ++asked > 10; }));
    first.signal(SIGKILL);
    CHECK(first.wait().signal == SIGKILL);
    auto const recovered = run({"recover", "--journal", d.journal, "--quiet"});
    CHECK(recovered.code == 3);
    CHECK(recovered.says("intents have not been attempted, so no money moved: `dollr execute FILE` goes on with them"));
    CHECK(d.execute({"--quiet"}).code == 0);
    CHECK(d.bank.ledger().size() == 40);
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("a reader that leaves does not stop the payments") {
    desk const d{20};
    d.write(lines(20));
    std::string command = DOLLR_BIN_DIR "/dollr";
    for (auto const& word : d.execute_words()) command += " '" + word + "'";
    CHECK(std::system((command + " 2>&1 | head -n 1 >/dev/null").c_str()) == 0);
    CHECK(soon([&] { return d.bank.ledger().size() == 20; }));
    CHECK(d.nothing_is_double_or_lost());
}
