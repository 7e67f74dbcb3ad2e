// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "schema.hpp"

#include <dollr/journal/sealed_record.hpp>
#include <dollr/value/text.hpp>

#include <utility>

namespace dollr::postgresql {

std::string session_setup(std::int64_t idle_milliseconds) {
    // A worker that is stopped inside a transaction holds row locks: the server ends it when its lease would be over.
    // A commit that no standby has confirmed is told by a warning.
    return "SET synchronous_commit = on; SET client_min_messages = warning;"
           "SET statement_timeout = '15s'; SET lock_timeout = '5s';"
           "SET default_transaction_isolation = 'read committed';"
           "SET idle_in_transaction_session_timeout = " +
           std::to_string(idle_milliseconds);
}

result<void> check_server(connection& to, address const& where) {
    rows found;
    if (auto const failed = to.query(found,
                                     "SELECT current_setting('transaction_read_only'), "
                                     "current_setting('server_encoding'), current_setting('fsync', true)"))
        return error_of(where, *failed);
    if (to.server_version() < 120'000)
        return journal_error(where.name, "is on a server that is too old", "use PostgreSQL 12 or newer");
    if (found.text(0, 0) == "on")
        return error_of(where,
                        {query_error::kind::read_only, "it is a standby, or its transactions are set to read only"});
    if (found.text(0, 1) != "UTF8")
        return journal_error(where.name, "is in a database whose encoding is not UTF8",
                             "create the database with ENCODING 'UTF8'");
    if (!found.is_null(0, 2) && found.text(0, 2) == "off")
        return journal_error(where.name, "is on a server with fsync = off: a crash could lose acknowledged records",
                             "switch fsync on in the server's configuration");
    return {};
}

result<void> create_schema(connection& to, address const& where, journal_header const& header) {
    auto const sealed = seal(header, 1);  // nothing in the tables has changed since
    if (!sealed) return sealed.error();
    auto const failed = [&](query_error const& why) -> error {
        static_cast<void>(to.run("ROLLBACK"));
        // Two workers that make it at the same time collide in the server's own tables.
        if (why.what == query_error::kind::duplicate || why.what == query_error::kind::conflict)
            return journal_error(where.name, "exists already", "open it, or name another database");
        return error_of(where, why);
    };
    if (auto const why = to.run("BEGIN")) return failed(*why);
    if (auto const why = to.run(create_tables)) return failed(*why);
    rows ignored;
    if (auto const why = to.query(ignored, insert_header, {hexadecimal(*sealed), header.origin})) return failed(*why);
    if (auto const why = to.run("COMMIT")) return failed(*why);
    return {};
}

std::optional<query_error> complete_schema(connection& to) {
    rows found;
    if (auto why = to.query(found, has_audits)) return why;
    if (found.size() != 0) return std::nullopt;
    // However long it takes, others go on writing meanwhile: a column without a default is not filled, and the index is
    // made beside them. Two workers that add it at the same time collide in the server's own tables: then it is there.
    for (auto const* const sql : {"SET statement_timeout = 0", add_audits, add_audit_index}) {
        auto why = to.run(sql);
        if (why && why->what != query_error::kind::duplicate && why->what != query_error::kind::conflict) return why;
    }
    return to.run("SET statement_timeout = '15s'");
}

result<bool> has_schema(connection& to, address const& where) {
    rows found;
    if (auto const why = to.query(found, "SELECT to_regclass('dollr_journal') IS NOT NULL"))
        return error_of(where, *why);
    return found.flag(0, 0);
}

result<journal_header> read_header(connection& to, address const& where) {
    auto const there = has_schema(to, where);
    if (!there) return there.error();
    rows found;
    if (*there) {
        if (auto const why = to.query(found, select_header)) return error_of(where, *why);
    }
    if (!*there || found.size() != 1)
        return journal_error(where.name, "is a database without a journal in it",
                             "name the database where `dollr execute` made the journal");
    auto const decoded = decode_header(found.bytes(0, 0));
    if (!decoded) return decoded.error();
    return decoded->header;
}

result<std::vector<record>> records_of(rows const& found) {
    std::vector<record> out;
    for (int i = 0; i < found.size(); ++i) {
        if (found.is_null(i, 1)) continue;
        auto one = unseal(found.bytes(i, 1), '"' + escaped(found.text(i, 0)) + '"');
        if (!one) return one.error();
        out.push_back(*std::move(one));
    }
    return out;
}

}  // namespace dollr::postgresql
