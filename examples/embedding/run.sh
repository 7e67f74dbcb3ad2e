#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# run.sh COLLECT_ONE    pays, and is told the same when it is run again
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
for again in 1 2; do
    out=$("$1" "$dir/journal") || { echo "$1 failed: $out"; exit 1; }
    [ "$out" = 'paid: ship it' ] || { echo "$1 says '$out'"; exit 1; }
done
