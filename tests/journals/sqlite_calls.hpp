// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_TESTS_JOURNALS_SQLITE_CALLS_HPP
#define DOLLR_TESTS_JOURNALS_SQLITE_CALLS_HPP

#include "images.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

/// Writes down what SQLite asks of the disk: a VFS before the real one, for the databases that are opened while it is
/// there.
namespace journals {

class sqlite_calls {
public:
    sqlite_calls() {
        real_ = sqlite3_vfs_find(nullptr);
        vfs_ = *real_;
        vfs_.zName = "journals";
        vfs_.pNext = nullptr;
        vfs_.szOsFile = static_cast<int>(sizeof(file)) + real_->szOsFile;
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    sqlite_calls(sqlite_calls const&) = delete;
    sqlite_calls& operator=(sqlite_calls const&) = delete;
    ~sqlite_calls() { sqlite3_vfs_unregister(&vfs_); }

    /// Since this was asked last.
    static std::vector<disk_call> take() { return std::exchange(calls_, {}); }

private:
    struct file {
        sqlite3_file base;
        sqlite3_file* real;
        std::size_t which;
    };
    static file& of(sqlite3_file* f) { return *reinterpret_cast<file*>(f); }
    static sqlite3_file* real(sqlite3_file* f) { return of(f).real; }
    static sqlite3_io_methods const& methods(sqlite3_file* f) { return *real(f)->pMethods; }

    static int open(sqlite3_vfs*, char const* name, sqlite3_file* to, int flags, int* out) {
        auto& f = of(to);
        f.real = reinterpret_cast<sqlite3_file*>(&f + 1);
        f.which = name != nullptr && std::string_view{name}.ends_with("-journal") ? 1 : 0;
        auto const code = real_->xOpen(real_, name, f.real, flags, out);
        f.base.pMethods = f.real->pMethods != nullptr ? &methods_ : nullptr;
        return code;
    }
    static int write(sqlite3_file* f, void const* from, int size, sqlite3_int64 at) {
        auto const* const data = static_cast<std::byte const*>(from);
        calls_.push_back({disk_call::kind::write, of(f).which, static_cast<std::size_t>(at), {data, data + size}});
        return methods(f).xWrite(real(f), from, size, at);
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) {
        calls_.push_back({disk_call::kind::truncate, of(f).which, static_cast<std::size_t>(size), {}});
        return methods(f).xTruncate(real(f), size);
    }
    static int sync(sqlite3_file* f, int flags) {
        calls_.push_back({disk_call::kind::sync, of(f).which, 0, {}});
        return methods(f).xSync(real(f), flags);
    }

    static inline sqlite3_vfs* real_ = nullptr;
    static inline std::vector<disk_call> calls_;
    /// Version 1: neither shared memory nor mapped files, which no call would tell of.
    static inline sqlite3_io_methods const methods_{
        .iVersion = 1,
        .xClose = [](sqlite3_file* f) { return methods(f).xClose(real(f)); },
        .xRead = [](sqlite3_file* f, void* to, int n,
                    sqlite3_int64 at) { return methods(f).xRead(real(f), to, n, at); },
        .xWrite = write,
        .xTruncate = truncate,
        .xSync = sync,
        .xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return methods(f).xFileSize(real(f), size); },
        .xLock = [](sqlite3_file* f, int how) { return methods(f).xLock(real(f), how); },
        .xUnlock = [](sqlite3_file* f, int how) { return methods(f).xUnlock(real(f), how); },
        .xCheckReservedLock = [](sqlite3_file* f, int* is) { return methods(f).xCheckReservedLock(real(f), is); },
        .xFileControl = [](sqlite3_file* f, int what,
                           void* with) { return methods(f).xFileControl(real(f), what, with); },
        .xSectorSize = [](sqlite3_file* f) { return methods(f).xSectorSize(real(f)); },
        .xDeviceCharacteristics = [](sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); },
        .xShmMap = nullptr,
        .xShmLock = nullptr,
        .xShmBarrier = nullptr,
        .xShmUnmap = nullptr,
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
    sqlite3_vfs vfs_{};
};

}  // namespace journals

#endif
