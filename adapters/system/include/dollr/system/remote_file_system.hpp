// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_REMOTE_FILE_SYSTEM_HPP
#define DOLLR_SYSTEM_REMOTE_FILE_SYSTEM_HPP

#include <dollr/value/cxx20.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace dollr {

/// Whether a type number of statfs(2) is of a file system on another computer, where neither locks nor syncs can be
/// trusted. The headers that name the numbers differ between kernels.
constexpr bool is_remote_file_system(std::uint32_t type) noexcept {
    constexpr std::array<std::uint32_t, 9> remote = {
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF534D42,  // CIFS
        0xFE534D42,  // SMB2
        0x564C,      // NCP
        0x73757245,  // Coda
        0x5346414F,  // AFS of OpenAFS
        0x6B414653,  // AFS of the kernel
        0x00C36400,  // Ceph
    };
    return std::find(remote.begin(), remote.end(), type) != remote.end();
}

}  // namespace dollr

#endif
