// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "every_header.hpp"

#include <boost/assert/source_location.hpp>

#include <cstdlib>

// What Boost asks of a program without exceptions: to say what happens instead. Here it must never come to that.
namespace boost {
void throw_exception(std::exception const&) { std::abort(); }
void throw_exception(std::exception const&, source_location const&) { std::abort(); }
}  // namespace boost

// Compiling and linking every header this way is the larger part of the test.
int main() {
    auto const price = dollr::amount::parse("25.00");
    auto const none = dollr::amount::parse("25,00");
    return price.has_value() && none.has_error() && price->to_string() == "25.00" ? EXIT_SUCCESS : EXIT_FAILURE;
}
