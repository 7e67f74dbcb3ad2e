// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_POSTGRESQL_JOURNAL_HPP
#define DOLLR_POSTGRESQL_JOURNAL_HPP

#include <dollr/journal/header.hpp>
#include <dollr/journal/view.hpp>
#include <dollr/port/journal.hpp>
#include <dollr/value/time.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A journal in PostgreSQL, which is how several workers share the work (docs/journals.md has the schema).
///
/// Each intent has one row with its newest record, its owner, its owner's epoch and the end of its lease by the
/// database's clock. Whoever claims an intent whose lease is over raises the epoch; every write names the epoch and the
/// sequence it follows, so a worker that was paused, or cut off, can no longer write once another has taken over. A put
/// is one transaction. If the connection is lost the put is made again over a new one: the database refuses to write it
/// twice, and a refused repetition that finds its own records there is the one whose commit had happened. Only when the
/// database stays away, or silent, for longer than `patience` is the journal poisoned; or when what answers under the
/// same URL is another journal, or a server that could not be opened.
///
/// A postgresql_journal belongs to one thread at a time; workers have one each.
namespace dollr {

struct postgresql_options {
    duration lease = std::chrono::seconds{90};                      ///< in the journal's own time (its header's clock)
    std::chrono::milliseconds patience = std::chrono::seconds{20};  ///< real time to wait for a database that is away
};

class postgresql_journal final : public shared_journal {
public:
    /// A new journal in this database; one that has a journal already is refused. `url` is what libpq takes
    /// (postgresql://host/database?...), without a password: PGPASSFILE, ?passfile= or PGSERVICE name a file that has
    /// it.
    [[nodiscard]] static result<postgresql_journal> create(std::string const& url, journal_header const& header,
                                                           postgresql_options options = {});
    /// To write on, beside other workers. Refused: another origin or client than expected, a newer format, a server
    /// that is read-only or that acknowledges what it has not synced.
    [[nodiscard]] static result<postgresql_journal> open(std::string const& url, journal_binding const& expected = {},
                                                         postgresql_options options = {});
    [[nodiscard]] static result<journal_view> read(std::string const& url);
    [[nodiscard]] static result<journal_header> read_header(std::string const& url);
    [[nodiscard]] static result<bool> exists(std::string const& url);

    postgresql_journal(postgresql_journal&&) noexcept;
    postgresql_journal& operator=(postgresql_journal&&) noexcept;
    /// Gives up all leases, if the database answers at once.
    ~postgresql_journal() override;

    /// Takes those of `wanted` that are unknown or unfinished and nobody else's; at most a few hundred at a time.
    /// `again`: also settled ones, for a second attempt.
    [[nodiscard]] result<journal_claims> claim(std::span<intent const> wanted, bool again = false) override;
    /// Takes up to `most` unfinished intents that have a record and are nobody's, whatever their keys.
    [[nodiscard]] result<std::vector<record>> claim_unfinished(std::size_t most);
    void release(std::span<intent_key const> keys) override;

    /// All durable and all ours, or nothing. `refused`: another worker's epoch, or what contradicts the newest record.
    /// A put of an intent that was not claimed takes its lease, if it is free.
    [[nodiscard]] put_result put(std::span<record> records) override;
    [[nodiscard]] duration lease_length() const noexcept override;
    [[nodiscard]] bool renew(std::vector<intent_key>& lost) override;

    // These ask the database.
    [[nodiscard]] std::vector<record> latest() const override;
    [[nodiscard]] std::vector<record> unfinished() const override;
    /// Those that are due for the longest time first; none while the database is away.
    [[nodiscard]] std::vector<record> due_for_audit(server_time by, std::size_t most) const override;
    /// As this worker last saw it; the database is asked for what it has not seen. nullptr: an unknown key, or no
    /// answer. Valid until the next put or claim of the same key.
    [[nodiscard]] record const* find(intent_key const& key) const override;

    [[nodiscard]] journal_header const& header() const noexcept;
    /// Why every put fails; nullptr while the journal is sound.
    [[nodiscard]] error const* failure() const noexcept override;

private:
    struct state;
    explicit postgresql_journal(std::unique_ptr<state> s) noexcept;

    std::unique_ptr<state> state_;
};

}  // namespace dollr

#endif
