#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# readme.sh          puts the examples and the attempt's diagram into README.md and docs/*.md
# readme.sh --check  fails if these do not show them as they are
set -eu
cd "$(dirname "$0")/../.."

# A block follows its marker; what stands between the fences is replaced by the file.
fill() {
    awk '
        function put(file,   line) { while ((getline line < file) > 0) print line; close(file) }
        /^<!-- examples\/.* -->$/ { print; file = $2; getline; print; put(file); skipping = 1; next }
        /^<!-- attempt-diagram -->$/ { print; print "```mermaid"; put("docs/attempt.mmd"); print "```"; skipping = 2; next }
        skipping == 1 && /^```$/ { skipping = 0 }
        skipping == 2 && /^<!-- \/attempt-diagram -->$/ { skipping = 0 }
        !skipping { print }
    ' "$1"
}

wrong=
for page in README.md docs/*.md; do
    if [ "${1:-}" = --check ]; then
        fill "$page" | diff -u "$page" - || wrong="$wrong $page"
    else
        fill "$page" >"$page.new"
        if cmp -s "$page" "$page.new"; then rm "$page.new"; else mv "$page.new" "$page"; fi
    fi
done
[ -z "$wrong" ] || { echo "not up to date:$wrong; run tests/dev/readme.sh" >&2; exit 1; }
