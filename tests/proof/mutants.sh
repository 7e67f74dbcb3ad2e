#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev mutants [--write FILE | --counts N]   each mutant alone: search and simulation must each notice
set -eu
cd "$(dirname "$0")/../.."
tests/proof/build.sh mutants
exec build/proof/bin/mutants "$@"
