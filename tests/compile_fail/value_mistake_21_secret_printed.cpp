// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: a_secret_is_never_printed_use_reveal_where_it_is_sent
#include <dollr/value/secret.hpp>

#include <ostream>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
void log(std::ostream& out, dollr::secret_string const& passcode) { out << passcode.size() << " characters"; }
#else
void log(std::ostream& out, dollr::secret_string const& passcode) { out << passcode; }
#endif
