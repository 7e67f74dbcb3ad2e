// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "every_header.hpp"

#include <doctest/doctest.h>

// The other unit of this program is generated and includes the same headers.
TEST_CASE("two units that include every header link into one program") { CHECK(true); }
