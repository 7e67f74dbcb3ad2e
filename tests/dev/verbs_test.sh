#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev lists its verbs, each has a script that can be run, and a word that is no verb is refused.
set -eu
cd "$(dirname "$0")/../.."

fail() {
    echo "verbs_test: $1" >&2
    exit 1
}

listed=$(./dev | sed -n 's/^  \([a-z]*\) .*/\1/p')
scripts=$(sed -n '/^verbs() {/,/^}/s/^\([a-z]*\)  *\([a-z][a-z\/]*\.sh\)  *.*/\1:\2/p' dev)
[ "$(printf '%s\n' $listed | wc -l)" -eq "$(printf '%s\n' $scripts | wc -l)" ] || fail "./dev does not list all verbs"
for verb in $listed; do
    script=$(printf '%s\n' $scripts | sed -n "s/^$verb://p")
    [ -x "$script" ] || fail "the verb '$verb' has no script '$script' that can be run"
done

status=0
words=$(./dev nonsense 2>&1) || status=$?
[ "$status" -eq 2 ] || fail "./dev nonsense ends with $status, not 2"
case $words in *"'nonsense'"*) ;; *) fail "./dev nonsense does not name the word: $words" ;; esac
