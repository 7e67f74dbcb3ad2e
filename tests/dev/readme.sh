#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# readme.sh          puts the embedding example and the attempt's diagram into README.md
# readme.sh --check  fails if README.md does not show them as they are
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
    ' README.md
}

if [ "${1:-}" = --check ]; then
    fill | diff -u README.md - || { echo "README.md is not up to date: run tests/dev/readme.sh" >&2; exit 1; }
else
    fill >README.md.new
    mv README.md.new README.md
fi
