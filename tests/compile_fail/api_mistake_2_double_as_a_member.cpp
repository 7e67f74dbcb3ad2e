// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: this type cannot be a member of a described struct: use amount
#include <dollr/schema/describe.hpp>

struct item {
#ifdef DOLLR_COMPILE_FAIL_CONTROL
    dollr::amount price;
#else
    double price;
#endif
};
BOOST_DESCRIBE_STRUCT(item, (), (price))
consteval auto schema_of(item const*) { return dollr::schema::description{"Item", dollr::schema::evidence::own}; }
auto const& described = dollr::schema::structure_of<item>;
