// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: say why in these words
#ifndef DOLLR_COMPILE_FAIL_CONTROL
static_assert(false, "for another reason");
#endif
