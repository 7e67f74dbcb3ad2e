// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: not made from a bare number: use amount::parse\(.*25.00.*\) or minor_units\(2500
#include <dollr/value/amount.hpp>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
bool const same = "25.00"_amount == *dollr::minor_units(2500, "USD"_currency);
#else
bool const same = "25.00"_amount == 2500;
#endif
