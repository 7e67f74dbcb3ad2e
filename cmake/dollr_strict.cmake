# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Our own targets link dollr_strict privately; it never reaches a user through an interface.
option(DOLLR_WARNINGS_AS_ERRORS "Warnings in our own targets are errors" ${PROJECT_IS_TOP_LEVEL})

add_library(dollr_strict INTERFACE)
target_compile_options(dollr_strict INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                              $<$<BOOL:${DOLLR_WARNINGS_AS_ERRORS}>:-Werror>)
