// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: attempt_state
#include <dollr/codec/exchange.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
using payment = dollr::attempt_state;
#else
using payment = dollr::reference_id;
#endif
void send(payment const& p, dollr::secret_string const& token, dollr::http_request& out) {
    (void)dollr::codec::send_request(p, nullptr, token, out);
}
