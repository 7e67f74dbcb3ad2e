// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: after the version segment, which belongs to the base URL
#include <dollr/api/operation.hpp>

struct list : dollr::api::operation<dollr::http_method::get, dollr::hazard::reads> {
#ifdef DOLLR_COMPILE_FAIL_CONTROL
    static constexpr std::string_view target = "/parties/list";
#else
    static constexpr std::string_view target = "/v1/parties/list";
#endif
};
static_assert(dollr::api::is_sound<list>());
