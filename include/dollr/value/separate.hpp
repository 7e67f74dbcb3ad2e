// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_VALUE_SEPARATE_HPP
#define DOLLR_VALUE_SEPARATE_HPP

/// The core is headers. What in it is long and no template (the runner, the flows, the sandbox) can also be compiled
/// once, instead of in every unit that includes it: link the target dollr::compiled. It defines
/// DOLLR_SEPARATE_COMPILATION for all that link it, which leaves those definitions out of the headers, and has them
/// itself.
#if defined(DOLLR_SEPARATE_COMPILATION)
#define DOLLR_DECL
#else
#define DOLLR_DECL inline
#endif

#endif
