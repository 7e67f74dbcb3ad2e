#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# prism.sh BIN MODULES DOCUMENT SANDBOX_URL   walks over all operations through Stoplight Prism, which holds every request and every
# answer against the contract document. Nothing of the wire's own text is judged here: Prism rewrites numbers and members.
set -eu
bin=$1 modules=$2 document=$3 sandbox=$4
here=$(dirname "$0")

work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-prism.XXXXXX")
processes=
end() {
    for process in $processes; do kill "$process" 2>/dev/null || :; done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# Prism takes no port 0: it gets one that was free a moment ago.
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$modules/.bin/prism" proxy "$document" "$sandbox" --errors --port "$port" >"$work/log" 2>&1 &
processes=$!
tries=0
until grep -q 'Prism is listening' "$work/log" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -eq 600 ] || ! kill -0 "$processes" 2>/dev/null; then
        cat "$work/log"
        echo "prism.sh: Prism has ended, or did not begin to listen in a minute"
        exit 1
    fi
    sleep 0.1
done

mkfifo "$work/said"
node "$here/relay.mjs" "$port" >"$work/said" &
processes="$processes $!"
read -r relay <"$work/said"
"$bin/contract_walk" "http://127.0.0.1:$relay/v1" "$sandbox"
