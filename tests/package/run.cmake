# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
cmake_minimum_required(VERSION 3.22)

function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${WORK_DIR}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
file(MAKE_DIRECTORY "${WORK_DIR}")
if(FROM STREQUAL installed)
  run("${CMAKE_COMMAND}" --install "${BUILD_DIR}" --prefix "${WORK_DIR}/prefix")
  set(dollr_from "-DCMAKE_PREFIX_PATH=${WORK_DIR}/prefix")
else()
  set(dollr_from "-DDOLLR_SOURCE_DIR=${SOURCE_DIR}")
endif()

set(build_dir "${WORK_DIR}/build")
run("${CMAKE_COMMAND}" -S "${PROJECT}" -B "${build_dir}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
    "-DBoost_DIR=${Boost_DIR}" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "${dollr_from}")
run("${CMAKE_COMMAND}" --build "${build_dir}")
list(POP_FRONT RUN program)
run("${build_dir}/${program}" ${RUN})

# Only the user's own units are compiled, and with no warning option of ours.
file(READ "${build_dir}/compile_commands.json" commands)
string(JSON compiled LENGTH "${commands}")
if(NOT compiled EQUAL UNITS OR commands MATCHES " -W")
  message(FATAL_ERROR "Using dollr compiles more than the user's ${UNITS} units, or adds warning options:\n${commands}")
endif()
