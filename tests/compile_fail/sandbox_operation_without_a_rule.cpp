// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: the sandbox has no rule for this operation
#include <dollr/sandbox/router.hpp>

struct publish_everything : dollr::api::operation<dollr::http_method::put, dollr::hazard::idempotent> {
    static constexpr std::string_view target = "/invoices/publish-everything";
    using response = dollr::api::none;
};
#ifdef DOLLR_COMPILE_FAIL_CONTROL
inline dollr::sandbox::answer<dollr::api::none> serve(dollr::sandbox::state&,
                                                      dollr::sandbox::call<publish_everything> const&) {
    return dollr::api::none{};
}
#endif
auto* const route = &dollr::sandbox::detail::run<publish_everything>;
