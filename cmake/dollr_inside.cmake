# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# A project that has these sources inside says find_package(dollr) all the same, and finds the targets that are here.
include(CMakePackageConfigHelpers)

set(found_dir "${PROJECT_BINARY_DIR}/found")
list(JOIN dollr_built ", " dollr_built_text)
configure_file("${CMAKE_CURRENT_LIST_DIR}/dollr-inside-config.cmake.in" "${found_dir}/dollr-config.cmake" @ONLY)
write_basic_package_version_file("${found_dir}/dollr-config-version.cmake" COMPATIBILITY SameMinorVersion)
set(dollr_DIR "${found_dir}" CACHE PATH "The targets of Dollr, whose sources are inside" FORCE)
