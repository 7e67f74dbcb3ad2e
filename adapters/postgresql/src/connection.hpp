// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_POSTGRESQL_SRC_CONNECTION_HPP
#define DOLLR_POSTGRESQL_SRC_CONNECTION_HPP

#include <dollr/journal/header.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

struct pg_conn;
struct pg_result;

/// The little of libpq that a journal needs: prepared statements with parameters, results, and errors as sentences.
namespace dollr::postgresql {

/// Where to connect, without a password in it.
struct address {
    std::string url;
    std::string name;  ///< for a person: "postgresql://host/database"

    [[nodiscard]] static result<address> parse(std::string const& url);
};

/// A parameter in its text form, or null.
using parameter = std::optional<std::string>;

/// Of a bytea.
[[nodiscard]] std::string hexadecimal(std::span<std::byte const> bytes);

/// An array literal, element by element: unnest($1::text[], $2::bytea[]) puts many rows into one statement.
class array {
public:
    void add(std::string_view text);
    void add(std::span<std::byte const> bytes);
    void add(std::int64_t number);
    [[nodiscard]] parameter take();

private:
    void begin_element();
    std::string text_;
};

class rows {
public:
    rows() noexcept = default;
    explicit rows(pg_result* raw) noexcept : raw_(raw) {}

    [[nodiscard]] int size() const noexcept;
    [[nodiscard]] bool is_null(int row, int column) const noexcept;
    [[nodiscard]] std::span<std::byte const> bytes(int row, int column) const noexcept;
    [[nodiscard]] std::string_view text(int row, int column) const noexcept;
    [[nodiscard]] std::int64_t number(int row, int column) const noexcept;  ///< of a bigint
    [[nodiscard]] bool flag(int row, int column) const noexcept;
    /// Rows that the statement changed.
    [[nodiscard]] std::int64_t changed() const noexcept;

private:
    struct clearer {
        void operator()(pg_result* raw) const noexcept;
    };
    std::unique_ptr<pg_result, clearer> raw_;
};

/// Why a statement failed.
struct query_error {
    enum class kind : std::uint8_t {
        away,       ///< no server, or it is going down, or a deadlock: the same may be tried again
        conflict,   ///< a unique constraint
        duplicate,  ///< a table that exists already
        read_only,
        other,
    };
    kind what = kind::other;
    std::string sentence;  ///< the server's own, escaped
};

class connection {
public:
    [[nodiscard]] bool is_open() const noexcept;
    /// Opens it, or opens it anew, and runs `setup`.
    [[nodiscard]] std::optional<query_error> open(address const& where, std::string const& setup);
    void close() noexcept { raw_.reset(), prepared_.clear(); }

    /// Several statements without parameters.
    [[nodiscard]] std::optional<query_error> run(char const* sql);
    /// One statement, prepared on first use. `sql` is a literal: its address is its name.
    [[nodiscard]] std::optional<query_error> query(rows& out, char const* sql,
                                                   std::vector<parameter> const& values = {});
    [[nodiscard]] int server_version() const noexcept;
    /// Whether the server warned since this was asked last. A commit that warns has not reached its standby.
    [[nodiscard]] bool take_warning() noexcept { return std::exchange(*warned_, false); }
    /// A statement that has no answer by then ends the connection: whether it was carried out is not known.
    void give_up_at(std::chrono::steady_clock::time_point until) noexcept { until_ = until; }

private:
    /// In a child made by fork it leaves the server alone, which takes the connection for the parent's.
    struct finisher {
        pid_t owner;
        void operator()(pg_conn* raw) const noexcept;
    };
    [[nodiscard]] pg_result* answer(bool sent);
    [[nodiscard]] query_error last_error_of(pg_result const* failed) const;

    std::unique_ptr<pg_conn, finisher> raw_;
    std::unique_ptr<bool> warned_ = std::make_unique<bool>(false);  // libpq keeps its address
    std::set<char const*> prepared_;
    std::chrono::steady_clock::time_point until_ = std::chrono::steady_clock::time_point::max();
};

/// What it means for a person.
[[nodiscard]] error error_of(address const& where, query_error const& why);

}  // namespace dollr::postgresql

#endif
