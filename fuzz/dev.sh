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
    log=build/fuzz/$name.log
    mkdir -p "$found"
    build/fuzz/bin/fuzz_"$name" -max_total_time="$seconds" -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/$name-" "$found" "fuzz/corpus/$name" >"$log" 2>&1 || {
        echo "fuzz: $name failed; the input is build/fuzz/$name-*, the whole log $log:" >&2
        tail -n 60 "$log" >&2
        exit 1
    }
    awk -v name="$name" -v seconds="$seconds" '
        $1 == "stat::number_of_executed_units:" { runs = $2 }
        $1 == "stat::new_units_added:" { added = $2 }
        END { printf "fuzz: target=%s seconds=%s runs=%s new_inputs=%s failures=0\n", name, seconds, runs, added }' "$log"
done
