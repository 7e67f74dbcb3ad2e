// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FILE_SRC_JOURNAL_FILE_HPP
#define DOLLR_FILE_SRC_JOURNAL_FILE_HPP

#include <dollr/file/file_ops.hpp>
#include <dollr/journal/image.hpp>
#include <dollr/value/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// An open journal file: names, rights, locks and bytes, but no records.
namespace dollr::file {

class journal_file {
public:
    enum class access : std::uint8_t {
        read,  ///< no lock: for looking at a journal that another process may be writing
        own,   ///< locked
    };

    /// A regular file of this user, mode 0600, on a local disk.
    [[nodiscard]] static result<journal_file> open(std::string const& path, access how, file_ops& ops);
    /// An empty, locked file beside `path`, under that name and `suffix`, that will become `path`.
    [[nodiscard]] static result<journal_file> begin(std::string const& path, std::string_view suffix, file_ops& ops);

    /// An empty file that was not there, beside `path`: under that name and `suffix`, or under one with a number more.
    [[nodiscard]] static result<journal_file> begin_beside(std::string const& path, std::string_view suffix,
                                                           file_ops& ops);

    journal_file(journal_file&& from) noexcept
        : ops_(from.ops_),
          fd_(std::exchange(from.fd_, -1)),
          path_(std::move(from.path_)),
          begun_(std::move(from.begun_)) {}
    journal_file& operator=(journal_file&& from) noexcept;
    ~journal_file();

    std::string const& path() const noexcept { return path_; }
    /// Whether `name` is this file: names can move on.
    bool is_named(std::string const& name) const noexcept;

    [[nodiscard]] result<journal_image> scan() const;
    [[nodiscard]] result<void> read(std::span<std::byte> bytes, std::uint64_t offset) const;
    [[nodiscard]] result<void> write(std::span<std::byte const> bytes, std::uint64_t offset);
    [[nodiscard]] result<void> write_zeros(std::uint64_t from, std::uint64_t to);
    [[nodiscard]] result<void> sync_data();
    [[nodiscard]] result<void> sync_all();

    /// Gives what was begun and synced its name; fails if there is such a file.
    [[nodiscard]] result<void> publish();
    /// The same, but takes the place of the file of that name. The name is durable only after sync_name.
    [[nodiscard]] result<void> replace();
    [[nodiscard]] result<void> sync_name() const;
    /// What was begun stays under the name that it has; returns that.
    [[nodiscard]] std::string keep() { return std::exchange(begun_, {}); }

private:
    journal_file(file_ops& ops, int fd, std::string path, std::string begun) noexcept
        : ops_(&ops), fd_(fd), path_(std::move(path)), begun_(std::move(begun)) {}

    result<void> check(access how) const;
    result<void> take_lock() const;

    file_ops* ops_;
    int fd_;
    std::string path_;
    std::string begun_;  ///< the name until it is published; then empty
};

}  // namespace dollr::file

#endif
