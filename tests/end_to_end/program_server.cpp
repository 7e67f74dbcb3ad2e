// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr_test_transports dollr::curl
#include "../support/hostile_server.hpp"
#include "../support/program.hpp"

#include <filesystem>

/// Servers that are not there, that are something else, and that answer nonsense.

using namespace dollr::tests;

namespace {

/// One payment to a server that is not the API: code 6, one sentence, and no journal that is bound to it.
void gives_up(desk const& d, std::string const& url, std::string_view sentence) {
    d.write({{.key = "k"}});
    auto const done = run({"execute", d.file, "--journal", d.journal, "--base-url", url, "--credentials",
                           d.credentials("sandbox-secret", "123456")});
    INFO(done.err);
    CHECK(done.code == 6);
    CHECK(done.says(sentence));
    CHECK(done.sentences("") == 1);
    CHECK_FALSE(std::filesystem::exists(d.journal));
}

}  // namespace

TEST_CASE("no server") {
    desk const d;
    auto const url = "http://127.0.0.1:" + std::to_string(dollr::test::closed_port());
    gives_up(d, url, "Connection refused; this moved no money; try again");
    auto const sandbox = run({"execute", d.file, "--journal", d.journal, "--sandbox=" + url});
    CHECK(sandbox.code == 6);
    CHECK(sandbox.says("no sandbox answers at " + url));
    CHECK(sandbox.says("start one with `dollr sandbox`"));
}

TEST_CASE("a server that answers every request with a page of HTML") {
    desk const d;
    dollr::test::hostile_server portal{[](auto& peer) {
        while (peer.read_request()) peer.answer("200 OK\r\nContent-Type: text/html\r\n", "<html>Welcome</html>");
    }};
    gives_up(d, portal.url(),
             "the answer is not JSON (HTTP 200); this moved no money; check that the base URL is the API's");
    CHECK(portal.requests().size() == 1);
}

TEST_CASE("a server whose answer never ends") {
    desk const d;
    dollr::test::hostile_server endless{[](auto& peer) {
        if (!peer.read_request()) return;
        std::string const piece(1 << 16, ' ');
        if (!peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")) return;
        while (peer.write(piece)) continue;
    }};
    gives_up(d, endless.url(), "the answer was cut off or is larger than the limit");
}

TEST_CASE("executions that are answered with HTML, without end, in half or not at all are each paid once") {
    desk const d;
    std::vector<line> all;
    for (std::string const ending :
         {"9920", "9922", "9923", "9928", "9929", "9930", "9931", "9932", "9933", "9934", "9943"})
        all.push_back({.key = "p" + ending, .phone = "23177123" + ending});
    d.write(all);
    auto const done = d.execute({"--trust-session-expiry"});
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(done.says("p9928: unknown, unreadable answer: the answer is not JSON"));
    CHECK(done.says("p9930: unknown, unreadable answer: the answer was cut off or is larger than the limit"));
    CHECK(done.says("p9929: unknown, unexpected HTTP answer"));
    CHECK(d.bank.ledger().size() == all.size());
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("plain http is for this machine only") {
    desk const d;
    d.write({{.key = "k"}});
    for (auto const* url : {"http://api.heydollr.app/v1", "http://127.0.0.1.example.com", "http://192.168.1.4:7373"}) {
        auto const done = run({"execute", d.file, "--journal", d.journal, "--base-url", url});
        CHECK(done.code == 2);
        CHECK(
            done.says("plain http to another machine: secrets would be sent unencrypted; this moved no money; write it "
                      "as https"));
    }
    auto const far = run({"execute", d.file, "--journal", d.journal, "--sandbox=https://sandbox.example.com"});
    CHECK(far.code == 2);
    CHECK(far.says("a sandbox is on this machine"));
    CHECK_FALSE(std::filesystem::exists(d.journal));
}
