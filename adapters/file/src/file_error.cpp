// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "file_error.hpp"

#include <cerrno>
#include <system_error>

namespace dollr::file {

error call_error(std::string_view path, std::string_view doing, int error_number) {
    switch (error_number) {
        case ENOENT:
        case ENOTDIR:
            return journal_error(path, "does not exist, or its folder does not",
                                 "check the name; to make a new journal, name its target too");
        case EEXIST:
            return journal_error(path, "exists already", "open it, or name another; a journal is never overwritten");
        case EACCES:
        case EPERM:
            return journal_error(path, "may not be read and written by this user",
                                 "run as its owner, or give it back with chown and chmod 600");
        case EROFS:
            return journal_error(path, "is on a read-only file system",
                                 "use a journal on a writable disk: every payment is recorded before it is sent");
        case ELOOP:
            return journal_error(path, "is a symbolic link", "name the file itself, not a link to it");
        case EISDIR:
            return journal_error(path, "is a directory", "name a file in it");
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return journal_error(path, "could not grow: the disk is full",
                                 "free some space and recover; all that was acknowledged is kept");
        case EIO:
            return journal_error(
                path, "could not be " + std::string{doing} + ": the disk reports an error",
                "check the disk, then recover; all that was acknowledged before is kept if the disk kept it");
        default:
            return journal_error(
                path, "could not be " + std::string{doing} + ": " + std::generic_category().message(error_number),
                "solve that, then recover");
    }
}

}  // namespace dollr::file
