// Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#ifndef DOLLR_RUNTIME_CALLS_HPP
#define DOLLR_RUNTIME_CALLS_HPP

#include <dollr/port/completion.hpp>
#include <dollr/value/enums.hpp>
#include <dollr/value/result.hpp>
#include <dollr/value/time.hpp>

#include <cstdint>

namespace dollr {

class runner;

/// runner::call, for a unit that does not see the codec: it is compiled once, in this library, for every operation of
/// the API.
template <class Op>
std::uint64_t start_call(runner& work, typename Op::path path, typename Op::query query, typename Op::body body,
                         duration deadline, completion_of<result<typename Op::response>> done);

}  // namespace dollr

#endif
