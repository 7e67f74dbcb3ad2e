// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: (no match for|invalid operands).*invoice
#include <dollr/value/ids.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
bool same(dollr::order_id a, dollr::order_id b) { return a == b; }
#else
bool same(dollr::invoice_id a, dollr::order_id b) { return a == b; }
#endif
