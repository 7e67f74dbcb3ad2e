// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: a rule of this description names a member .or a currency. that the struct does not have
#include <dollr/schema/describe.hpp>

struct payout {
    dollr::session_id session_id;
};
BOOST_DESCRIBE_STRUCT(payout, (), (session_id))
consteval auto schema_of(payout const*) {
#ifdef DOLLR_COMPILE_FAIL_CONTROL
    constexpr auto member = "session_id";
#else
    constexpr auto member = "sesion_id";
#endif
    return dollr::schema::description{"Payout", dollr::schema::evidence::own,
                                      dollr::schema::rule{.member = member, .form = dollr::schema::form::text}};
}
auto const& described = dollr::schema::structure_of<payout>;
