# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# cmake -DOUT=web_files.cpp -P embed.cmake -- FILE...   the bytes of these files as one C++ source, found by their names.
set(files)
set(rest FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(rest)
    list(APPEND files "${CMAKE_ARGV${i}}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(rest TRUE)
  endif()
endforeach()

set(arrays "")
set(rows "")
set(n 0)
foreach(file IN LISTS files)
  cmake_path(GET file FILENAME name)
  file(READ "${file}" hex HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char file_${n}[] = {${bytes}};\n")
  string(APPEND rows "    {\"${name}\", {file_${n}, sizeof file_${n}}},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(CONFIGURE OUTPUT "${OUT}" @ONLY CONTENT [[
// Made by embed.cmake. Not to be edited, and not to be committed.
#include "web.hpp"

namespace dollr::cli {
namespace {

@arrays@
constexpr web_file files[] = {
@rows@};

}  // namespace

std::span<web_file const> web_files() noexcept { return files; }

}  // namespace dollr::cli
]])
