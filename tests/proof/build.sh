#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# build.sh PROGRAM   builds one of the programs beside this script, optimised, in build/proof; quiet when nothing is to do
set -eu
cd "$(dirname "$0")/../.."
tests/dev/packages.sh test >&2
[ -f build/proof/build.ninja ] || cmake --preset proof >&2
cmake --build --preset proof --parallel "$(nproc)" --target "$1" >&2
