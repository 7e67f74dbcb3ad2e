// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: std::chrono::duration|duration<
#include <dollr/api/auth.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
std::chrono::milliseconds lifetime(dollr::api::obtain_token_response const& t) { return t.expires_in; }
#else
long lifetime(dollr::api::obtain_token_response const& t) { return t.expires_in * 1000; }
#endif
