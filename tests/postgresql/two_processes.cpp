// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// LINK: dollr::asio_client dollr::loopback dollr::system
#include "database.hpp"

#include "../support/asio_rounds.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>

#include <array>
#include <cstdio>
#include <exception>
#include <map>
#include <set>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

// A fleet of two processes over one database: each new key is paid in both of them at the same time.

using namespace dollr;
using namespace dollr::tests;

namespace {

constexpr int rounds = 1000;
constexpr std::uint32_t speed = 30;

/// "round-7 paid as <reference>", a line for each payer.
std::string words_of(double_clicks const& all) {
    std::string lines;
    for (std::size_t round = 0; round < all.told().size(); ++round)
        for (auto const& one : all.told()[round]) {
            lines += double_clicks::key(round) + ' ';
            if (!one)
                lines += describe(one.error());
            else if (one->paid())
                lines += "paid as " + one->reference_id->to_string();
            else
                lines += one->advice();
            lines += '\n';
        }
    return lines;
}

/// The other process: pays the same keys against the same sandbox, and writes what its payers were told.
int pay_too(std::FILE* from_parent, std::FILE* to_parent) {
    std::array<char, 512> origin{};
    std::array<char, 512> journal{};
    long long epoch = 0;
    if (std::fscanf(from_parent, "%511s %511s %lld", origin.data(), journal.data(), &epoch) != 3) return 1;
    boost::asio::io_context loop;
    settings with;
    with.target = sandbox_at(origin.data());
    with.journal = journal.data();
    with.clock = std::make_shared<os_clock>(virtual_clock{server_time{duration{epoch}}, speed});
    auto client = asio::client::open(loop.get_executor(), std::move(with));
    if (!client) return 2;
    double_clicks const all{*client, rounds, [] {}};
    loop.run();
    std::fputs(words_of(all).c_str(), to_parent);
    return std::fflush(to_parent);
}

}  // namespace

TEST_CASE("two processes that pay a thousand keys at the same time charge each once, and all hear the same") {
    samples::database const db;
    std::array<int, 2> down{};
    std::array<int, 2> up{};
    REQUIRE(::pipe(down.data()) == 0);
    REQUIRE(::pipe(up.data()) == 0);
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(down[1]);
        auto code = 9;
        try {
            code = pay_too(::fdopen(down[0], "r"), ::fdopen(up[1], "w"));
        } catch (std::exception const& e) {
            std::fprintf(stderr, "the other process: %s\n", e.what());
        }
        ::_exit(code);
    }
    ::close(down[0]);
    ::close(up[1]);

    asio_world w{speed};
    auto with = w.with();
    with.own_journal = nullptr;
    with.journal = db.url();
    auto client = w.open(with);
    auto const down_text =
        w.server.origin() + ' ' + db.url() + ' ' + std::to_string(w.clock.epoch.time_since_epoch().count()) + '\n';
    REQUIRE(::write(down[1], down_text.data(), down_text.size()) == static_cast<ssize_t>(down_text.size()));
    ::close(down[1]);
    std::string theirs;
    boost::asio::posix::stream_descriptor from_child{w.context, up[0]};
    boost::asio::async_read(from_child, boost::asio::dynamic_buffer(theirs),
                            [&](boost::system::error_code const&, std::size_t) { w.end(); });
    double_clicks const all{client, rounds, [&] { w.end(); }};
    w.run(2);
    auto status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 0);

    std::map<std::string, std::set<std::string>> words;
    auto payers = 0;
    for (auto const& text : {words_of(all), theirs})
        for (std::size_t from = 0; from < text.size(); ++payers) {
            auto const space = text.find(' ', from);
            auto const end = text.find('\n', from);
            words[text.substr(from, space - from)].insert(text.substr(space + 1, end - space - 1));
            from = end + 1;
        }
    CHECK(words.size() == rounds);
    CHECK(payers > 8 * rounds);
    for (auto const& [key, said] : words) {
        CAPTURE(key);
        CHECK(said.size() == 1);
        CHECK(said.begin()->starts_with("paid as "));
    }
    CHECK(w.core.ledger().size() == rounds);
    CHECK(w.core.state().executions.size() == rounds);
    CHECK(db.ask("SELECT count(*) FROM dollr_intent") == std::to_string(rounds));
}
