// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: compare_with_an_enumerator_not_with_text
#include <dollr/value/enums.hpp>
#include <dollr/value/open_enum.hpp>

#include <string>

using status = dollr::open_enum<dollr::execution_status>;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
bool done(status const& s, std::string const& other) { return s.text() == other; }
#else
bool done(status const& s, std::string const& other) { return other != s; }
#endif
