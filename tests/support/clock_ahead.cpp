// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <cstdlib>

#include <dlfcn.h>
#include <time.h>

// Preloaded into a program, its wall clock is CLOCK_AHEAD_SECONDS ahead. What counts time that passes is left alone.
extern "C" int clock_gettime(clockid_t which, timespec* out) noexcept {
    using function = int (*)(clockid_t, timespec*);
    static auto const real = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "clock_gettime"));
    static long const ahead = [] {
        auto const* const text = std::getenv("CLOCK_AHEAD_SECONDS");
        return text == nullptr ? 0 : std::atol(text);
    }();
    int const status = real(which, out);
    if (which == CLOCK_REALTIME) out->tv_sec += ahead;
    return status;
}
