// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

#include <boost/json/parse.hpp>

#include <cstdlib>

/// What the program prints for other programs: --json, exit codes, and the verb `status`.

using namespace dollr::tests;

namespace {

std::vector<boost::json::object> objects_in(std::string_view text) {
    std::vector<boost::json::object> all;
    while (!text.empty()) {
        auto const end = text.find('\n');
        REQUIRE(end != std::string_view::npos);
        all.push_back(boost::json::parse(text.substr(0, end)).as_object());
        text.remove_prefix(end + 1);
    }
    return all;
}

std::string text_of(boost::json::object const& from, char const* member) {
    return std::string{from.at(member).as_string()};
}

}  // namespace

TEST_CASE("--json prints one object for each intent and nothing else") {
    desk const d;
    d.write({{.key = "paid"},
             {.key = "declined \xC3\xA9", .phone = "231771239903"},
             {.key = "invoice", .phone = "231771230002", .kind = "COLLECTION"}});
    auto const first = d.execute({"--json"});
    CHECK(first.err.empty());
    CHECK(first.code == 1);
    auto const all = objects_in(first.out);
    REQUIRE(all.size() == 3);
    CHECK(text_of(all[0], "key") == "paid");
    CHECK(text_of(all[0], "operation") == "PAYOUT");
    CHECK(text_of(all[0], "outcome") == "completed");
    CHECK(text_of(all[0], "reference_id").size() == 36);
    CHECK(text_of(all[0], "amount") == "10.00");
    CHECK(text_of(all[0], "currency") == "USD");
    CHECK(all[0].at("durable") == true);
    CHECK(all[0].at("before") == false);
    CHECK(text_of(all[1], "key") == "declined \xC3\xA9");
    CHECK(text_of(all[1], "outcome") == "failed");
    CHECK(text_of(all[1], "message") == "The payer declined the payment");
    CHECK(text_of(all[2], "operation") == "COLLECTION");
    auto const again = objects_in(d.execute({"--json"}).out);
    REQUIRE(again.size() == 3);
    for (auto const& one : again) CHECK(one.at("before") == true);
}

TEST_CASE("each exit code has its case") {
    desk const d;
    auto const fresh = [&](std::vector<line> const& all) {
        ::unlink(d.journal.c_str());
        d.write(all);
    };
    fresh({{.key = "a"}});
    CHECK(d.execute().code == 0);
    fresh({{.key = "b", .phone = "231771239903"}});
    CHECK(d.execute().code == 1);
    fresh({{.key = "c", .phone = "unknown"}});
    CHECK(d.execute().code == 2);
    fresh({{.key = "d", .phone = "231771239910", .kind = "COLLECTION"}});
    auto const differs = d.execute();
    CHECK(differs.code == 3);
    CHECK(differs.prints("AMOUNT DIFFERS"));
    d.write_text(d.journal, "no journal");
    CHECK(d.execute().code == 4);
    fresh({{.key = "e", .phone = "231771239905"}});
    program endless{d.execute_words()};
    REQUIRE(soon([&] { return d.bank.health().unfinished == 1; }));
    endless.signal(SIGINT);
    CHECK(endless.wait().code == 5);
    fresh({{.key = "f"}});
    CHECK(d.execute({"--credentials", d.credentials("wrong-secret", "1")}).code == 6);
}

TEST_CASE("an amount that differs stays a reason to look in every later run") {
    desk const d;
    d.write({{.key = "k", .phone = "231771239910", .kind = "COLLECTION"}});
    REQUIRE(d.execute().code == 3);
    auto const again = d.execute();
    CHECK(again.code == 3);
    CHECK(again.prints("AMOUNT DIFFERS"));
}

TEST_CASE("status asks for one execution, by its key or its reference_id") {
    desk const d;
    d.write({{.key = "k"}});
    auto const id = text_of(objects_in(d.execute({"--json"}).out).at(0), "reference_id");
    auto const ask = [&](std::string const& what, std::vector<std::string> more = {}) {
        std::vector<std::string> words{"status", what, "--journal", d.journal};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };
    auto const known = ask(id);
    CHECK(ask("k").out == known.out);
    CHECK(known.code == 0);
    CHECK(known.out.starts_with(id + "  PAYOUT  COMPLETED\npayer 10.15 USD, payee 10.00 USD\n"));
    auto const json = objects_in(ask("k", {"--json"}).out);
    REQUIRE(json.size() == 1);
    CHECK(text_of(json[0], "status") == "COMPLETED");
    CHECK_FALSE(json[0].contains("client_secret"));
    auto const other = std::string{"7b0e6a52-5b5c-4a3e-9d5d-0123456789ab"};
    CHECK(ask(id, {"--operation", "collection"}).says("the journal knows it as a PAYOUT"));  // for ever 404
    CHECK(ask("nobody").says("the journal knows no key or reference_id \"nobody\""));
    CHECK(ask(other).says("write --operation collection, payout, transfer or refund"));
    auto const unknown = ask(other, {"--operation", "payout"});
    CHECK(unknown.code == 3);
    CHECK(unknown.says("does not know this reference_id as a PAYOUT; if it was sent just now, that is no proof"));
    auto const pay = ask(other, {"--operation", "pay"});
    CHECK(pay.code == 2);
    CHECK(pay.says("write --operation collection, payout, transfer or refund"));
}

TEST_CASE("a mistake in the arguments is one sentence and code 2") {
    for (auto const& words : {std::vector<std::string>{},
                              {"execute"},
                              {"pay"},
                              {"sandbox", "--speed", "0"},
                              {"sandbox", "--token-lifetime", "0"},
                              {"execute", "f", "--journal", "j", "--in-flight", "many"},
                              {"execute", "f"}}) {
        auto const done = run(words);
        INFO(done.err);
        CHECK(done.code == 2);
        CHECK(done.sentences("dollr: ") == 1);
        CHECK(done.sentences("") == 1);
        CHECK(done.out.empty());
    }
    CHECK(run({"execute", "--journal", "j", "--sandbox", "f.jsonl"})
              .says("write --sandbox=URL, or --sandbox behind FILE"));
    CHECK(run({"--help"}).code == 0);
    CHECK(run({"--version"}).out == "dollr 0.1.0\n");
}

TEST_CASE("verdicts that cannot be printed are in the journal, and the exit code says to look") {
    desk const d;
    d.write({{.key = "k"}});
    std::string command = DOLLR_BIN_DIR "/dollr";
    for (auto const& word : d.execute_words({"--quiet"})) command += " '" + word + "'";
    auto const status = std::system((command + " >/dev/full 2>/dev/null").c_str());
    CHECK(WEXITSTATUS(status) == 3);
    CHECK(d.execute().code == 0);
    CHECK(d.bank.ledger().size() == 1);
}

TEST_CASE("tokens that expire on the way are renewed") {
    // A minute of virtual time; the payments take 104 s.
    program const short_lived{{"sandbox", "--port", "0", "--speed", "50", "--token-lifetime", "1"}};
    REQUIRE(soon([&] { return short_lived.out().find('\n') != std::string::npos; }));
    auto const line_out = short_lived.out();
    auto const url = line_out.substr(9, line_out.find(' ', 9) - 9);
    samples::temporary_folder const folder;
    std::string text;
    for (auto const& one : lines(2, "9915")) text += one.text() + '\n';
    desk::write_text(folder / "f", text);
    auto const done = run({"execute", folder / "f", "--journal", folder / "j", "--sandbox=" + url, "--in-flight", "1"});
    CHECK(done.code == 0);
    CHECK(run({"audit", "--journal", folder / "j", folder / "f"}).code == 0);
}
