# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Each of HEADERS, read as C++17: the compiler's first error is the one sentence of value/cxx20.hpp, its second that it
# stops there, and there is no third.
cmake_minimum_required(VERSION 3.22)

list(TRANSFORM INCLUDE_DIRS PREPEND -I)
foreach(header IN LISTS HEADERS)
  execute_process(COMMAND "${COMPILER}" -std=c++17 -fsyntax-only -fdiagnostics-color=never ${INCLUDE_DIRS}
                          -include "${header}" -x c++ /dev/null
                  RESULT_VARIABLE status ERROR_VARIABLE words)
  string(REGEX MATCHALL "error: [^\n]*" errors "${words}")
  list(LENGTH errors count)
  if(status EQUAL 0 OR NOT count EQUAL 2 OR NOT errors MATCHES "^error: (#error )?\"Dollr needs C\\+\\+20: ")
    message(FATAL_ERROR "<${header}> in C++17 is not told in one sentence that it needs C++20, but:\n${words}")
  endif()
endforeach()
