// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::curl
#include "../support/program.hpp"

#include <filesystem>

/// Secrets: where they come from, what a wrong one costs, and where they never appear.

using namespace dollr::tests;

namespace {

std::map<std::string, std::string> environment() {
    return {{"DOLLR_CLIENT_ID", "sandbox"},
            {"DOLLR_CLIENT_SECRET", "sandbox-secret"},
            {"DOLLR_PASSCODE", "123456"},
            {"DOLLR_PASSCODE_PHONE", "231770000000"},
            {"DOLLR_DEVICE_NAME", "office"},
            {"DOLLR_DEVICE_TYPE", "server"},
            {"DOLLR_DEVICE_PLATFORM", "linux"},
            {"DOLLR_DEVICE_USER_AGENT", "dollr-test"},
            {"DOLLR_DEVICE_CLIENT_IP", "203.0.113.7"}};
}

/// `--base-url` takes no credentials of its own, and real time.
ended execute_elsewhere(desk const& d, std::vector<std::string> const& more, how_to_start const& how = {}) {
    std::vector<std::string> words{"execute", d.file, "--journal", d.journal, "--base-url", d.bank.origin()};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, how);
}

bool holds_a_secret(std::string_view text) {
    for (std::string_view const secret : {"sandbox-secret", "wrong-secret", "123456", "999999", "sandbox-token-"})
        if (text.find(secret) != std::string_view::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("a credentials file that others may read is refused, and nothing is sent") {
    desk const d;
    d.write({{.key = "k"}});
    for (mode_t const mode : {0644u, 0640u, 0604u}) {
        auto const done = d.execute({"--credentials", d.credentials("sandbox-secret", "123456", "sandbox", mode)});
        CHECK(done.code == 2);
        CHECK(done.says("may be read by others; this moved no money; chmod 600 it"));
    }
    CHECK(d.bank.health().executions == 0);
    CHECK_FALSE(std::filesystem::exists(d.journal));
}

TEST_CASE("credentials in the wrong form are refused, naming the member") {
    desk const d;
    d.write({{.key = "k"}});
    auto const file = d.folder / "credentials.json";
    d.write_text(file, R"({"client_id":"a","client_secret":"b","pin":"1"})");
    auto const done = d.execute({"--credentials", file});
    CHECK(done.code == 2);
    CHECK(done.says("credentials.pin: there is no such member"));
    auto const absent = d.execute({"--credentials", d.folder / "absent"});
    CHECK(absent.code == 2);
    CHECK(absent.says("No such file or directory"));
}

TEST_CASE("credentials come from the environment") {
    desk const d;
    d.write({{.key = "k"}});
    auto const done = execute_elsewhere(d, {}, {.environment = environment()});
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(d.bank.ledger().size() == 1);
}

TEST_CASE("what is missing in the environment is named, and nothing is sent") {
    desk const d;
    d.write({{.key = "k"}});
    auto const none = execute_elsewhere(d, {});
    CHECK(none.code == 2);
    CHECK(none.says("there are no credentials; this moved no money; give --credentials FILE"));
    auto no_device = environment();
    no_device.erase("DOLLR_DEVICE_NAME");
    auto const incomplete = execute_elsewhere(d, {}, {.environment = no_device});
    CHECK(incomplete.code == 2);
    CHECK(incomplete.says("set DOLLR_DEVICE_NAME too"));
    CHECK(d.bank.health().requests == 1);
    auto no_passcode = environment();
    no_passcode.erase("DOLLR_PASSCODE");
    auto const unable = execute_elsewhere(d, {}, {.environment = no_passcode});
    CHECK(unable.code == 2);
    CHECK(unable.says("line 1 is a payout, and there is no passcode in the credentials"));
    CHECK(d.bank.health().executions == 0);
}

TEST_CASE("a wrong secret is tried once, and no journal is bound to it") {
    desk const d;
    d.write(lines(50));
    auto const before = d.bank.health().requests;
    auto const done = d.execute({"--credentials", d.credentials("wrong-secret", "123456")});
    CHECK(done.code == 6);
    CHECK(done.says(
        "the client id or its secret was not accepted (HTTP 401); this moved no money; correct the credentials"));
    CHECK(done.sentences("") == 1);
    CHECK(d.bank.health().requests == before + 3);  // its clock, one try, and the question itself
    CHECK_FALSE(std::filesystem::exists(d.journal));
}

TEST_CASE("a wrong passcode costs one payout; the rest are unsent, and go on when it is corrected") {
    desk const d{10};
    d.write(lines(16));
    auto const first = d.execute({"--in-flight", "2", "--credentials", d.credentials("sandbox-secret", "999999")});
    INFO(first.out << first.err);
    CHECK(first.code == 6);
    CHECK(first.says("a passcode or a permission was refused, so no further payout, transfer or refund was sent;"));
    CHECK(first.prints("Invalid passcode"));
    CHECK(first.prints("recorded  nothing was sent"));
    auto const refused = static_cast<std::size_t>(d.bank.health().refused_passcodes);
    CHECK(refused == 1);

    auto const second = d.execute({"--credentials", d.credentials("sandbox-secret", "123456")});
    INFO(second.out << second.err);
    CHECK(second.code == 1);
    CHECK(second.prints(std::to_string(16 - refused) + " completed"));
    CHECK(d.bank.ledger().size() == 16 - refused);

    auto const good = d.credentials("sandbox-secret", "123456");
    auto const unproven = d.execute({"--reattempt", "--credentials", good});
    CHECK(unproven.code == 1);
    CHECK(unproven.prints("a second attempt is not offered"));
    CHECK(d.execute({"--reattempt", "--accept-unproven", "--credentials", good}).code == 0);
    CHECK(d.bank.ledger().size() == 16);
    CHECK(d.nothing_is_double_or_lost());
}

TEST_CASE("no secret is in the output, the journal, the arguments or the environment of the process") {
    desk const d{20};
    d.write({{.key = "slow", .phone = "231771239905"}, {.key = "card", .phone = "231771239906", .kind = "COLLECTION"}});
    auto words = d.execute_words();
    words.back() = "--base-url";
    words.push_back(d.bank.origin());
    program running{words, {.environment = environment()}};
    REQUIRE(soon([&] { return d.bank.health().executions == 2; }));
    auto const process = "/proc/" + std::to_string(running.id());
    CHECK(d.read_text(process + "/cmdline").find("execute") != std::string::npos);
    CHECK_FALSE(holds_a_secret(d.read_text(process + "/cmdline")));
    CHECK_FALSE(holds_a_secret(d.read_text(process + "/environ")));  // empty unless the reader is root
    running.signal(SIGTERM);
    auto const done = running.wait();
    CHECK_FALSE(holds_a_secret(done.out + done.err));
    CHECK_FALSE(holds_a_secret(d.read_text(d.journal)));

    auto const wrong = d.credentials("wrong-secret", "999999");
    auto const refused = execute_elsewhere(d, {"--credentials", wrong});
    CHECK(refused.code == 6);
    CHECK_FALSE(holds_a_secret(refused.out + refused.err));
}
