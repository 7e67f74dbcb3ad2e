// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

/// What `dollr execute` says of a payments file before a byte leaves.

using namespace dollr::tests;

namespace {

/// One good line after the bad one, checked but not sent.
ended check(std::string const& bad_line) {
    samples::temporary_folder const folder;
    auto const file = folder / "payments.jsonl";
    desk::write_text(file, bad_line + '\n' + line{.key = "good", .phone = "231771230002"}.text() + '\n');
    return run({"execute", file, "--dry-run"});
}

}  // namespace

TEST_CASE("each mistake in a line is refused in one sentence that names the member and what to write instead") {
    struct mistake {
        std::string text;
        std::string_view sentence;
    };
    auto const mistakes = std::vector<mistake>{
        {"k1,PAYOUT,25.00", "error line 1: character 1: this is not JSON: write one JSON object"},
        {R"({"key":"é" "kind":"PAYOUT"})", "error line 1: character 12: this is not JSON"},
        {line{.key = "k"}.text() + " {}", "something follows the JSON document"},
        {R"({"key":"k")", "the JSON text is cut off"},
        {"[1]", "error line 1: must be an object"},
        {line{.key = "k", .more = R"(,"adress":"Monrovia")"}.text(),
         "adress: there is no such member: look for a misspelling among key, kind, name"},
        {line{.key = "k", .kind = "PAYMENT"}.text(), "kind: must be one of the contract's words: COLLECTION, PAYOUT"},
        {line{.key = "k", .phone = "+231771230001"}.text(),
         "phone: must be digits only, such as 231771234567: leave out the plus and any spaces"},
        {line{.key = "k", .phone = "0771230001"}.text(), "phone: this looks like a local number: put the country code"},
        {line{.key = "k", .amount = "25.001"}.text(),
         "amount: this currency has two decimals: write an amount such as 25.00"},
        {line{.key = "k", .amount = "25,00"}.text(), "amount: write an amount with a decimal point"},
        {line{.key = "k", .amount = "0.00"}.text(), "amount: must be at least 0.01"},
        {line{.key = "k", .amount = "2500.50", .currency = "RWF"}.text(),
         "amount: this currency has no minor units: write a whole"},
        {line{.key = "k", .currency = "usd"}.text(), "currency: must be three upper-case letters, such as USD"},
        {line{.key = "k", .currency = "USX"}.text(),
         "currency: is not a currency of ISO 4217: write the three letters"},
        {line{.key = "k", .currency = "XXX"}.text(),
         "currency: has no minor unit, so nothing can be paid in it: write the one"},
        {line{.key = "k", .currency = "XAU"}.text(), "currency: has no minor unit"},
        {line{.key = std::string(65, 'k')}.text(), "key: text is too long: at most 64 characters"},
        {line{.key = ""}.text(), "key: text is too short: at least 1 character"},
        {line{.key = "k", .more = R"(,"note":"a","note":"b")"}.text(), "note: this member appears twice"},
        {line{.key = "k", .more = R"(,"items":[{"name":"Rice","qty":1,"amount":"10.00"}])"}.text(),
         "items: belongs only to a collection: nothing else has an invoice"},
        {line{.key = "k", .kind = "COLLECTION", .more = R"(,"items":[{"name":"Rice","qty":2,"amount":"10.00"}])"}
             .text(),
         "items: the sum of qty x amount is 20.00, but amount is 10.00"},
        {R"({"key":"k","kind":"PAYOUT","name":"A","phone":"231771230001","amount":25.00,"currency":"USD"})",
         "amount: must be a decimal number in quotes, such as \"25.00\""},
    };
    for (auto const& [text, sentence] : mistakes) {
        auto const done = check(text);
        INFO(text << '\n' << done.err);
        CHECK(done.says(sentence));
        CHECK(done.sentences("") == 1);
        CHECK(done.code == 2);
        CHECK(done.prints("1 payment to make\nPAYOUT USD 10.00"));
    }
}

TEST_CASE("a bad line stops itself and no other") {
    desk const d;
    d.write_text(d.file, line{.key = "first"}.text() + "\nno JSON\n\n" +
                             line{.key = "plus", .phone = "+231771230001"}.text() + '\n' +
                             line{.key = "last", .phone = "231771230002"}.text() + '\n');
    auto const done = d.execute();
    CHECK(done.code == 1);
    CHECK(done.says("error line 2: "));
    CHECK(done.says("error line 4: phone: "));
    CHECK(done.prints("2 intents: 2 completed, 2 refused"));
    CHECK(d.bank.ledger().size() == 2);
    auto const objects = d.execute({"--json"});
    CHECK(objects.prints(R"("outcome":"refused")"));
    CHECK(objects.prints("line 4: phone: "));
}

TEST_CASE("one key on two lines stops both") {
    desk const d;
    d.write({{.key = "same"}, {.key = "other", .phone = "231771230002"}, {.key = "same", .amount = "11.00"}});
    auto const done = d.execute();
    CHECK(done.code == 1);
    CHECK(done.says(
        "error line 1: key \"same\" is also on line 3: give every payment its own key; neither line is paid"));
    CHECK(done.says("error line 3: key \"same\" is also on line 1"));
    CHECK(done.prints("1 intent: 1 completed"));
    CHECK(d.bank.ledger().size() == 1);
}

