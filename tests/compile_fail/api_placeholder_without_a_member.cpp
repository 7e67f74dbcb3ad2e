// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: the placeholders of this operation's target and the members of its path struct are not the same names
#include <dollr/api/invoices.hpp>

struct publish : dollr::api::operation<dollr::http_method::put, dollr::hazard::idempotent> {
#ifdef DOLLR_COMPILE_FAIL_CONTROL
    static constexpr std::string_view target = "/invoices/publish/{id}";
#else
    static constexpr std::string_view target = "/invoices/publish/{invoice_id}";
#endif
    using path = dollr::api::invoice_path;
};
static_assert(dollr::api::is_sound<publish>());
