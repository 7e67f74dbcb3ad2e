// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: these_are_words_of_different_sets
#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
bool same(dollr::open_enum<dollr::execution_status> const& a, dollr::execution_status b) { return a == b; }
#else
bool same(dollr::open_enum<dollr::execution_status> const& a, dollr::source_status b) { return a == b; }
#endif
