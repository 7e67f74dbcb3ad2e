// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl dollr::file dollr::sqlite dollr::system
#include "../support/journal_samples.hpp"
#include "../support/program.hpp"

#include <dollr/file/journal.hpp>
#include <dollr/machine/policy.hpp>
#include <dollr/sqlite/journal.hpp>
#include <dollr/system/clock.hpp>
#include <dollr/value/timestamp.hpp>

/// What an operator sees of a journal, and how a verdict of a person becomes a record..

using namespace dollr;
using namespace dollr::tests;
using samples::of;

namespace {

constexpr auto minutes = [](int n) { return std::chrono::minutes{n}; };

/// One parked for a day's half, one whose session is not over, one under way, and one that is done.
std::vector<record> some_records() {
    auto const now = utc_now();
    auto parked = of("rent", phase::parked);
    parked.attempt.started = now - minutes(95);
    parked.attempt.expiry = now - minutes(80);
    auto young = of("wages", phase::parked);
    young.attempt.started = now - minutes(40);
    young.attempt.expiry = now + minutes(20);
    young.attempt.anomalies = anomaly::forbidden;
    auto live = of("tax", phase::live);
    live.attempt.started = now - minutes(3);
    auto done = of("loan", phase::completed);
    done.attempt.told = true;
    done.attempt.anomalies = anomaly::regression;
    return {live, parked, young, done};
}

constexpr char const* live_origin = "https://api.heydollr.app/v1";

journal_header header(std::string const& origin = live_origin) {
    auto h = samples::header();
    h.origin = origin;
    h.clock_speed = 1;
    return h;
}

template <class J>
void make(std::string const& path, std::string const& origin = live_origin) {
    auto j = J::create(path, header(origin));
    REQUIRE(j.has_value());
    for (auto const& r : some_records()) {
        auto first = r;
        first.type = record_type::attempt;
        first.attempt.phase = phase::recorded;
        first.attempt.told = false;
        std::vector<record> life{first, r};
        REQUIRE(j->put(life) == put_result::durable);
    }
}

std::string id_of(std::string_view key) { return samples::id_of(key).to_string(); }

ended resolve(std::string const& journal, std::string_view key, std::string const& verdict,
              std::string const& evidence = "statement 2026-11, line 7") {
    return run(
        {"resolve", id_of(key), "--journal", journal, "--verdict", verdict, "--evidence", evidence, "--who", "Amara"});
}

}  // namespace

TEST_CASE("what is unfinished is listed with its age and its reason, what is parked first") {
    samples::temporary_folder const folder;
    make<file_journal>(folder / "j");
    auto const seen = run({"journal", folder / "j"});
    CHECK(seen.code == 3);
    CHECK(seen.prints("half an hour without proof whether it arrived: 1 send"));
    CHECK(seen.prints("the server forbids to ask about it (403)"));
    CHECK(seen.prints("the server has it, without a last word"));
    CHECK(seen.prints("95 min"));
    CHECK(seen.prints(id_of("rent")));
    CHECK(seen.out.find("rent") < seen.out.find("wages"));
    CHECK(seen.out.find("wages") < seen.out.find("tax"));
    CHECK_FALSE(seen.prints("loan"));
    CHECK(seen.prints("4 intents: 1 completed, 0 failed, 0 rejected, 0 not executed; 3 unfinished, 2 of them parked"));
    CHECK(seen.prints("odd: status went back 1"));
}

TEST_CASE("a program reads the same as one JSON object") {
    samples::temporary_folder const folder;
    make<sqlite_journal>(folder / "j");
    auto const seen = run({"journal", "sqlite:" + folder / "j", "--json"});
    CHECK(seen.code == 3);
    CHECK(std::count(seen.out.begin(), seen.out.end(), '\n') == 1);
    for (auto const* part :
         {R"("origin":"https://api.heydollr.app/v1")", R"("intents":4)", R"("parked":2)", R"("under_way":1)",
          R"("regression":1)", R"("late_truth":0)", R"("phase":"live")", R"("oldest_unfinished_seconds":57)"})
        CHECK_MESSAGE(seen.prints(part), part);
}

