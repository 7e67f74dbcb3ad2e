// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl dollr::file
#include "../support/program.hpp"

#include <dollr/file/journal.hpp>

#include <filesystem>

/// The verbs `call` and `validate`: any operation by hand, and a body checked before it is sent.

using namespace dollr::tests;

namespace {

constexpr char const* invoice =
    R"({"counterparty_id":1,"currency":"USD","note":"","fee_bearer":"PAYER","as_payment_link":false})";

ended call(desk const& d, std::vector<std::string> words) {
    words.insert(words.begin(), "call");
    words.insert(words.end(), {"--sandbox", d.bank.origin()});
    return run(words);
}

std::string file_with(desk const& d, std::string_view text, mode_t mode = 0644) {
    std::string const path = d.folder / "body.json";
    d.write_text(path, text);
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return path;
}

}  // namespace

TEST_CASE("call sends one operation and prints its answer") {
    desk const d;
    auto const made =
        call(d, {"create_party", "--body", file_with(d, R"({"fullname":"Amara","phone":"231771234567"})")});
    INFO(made.err);
    CHECK(made.code == 0);
    CHECK(made.prints(R"("fullname":"Amara","phone":"231771234567")"));
    auto const id = made.out.substr(6, made.out.find(',') - 6);  // {"id":11,
    CHECK(call(d, {"retrieve_party", id}).out == made.out);
    CHECK(call(d, {"list_parties", "--query", "fullname=Amara"}).out ==
          "[" + made.out.substr(0, made.out.size() - 1) + "]\n");
    auto const nobody = call(d, {"retrieve_party", "77"});
    CHECK(nobody.code == 1);
    CHECK(nobody.out.empty());
    CHECK(nobody.says("the server does not know this object (HTTP 404); this moved no money; look at the id"));
}

TEST_CASE("a call that is not sound is refused before anything is sent, naming each place") {
    desk const d;
    auto const body = file_with(d, R"({"fullname":"","phone":"+231771234567","colour":1})");
    CHECK(call(d, {"create_party", "--body", body}).says("body.colour: there is no such member"));
    CHECK(call(d, {"create_party", "--body", body}).says("body.phone: "));
    CHECK(call(d, {"create_party"}).says("this operation needs a body"));
    CHECK(call(d, {"list_parties", "--query", "name=x"}).says("query.name: there is no such parameter"));
    CHECK(call(d, {"retrieve_party"}).says("needs a value for {id}"));
    CHECK(call(d, {"retrieve_party", "1", "2"}).says("\"2\" has no place in this operation's path"));
    CHECK(call(d, {"partys"}).says("`dollr call --list` names them all"));
    CHECK(call(d, {"retrieve"}).says("perhaps one of retrieve_party"));
    for (auto const& words : {std::vector<std::string>{"create_party", "--body", body}, {"retrieve_party"}})
        CHECK(call(d, words).code == 2);
    CHECK(d.bank.health().requests == 1);  // this one
}

TEST_CASE("call refuses to move money unless it is told that no journal will remember it") {
    desk const d;
    auto const body = file_with(
        d,
        R"({"session_id":"1","payment_account_id":"1","currency":"USD","reference_id":"7b0e6a52-5b5c-4a3e-9d5d-0123456789ab"})");
    auto const refused = call(d, {"execute_collection", "--body", body});
    CHECK(refused.code == 2);
    CHECK(refused.says("no journal would remember it"));
    CHECK(d.bank.health().executions == 0);
    auto const sent = call(d, {"execute_collection", "--body", body, "--without-journal"});
    CHECK(sent.code == 3);  // whatever a refusal of money says, only its status is proof
    CHECK(sent.says("money may have moved"));
}

TEST_CASE("call prints no secret, and takes one only from a file that nobody else can read") {
    desk const d;
    constexpr char const* secret = R"({"client_id":"sandbox","client_secret":"sandbox-secret"})";
    CHECK(call(d, {"obtain_token", "--body", file_with(d, secret)}).says("may be read by others"));
    auto const token = call(d, {"obtain_token", "--body", file_with(d, secret, 0600)});
    CHECK(token.code == 0);
    CHECK(token.prints(R"("access_token":"[redacted]","expires_in":)"));
}

TEST_CASE("validate says all that would keep a body from leaving, and sends nothing") {
    desk const d;
    CHECK(run({"validate", "create_invoice", file_with(d, invoice)}).out == "this body can be sent\n");
    CHECK(run({"validate", "create_invoice", file_with(d, invoice)}).code == 0);
    auto const bad = file_with(d, R"({"counterparty_id":"x","currency":"usd","fee_bearer":"ME"})");
    auto const done = run({"validate", "create_invoice", bad});
    CHECK(done.code == 2);
    for (auto const* place : {"body.counterparty_id: ", "body.currency: ", "body.note: ", "body.fee_bearer: "})
        CHECK(done.prints(place));
    auto const json = run({"validate", "create_invoice", bad, "--json"});
    CHECK(json.code == 2);
    CHECK(json.out.starts_with(R"({"detail":[{"loc":["body","counterparty_id"],"msg":)"));
    CHECK(run({"validate", "list_invoices", bad}).prints("this operation has no body"));
}

TEST_CASE("call --list names all operations of the contract") {
    auto const all = run({"call", "--list"});
    CHECK(all.code == 0);
    CHECK(std::count(all.out.begin(), all.out.end(), '\n') == 59);
    CHECK(all.prints("execute_payout                      POST   /executions/payout"));
}

TEST_CASE("the exit code of a call that moves money is the execution's, not the request's") {
    for (auto const& [phone, code] : {std::pair{"231771230001", 0}, {"231771239903", 1}, {"231771239905", 3}}) {
        desk const d;
        d.write({{.key = "k", .phone = phone, .kind = "COLLECTION"}});
        program worker{d.execute_words()};
        REQUIRE(soon([&] { return d.bank.health().executions == 1; }));
        if (code == 3) worker.signal(SIGTERM);  // that one never ends
        static_cast<void>(worker.wait());
        auto const image = dollr::file_journal::read(d.journal);
        REQUIRE(image.has_value());
        auto const& sent = image->index.newest()[0].attempt;
        // The same request once more is answered with what became of the first.
        auto const body = file_with(d, R"({"session_id":")" + sent.session.to_string() + R"(","payment_account_id":")" +
                                           sent.account.to_string() + R"(","currency":"USD","reference_id":")" +
                                           sent.reference_id.to_string() + R"("})");
        auto const again = call(d, {"execute_collection", "--body", body, "--without-journal"});
        INFO(again.out << again.err);
        CHECK(again.code == code);
        CHECK(d.bank.health().executions == 1);
    }
}
