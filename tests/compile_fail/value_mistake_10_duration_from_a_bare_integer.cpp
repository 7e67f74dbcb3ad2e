// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: conversion from .*int.* to .*dollr::duration
#include <dollr/value/time.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
dollr::duration const lifetime = std::chrono::minutes{60};
#else
dollr::duration const lifetime = 60;
#endif
