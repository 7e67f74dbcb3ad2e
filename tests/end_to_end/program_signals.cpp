// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

/// SIGINT, SIGTERM and worse, while payments are on their way.

using namespace dollr::tests;

TEST_CASE("SIGINT and SIGTERM: no new send, code 5, and the same command finishes with nothing double or lost") {
    for (int const number : {SIGINT, SIGTERM}) {
        desk const d{20};
        d.write(lines(60));
        program first{d.execute_words({"--in-flight", "2"})};
        REQUIRE(soon([&] { return d.bank.health().executions != 0; }));
        first.signal(number);
        auto const stopped = first.wait();
        auto const sent = d.bank.health().executions;
        CHECK(stopped.code == 5);
        CHECK(stopped.says("stopping: nothing new is sent, answers are awaited"));
        CHECK(stopped.says("interrupted; what has left is in the journal: run the same command again, or `dollr recover`"));
        CHECK(stopped.prints("nothing was sent"));
        CHECK(sent < 60);
        CHECK(d.execute().code == 0);
        CHECK(d.bank.ledger().size() == 60);
        CHECK(d.nothing_is_double_or_lost());
    }
}

TEST_CASE("what was asked for when the signal came is awaited before the program ends") {
    desk const d{20};
    d.write({{.key = "slow-answer", .phone = "231771239926"}});  // 60 s of virtual time, which is longer than its deadline
    program first{d.execute_words()};
    REQUIRE(soon([&] { return d.bank.health().executions == 1; }));
    first.signal(SIGTERM);
    auto const stopped = first.wait();
    CHECK(stopped.code == 5);
    CHECK(stopped.prints("may have been sent"));
    auto const done = run({"recover", "--journal", d.journal});
    CHECK(done.code == 0);
    CHECK(done.prints("1 intent: 1 completed"));
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("a second signal ends it at once, as safe as kill -9") {
    for (int const second : {SIGINT, SIGKILL}) {
        desk const d{20};
        auto all = lines(30);
        for (auto& one : all) one.phone.replace(one.phone.size() - 4, 4, "9926");
        d.write(all);
        program first{d.execute_words()};
        REQUIRE(soon([&] { return d.bank.health().executions != 0; }));
        first.signal(SIGINT);
        REQUIRE(first.says_soon("stopping"));
        first.signal(second);
        CHECK(first.wait().signal == second);
        auto const recovered = run({"recover", "--journal", d.journal, "--quiet"});
        CHECK(recovered.code == 3);
        CHECK(recovered.says("intents have not been attempted, so no money moved: `dollr execute FILE` goes on with them"));
        CHECK(d.nothing_is_double_or_lost());
        CHECK(d.execute({"--quiet"}).code == 0);
        CHECK(d.bank.ledger().size() == 30);
        CHECK(d.nothing_is_double_or_lost());
    }
}

TEST_CASE("a reader that leaves does not stop the payments") {
    desk const d;
    d.write(lines(20));
    auto const words = d.execute_words();
    std::string command = DOLLR_BIN_DIR "/dollr";
    for (auto const& word : words) command += " '" + word + "'";
    CHECK(std::system(("exec 2>&1; " + command + " | head -n 1 >/dev/null").c_str()) == 0);
    REQUIRE(soon([&] { return d.bank.ledger().size() == 20; }));
    CHECK(d.nothing_is_double_or_lost());
}
