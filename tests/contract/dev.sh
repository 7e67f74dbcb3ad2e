#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev contract [SEED]   put client and sandbox before judges that nobody here wrote: Stoplight Prism, FastAPI with pydantic, and
# two clients that are not ours. The last line sums up, and the exit code follows it. What a judge needs the contract document for
# is skipped where that is not at ../shared/contract/openapi.json, and said to be skipped.
set -eu
cd "$(dirname "$0")/../.."
. tests/dev/step.sh
seed=${1:-1}
document=../shared/contract/openapi.json
bin=build/gcc/bin
npm_folder=build/contract
# --before holds what these bring along to what was there then.
npm_packages="--before=2026-06-30 @stoplight/prism-cli@5.14.2"

node_packages() {
    [ "$(cat $npm_folder/installed 2>/dev/null)" = "$npm_packages" ] && return
    rm -rf $npm_folder
    mkdir -p $npm_folder
    npm install --prefix $npm_folder --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $npm_packages
    echo "$npm_packages" >$npm_folder/installed
}

step packages tests/dev/packages.sh contract
step configure cmake --preset gcc
step build cmake --build --preset gcc --parallel "$(nproc)" --target dollr_cli contract_walk contract_judge
if [ -e $document ]; then step npm node_packages; fi

work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-contract.XXXXXX")
processes=
end() {
    for process in $processes; do kill "$process" 2>/dev/null || :; done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# start COMMAND...: runs it in the background and sets $said to the first line that it prints
start() {
    rm -f "$work/said"
    mkfifo "$work/said"
    "$@" >"$work/said" 2>>"$work/log" &
    processes="$processes $!"
    read -r said <"$work/said"
}

# Each judge gets a sandbox of its own; its time runs ahead, so that nobody waits for payments.
start_sandbox() {
    start $bin/dollr sandbox --port 0 --speed 20 --seed "$seed"
    sandbox=${said#sandbox: }
    sandbox=${sandbox%% *}
}

failed=
# judge NAME COMMAND...: what it says is kept in $work/NAME; one that fails does not stop the others
judge() {
    judge_name=$1
    shift
    judge_began=$(date +%s)
    printf '\n==> %s\n' "$judge_name"
    "$@" >"$work/$judge_name" 2>&1 || failed="$failed $judge_name"
    cat "$work/$judge_name"
    printf '==> %s: %s s\n' "$judge_name" "$(($(date +%s) - judge_began))"
}

walk_directly() {
    start_sandbox
    $bin/contract_walk "$sandbox" "$sandbox"
}

# Nothing of the wire's own text is judged here: Prism rewrites numbers and members.
walk_through_prism() {
    start_sandbox
    prism_port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
    $npm_folder/node_modules/.bin/prism proxy $document "$sandbox" --errors --port "$prism_port" >"$work/prism.log" 2>&1 &
    processes="$processes $!"
    tries=0
    until grep -q 'Prism is listening' "$work/prism.log"; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || { cat "$work/prism.log"; return 1; }
        sleep 0.1
    done
    start node tests/contract/relay.mjs "$prism_port"
    $bin/contract_walk "http://127.0.0.1:$said/v1" "$sandbox"
}

collect_by() {
    start_sandbox
    "$@" "$sandbox"
}

judge direct walk_directly
if [ -e $document ]; then
    judge prism walk_through_prism
else
    printf '\n==> prism: SKIPPED, because there is no %s\n' $document
fi
judge pydantic env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 tests/contract/oracle/oracle.py $bin/contract_judge --seed "$seed" --contract $document
judge node collect_by node tests/contract/collect.mjs
judge python collect_by /usr/bin/python3 tests/contract/collect.py

# count NAME KEY: of a judge's last line
count() {
    counted=$(sed -n "\$s/.* $2=\([^ ]*\).*/\1/p" "$work/$1" 2>/dev/null || :)
    echo "${counted:-none}"
}
prism="prism=skipped prism_violations=skipped"
if [ -e $document ]; then prism="prism=$(count prism client) prism_violations=$(count prism violations)"; fi
printf '\n'
for name in $failed; do echo "contract: $name FAILED; what it said is above"; done
echo "contract: client=$(count direct client) sandbox=$(count direct served) $prism pydantic_bodies=$(count pydantic bodies)" \
    "pydantic_mismatches=$(count pydantic mismatches)"
[ -z "$failed" ]
