// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FILE_JOURNAL_HPP
#define DOLLR_FILE_JOURNAL_HPP

#include <dollr/file/file_ops.hpp>
#include <dollr/journal/image.hpp>
#include <dollr/port/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A journal in one file (its bytes: journal/image.hpp).
///
/// The file belongs to one user (0600) and to one process at a time (an exclusive lock that ends with the process,
/// however it ends). It is preallocated with zeros, so that a put changes no metadata: two writes at known places (the
/// second is a copy) and one fdatasync for the whole span, some hundred records at a time, before anything that depends
/// on it may happen. The first write or sync that fails poisons the journal: the kernel may have dropped the pages, a
/// second sync would lie, so every later put fails and nothing more is written.
///
/// A file_journal belongs to one thread at a time. A child made by fork must not use it, and cannot: its puts fail.
namespace dollr {

struct file_journal_options {
    std::size_t preallocation = std::size_t{1} << 20;  ///< the file grows by this, rounded up to whole blocks
    file_ops* ops = nullptr;                           ///< nullptr: the operating system's
};

class file_journal final : public blocking_journal {
public:
    /// How the journal was found.
    struct opening {
        bool torn = false;          ///< an interrupted write was dropped; see journal_image.hpp
        std::uint64_t dropped = 0;  ///< its bytes
        std::uint64_t records = 0;  ///< that were read
        std::uint64_t tears = 0;    ///< of earlier openings
        std::string kept{};         ///< the file that has what was dropped
    };
    struct counters {
        std::uint64_t puts = 0;
        std::uint64_t records = 0;
        std::uint64_t bytes = 0;
        std::uint64_t syncs = 0;
    };

    /// A new journal; an existing file of that name is refused. `header.base` and `header.durable` stay 0.
    [[nodiscard]] static result<file_journal> create(std::string const& path, journal_header const& header,
                                                     file_journal_options options = {});
    /// To write on. Refused: another origin or client than expected, another owner, damage. A torn tail is mended
    /// durably, and what was dropped is kept in a file beside it. A journal of an older format is rewritten.
    [[nodiscard]] static result<file_journal> open(std::string const& path, journal_binding const& expected = {},
                                                   file_journal_options options = {});
    /// `open`, bound to the header's origin and client; where there is no such file, `create`.
    [[nodiscard]] static result<file_journal> open_or_create(std::string const& path, journal_header const& header,
                                                             file_journal_options options = {});
    /// To look at, without a lock and without a change. Another process may be writing: a put under way looks like a
    /// torn tail.
    [[nodiscard]] static result<journal_image> read(std::string const& path, file_journal_options options = {});

    file_journal(file_journal&&) noexcept;
    file_journal& operator=(file_journal&&) noexcept;
    ~file_journal() override;

    /// All durable, or nothing acknowledged. `refused`: a record of the span contradicts what is known
    /// (journal_index::admits), a driver's error. On success every record has its sequence.
    [[nodiscard]] put_result put(std::span<record> records) override;

    [[nodiscard]] std::vector<record> latest() const override;
    void each_newest(std::function<void(record const&)> const& visit) const override;
    [[nodiscard]] std::vector<record> unfinished() const override;
    [[nodiscard]] std::vector<record> due_for_audit(server_time by, std::size_t most) const override;
    /// nullptr: an unknown key. Valid until the next put.
    [[nodiscard]] record const* find(intent_key const& key) const noexcept override;
    [[nodiscard]] journal_index const& index() const noexcept;

    /// Rewrites the file with the newest records only. If it fails before the new file has the old one's name, the
    /// journal goes on as it was; later, it is poisoned.
    [[nodiscard]] result<void> compact();

    [[nodiscard]] journal_header const& header() const noexcept;
    [[nodiscard]] opening const& opened() const noexcept;
    [[nodiscard]] counters const& counts() const noexcept;
    /// Why every put fails; nullptr while the journal is sound.
    [[nodiscard]] error const* failure() const noexcept override;
    [[nodiscard]] std::uint64_t torn_bytes() const noexcept override { return opened().torn ? opened().dropped : 0; }
    [[nodiscard]] std::string_view torn_file() const noexcept override { return opened().kept; }

private:
    struct state;
    explicit file_journal(std::unique_ptr<state> s) noexcept;

    std::unique_ptr<state> state_;
};

}  // namespace dollr

#endif
