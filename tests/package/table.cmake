# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Prints TABLE, cmake/dollr_components.cmake, for recipes.py: a line for each component, and one for each package with its version.
cmake_minimum_required(VERSION 3.22)
include("${TABLE}")

set(packages "")
set(lines "")
foreach(component IN LISTS dollr_components)
  string(APPEND lines "component|${component}|${dollr_${component}_needs}|${dollr_${component}_if_built}|"
                      "${dollr_${component}_packages}\n")
  list(APPEND packages ${dollr_${component}_packages})
endforeach()
list(REMOVE_DUPLICATES packages)
foreach(package IN LISTS packages)
  string(APPEND lines "package|${package}|${dollr_${package}_version}\n")
endforeach()
execute_process(COMMAND "${CMAKE_COMMAND}" -E echo_append "${lines}")
