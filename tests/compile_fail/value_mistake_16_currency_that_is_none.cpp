// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: a_currency_is_three_upper_case_letters_of_ISO_4217_such_as_USD
#include <dollr/value/currency.hpp>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
auto const c = "USD"_currency;
#else
auto const c = "USDT"_currency;
#endif
