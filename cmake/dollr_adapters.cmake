# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# DOLLR_ADAPTERS is what is asked for; dollr_built becomes what is built for that: the same and what they need, each after
# those. A name that is given is a wish, and an error where it cannot be had; "available" is an offer.
include(dollr_components)

set(default "")
if(PROJECT_IS_TOP_LEVEL)
  set(default available)
endif()
set(DOLLR_ADAPTERS "${default}" CACHE STRING
    "Adapters to build, by name; 'all'; or 'available': those that this machine has the packages for")

set(adapters "")
foreach(adapter IN LISTS dollr_components)
  if(EXISTS "${PROJECT_SOURCE_DIR}/adapters/${adapter}/CMakeLists.txt")
    list(APPEND adapters "${adapter}")
  endif()
endforeach()

set(asked "${DOLLR_ADAPTERS}")
if(asked STREQUAL "all" OR asked STREQUAL "available")
  set(asked "${adapters}")
endif()
set(dollr_built "")
set(chosen "")
foreach(adapter IN LISTS asked)
  if(NOT adapter IN_LIST adapters)
    list(JOIN adapters ", " adapters)
    message(FATAL_ERROR "dollr: DOLLR_ADAPTERS names '${adapter}', and there is no such adapter; there are: ${adapters}")
  endif()
  dollr_find_packages(missing "${adapter}")
  if(NOT missing)
    list(APPEND chosen "${adapter}")
  elseif(DOLLR_ADAPTERS STREQUAL "available")
    message(STATUS "dollr: without the adapter '${adapter}', which needs ${missing}")
  else()
    message(FATAL_ERROR "dollr: DOLLR_ADAPTERS asks for '${adapter}', which needs ${missing}")
  endif()
endforeach()
dollr_closure(dollr_built ${chosen})

foreach(adapter IN LISTS dollr_built)
  add_subdirectory("${PROJECT_SOURCE_DIR}/adapters/${adapter}" "${PROJECT_BINARY_DIR}/adapters/${adapter}")
endforeach()
