// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SQLITE_SRC_DATABASE_HPP
#define DOLLR_SQLITE_SRC_DATABASE_HPP

#include <dollr/journal/header.hpp>
#include <dollr/value/error.hpp>
#include <dollr/value/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// The little of SQLite that a journal needs: an open database and prepared statements, with errors as sentences.
namespace dollr::sqlite {

/// One prepared statement; values are bound by position, from 1.
class statement {
public:
    statement() noexcept = default;
    explicit statement(sqlite3_stmt* raw) noexcept : raw_(raw) {}

    void bind(int at, std::int64_t value) noexcept;
    void bind(int at, std::string_view text) noexcept;
    void bind(int at, std::span<std::byte const> bytes) noexcept;
    void bind_all(auto const&... values) noexcept {
        int at = 0;
        (bind(++at, values), ...);
    }
    /// An SQLite result code: a row, done, or an error. After anything but a row the statement can be used again.
    [[nodiscard]] int step() noexcept;
    void reset() noexcept;

    [[nodiscard]] std::int64_t number(int column) const noexcept;
    [[nodiscard]] std::span<std::byte const> blob(int column) const noexcept;

private:
    struct finalizer {
        void operator()(sqlite3_stmt* raw) const noexcept;
    };
    std::unique_ptr<sqlite3_stmt, finalizer> raw_;
};

class database {
public:
    enum class access : std::uint8_t { read, write };

    [[nodiscard]] static result<database> open(std::string const& path, access how);

    [[nodiscard]] result<void> run(char const* sql);
    [[nodiscard]] result<statement> prepare(char const* sql);
    /// What the last failed call means for a person. `doing` is a verb: "opened", "written".
    [[nodiscard]] error last_error(std::string_view doing) const;
    [[nodiscard]] int code() const noexcept;  ///< of the last failed call
    [[nodiscard]] std::int64_t changes() const noexcept;
    [[nodiscard]] std::string const& path() const noexcept { return path_; }

private:
    struct closer {
        void operator()(sqlite3* raw) const noexcept;
    };

    std::unique_ptr<sqlite3, closer> raw_;
    std::string path_;
};

}  // namespace dollr::sqlite

#endif
