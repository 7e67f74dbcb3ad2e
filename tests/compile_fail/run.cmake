# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
cmake_minimum_required(VERSION 3.22)

file(STRINGS "${SOURCE}" expected REGEX "^// EXPECT: " LIMIT_COUNT 1)
if(NOT expected)
  message(FATAL_ERROR "${SOURCE} has no line '// EXPECT: <regular expression>'")
endif()
string(REGEX REPLACE "^// EXPECT: " "" expected "${expected}")

list(TRANSFORM INCLUDE_DIRS PREPEND -I)
set(compile "${COMPILER}" -std=c++20 -fsyntax-only -fdiagnostics-color=never ${INCLUDE_DIRS} "${SOURCE}")

execute_process(COMMAND ${compile} -DDOLLR_COMPILE_FAIL_CONTROL RESULT_VARIABLE status ERROR_VARIABLE words)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "The control does not compile, so nothing is known about the misuse:\n${words}")
endif()

execute_process(COMMAND ${compile} RESULT_VARIABLE status ERROR_VARIABLE words)
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles, but must not")
endif()
if(NOT words MATCHES "${expected}")
  message(FATAL_ERROR "The compiler does not say '${expected}', but:\n${words}")
endif()
