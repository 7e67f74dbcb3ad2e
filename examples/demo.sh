#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# The main job, as a user would do it: a sandbox on loopback, a file of payments, a table of verdicts, and the ledger's word.
# Virtual time runs 100 times faster, so a quiet period of 150 s takes 1.5 s. Exits as the ledger says.
set -eu
cd "$(dirname "$0")/.."

tests/dev/packages.sh build
tests/dev/program.sh
dollr=build/program/bin/dollr

work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-demo.XXXXXX")
sandbox=
end() {
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || :
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

mkfifo "$work/listening"
"$dollr" sandbox --port 0 --speed 100 >"$work/listening" &
sandbox=$!
read -r line <"$work/listening"
echo "$line"
url=${line#sandbox: }
url=${url%% *}

# Declines are among the payments, so execute's own exit code is not the demo's.
"$dollr" execute examples/payments.jsonl --journal "$work/demo.journal" --sandbox="$url" --trust-session-expiry || code=$?
[ "${code:-0}" -le 3 ]
"$dollr" audit --journal "$work/demo.journal" examples/payments.jsonl
