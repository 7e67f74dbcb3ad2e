// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: never by floating point
#include <dollr/value/amount.hpp>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
auto const a = dollr::amount::checked_multiply("25.00"_amount, "1.1"_amount);
#else
auto const a = dollr::amount::checked_multiply("25.00"_amount, 1.1);
#endif
