// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: execution_status.*source_status
#include <dollr/value/enums.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
bool same(dollr::execution_status a, dollr::execution_status b) { return a == b; }
#else
bool same(dollr::execution_status a, dollr::source_status b) { return a == b; }
#endif
