// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef CONSUMER_PAY_HPP
#define CONSUMER_PAY_HPP

#include <dollr/dollr.hpp>

#include <vector>

std::vector<dollr::issue> issues_of(dollr::api::payout_execution_payload const& payment);

#endif
