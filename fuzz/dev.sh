#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev fuzz SECONDS   runs each target that long, from its committed seeds; what it finds new stays in build/fuzz/corpus
set -eu
cd "$(dirname "$0")/.."
seconds=${1:?usage: ./dev fuzz SECONDS}

tests/dev/packages.sh check
cmake --preset fuzz
cmake --build --preset fuzz --parallel "$(nproc)"
for source in fuzz/*.cpp; do
    name=$(basename "$source" .cpp)
    found=build/fuzz/corpus/$name
    mkdir -p "$found"
    printf '\n== %s\n' "$name"
    build/fuzz/bin/fuzz_"$name" -max_total_time="$seconds" -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="build/fuzz/$name-" "$found" "fuzz/corpus/$name"
done
