// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#include <dollr/flow/impl/payment_attempt.hpp>
#include <dollr/flow/impl/payment_calls.hpp>
#include <dollr/flow/impl/payment_progress.hpp>
#include <dollr/flow/impl/step_text.hpp>
