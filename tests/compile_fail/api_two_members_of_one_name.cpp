// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: two members of this struct have the same name on the wire
#include <dollr/schema/describe.hpp>

struct invoice {
    std::string reference_id;
    std::string document_reference;
};
BOOST_DESCRIBE_STRUCT(invoice, (), (reference_id, document_reference))
consteval auto schema_of(invoice const*) {
#ifdef DOLLR_COMPILE_FAIL_CONTROL
    constexpr auto name = "document_reference";
#else
    constexpr auto name = "reference_id";
#endif
    return dollr::schema::description{"Invoice", dollr::schema::evidence::own,
                                      dollr::schema::rule{.member = "document_reference", .name = name}};
}
auto const& described = dollr::schema::structure_of<invoice>;
