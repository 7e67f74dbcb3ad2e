#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev lint   clang-tidy over one unit that includes every header, and over each adapter's units, joined: most of the work is in
# the headers that they share
set -eu
cd "$(dirname "$0")/../.."
tests/dev/packages.sh check
[ -e build/clang/build.ninja ] || cmake --preset clang
rm -rf build/lint
cmake --preset clang -B build/lint -DDOLLR_BUILD_TESTS=OFF -DDOLLR_BUILD_EXAMPLES=OFF -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12

{
    echo build/clang build/clang/tests/architecture/every_header.cpp
    find build/lint/adapters -name 'unity_*.cxx' -printf 'build/lint %p\n'
} | xargs -P "$(nproc)" -n 2 sh -c 'clang-tidy-19 --config-file=.clang-tidy --checks=-bugprone-suspicious-include -p "$0" --quiet "$1"'
