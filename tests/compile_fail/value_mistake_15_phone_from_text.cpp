// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
// EXPECT: conversion from .* to .*dollr::phone
#include <dollr/value/phone.hpp>

#ifdef DOLLR_COMPILE_FAIL_CONTROL
auto const p = dollr::phone::from_e164("+231771234567");
#else
dollr::phone const p = "+231 77 123 4567";
#endif
