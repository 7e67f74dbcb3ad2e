# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# A single-file program says which libraries it needs beyond the core in one line of its own:
#
#     // LINK: dollr::curl dollr::asio
#
# dollr_link_line(<source> <variable>) sets the variable to that list, empty without such a line.
function(dollr_link_line source result)
  file(STRINGS "${source}" line REGEX "^// LINK: " LIMIT_COUNT 1)
  string(REGEX REPLACE "^// LINK: " "" libraries "${line}")
  separate_arguments(libraries)
  set(${result} ${libraries} PARENT_SCOPE)
  # So that a changed line is seen.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}")
endfunction()