TEST_CASE("a verdict with evidence becomes durable, and is told by the next run") {
    samples::temporary_folder const folder;
    sandbox_process const bank{1};
    for (std::string const kind : {"", "sqlite:"}) {
        auto const path = folder / ("j" + std::to_string(kind.size()));
        if (kind.empty())
            make<file_journal>(path, bank.origin());
        else
            make<sqlite_journal>(path, bank.origin());
        auto const done = resolve(kind + path, "rent", "not_executed");
        INFO(done.err);
        CHECK(done.code == 0);
        CHECK(done.prints("rent: not_executed, says Amara: statement 2026-11, line 7"));
        CHECK(done.prints("--reattempt"));
        auto const seen = run({"journal", kind + path, "--json"});
        CHECK(seen.prints(R"("parked":1)"));
        CHECK(seen.prints(R"("not_executed":1)"));
        CHECK(seen.prints(R"("reattempt":true)"));
        CHECK(seen.prints("was not told yet"));
        auto const again = resolve(kind + path, "rent", "completed");
        CHECK(again.code == 2);
        CHECK(again.says("this payment is not_executed, not parked; this moved no money; a verdict never changes"));
    }
    auto const look = file_journal::read(folder / "j0");
    REQUIRE(look.has_value());
    auto const* const rent = look->index.find(*intent_key::try_parse("rent"));
    CHECK(rent->type == record_type::resolution);
    CHECK(std::string_view{rent->evidence.who.data()} == "Amara");
    CHECK(std::string_view{rent->evidence.why.data()} == "statement 2026-11, line 7");
}

TEST_CASE("that nothing was executed is not written where the server's own clock cannot be seen") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make<file_journal>(path, "http://127.0.0.1:1");
    auto const before = desk::read_text(path);
    auto const alone = resolve(path, "rent", "not_executed");
    CHECK(alone.code == 6);
    CHECK(alone.says("no verdict was written"));
    CHECK(alone.says("http://127.0.0.1:1 did not tell it"));
    CHECK(desk::read_text(path).substr(0, 8192) == before.substr(0, 8192));
}

TEST_CASE("nobody can say not_executed before the session is over, nor decide what the server still decides") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make<file_journal>(path);
    auto const early = resolve(path, "wages", "not_executed");
    CHECK(early.code == 2);
    CHECK(early.says("its session may still be executed"));
    auto const wages = file_journal::read(path)->index.find(*intent_key::try_parse("wages"))->attempt.expiry;
    auto const fence = timestamp{wages + fence_after_expiry(policy{})}.to_string();
    CHECK_MESSAGE(early.says("say it when the server's clock is past " + fence), fence << " is not in " << early.err);
    auto const live = resolve(path, "tax", "failed");
    CHECK(live.code == 2);
    CHECK(
        live.says("this payment is live, not parked; money may have moved; let `dollr recover` ask the server first"));
    auto const completed = resolve(path, "wages", "completed");
    CHECK(completed.code == 0);
    CHECK(completed.prints("no second attempt is offered"));
}

TEST_CASE("a resolution without a verdict, evidence or known payment is refused, and changes nothing") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make<file_journal>(path);
    auto const before = desk::read_text(path);
    CHECK(resolve(path, "rent", "paid").says("this is not a verdict"));
    CHECK(resolve(path, "rent", "failed", "").code == 2);
    CHECK(resolve(path, "rent", "failed", std::string(97, 'x')).says("write at most 96 bytes"));
    CHECK(resolve(path, "rent", "failed", "two\nlines").says("not plain text"));
    CHECK(resolve(path, "nobody", "failed").says("no intent of the journal has this reference_id"));
    CHECK(run({"resolve", "x", "--journal", path, "--verdict", "failed", "--evidence", "e"}).code == 2);
    CHECK(run({"resolve", id_of("rent"), "--journal", path, "--verdict", "failed"}).says("--evidence"));
    CHECK(desk::read_text(path).substr(0, 8192) == before.substr(0, 8192));
}

TEST_CASE("a journal that another process writes can be looked at, but nothing in it resolved") {
    samples::temporary_folder const folder;
    auto const path = folder / "j";
    make<file_journal>(path);
    auto const writing = file_journal::open(path);
    CHECK(run({"journal", path}).code == 3);
    auto const done = resolve(path, "rent", "failed");
    CHECK(done.code == 4);
    CHECK(done.says("is in use by process " + std::to_string(::getpid())));
}

TEST_CASE("a kind of journal that there is not is said so") {
    for (auto const* name : {"mysql://localhost/payments", "https://api.heydollr.app/v1"}) {
        auto const done = run({"journal", name});
        CHECK(done.code == 2);
        CHECK(done.says(
            "there is no journal of this kind; this moved no money; name a file, sqlite:FILE or postgresql://"));
    }
}

TEST_CASE("a 403 that answered the send is not told as one that forbids to ask") {
    samples::temporary_folder const folder;
    auto j = file_journal::create(folder / "j", header());
    REQUIRE(j.has_value());
    auto parked = of("rent", phase::parked);
    parked.attempt.anomalies = anomaly::forbidden | anomaly::refused;
    std::vector<record> one{parked};
    REQUIRE(j->put(one) == put_result::durable);
    auto const seen = run({"journal", folder / "j"});
    CHECK_FALSE(seen.prints("forbids to ask"));
    CHECK(seen.prints("half an hour without proof whether it arrived: 1 send"));
}
