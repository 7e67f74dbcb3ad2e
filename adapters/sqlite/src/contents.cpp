// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "contents.hpp"

#include <dollr/journal/sealed_record.hpp>
#include <dollr/value/text.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace dollr::sqlite {
namespace {

std::string_view text(statement const& s, int column) {
    auto const bytes = s.blob(column);
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

error damaged(database const& db, std::string_view how) {
    return damaged_journal("the journal " + db.path() + " is damaged: " + std::string{how});
}

/// What stands beside a record is for queries and constraints; it must say what the record says.
error contradiction(database const& db, std::string_view table, std::string_view key) {
    return damaged(db, "a row of " + std::string{table} + " contradicts its record of \"" + escaped(key) + '"');
}

/// Calls `take` for each row; an error of it ends the walk.
template <class Take>
result<void> walk(database& db, char const* sql, Take take) {
    auto select = db.prepare(sql);
    if (!select) return select.error();
    for (int code = select->step(); code != SQLITE_DONE; code = select->step()) {
        if (code != SQLITE_ROW) return db.last_error("read");
        if (auto taken = take(std::as_const(*select)); !taken) return taken;
    }
    return {};
}

result<salted_header> read_header(database& db) {
    auto is_ours = db.prepare("PRAGMA application_id");
    if (!is_ours) return is_ours.error();
    if (is_ours->step() != SQLITE_ROW) return db.last_error("read");
    bool const ours = is_ours->number(0) == application_id;
    auto select = db.prepare("SELECT header FROM journal");
    if (!select && db.code() != SQLITE_ERROR) return select.error();  // no database, or one that cannot be read
    if (select && select->step() == SQLITE_ROW) return decode_header(select->blob(0));
    if (ours) return damaged(db, "its table `journal` is gone");
    return journal_error(db.path(), "is a database, but not a journal of this library",
                         "name the journal's file, or another one");
}

result<void> check_integrity(database& db) {
    return walk(db, "PRAGMA integrity_check(1)", [&](statement const& row) -> result<void> {
        auto const said = text(row, 0);
        if (said == "ok") return {};
        return damaged(db, "SQLite says: " + escaped(said.substr(0, 200)));
    });
}

result<void> read_intents(database& db, contents& out, std::uint64_t& newest) {
    return walk(db, "SELECT record, key, content, generation, phase, unfinished, sequence FROM intent ORDER BY rowid",
                [&](statement const& row) -> result<void> {
                    auto const key = text(row, 1);
                    auto const one = unseal(row.blob(0), '"' + escaped(key) + '"');
                    if (!one) return one.error();
                    bool const agrees =
                        one->intent.key.text() == key &&
                        std::ranges::equal(std::as_bytes(std::span{one->intent.content.bytes}), row.blob(2)) &&
                        one->attempt.generation == row.number(3) &&
                        static_cast<std::int64_t>(one->attempt.phase) == row.number(4) &&
                        is_unfinished(*one) == (row.number(5) != 0) &&
                        one->sequence == static_cast<std::uint64_t>(row.number(6));
                    if (!agrees || out.index.find(one->intent.key) != nullptr) return contradiction(db, "intent", key);
                    out.index.apply(*one);
                    auto const part = digest_part(row.blob(0));
                    out.parts.emplace(one->intent.key, part);
                    out.digest += part;
                    newest = std::max(newest, one->sequence);
                    return {};
                });
}

/// That every attempt which was begun has its row: or its id could be used again, and another begun beside it.
result<void> check_attempts(database& db, journal_index const& index) {
    // What was given up before its attempt has a verdict, but no id and no row.
    auto left = std::ranges::count_if(index.newest(), [](record const& r) {
        return r.attempt.phase != phase::none && !r.attempt.reference_id.is_nil();
    });
    auto walked =
        walk(db, "SELECT record, key, generation, reference_id, unfinished FROM attempt",
             [&](statement const& row) -> result<void> {
                 auto const key = text(row, 1);
                 auto const one = unseal(row.blob(0), '"' + escaped(key) + '"');
                 if (!one) return one.error();
                 auto const* const newest = index.find(one->intent.key);
                 bool const is_newest = newest != nullptr && newest->attempt.generation == one->attempt.generation;
                 bool const agrees = newest != nullptr && one->intent.key.text() == key &&
                                     one->attempt.generation == row.number(2) &&
                                     one->attempt.reference_id.to_string() == text(row, 3) &&
                                     !is_terminal(one->attempt.phase) == (row.number(4) != 0) &&
                                     (!is_newest || newest->attempt.reference_id == one->attempt.reference_id);
                 if (!agrees) return contradiction(db, "attempt", key);
                 left -= is_newest;
                 return {};
             });
    if (walked && left != 0) return damaged(db, "a row of attempt is gone");
    return walked;
}

}  // namespace

result<contents> read_contents(database& db, looking how) {
    auto header = read_header(db);
    if (!header) return header.error();
    if (how == looking::into_every_page) {
        if (auto const sound = check_integrity(db); !sound) return sound.error();
    }
    contents out;
    out.header = std::move(*header);
    std::uint64_t newest = 0;
    if (auto const read = read_intents(db, out, newest); !read) return read.error();
    bool const has_digest = out.header.format >= 2;
    bool agrees = false;
    auto const read = walk(
        db, has_digest ? "SELECT epoch, sequence, digest FROM journal" : "SELECT epoch, sequence, 0 FROM journal",
        [&](statement const& row) -> result<void> {
            out.epoch = row.number(0);
            out.sequence = static_cast<std::uint64_t>(row.number(1));
            agrees = out.sequence == newest && (!has_digest || out.digest == static_cast<std::uint64_t>(row.number(2)));
            return {};
        });
    if (!read) return read.error();
    if (!agrees) return damaged(db, "it does not hold what was acknowledged, or holds it in an earlier state");
    if (auto const sound = check_attempts(db, out.index); !sound) return sound.error();
    return out;
}

}  // namespace dollr::sqlite
