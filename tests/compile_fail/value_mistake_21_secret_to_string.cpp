// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: (could not convert|no viable conversion).*dollr::secret_string.*std::.*string
#include <dollr/value/secret.hpp>

#include <string>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
std::string text(dollr::secret_string const& passcode) { return std::string(passcode.size(), char(42)); }
#else
std::string text(dollr::secret_string const& passcode) { return passcode; }
#endif
