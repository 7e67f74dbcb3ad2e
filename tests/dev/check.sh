#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev check   what ./dev test does not: the other compiler, the sanitizers, the tools, judges that are not ours, and short runs of
# the long ones
set -eu
cd "$(dirname "$0")/../.."
. tests/dev/step.sh
jobs=$(nproc)

step packages tests/dev/packages.sh check
step format tests/dev/format.sh --check
# The plain clang build compiles every header alone and the core without exceptions; the sanitized one, by the same compiler, runs
# everything else.
step "clang: configure" cmake --preset clang
step "clang: build" cmake --build --preset clang --parallel "$jobs" --target dollr_compiler_checks
step "clang: test" ctest --preset clang --parallel "$jobs" --progress -R '^architecture/'
step "sanitize: configure" cmake --preset sanitize
step "sanitize: build" cmake --build --preset sanitize --parallel "$jobs"
step "sanitize: test" ctest --preset sanitize --parallel "$jobs" --progress
step lint tests/dev/lint.sh
step fuzz fuzz/dev.sh 20
step contract tests/contract/dev.sh
# The program as the contract's judges had it: optimised, it would be built for these two alone.
step crash env DOLLR=build/gcc/bin/dollr tests/crash/dev.sh 2500
step journals tests/journals/dev.sh --short
step fleet env DOLLR=build/gcc/bin/dollr tests/fleet/dev.sh 2000
step prove tests/proof/prove.sh --short
step "simulate: values" tests/proof/simulate.sh 4000000 --seed 99 --values
step "simulate: bytes" tests/proof/simulate.sh 200000
step "simulate: replay" tests/proof/replay.sh
step mutants tests/proof/mutants.sh
step coverage tests/proof/coverage.sh
step bench benchmarks/dev.sh --smoke
