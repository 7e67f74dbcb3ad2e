#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev bench [--smoke]   median CPU time of each piece of work, and how many times longer the other libraries take
set -eu
cd "$(dirname "$0")/.."

repetitions=9
min_time=0.2
if [ "${1:-}" = --smoke ]; then
    repetitions=3
    min_time=0.02
fi

tests/dev/packages.sh check
cmake --preset bench
cmake --build --preset bench --parallel "$(nproc)"

results=build/bench/results.csv
log=build/bench/log
: > "$results"
: > "$log"
for source in benchmarks/*.cpp; do
    build/bench/bin/bench_"$(basename "$source" .cpp)" --benchmark_repetitions="$repetitions" \
        --benchmark_min_time="$min_time" --benchmark_report_aggregates_only=true --benchmark_format=csv >> "$results" 2>> "$log" || {
        cat "$log" >&2
        exit 1
    }
done

# name,iterations,real_time,cpu_time,time_unit,... of the rows named "<work>/<library>_median"
awk -F, '
    $1 ~ /_median"$/ {
        gsub(/"|_median/, "", $1)
        split($1, name, "/")
        if (!(name[1] in seen)) { seen[name[1]] = 1; works[++count] = name[1] }
        cpu[name[1], name[2]] = $4
        unit[name[1]] = $5
        libraries[name[1]] = libraries[name[1]] " " name[2]
    }
    END {
        if (count == 0) { print "bench: no benchmark reported a median" > "/dev/stderr"; exit 1 }
        for (i = 1; i <= count; ++i) {
            work = works[i]
            ours = cpu[work, "dollr"]
            if (ours == 0) { print "bench: " work " has no entry of ours" > "/dev/stderr"; exit 1 }
            printf "\n%s\n", work
            amount = split(libraries[work], library, " ")
            for (j = 1; j <= amount; ++j)
                printf "    %-16s %10.0f %s  x %.2f\n", library[j], cpu[work, library[j]], unit[work], cpu[work, library[j]] / ours
        }
    }' "$results"

# What a unit costs to compile; a busy machine would only waste time on it in a smoke run.
[ "${1:-}" = --smoke ] || benchmarks/compile.sh
