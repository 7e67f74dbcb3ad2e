// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: (no known conversion|could not convert|cannot convert).*session
#include <dollr/value/ids.hpp>

void pay_from(dollr::payment_account_id);

#ifdef DOLLR_COMPILE_FAIL_CONTROL
void pay() { pay_from(dollr::payment_account_id{7}); }
#else
void pay() { pay_from(dollr::session_id{7}); }
#endif
