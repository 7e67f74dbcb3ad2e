// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "pay.hpp"

#include <cstdlib>

// The second unit of this program includes the same headers.
int main() {
    auto const price = dollr::amount::parse("25.00");
    bool const priced = price && price->to_string() == "25.00";
    bool const checked = !issues_of({}).empty();
    return priced && checked ? EXIT_SUCCESS : EXIT_FAILURE;
}
