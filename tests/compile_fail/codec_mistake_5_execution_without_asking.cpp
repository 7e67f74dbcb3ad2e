// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: result<dollr::api::execution_response|boost::system::result
#include <dollr/api/executions.hpp>
#include <dollr/codec/response.hpp>

bool paid(dollr::http_response const& answer) {
    auto const execution = dollr::codec::response<dollr::api::execute_payout>(answer);
#ifdef DOLLR_COMPILE_FAIL_CONTROL
    return execution && execution->status.is(dollr::execution_status::completed);
#else
    return execution.status.is(dollr::execution_status::completed);
#endif
}
