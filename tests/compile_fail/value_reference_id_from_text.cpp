// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: no matching (constructor|function).*reference_id
#include <dollr/value/reference_id.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
auto const id = dollr::reference_id::try_parse("f47ac10b-58cc-4372-a567-0e02b2c3d479");
#else
dollr::reference_id const id{"f47ac10b-58cc-4372-a567-0e02b2c3d479"};
#endif
