// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: (cannot convert.*dollr::source_type|cannot initialize a variable of type .*dollr::source_type)
#include <dollr/value/enums.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
dollr::source_type const kind = dollr::source_type::invoice;
#else
dollr::source_type const kind = "invoice";
#endif
