#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev coverage   every branch of the attempt machine is taken both ways by its tests: names those that are not, and fails
set -eu
cd "$(dirname "$0")/../.."
tests/dev/packages.sh check
[ -f build/coverage/build.ninja ] || cmake --preset coverage
tests="unit_attempt property_machine"
cmake --build --preset coverage --parallel "$(nproc)" --target $tests

counts=build/coverage/counts
rm -rf "$counts"
mkdir -p "$counts"
objects=
for test in $tests; do
    LLVM_PROFILE_FILE="$counts/$test.profraw" "build/coverage/bin/$test" >"$counts/$test.log" 2>&1 || {
        cat "$counts/$test.log" >&2
        exit 1
    }
    objects="$objects --object build/coverage/bin/$test"
done
llvm-profdata-19 merge --sparse "$counts"/*.profraw -o "$counts/all.profdata"
sources=$(find include/dollr/machine/attempt -name '*.hpp')

# One object must come without its flag.
set -- ${objects#* --object }
llvm-cov-19 export --skip-functions --skip-expansions --instr-profile "$counts/all.profdata" "$@" --sources $sources >"$counts/all.json" 2>"$counts/export.log" || {
    cat "$counts/export.log" >&2
    exit 1
}

# For each file {"branches":[[line,column,line,column,true,false,...],...],...,"filename":"...": an expression that is
# compiled several times, as a template is, counts as one. Left out are comparisons that the compiler writes, and the way
# past a switch over all enumerators, of which the compiler warns if it exists.
awk 'BEGIN { RS = "[{]\"branches\":" }
    NR > 1 {
        match($0, /"filename":"[^"]*"/)
        path = substr($0, RSTART + 12, RLENGTH - 13)
        file = path
        sub(/.*include\//, "include/", file)
        split("", left_out)
        RS = "\n"
        for (number = 1; (getline text < path) > 0; ++number) {
            source[file, number] = text
            if (text ~ /operator==.*= default;/ || text ~ /^ *switch \(/) left_out[number] = 1
        }
        close(path)
        RS = "[{]\"branches\":"
        list = substr($0, 1, index($0, "\"filename\"") - 1)
        amount = split(list, one, /\],\[|\[\[|\]\]/)
        for (i = 1; i <= amount; ++i) {
            if (split(one[i], part, ",") < 6 || part[1] in left_out || one[i] !~ /^[0-9]/) continue
            for (side = 5; side <= 6; ++side) {
                key = file SUBSEP part[1] SUBSEP part[2] SUBSEP side
                if (!(key in taken)) order[++count] = key
                taken[key] += part[side]
            }
        }
    }
    END {
        for (i = 1; i <= count; ++i) {
            if (taken[order[i]] != 0) continue
            split(order[i], part, SUBSEP)
            printf "never %s: %s:%d:%d %s\n", part[4] == 5 ? "true" : "false", part[1], part[2], part[3], source[part[1], part[2]]
            ++missing
        }
        printf "coverage: branches=%d taken=%d percent=%.1f\n", count, count - missing, count ? 100 * (count - missing) / count : 0
        exit count == 0 || missing > 0
    }' "$counts/all.json"
