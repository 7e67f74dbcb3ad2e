// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SYSTEM_PROCESS_HPP
#define DOLLR_SYSTEM_PROCESS_HPP

#include <dollr/value/result.hpp>

namespace dollr {

/// For a program, before it reads a secret: no core dump, and no debugger of the same user. What is wiped in our memory
/// may still be in that of an HTTP or TLS library, and a core file would keep it. A library never calls this unasked.
[[nodiscard]] result<void> harden_process();

}  // namespace dollr

#endif
