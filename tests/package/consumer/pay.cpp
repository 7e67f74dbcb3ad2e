// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include "pay.hpp"

std::vector<dollr::issue> issues_of(dollr::api::payout_execution_payload const& payment) {
    return dollr::codec::validate(payment);
}
