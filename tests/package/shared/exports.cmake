# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# What LIBRARY exports. Of the adapters nothing. Of the core, whose functions are inline and so compiled into the user's own
# UNIT, nothing where that hides its names; where it does not (VISIBILITY default), what UNIT itself defines, all of it weak.
cmake_minimum_required(VERSION 3.22)

# "W _ZN5dollr...", one for each name that is defined: of functions, of templates over our types, of vtables and guards.
function(names_of file options result)
  execute_process(COMMAND "${NM}" ${options} --defined-only "${file}" OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[A-Za-z] [^ \n]+" names "${lines}")
  set(${result} "${names}" PARENT_SCOPE)
endfunction()

names_of("${LIBRARY}" -D exported)
if(NOT "T till_opens" IN_LIST exported)
  message(FATAL_ERROR "till_opens is not exported, so nothing is known about the rest: ${exported}")
endif()
list(FILTER exported INCLUDE REGEX "5dollr")
if(VISIBILITY STREQUAL "default")
  if(NOT exported)
    message(FATAL_ERROR "A library that hides nothing exports nothing of dollr: this test is blind")
  endif()
  names_of("${UNIT}" "" weak)
  list(FILTER weak INCLUDE REGEX "^[WVu] ")
  list(REMOVE_ITEM exported ${weak})
endif()
if(exported)
  list(JOIN exported "\n  " exported)
  message(FATAL_ERROR "The shared library exports names of dollr:\n  ${exported}")
endif()
