// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: dollr::source_type
#include <dollr/api/sessions.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
void invoice(dollr::api::create_checkout_session_payload& p) { p.source_type = dollr::source_type::invoice; }
#else
void invoice(dollr::api::create_checkout_session_payload& p) { p.source_type = "invoice"; }
#endif
