// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: minor units are counted in whole numbers
#include <dollr/value/amount.hpp>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
auto const a = dollr::minor_units(2500, "USD"_currency);
#else
auto const a = dollr::minor_units(25.5, "USD"_currency);
#endif
