#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev prove [--short]   enumerates every history of one attempt in each model of the world; closes with the sums
set -eu
cd "$(dirname "$0")/../.."
tests/proof/build.sh prove
exec build/proof/bin/prove "$@"
