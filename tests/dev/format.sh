#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev format [--check]   formats the C++ sources in place, or names the files that differ
set -eu
cd "$(dirname "$0")/../.."
tests/dev/packages.sh check

# Also what git does not know yet, but nothing that it ignores, and nothing already deleted.
sources() {
    git ls-files --cached --others --exclude-standard -- '*.hpp' '*.cpp' | while read -r file; do
        [ ! -e "$file" ] || echo "$file"
    done
}

if [ "${1:-}" != --check ]; then
    sources | xargs clang-format-19 -i
    exit 0
fi
unformatted=$(sources | xargs clang-format-19 --dry-run 2>&1 | sed -n 's/^\([^ :]*\):[0-9].*-Wclang-format-violations.*/\1/p' | sort -u)
if [ -n "$unformatted" ]; then
    printf 'format: clang-format-19 would change these files; ./dev format does:\n%s\n' "$unformatted" >&2
    exit 1
fi
