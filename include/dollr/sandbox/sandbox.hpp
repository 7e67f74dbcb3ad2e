// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_SANDBOX_SANDBOX_HPP
#define DOLLR_SANDBOX_SANDBOX_HPP

#include <dollr/sandbox/magic.hpp>
#include <dollr/sandbox/own_operations.hpp>
#include <dollr/sandbox/scenario.hpp>
#include <dollr/sandbox/server.hpp>

/// The whole sandbox. Compiling it instantiates every operation: include it in one .cpp.

#endif
