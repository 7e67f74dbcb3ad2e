#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev lint   clang-tidy over one unit that includes every header, and over the adapters' own units
set -eu
cd "$(dirname "$0")/../.."
tests/dev/packages.sh check
[ -e build/clang/build.ninja ] || cmake --preset clang

{
    echo build/clang/tests/architecture/every_header.cpp
    git ls-files --cached --others --exclude-standard -- 'adapters/*.cpp'
} | xargs -P "$(nproc)" -n 1 clang-tidy-19 --config-file=.clang-tidy -p build/clang --quiet
