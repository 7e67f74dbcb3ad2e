#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev check   what ./dev test does not: the other compiler, the sanitizers, the tools, and short runs of the long ones
set -eu
cd "$(dirname "$0")/../.."
. tests/dev/step.sh
jobs=$(nproc)

step packages tests/dev/packages.sh check
step format tests/dev/format.sh --check
for preset in clang sanitize; do
    step "$preset: configure" cmake --preset "$preset"
    step "$preset: build" cmake --build --preset "$preset" --parallel "$jobs"
    step "$preset: test" ctest --preset "$preset" --parallel "$jobs" --progress
done
step lint tests/dev/lint.sh
step fuzz fuzz/dev.sh 20
step crash tests/crash/dev.sh 40
step bench benchmarks/dev.sh --smoke
