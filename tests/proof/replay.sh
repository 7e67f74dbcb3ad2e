#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# replay.sh [N]   the same seed gives the same hash by g++ and by clang, without and with optimisation, values and bytes
set -eu
cd "$(dirname "$0")/../.."
attempts=${1:-2000}
tests/dev/packages.sh check
built=build/replay
mkdir -p "$built"

hashes() {
    for mode in "" --values; do
        "$1" "$attempts" --seed 42 $mode | sed -n 's/^simulate: .*double=0 lost=0 wedged=0.* hash=//p'
    done | tr '\n' ' '
}

expected=
for compiler in g++-12 clang++-19; do
    for level in -O0 -O2; do
        program=$built/simulate$level-$compiler
        "$compiler" -std=c++20 "$level" -Iinclude tests/proof/simulate.cpp -o "$program" -lboost_json -pthread
        found=$(hashes "$program")
        echo "replay: $compiler $level: $found"
        [ -n "$expected" ] || expected=$found
        if [ "$found" != "$expected" ] || [ "$(printf '%s' "$found" | wc -w)" -ne 2 ]; then
            echo "replay: this is not what the first one said" >&2
            exit 1
        fi
    done
done
