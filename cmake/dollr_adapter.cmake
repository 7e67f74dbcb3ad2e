# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# dollr_adapter(<name> <source>... [LINKS <library>...] [USES <library>...])
#
# The static library dollr::<name>, which anything may link: it is position independent, and its names stay hidden, so
# that a shared library which links it exports none of them. LINKS reach whoever links it, USES stay inside. Without a
# source it is headers only. Its line in dollr_components.cmake names its packages; they are found before it is read.
function(dollr_adapter name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS;USES")
  set(include_dirs "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>" "$<INSTALL_INTERFACE:include>")
  if(NOT arg_UNPARSED_ARGUMENTS)
    add_library(dollr_${name} INTERFACE)
    add_library(dollr::${name} ALIAS dollr_${name})
    target_include_directories(dollr_${name} INTERFACE ${include_dirs})
    target_link_libraries(dollr_${name} INTERFACE dollr::dollr ${arg_LINKS})
    return()
  endif()
  add_library(dollr_${name} STATIC ${arg_UNPARSED_ARGUMENTS})
  add_library(dollr::${name} ALIAS dollr_${name})
  set_target_properties(dollr_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON
                                                 CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(dollr_${name} PUBLIC ${include_dirs})
  target_link_libraries(dollr_${name} PUBLIC dollr::dollr ${arg_LINKS}
                                      PRIVATE ${arg_USES} $<BUILD_INTERFACE:dollr_strict>)
endfunction()
