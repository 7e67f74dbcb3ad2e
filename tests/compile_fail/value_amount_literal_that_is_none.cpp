// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: an_amount_is_plain_decimal_text_such_as_25_00
#include <dollr/value/amount.hpp>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
dollr::amount const a = "1234.50"_amount;
#else
dollr::amount const a = "1,234.50"_amount;
#endif
