// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/system/process.hpp>

#include <cerrno>
#include <system_error>

#include <sys/prctl.h>
#include <sys/resource.h>

namespace dollr {
namespace {

error cannot(char const* what) {
    error e;
    e.kind = error_kind::internal;
    e.what = std::string{what} + ": " + std::generic_category().message(errno);
    e.next = "allow setrlimit(2) and prctl(2) in this environment";
    return e;
}

}  // namespace

result<void> harden_process() {
    rlimit const none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0) return cannot("core dumps cannot be switched off");
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return cannot("the process cannot be closed to debuggers");
    return {};
}

}  // namespace dollr
