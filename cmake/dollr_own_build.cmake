# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# What only this project's own build wants: never applied to a project that includes us.
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")

find_program(DOLLR_CCACHE ccache)
if(DOLLR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${DOLLR_CCACHE}")
endif()

# A list of CMAKE_CXX_FLAGS of its own, because the fuzzers and the tests under them want the same instrumentation.
set(DOLLR_SANITIZE "" CACHE STRING "Value of -fsanitize= for every target, such as address,undefined")
if(DOLLR_SANITIZE)
  add_compile_options(-fsanitize=${DOLLR_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${DOLLR_SANITIZE})
endif()
