// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: source_kind
#include <dollr/api/sessions.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
dollr::api::create_checkout_session_payload session{.source_id = {7}, .source_type = dollr::source_type::invoice};
#else
dollr::api::create_checkout_session_payload session{.source_id = {7}, .source_kind = dollr::source_type::invoice};
#endif