TEST_CASE("the same payee, amount and currency under two keys is paid, with a warning") {
    desk const d;
    d.write({{.key = "june"}, {.key = "june-again", .amount = "10.0"}, {.key = "other", .amount = "11.00"}});
    auto const done = d.execute();
    CHECK(done.code == 0);
    CHECK(
        done.says("warning line 2: the same payee, amount and currency as line 1 (key \"june\"): is it meant twice?"));
    CHECK(done.sentences("warning") == 1);
    CHECK(d.bank.ledger().size() == 3);
}

TEST_CASE("a dry run prints the totals per currency, sends nothing and makes no journal") {
    desk const d;
    d.write({{.key = "a"},
             {.key = "b", .phone = "231771230002", .amount = "0.50"},
             {.key = "c", .amount = "900", .kind = "COLLECTION", .currency = "LRD"}});
    auto const before = d.bank.health().requests;
    auto const done = d.execute({"--dry-run"});
    CHECK(done.code == 0);
    CHECK(done.out == "3 payments to make\nCOLLECTION LRD 900\nPAYOUT USD 10.50\n");
    CHECK(d.bank.health().requests == before + 1);  // the question itself
    CHECK(d.read_text(d.journal).empty());
}

TEST_CASE("--dry-run with a journal says what would begin, what goes on, and what has its verdict") {
    desk const d;
    d.write({{.key = "a", .amount = "10"}});
    REQUIRE(d.execute().code == 0);
    auto const before = d.bank.health().requests;
    d.write({{.key = "a", .amount = "10"}, {.key = "b", .phone = "231771230002", .amount = "0.50"}});
    auto const done = d.execute({"--dry-run"});
    CHECK(done.code == 0);
    CHECK(done.out == "1 payment to make\nPAYOUT USD 0.50\n1 with a verdict from before\n");
    d.write({{.key = "a", .amount = "11"}});
    auto const changed = d.execute({"--dry-run"});
    CHECK(changed.code == 2);
    CHECK(changed.says("key \"a\" is in the journal with other content (amount)"));
    CHECK(changed.out == "0 payments to make\n");
    CHECK(d.bank.health().requests == before + 1);  // the question itself
    CHECK(d.bank.ledger().size() == 1);
}

TEST_CASE("a file without a payment that can be made sends nothing and makes no journal") {
    desk const d;
    for (auto const* text : {"", "\n\n", "no JSON\n"}) {
        d.write_text(d.file, text);
        auto const done = d.execute();
        CHECK(done.code == 2);
        CHECK(done.says("has no payment that can be made; nothing was sent"));
    }
    CHECK(d.read_text(d.journal).empty());
    CHECK(d.bank.health().requests == 1);
}

TEST_CASE("a file that cannot be read is named") {
    samples::temporary_folder const folder;
    auto const absent = run({"execute", folder / "absent", "--dry-run"});
    CHECK(absent.code == 2);
    CHECK(absent.says("/absent: No such file or directory; this moved no money; name a readable file"));
    auto const directory = run({"execute", folder.path(), "--dry-run"});
    CHECK(directory.code == 2);
    CHECK(directory.says("Is a directory"));
}

TEST_CASE("a byte order mark, carriage returns and a missing last newline are no mistakes") {
    samples::temporary_folder const folder;
    auto const file = folder / "payments.jsonl";
    desk::write_text(file, "\xEF\xBB\xBF" + line{.key = "a"}.text() + "\r\n" + line{.key = "b", .amount = "1"}.text());
    auto const done = run({"execute", file, "--dry-run"});
    CHECK(done.code == 0);
    CHECK(done.prints("PAYOUT USD 11.00"));
}

TEST_CASE("a document that stands on several lines stops them all, with one finding a line") {
    desk const d;
    std::string const paper = R"(,"source_type":"INVOICE","source_id":7)";
    std::vector<line> all;
    for (auto const* key : {"a", "b", "c"}) all.push_back({.key = key, .kind = "COLLECTION", .more = paper});
    all.push_back({.key = "good", .phone = "231771230002"});
    d.write(all);
    auto const done = d.execute({"--json"});
    CHECK(done.code == 1);
    CHECK(done.sentences("the same document is on line") == 3);
    CHECK(std::count(done.out.begin(), done.out.end(), '\n') == 4);
}

TEST_CASE("a document that was collected under one key is not collected under another by a later run") {
    desk const d;
    d.write({{.key = "first", .kind = "COLLECTION"}});
    REQUIRE(d.execute().code == 0);
    auto const listed = run({"call", "list_invoices", "--sandbox", d.bank.origin()});
    auto const at = listed.out.find("\"id\":") + 5;
    auto const id = listed.out.substr(at, listed.out.find(',', at) - at);
    d.write({{.key = "second", .kind = "COLLECTION", .more = R"(,"source_type":"INVOICE","source_id":)" + id}});
    auto const again = d.execute();
    INFO(again.out << again.err);
    CHECK(again.code == 1);
    CHECK(again.says("error line 1: the same document is in the journal under key \"first\" (completed)"));
    CHECK(d.bank.health().executions == 1);
}
