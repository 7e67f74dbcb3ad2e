# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Configures PROJECT with ARGUMENTS and compares what CMake says with the regular expression SAYS. It must FAIL or not.
cmake_minimum_required(VERSION 3.22)

file(REMOVE_RECURSE "${WORK_DIR}")
execute_process(COMMAND "${CMAKE_COMMAND}" -S "${PROJECT}" -B "${WORK_DIR}" -G "${GENERATOR}" --no-warn-unused-cli
                        "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DBoost_DIR=${Boost_DIR}" "-DCMAKE_PREFIX_PATH=${PREFIX}" ${ARGUMENTS}
                RESULT_VARIABLE status OUTPUT_VARIABLE words ERROR_VARIABLE words)
if(FAILS AND status EQUAL 0)
  message(FATAL_ERROR "This must not configure, but does:\n${words}")
elseif(NOT FAILS AND NOT status EQUAL 0)
  message(FATAL_ERROR "This must configure, but does not:\n${words}")
endif()
# CMake wraps an error at 80 columns.
string(REGEX REPLACE "[ \n]+" " " words "${words}")
if(NOT words MATCHES "${SAYS}")
  message(FATAL_ERROR "CMake does not say '${SAYS}', but:\n${words}")
endif()
