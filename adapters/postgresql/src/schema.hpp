// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_POSTGRESQL_SRC_SCHEMA_HPP
#define DOLLR_POSTGRESQL_SRC_SCHEMA_HPP

#include "connection.hpp"

#include <dollr/journal/header.hpp>
#include <dollr/journal/view.hpp>
#include <dollr/value/result.hpp>

#include <optional>

/// The tables and the statements, in SQL that PostgreSQL-compatible distributed databases also run (docs/journals.md).
///
/// A row of dollr_intent is an intent: its newest record, and who may write the next one. dollr_attempt has a row for
/// each attempt, so that the database itself keeps (intent, generation) and reference_id unique and lets at most one
/// attempt of an intent be unfinished. Nothing is ever deleted.
namespace dollr::postgresql {

inline constexpr char const* create_tables = R"(
CREATE TABLE dollr_journal (
    one bigint PRIMARY KEY CHECK (one = 1),
    header bytea NOT NULL,
    origin text NOT NULL
);
CREATE TABLE dollr_intent (
    key text PRIMARY KEY,
    content bytea NOT NULL,
    generation bigint NOT NULL,
    phase bigint NOT NULL,
    unfinished boolean NOT NULL,
    sequence bigint NOT NULL,
    record bytea,
    owner bigint NOT NULL,
    epoch bigint NOT NULL,
    lease_until timestamptz NOT NULL,
    audit_at bigint
);
CREATE INDEX dollr_intent_unfinished ON dollr_intent (key) WHERE unfinished;
CREATE INDEX dollr_intent_audit ON dollr_intent (audit_at) WHERE audit_at IS NOT NULL;
CREATE TABLE dollr_attempt (
    key text NOT NULL,
    generation bigint NOT NULL,
    reference_id text NOT NULL UNIQUE,
    operation text NOT NULL,
    unfinished boolean NOT NULL,
    record bytea NOT NULL,
    PRIMARY KEY (key, generation)
);
CREATE UNIQUE INDEX dollr_attempt_one_unfinished ON dollr_attempt (key) WHERE unfinished;
CREATE TABLE dollr_resolution (
    key text NOT NULL,
    generation bigint NOT NULL,
    written bigint NOT NULL,
    who text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (key, generation)
);
)";

/// What the tables did not have from the beginning: when a told verdict is due for an audit, in the server's
/// milliseconds.
inline constexpr char const* has_audits =
    "SELECT 1 FROM pg_attribute "
    "WHERE attrelid = to_regclass('dollr_intent') AND attname = 'audit_at' AND NOT attisdropped";
inline constexpr char const* add_audits = "ALTER TABLE dollr_intent ADD COLUMN IF NOT EXISTS audit_at bigint";
inline constexpr char const* add_audit_index =
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS dollr_intent_audit ON dollr_intent (audit_at) WHERE audit_at IS NOT NULL";

inline constexpr char const* insert_header = "INSERT INTO dollr_journal VALUES (1, $1::bytea, $2::text)";
inline constexpr char const* select_header = "SELECT header FROM dollr_journal";
inline constexpr char const* select_all = "SELECT key, record FROM dollr_intent WHERE record IS NOT NULL ORDER BY key";
inline constexpr char const* select_unfinished =
    "SELECT key, record FROM dollr_intent WHERE record IS NOT NULL AND unfinished ORDER BY key";
inline constexpr char const* select_due_for_audit =
    "SELECT key, record FROM dollr_intent WHERE audit_at <= $1::bigint ORDER BY audit_at, key LIMIT $2::bigint";
/// $2: a settled one is told as unfinished while somebody has it, for a second attempt.
inline constexpr char const* select_keys = R"(
SELECT key, record, epoch, sequence, unfinished OR ($2::boolean AND lease_until > now())
FROM dollr_intent WHERE key = ANY($1::text[]))";

/// Who begins first with an intent has it.
inline constexpr char const* claim_new = R"(
INSERT INTO dollr_intent (key, content, generation, phase, unfinished, sequence, record, owner, epoch, lease_until)
SELECT w.key, w.content, 0, 0, true, 0, NULL, $3::bigint, 1, now() + $4::bigint * interval '1 millisecond'
FROM unnest($1::text[], $2::bytea[]) AS w (key, content)
ON CONFLICT (key) DO NOTHING
RETURNING key, record, epoch, sequence, unfinished)";

/// Rows that another worker is claiming at this moment are not waited for.
inline constexpr char const* claim_known = R"(
WITH free AS (
    SELECT key FROM dollr_intent
    WHERE key = ANY($1::text[]) AND (unfinished OR $2::boolean) AND lease_until <= now()
    FOR UPDATE SKIP LOCKED)
