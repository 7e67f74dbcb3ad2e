#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# with_sandbox.sh DOLLR COMMAND...   runs the command in an empty folder, with the URL of a new sandbox as its last argument, and
# then once more: whoever was paid must be told the same, and nobody may pay twice. DOLLR is the program, whose sandbox's time
# runs ahead, so that nobody waits for payments.
set -eu
dollr=$1
shift

work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-example.XXXXXX")
sandbox=
end() {
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || :
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

cd "$work"
mkfifo said
"$dollr" sandbox --port 0 --speed 20 >said &
sandbox=$!
read -r line <said
url=${line#sandbox: }
url=${url%% *}
for run in first again; do
    "$@" "$url" >"$run" || { echo "the run '$run' of $* failed: $(cat "$run")"; exit 1; }
done
cat first
cmp first again || { echo "$* says something else when it runs again: $(cat again)"; exit 1; }
charges=$("$dollr" call sandbox_ledger --sandbox "$url" | tr '{' '\n' | grep -c '"sequence"')
[ "$charges" -eq 1 ] || { echo "money moved $charges times, not once"; exit 1; }
