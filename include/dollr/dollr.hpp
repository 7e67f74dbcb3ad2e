// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_DOLLR_HPP
#define DOLLR_DOLLR_HPP

/// The whole client: values, operations, codec, machines, flows, and the drivers. Neither adapters nor the sandbox.

#include <dollr/value/cxx20.hpp>

#include <dollr/api/operations.hpp>
#include <dollr/client/memory_journal.hpp>
#include <dollr/client/runner.hpp>
#include <dollr/codec/exchange.hpp>
#include <dollr/codec/paid.hpp>
#include <dollr/codec/reader.hpp>
#include <dollr/codec/request.hpp>
#include <dollr/codec/response.hpp>
#include <dollr/codec/writer.hpp>
#include <dollr/flow/payment.hpp>
#include <dollr/machine/attempt/attempt.hpp>
#include <dollr/machine/attempt/lifecycle.hpp>
#include <dollr/machine/pool.hpp>
#include <dollr/port/transport.hpp>
#include <dollr/port/virtual_clock.hpp>

#endif
