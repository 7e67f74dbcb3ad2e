#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# Each of the 26 mistakes that real integrations make (docs/mistakes.md) has a test that is named after it.
set -eu
cd "$(dirname "$0")/../.."

for row in $(seq 1 26); do
    grep -q "^| $row |" docs/mistakes.md || { echo "mistakes_test: docs/mistakes.md has no row $row" >&2; exit 1; }
    grep -rq "\"mistake $row: " tests --include=*.cpp && continue
    ls tests/compile_fail | grep -q "_mistake_${row}_" && continue
    echo "mistakes_test: no test is named after mistake $row" >&2
    exit 1
done
