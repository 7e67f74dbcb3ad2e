// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_SUPPORT_DATABASE_HPP
#define DOLLR_TESTS_SUPPORT_DATABASE_HPP

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sys/wait.h>

/// A fresh schema, which is as good as a database of its own, on the PostgreSQL that tests/support/with_postgresql.sh
/// started.
namespace samples {

class database {
public:
    database() : name_("test_" + std::to_string(++made)) {
        auto const said = ask("CREATE SCHEMA " + name_);
        REQUIRE_MESSAGE(said.empty(), said);
    }
    database(database const&) = delete;
    database& operator=(database const&) = delete;

    [[nodiscard]] std::string const& name() const noexcept { return name_; }
    [[nodiscard]] std::string url() const { return server() + "?options=-csearch_path%3D" + name_; }

    /// What psql prints, without the last line end; a complaint, too.
    std::string ask(std::string const& sql) const {
        return shell("psql -X -q -A -t '" + url() + "' 2>&1 <<'END'\nSET default_transaction_read_only = off;\n" + sql +
                     "\nEND");
    }
    /// The same behind another port.
    [[nodiscard]] std::string url_through(std::uint16_t port) const {
        auto text = url();
        auto const colon = text.rfind(':', text.find("/postgres?"));
        return text.replace(colon + 1, text.find('/', colon) - colon - 1, std::to_string(port));
    }
    [[nodiscard]] static std::uint16_t port() {
        auto const* const text = std::getenv("POSTGRESQL_PORT");
        REQUIRE(text != nullptr);
        return static_cast<std::uint16_t>(std::atoi(text));
    }
    /// Ends every other connection.
    void cut_off() const {
        ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = "
            "'dollr'");
    }
    void become_read_only(bool really) const {
        ask(std::string{"ALTER DATABASE postgres SET default_transaction_read_only = "} + (really ? "on" : "off"));
    }

    static void restart(std::string const& how) { control("restart " + how); }
    static void stop() { control("stop"); }
    static void start() { control("start"); }

private:
    static std::string server() {
        auto const* const url = std::getenv("POSTGRESQL_URL");
        REQUIRE_MESSAGE(url != nullptr, "run this through tests/support/with_postgresql.sh");
        return url;
    }
    static void control(std::string const& what) {
        REQUIRE(shell("\"$POSTGRESQL_CONTROL\" " + what + " 2>&1 || echo failed").empty());
    }
    static std::string shell(std::string const& command) {
        std::string out;
        auto* const pipe = ::popen(command.c_str(), "r");
        REQUIRE(pipe != nullptr);
        char piece[512];
        while (std::fgets(piece, sizeof piece, pipe) != nullptr) out += piece;
        ::pclose(pipe);
        while (!out.empty() && out.back() == '\n') out.pop_back();
        return out;
    }

    static inline int made = 0;
    std::string name_;
};

}  // namespace samples

#endif
