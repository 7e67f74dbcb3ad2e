// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_CXX20_HPP
#define DOLLR_VALUE_CXX20_HPP

/// Read before anything else, so that a compiler of another language than C++20 is told that, and not a page of what
/// follows from it. An #error alone does not stop a compiler; a file that is not there does.
#if (defined(_MSVC_LANG) ? _MSVC_LANG : __cplusplus) < 202002L
#error "Dollr needs C++20: compile with -std=c++20, or link the CMake target dollr::dollr, which asks for it."
#include <so nothing after the line above is read>
#endif

#endif
