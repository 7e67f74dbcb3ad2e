#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev crash [N] [SEED]   N kills. A few, at most 40, are kill -9 of `dollr execute` and `dollr recover` at random moments; all others
# are of a process that pays over a file journal, before and after each of its system calls (every_call.cpp). Each time the payment
# goes on, and the sandbox's ledger is held against what was asked for. Only processes that were still running count as killed.
set -eu
cd "$(dirname "$0")/../.."
all_wanted=${1:-400}
seed=${2:-$$}
kills_wanted=$((all_wanted < 40 ? all_wanted : 40))

tests/dev/packages.sh test
[ -n "${DOLLR:-}" ] || tests/dev/program.sh
[ -f build/gcc/build.ninja ] || cmake --preset gcc
cmake --build --preset gcc --parallel "$(nproc)" --target crash_every_call
dollr=${DOLLR:-build/program/bin/dollr}
work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-crash.XXXXXX")
sandbox=
end() {
    [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || :
    [ -z "${keep:-}" ] || { echo "kept: $work" >&2; return; }
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

mkfifo "$work/listening"
"$dollr" sandbox --port 0 --speed 200 --seed "$seed" >"$work/listening" &
sandbox=$!
read -r line <"$work/listening"
url=${line#sandbox: }
url=${url%% *}
journal=$work/crash.journal
: >"$work/all.jsonl"

# Eight payments a round: ordinary ones, lost answers and requests, 5xx with and without effect, a 429, a late request, a decline.
payments() {
    awk -v round="$1" 'BEGIN {
        n = split("0001 9920 9921 9922 9923 9925 9927 9902", magic, " ")
        for (i = 1; i <= n; ++i)
            printf "{\"key\":\"r%d-%d\",\"kind\":\"%s\",\"name\":\"Round %d\",\"phone\":\"23177%04d%s\",\"amount\":\"%d.%02d\",\"currency\":\"USD\"}\n",
                round, i, (i + round) % 2 ? "PAYOUT" : "COLLECTION", round, (round * 8 + i) % 10000, magic[i], 10 + i, round % 100
    }'
}

kills=0
# die_at SECONDS COMMAND...: true if the command was killed, false if it had ended by itself
die_at() {
    moment=$1
    shift
    "$@" >>"$work/log" 2>&1 &
    victim=$!
    status=0
    sleep "$moment"
    if kill -9 "$victim" 2>/dev/null; then
        wait "$victim" 2>/dev/null || status=$?
        [ "$status" -eq 137 ] && kills=$((kills + 1))
        return 0
    fi
    wait "$victim" 2>/dev/null || :
    return 1
}

round=0
while [ "$kills" -lt "$kills_wanted" ]; do
    round=$((round + 1))
    payments "$round" >"$work/round.jsonl"
    cat "$work/round.jsonl" >>"$work/all.jsonl"
    # Most of a run's life is its first half second; later moments catch quiet periods and verdicts.
    for moment in $(awk -v seed="$seed" -v round="$round" 'BEGIN { srand(seed * 7919 + round); for (i = 0; i < 4; ++i) print rand() * (i < 2 ? 0.3 : 1.5) }'); do
        [ "$kills" -lt "$kills_wanted" ] || break
        if [ "$((round % 2))" -eq 0 ]; then
            die_at "$moment" "$dollr" recover --journal "$journal" --trust-session-expiry --quiet || :
        fi
        die_at "$moment" "$dollr" execute "$work/round.jsonl" --journal "$journal" --sandbox="$url" --trust-session-expiry --quiet || :
    done
    "$dollr" recover --journal "$journal" --trust-session-expiry --quiet >>"$work/log" 2>&1 || :
    "$dollr" execute "$work/round.jsonl" --journal "$journal" --trust-session-expiry --quiet >>"$work/log" 2>&1 || :
    [ ! -t 1 ] || printf '\r%s of %s kills' "$kills" "$kills_wanted"
done
[ ! -t 1 ] || printf '\r'

code=0
"$dollr" audit --journal "$journal" "$work/all.jsonl" >"$work/audit" || code=$?
cat "$work/audit"
[ "$code" -eq 0 ] || keep=yes

echo 'every_call: kills=0 double=0 lost=0' >"$work/every_call"
if [ "$kills" -lt "$all_wanted" ]; then
    # A process that dies loses nothing to the disk, so memory will do, where there is such a folder.
    [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
    build/gcc/bin/crash_every_call $((all_wanted - kills)) "$seed" >"$work/every_call" || code=$?
    cat "$work/every_call"
fi
# Both counts in one line.
awk -v kills="$kills" '
    { for (i = 2; i <= NF; ++i) { split($i, part, "="); value[$1 part[1]] = part[2] } }
    END {
        print "crash: kills=" kills + value["every_call:kills"], "double=" value["ledger:double"] + value["every_call:double"],
            "lost=" value["ledger:lost"] + value["every_call:lost"]
    }' "$work/audit" "$work/every_call"
exit "$code"
