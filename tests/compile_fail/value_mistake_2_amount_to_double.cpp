// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: (cannot convert|no viable conversion).*amount.*double
#include <dollr/value/amount.hpp>

#include <string>

using namespace dollr::literals;

#ifdef DOLLR_COMPILE_FAIL_CONTROL
std::string const text = ("25.00"_amount).to_string();
#else
double const number = "25.00"_amount;
#endif
