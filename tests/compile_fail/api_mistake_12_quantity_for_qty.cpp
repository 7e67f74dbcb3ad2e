// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: quantity
#include <dollr/api/invoices.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
void two(dollr::api::add_invoice_item_payload& item) { item.qty = 2; }
#else
void two(dollr::api::add_invoice_item_payload& item) { item.quantity = 2; }
#endif
