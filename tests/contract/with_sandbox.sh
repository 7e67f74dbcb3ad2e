#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# with_sandbox.sh BIN COMMAND...   runs the command with the URL of a new `BIN/dollr sandbox` as its last argument. The sandbox's
# time runs ahead, so that nobody waits for payments.
set -eu
bin=$1
shift

work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-sandbox.XXXXXX")
sandbox=
end() {
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || :
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

mkfifo "$work/said"
"$bin/dollr" sandbox --port 0 --speed 20 >"$work/said" &
sandbox=$!
read -r line <"$work/said"
url=${line#sandbox: }
"$@" "${url%% *}"
