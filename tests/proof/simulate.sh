#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev simulate N [--seed S] [--values [--as MUTANT]] [--trace WORLD.ATTEMPT]   N attempts in virtual time: every transition with its
# count, then the sums. --values: without the codec; --as: a mutant; --trace: every event of one attempt
set -eu
cd "$(dirname "$0")/../.."
tests/proof/build.sh simulate
exec build/proof/bin/simulate "$@"
