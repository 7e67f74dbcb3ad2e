#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev test [CTEST ARGUMENT...]   closes with ctest's own summary. Tests that need a PostgreSQL are in ./dev check.
set -eu
cd "$(dirname "$0")/../.."
. tests/dev/step.sh

step packages tests/dev/packages.sh test
step configure cmake --preset gcc
step build cmake --build --preset gcc --parallel "$(nproc)"
printf '\n==> test\n'
exec ctest --preset gcc --parallel "$(nproc)" --label-exclude postgresql "$@"
