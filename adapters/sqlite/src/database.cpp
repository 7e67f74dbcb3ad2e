// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "database.hpp"

#include <sqlite3.h>

namespace dollr::sqlite {

void statement::finalizer::operator()(sqlite3_stmt* raw) const noexcept { sqlite3_finalize(raw); }

void statement::bind(int at, std::int64_t value) noexcept { sqlite3_bind_int64(raw_.get(), at, value); }
void statement::bind(int at, std::string_view text) noexcept {
    sqlite3_bind_text64(raw_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}
void statement::bind(int at, std::span<std::byte const> bytes) noexcept {
    sqlite3_bind_blob64(raw_.get(), at, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
}

int statement::step() noexcept {
    auto const code = sqlite3_step(raw_.get());
    if (code != SQLITE_ROW) reset();
    return code;
}
void statement::reset() noexcept { sqlite3_reset(raw_.get()); }

std::int64_t statement::number(int column) const noexcept { return sqlite3_column_int64(raw_.get(), column); }
std::span<std::byte const> statement::blob(int column) const noexcept {
    auto const* const bytes = static_cast<std::byte const*>(sqlite3_column_blob(raw_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column))};
}

void database::closer::operator()(sqlite3* raw) const noexcept { sqlite3_close_v2(raw); }

result<database> database::open(std::string const& path, access how) {
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
    flags |= how == access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    sqlite3* raw = nullptr;
    auto const code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    database out;
    out.raw_.reset(raw);
    out.path_ = path;
    if (code != SQLITE_OK) return out.last_error("opened");
    sqlite3_busy_timeout(raw, 5'000);  // a reader, or its rollback after a crash
    return out;
}

result<void> database::run(char const* sql) {
    if (sqlite3_exec(raw_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return last_error("written");
    return {};
}

result<statement> database::prepare(char const* sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(raw_.get(), sql, -1, &raw, nullptr) != SQLITE_OK) return last_error("read");
    return statement{raw};
}

int database::code() const noexcept { return sqlite3_errcode(raw_.get()) & 0xFF; }
std::int64_t database::changes() const noexcept { return sqlite3_changes64(raw_.get()); }

error database::last_error(std::string_view doing) const {
    auto const code = raw_ ? sqlite3_errcode(raw_.get()) : SQLITE_NOMEM;
    error e;
    switch (code & 0xFF) {
        case SQLITE_CANTOPEN:
            return journal_error(path_, "cannot be opened: it or its folder does not exist, or may not be written",
                                 "check the name and who owns the folder; SQLite writes one more file beside it");
        case SQLITE_READONLY:
            return journal_error(path_, "is read-only, or on a read-only file system",
                                 "use a journal on a writable disk: every payment is recorded before it is sent");
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return journal_error(path_, "may not be read and written by this user", "run as its owner");
        case SQLITE_FULL:
            return journal_error(path_, "could not grow: the disk is full",
                                 "free some space and recover; all that was acknowledged is kept");
        case SQLITE_IOERR:
            return journal_error(path_, "could not be " + std::string{doing} + ": the disk reports an error",
                                 "check the disk, then recover; all that was acknowledged before is kept");
        case SQLITE_NOTADB:
            e = damaged_journal("the journal " + path_ + " is not an SQLite database, or its first bytes are damaged");
            e.next.insert(0, "name the journal's file; if it is this one, ");
            return e;
        case SQLITE_CORRUPT:
        case SQLITE_ERROR:  // the statements are right, so the tables are not
            return damaged_journal("the journal " + path_ + " is damaged: SQLite says: " + sqlite3_errmsg(raw_.get()));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return journal_error(path_, "is in use by another program", "let it finish, then try again");
        default:
            return journal_error(path_, "could not be " + std::string{doing} + ": " + sqlite3_errstr(code),
                                 "solve that, then recover");
    }
}

}  // namespace dollr::sqlite
