#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Builds the program alone, optimised, in build/program; says nothing when there is nothing to build.
set -eu
cd "$(dirname "$0")/../.."
[ -f build/program/build.ninja ] || cmake --preset program
# A build that has nothing to do prints one line; the demo's screen is for the payments.
if cmake --build --preset program -- -n | grep -q 'no work to do'; then exit 0; fi
exec cmake --build --preset program --parallel "$(nproc)"
