#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev contract [SEED]   put client and sandbox before judges that nobody here wrote: Stoplight Prism, FastAPI with pydantic, two
# clients that are not ours, and Chromium. The last line sums up, and the exit code follows it. Prism is skipped, and the last line says
# so, where the contract document is not at ../shared/contract/openapi.json; and both it and the browser where no npm registry answers.
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
    [ "$(cat $npm_folder/installed 2>/dev/null)" != "$npm_packages" ] || return 0
    rm -rf $npm_folder
    mkdir -p $npm_folder
    npm install --prefix $npm_folder --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $npm_packages &&
        echo "$npm_packages" >$npm_folder/installed
}

step packages tests/dev/packages.sh contract
step configure cmake --preset gcc
step build cmake --build --preset gcc --parallel "$(nproc)" --target dollr_cli contract_walk contract_judge

work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-contract.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

failed=
# judge NAME COMMAND...: one that fails does not stop the others
judge() {
    name=$1
    shift
    began=$(date +%s)
    printf '\n==> %s\n' "$name"
    "$@" >"$work/$name" 2>&1 || failed="$failed $name"
    cat "$work/$name"
    printf '==> %s: %s s\n' "$name" "$(($(date +%s) - began))"
}
with_sandbox="tests/contract/with_sandbox.sh $bin"

# An installation that fails although the registry answers is a failure.
registry=yes
[ -e $npm_folder/installed ] || timeout 60 npm ping --loglevel=error || registry=
prism_is_judge=
if [ -e $document ] && [ -n "$registry" ]; then prism_is_judge=yes; fi

judge direct $with_sandbox $bin/contract_walk
if [ -n "$prism_is_judge" ]; then
    judge npm node_packages
    judge prism $with_sandbox tests/contract/prism.sh $bin $npm_folder/node_modules $document
elif [ -n "$registry" ]; then
    printf '\n==> prism: SKIPPED, because there is no %s\n' $document
else
    printf '\n==> prism, browser: SKIPPED, because no npm registry answers\n'
fi
judge pydantic env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 tests/contract/oracle/oracle.py $bin/contract_judge \
    --seed "$seed" --contract $document
judge node $with_sandbox node tests/contract/collect.mjs
judge python $with_sandbox /usr/bin/python3 tests/contract/collect.py
[ -z "$registry" ] || judge browser $with_sandbox tests/contract/browser/run.sh

# count NAME KEY: of a judge's last line; "none" if it did not come that far
count() {
    counted=$(sed -n "\$s/.* $2=\([^ ]*\).*/\1/p" "$work/$1")
    echo "${counted:-none}"
}
prism="prism=skipped prism_violations=skipped"
if [ -n "$prism_is_judge" ]; then prism="prism=$(count prism client) prism_violations=$(count prism violations)"; fi
printf '\n'
for name in $failed; do echo "contract: $name FAILED; what it said is above"; done
echo "contract: client=$(count direct client) sandbox=$(count direct served) $prism pydantic_bodies=$(count pydantic bodies)" \
    "pydantic_mismatches=$(count pydantic mismatches)"
[ -z "$failed" ]
