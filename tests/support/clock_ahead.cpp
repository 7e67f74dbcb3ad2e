// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <cstdlib>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Preloaded into a program, its wall clock is CLOCK_AHEAD_SECONDS ahead. What counts time that passes is left alone.
// Asked by whatever runs there, an allocator among them: so it allocates nothing and keeps nothing.
extern "C" int clock_gettime(clockid_t which, timespec* out) noexcept {
    auto const status = static_cast<int>(::syscall(SYS_clock_gettime, which, out));
    auto const* const ahead = std::getenv("CLOCK_AHEAD_SECONDS");
    if (status == 0 && which == CLOCK_REALTIME && ahead != nullptr) out->tv_sec += std::atol(ahead);
    return status;
}
