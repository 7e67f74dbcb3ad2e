// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_FILE_FILE_OPS_HPP
#define DOLLR_FILE_FILE_OPS_HPP

#include <dollr/value/cxx20.hpp>

#include <cstddef>
#include <cstdint>

#include <sys/stat.h>
#include <sys/types.h>

/// Every system call of the file journal, so that a test can fail, tear or stop each of them.
///
/// As the kernel has it: what is not an error is zero or more, an error is -errno. No function retries; the journal
/// does.
namespace dollr {

class file_ops {
public:
    virtual ~file_ops() = default;

    virtual int open(char const* path, int flags, mode_t mode) noexcept = 0;
    virtual int close(int fd) noexcept = 0;
    virtual ssize_t read_at(int fd, void* to, std::size_t size, std::uint64_t offset) noexcept = 0;
    virtual ssize_t write_at(int fd, void const* from, std::size_t size, std::uint64_t offset) noexcept = 0;
    /// Data, and the size if it grew.
    virtual int sync_data(int fd) noexcept = 0;
    /// Everything; of a directory: its names.
    virtual int sync_all(int fd) noexcept = 0;
    virtual int truncate(int fd, std::uint64_t size) noexcept = 0;
    /// Exclusive, at once or -EWOULDBLOCK; released when the file is closed.
    virtual int lock(int fd) noexcept = 0;
    /// Who holds the lock of this file, 0 if that cannot be told.
    virtual pid_t lock_holder(int fd) noexcept = 0;
    virtual int stat(int fd, struct stat& to) noexcept = 0;
    /// Of a name, without following a symbolic link.
    virtual int stat_name(char const* path, struct stat& to) noexcept = 0;
    /// Whether the file lies on another computer, where neither locks nor syncs can be trusted: 0, 1 or -errno.
    virtual int is_remote(int fd) noexcept = 0;
    /// A second name for a file; never replaces one.
    virtual int link(char const* from, char const* to) noexcept = 0;
    /// Replaces `to`.
    virtual int rename(char const* from, char const* to) noexcept = 0;
    virtual int unlink(char const* path) noexcept = 0;
    virtual pid_t process() noexcept = 0;
    virtual uid_t user() noexcept = 0;
};

/// The operating system's. Lives as long as the program.
[[nodiscard]] file_ops& system_file_ops() noexcept;

}  // namespace dollr

#endif
