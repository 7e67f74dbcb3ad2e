# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Boost::headers and Boost::json, from the first of these that applies:
#   1. targets that the including project already has;
#   2. DOLLR_BOOST_INCLUDE_DIR: a folder of headers only (a newer Boost unpacked into a private prefix), for this
#      project's own tests; Boost.JSON is then compiled from its headers, into one static library;
#   3. find_package, which Boost_ROOT and CMAKE_PREFIX_PATH direct.
set(DOLLR_BOOST_INCLUDE_DIR "" CACHE PATH "Boost's headers without a CMake package")

if(DOLLR_BOOST_INCLUDE_DIR AND NOT TARGET Boost::headers)
  add_library(Boost::headers INTERFACE IMPORTED GLOBAL)
  target_include_directories(Boost::headers INTERFACE "${DOLLR_BOOST_INCLUDE_DIR}")
  add_library(dollr_boost_json STATIC "${CMAKE_CURRENT_LIST_DIR}/boost_json.cpp")
  target_link_libraries(dollr_boost_json PUBLIC Boost::headers)
  target_compile_features(dollr_boost_json PUBLIC cxx_std_20)
  add_library(Boost::json ALIAS dollr_boost_json)
elseif(NOT TARGET Boost::json OR NOT TARGET Boost::headers)
  find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json)
endif()
