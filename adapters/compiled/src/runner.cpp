// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/client/impl/runner_audit.hpp>
#include <dollr/client/impl/runner_pay.hpp>
#include <dollr/client/impl/runner_tell.hpp>
#include <dollr/client/impl/runner_turn.hpp>
