// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SQLITE_JOURNAL_HPP
#define DOLLR_SQLITE_JOURNAL_HPP

#include <dollr/journal/header.hpp>
#include <dollr/journal/view.hpp>
#include <dollr/port/journal.hpp>

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// A journal in an SQLite database, for those who want to query it: `SELECT key, phase FROM intent` (docs/journals.md).
///
/// As the file journal it belongs to one user (0600) and to one process at a time. A put is one transaction with a
/// rollback journal and synchronous=EXTRA, so it is on stable storage when it returns; the first one that fails poisons
/// the journal. Not in WAL mode: SQLite takes a damaged frame of a WAL for its end, and what had been acknowledged
/// after it would be gone without a word. Beside the lock, every opening raises an epoch and every put checks it.
/// Anybody may read at any time.
///
/// A sqlite_journal belongs to one thread at a time, and to the process that opened it: open it after fork.
namespace dollr {

class sqlite_journal final : public blocking_journal {
public:
    /// A new journal; an existing file of that name is refused.
    [[nodiscard]] static result<sqlite_journal> create(std::string const& path, journal_header const& header);
    /// To write on. Refused: another origin or client than expected, another process, another user, damage.
    [[nodiscard]] static result<sqlite_journal> open(std::string const& path, journal_binding const& expected = {});
    /// To look at while another process may be writing.
    [[nodiscard]] static result<journal_view> read(std::string const& path);

    sqlite_journal(sqlite_journal&&) noexcept;
    sqlite_journal& operator=(sqlite_journal&&) noexcept;
    ~sqlite_journal() override;

    /// All durable, or nothing. `refused`: a record of the span contradicts what is known, a driver's error.
    [[nodiscard]] put_result put(std::span<record> records) override;

    [[nodiscard]] std::vector<record> latest() const override;
    void each_newest(std::function<void(record const&)> const& visit) const override;
    [[nodiscard]] std::vector<record> unfinished() const override;
    [[nodiscard]] std::vector<record> due_for_audit(server_time by, std::size_t most) const override;
    /// nullptr: an unknown key. Valid until the next put.
    [[nodiscard]] record const* find(intent_key const& key) const noexcept override;

    [[nodiscard]] journal_header const& header() const noexcept;
    /// Why every put fails; nullptr while the journal is sound.
    [[nodiscard]] error const* failure() const noexcept override;

private:
    struct state;
    explicit sqlite_journal(std::unique_ptr<state> s) noexcept;

    std::unique_ptr<state> state_;
};

}  // namespace dollr

#endif
