// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "calls.hpp"

template struct dollr::compiled<dollr::part_of_operations<2, 4>>;