UPDATE dollr_intent AS i
SET owner = $3::bigint, epoch = i.epoch + 1, lease_until = now() + $4::bigint * interval '1 millisecond'
FROM free WHERE i.key = free.key
RETURNING i.key, i.record, i.epoch, i.sequence, i.unfinished)";

inline constexpr char const* claim_any = R"(
WITH free AS (
    SELECT key FROM dollr_intent
    WHERE unfinished AND record IS NOT NULL AND lease_until <= now()
    ORDER BY key LIMIT $1::bigint
    FOR UPDATE SKIP LOCKED)
UPDATE dollr_intent AS i
SET owner = $2::bigint, epoch = i.epoch + 1, lease_until = now() + $3::bigint * interval '1 millisecond'
FROM free WHERE i.key = free.key
RETURNING i.key, i.record, i.epoch, i.sequence, i.unfinished)";

inline constexpr char const* renew = R"(
UPDATE dollr_intent SET lease_until = now() + $3::bigint * interval '1 millisecond'
WHERE owner = $1::bigint AND key = ANY($2::text[])
RETURNING key)";

inline constexpr char const* release = R"(
UPDATE dollr_intent SET lease_until = to_timestamp(0) WHERE owner = $1::bigint AND key = ANY($2::text[]))";

/// The fence. A row is written by who owns it under this epoch, from the sequence before; or by who takes it over,
/// because its lease is past.
/// What was only claimed has no content yet that would bind anybody: its line may have been corrected since.
inline constexpr char const* put_intents = R"(
INSERT INTO dollr_intent AS i
    (key, content, generation, phase, unfinished, sequence, record, owner, epoch, lease_until, audit_at)
SELECT n.key, n.content, n.generation, n.phase, n.unfinished <> 0, n.sequence, n.record, $1::bigint, n.epoch,
    CASE WHEN n.unfinished <> 0 THEN now() + $2::bigint * interval '1 millisecond' ELSE to_timestamp(0) END,
    NULLIF(n.audit_at, 0)
FROM unnest($3::text[], $4::bytea[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bytea[],
    $10::bigint[], $11::bigint[])
    AS n (key, content, generation, phase, unfinished, sequence, record, epoch, audit_at)
ON CONFLICT (key) DO UPDATE SET
    content = excluded.content, generation = excluded.generation, phase = excluded.phase, unfinished = excluded.unfinished,
    sequence = excluded.sequence, record = excluded.record, owner = excluded.owner, epoch = excluded.epoch,
    lease_until = excluded.lease_until, audit_at = excluded.audit_at
WHERE (i.record IS NULL OR i.content = excluded.content) AND (
    (i.owner = excluded.owner AND i.epoch = excluded.epoch)
    OR (i.epoch = excluded.epoch - 1 AND i.lease_until <= now())) AND i.sequence = excluded.sequence - 1)";

/// Changes nothing, but writes: who commits it waits until the standby has it and all that was committed before.
inline constexpr char const* confirm = R"(
UPDATE dollr_intent SET epoch = epoch WHERE key = ANY($1::text[]) AND owner = $2::bigint
RETURNING key, record, epoch)";

inline constexpr char const* put_attempts = R"(
INSERT INTO dollr_attempt AS a (key, generation, reference_id, operation, unfinished, record)
SELECT n.key, n.generation, n.reference_id, n.operation, n.unfinished <> 0, n.record
FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::bytea[])
    AS n (key, generation, reference_id, operation, unfinished, record)
ON CONFLICT (key, generation) DO UPDATE SET unfinished = excluded.unfinished, record = excluded.record
WHERE a.reference_id = excluded.reference_id)";

inline constexpr char const* put_resolution = R"(
INSERT INTO dollr_resolution (key, generation, written, who, why)
VALUES ($1::text, $2::bigint, $3::bigint, $4::text, $5::text)
ON CONFLICT (key, generation) DO NOTHING)";

/// Settings that a put depends on; nothing here is left to the server's configuration.
[[nodiscard]] std::string session_setup(std::int64_t idle_milliseconds);

/// Refuses a server that cannot be a journal: read-only, not UTF-8, or without fsync.
[[nodiscard]] result<void> check_server(connection& to, address const& where);

[[nodiscard]] result<void> create_schema(connection& to, address const& where, journal_header const& header);
/// Adds to the tables of an older version what they lack.
[[nodiscard]] std::optional<query_error> complete_schema(connection& to);
[[nodiscard]] result<bool> has_schema(connection& to, address const& where);
[[nodiscard]] result<journal_header> read_header(connection& to, address const& where);
/// Of rows whose first columns are key and record.
[[nodiscard]] result<std::vector<record>> records_of(rows const& found);

}  // namespace dollr::postgresql

#endif
