#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev journals [--short]   damages a file and an SQLite journal in every way that a disk may (damage.cpp), and two naive ones, of
# which the same must be found to forget: a check that cannot fail is none.
set -eu
cd "$(dirname "$0")/../.."
tests/dev/packages.sh test >&2
[ -f build/gcc/build.ninja ] || cmake --preset gcc >&2
cmake --build --preset gcc --parallel "$(nproc)" --target journals_damage >&2
# No image outlives its opening, so memory will do, where there is such a folder.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
damage=build/gcc/bin/journals_damage

for kind in naive-file naive-sqlite; do
    if said=$("$damage" "$kind" --short 2>/dev/null); then
        echo "journals: nothing was found in $kind, which forgets: $said" >&2
        exit 1
    fi
    case $said in
        *silent_loss=0*) echo "journals: no loss was found in $kind, which forgets: $said" >&2; exit 1 ;;
        *) echo "$said" ;;
    esac
done
code=0
"$damage" file "$@" || code=$?
"$damage" sqlite "$@" || code=$?
exit "$code"
