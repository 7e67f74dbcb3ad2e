// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

#include <cstdio>
#include <string_view>

#include <signal.h>

/// What the program believes: not its own clock, and no verdict for ever.

using namespace dollr::tests;

namespace {

/// Virtual seconds that a test can watch: a second is 50 ms.
constexpr unsigned slow = 20;

/// Its wall clock is two hours ahead of everybody's.
how_to_start two_hours_ahead() {
    return {.environment = {{"LD_PRELOAD", DOLLR_CLOCK_AHEAD}, {"CLOCK_AHEAD_SECONDS", std::to_string(7200 / slow)}}};
}

/// One payment whose execution the server has and does not show for 100 s, after its program was killed.
void pay_and_die(desk const& d) {
    d.write({{.key = "rent", .phone = "231771239915"}});
    program first{d.execute_words()};
    REQUIRE(soon([&] { return d.bank.health().executions == 1; }));
    first.signal(SIGKILL);
    static_cast<void>(first.wait());
}

/// Another worker, whose clock is right, finds it completed, once.
void ends_well(desk const& d) {
    CHECK(soon([&] { return run({"recover", "--journal", d.journal, "--trust-session-expiry"}).code == 0; }));
    CHECK(d.bank.health().executions == 1);
    CHECK(d.bank.ledger().size() == 1);
    CHECK(d.nothing_is_double_or_lost());
}

constexpr auto contradiction = "the server now says something else than the verdict that was told";

/// "rent" was told to have failed, and completes after all (tests wait for its audit).
void be_told_that_it_failed(desk const& d) {
    d.write({{.key = "rent", .phone = "231771239913"}});
    REQUIRE(d.execute().code == 1);
}

}  // namespace

TEST_CASE("a clock that is made to be ahead is ahead") {
    auto const seconds = [](std::string const& with) {
        auto* const pipe = ::popen((with + " date +%s").c_str(), "r");
        REQUIRE(pipe != nullptr);
        long long out = 0;
        CHECK(std::fscanf(pipe, "%lld", &out) == 1);
        ::pclose(pipe);
        return out;
    };
    auto const before = seconds("");
    CHECK(seconds("LD_PRELOAD=" DOLLR_CLOCK_AHEAD " CLOCK_AHEAD_SECONDS=7200") >= before + 7200);
    CHECK(seconds("LD_PRELOAD=" DOLLR_CLOCK_AHEAD) < before + 7200);
}

TEST_CASE("a worker whose clock is two hours ahead calls nothing over that the server still has") {
    auto const d = desk{slow};
    pay_and_die(d);
    auto const second = d.execute({"--trust-session-expiry"}, two_hours_ahead());
    INFO(second.out << second.err);
    CHECK(second.code == 3);
    CHECK(second.prints("parked"));  // by its clock it has been asking for long enough
    ends_well(d);
}

TEST_CASE("... and does not pay it again when it is told to") {
    auto const d = desk{slow};
    pay_and_die(d);
    for (int runs = 0; runs < 3; ++runs) {
        auto const again = d.execute({"--trust-session-expiry", "--reattempt"}, two_hours_ahead());
        CHECK_FALSE(again.prints("not executed"));
    }
    ends_well(d);
}

TEST_CASE("an execution that failed and completes later is found by the next run, whose verb does not matter") {
    for (auto const* const verb : {"execute", "recover"}) {
        CAPTURE(verb);
        desk const d;
        be_told_that_it_failed(d);
        ended found;
        CHECK(soon([&] {
            found = verb == std::string_view{"execute"} ? d.execute() : run({"recover", "--journal", d.journal});
            return found.code == 3;
        }));
        INFO(found.out << found.err);
        CHECK((found.out + found.err).find(contradiction) != std::string::npos);
        CHECK_FALSE(found.prints("--reattempt"));
        CHECK(d.bank.ledger().size() == 1);
        CHECK(d.nothing_is_double_or_lost());
    }
}

TEST_CASE("a contradiction that one run has found is said by the next one as well, though no audit is due") {
    desk d;
    be_told_that_it_failed(d);
    REQUIRE(soon([&] { return d.execute().code == 3; }));
    auto const next = run({"recover", "--journal", d.journal});
    INFO(next.err);
    CHECK(next.code == 3);
    CHECK(next.says(contradiction));
}

TEST_CASE("a run that is interrupted says the contradictions that it has found") {
    desk d;
    be_told_that_it_failed(d);
    d.write({{.key = "endless", .phone = "231771239905"}});
    program second{d.execute_words()};
    REQUIRE(second.says_soon("LOOK  rent"));
    second.signal(SIGINT);
    auto const end = second.wait();
    INFO(end.err);
    CHECK(end.code == 5);
    CHECK(end.says(contradiction));
}
