// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/system/entropy.hpp>

#include <cerrno>
#include <system_error>

#include <sys/random.h>

namespace dollr {

result<void> os_entropy::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        auto const filled = ::getrandom(bytes.data(), bytes.size(), 0);
        if (filled < 0 && errno == EINTR) continue;
        if (filled <= 0) {
            error e;
            e.kind = error_kind::internal;
            e.what = "the operating system gives no random numbers: " + std::generic_category().message(errno);
            e.next = "allow getrandom(2) in this environment";
            return e;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(filled));
    }
    return {};
}

}  // namespace dollr
