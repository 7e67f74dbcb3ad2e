// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_DOLLR_HPP
#define DOLLR_DOLLR_HPP

#include <dollr/value/cxx20.hpp>

/// The protocol: values, operations, their bytes, and the machines. Whoever drives payments in a loop of their own
/// includes dollr/client/runner.hpp, which brings the flows; a program includes dollr/client.hpp, which is light.

#include <dollr/api/operations.hpp>
#include <dollr/codec/exchange.hpp>
#include <dollr/codec/paid.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/attempt/lifecycle.hpp>
#include <dollr/machine/pool.hpp>
#include <dollr/port/transport.hpp>

#endif
