// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: not made from a bare number: use amount::parse\(.*25.00.*\) or minor_units\(2500
#include <dollr/value/amount.hpp>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
dollr::amount const a = "25.00"_amount;
#else
dollr::amount const a{2500};
#endif
