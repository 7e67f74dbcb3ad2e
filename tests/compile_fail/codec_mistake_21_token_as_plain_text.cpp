// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: secret_string
#include <dollr/api/parties.hpp>
#include <dollr/codec/request.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
using text = dollr::secret_string;
#else
using text = std::string;
#endif
void list(text const& token, dollr::http_request& out) {
    (void)dollr::codec::request<dollr::api::list_parties>({}, {}, {}, token, out);
}
