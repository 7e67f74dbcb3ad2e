// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/file/file_ops.hpp>
#include <dollr/system/remote_file_system.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace dollr {
namespace {

template <class T>
T or_errno(T answer) noexcept {
    return answer < 0 ? static_cast<T>(-errno) : answer;
}

class system_ops final : public file_ops {
public:
    int open(char const* path, int flags, mode_t mode) noexcept override { return or_errno(::open(path, flags, mode)); }
    int close(int fd) noexcept override { return or_errno(::close(fd)); }
    ssize_t read_at(int fd, void* to, std::size_t size, std::uint64_t offset) noexcept override {
        return or_errno(::pread(fd, to, size, static_cast<off_t>(offset)));
    }
    ssize_t write_at(int fd, void const* from, std::size_t size, std::uint64_t offset) noexcept override {
        return or_errno(::pwrite(fd, from, size, static_cast<off_t>(offset)));
    }
    int sync_data(int fd) noexcept override { return or_errno(::fdatasync(fd)); }
    int sync_all(int fd) noexcept override { return or_errno(::fsync(fd)); }
    int truncate(int fd, std::uint64_t size) noexcept override {
        return or_errno(::ftruncate(fd, static_cast<off_t>(size)));
    }
    int lock(int fd) noexcept override { return or_errno(::flock(fd, LOCK_EX | LOCK_NB)); }
    pid_t lock_holder(int fd) noexcept override;
    int stat(int fd, struct stat& to) noexcept override { return or_errno(::fstat(fd, &to)); }
    int stat_name(char const* path, struct stat& to) noexcept override { return or_errno(::lstat(path, &to)); }
    int is_remote(int fd) noexcept override;
    int link(char const* from, char const* to) noexcept override { return or_errno(::link(from, to)); }
    int rename(char const* from, char const* to) noexcept override { return or_errno(::rename(from, to)); }
    int unlink(char const* path) noexcept override { return or_errno(::unlink(path)); }
    pid_t process() noexcept override { return ::getpid(); }
    uid_t user() noexcept override { return ::geteuid(); }
};

/// A line of /proc/locks: "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF".
pid_t system_ops::lock_holder(int fd) noexcept {
    struct stat mine{};
    if (::fstat(fd, &mine) != 0) return 0;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const locks{std::fopen("/proc/locks", "re"), std::fclose};
    if (!locks) return 0;
    std::array<char, 256> line{};
    while (std::fgets(line.data(), static_cast<int>(line.size()), locks.get()) != nullptr) {
        int holder = 0;
        unsigned major_number = 0;
        unsigned minor_number = 0;
        unsigned long inode = 0;
        int const read =
            std::sscanf(line.data(), "%*s FLOCK %*s WRITE %d %x:%x:%lu", &holder, &major_number, &minor_number, &inode);
        bool const is_mine = read == 4 && inode == mine.st_ino && major_number == major(mine.st_dev) &&
                             minor_number == minor(mine.st_dev);
        if (is_mine && holder > 0) return holder;
    }
    return 0;
}

int system_ops::is_remote(int fd) noexcept {
    struct statfs where{};
    if (::fstatfs(fd, &where) != 0) return -errno;
    return is_remote_file_system(static_cast<std::uint32_t>(where.f_type)) ? 1 : 0;
}

}  // namespace

file_ops& system_file_ops() noexcept {
    static system_ops ops;
    return ops;
}

}  // namespace dollr
