#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev fleet [INTENTS] [SEED]   4 workers over one PostgreSQL and one file. At random moments one is killed with -9, or stopped for
#                                longer than its leases and woken; the database is killed once and restarted once. Then the
#                                sandbox's ledger is held against the file.
# ./dev fleet --rates            verdicts and claims a second with 1, 2, 4 and 8 workers, beside pgbench's simple-update
set -eu
cd "$(dirname "$0")/../.."
if [ -z "${POSTGRESQL_URL:-}" ]; then
    tests/dev/packages.sh check
    [ -n "${DOLLR:-}" ] || tests/dev/program.sh
    exec tests/support/with_postgresql.sh tests/fleet/dev.sh "$@"
fi
if [ "${1:-}" = --rates ]; then exec tests/fleet/rates.sh; fi

intents=${1:-2000}
seed=${2:-$$}
workers=4
speed=50   # a lease of 90 s is 1.8 s
dollr=${DOLLR:-build/program/bin/dollr}
work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-fleet.XXXXXX")
sandbox=
end() {
    for pid in ${pid_1:-} ${pid_2:-} ${pid_3:-} ${pid_4:-} $sandbox; do kill -9 "$pid" 2>/dev/null || :; done
    [ -z "${keep:-}" ] || { echo "kept: $work" >&2; return; }
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

mkfifo "$work/listening"
"$dollr" sandbox --port 0 --speed "$speed" --seed "$seed" >"$work/listening" &
sandbox=$!
read -r line <"$work/listening"
url=${line#sandbox: }
url=${url%% *}

# Mostly ordinary ones; one in ten loses an answer or a request, meets a 5xx or a 429, arrives late, or is declined.
awk -v intents="$intents" 'BEGIN {
    n = split("9902 9920 9921 9922 9923 9925 9927 9932 9960 9966", magic, " ")
    for (i = 1; i <= intents; ++i)
        printf "{\"key\":\"f%d\",\"kind\":\"%s\",\"name\":\"Fleet %d\",\"phone\":\"23177%04d%s\",\"amount\":\"%d.%02d\",\"currency\":\"USD\"}\n",
            i, i % 3 ? "PAYOUT" : "COLLECTION", i, i % 10000, i % 10 ? "0001" : magic[1 + i / 10 % n], 10 + i % 90, i % 100
}' >"$work/fleet.jsonl"

start() {
    "$dollr" execute "$work/fleet.jsonl" --journal "$POSTGRESQL_URL" --sandbox="$url" --trust-session-expiry --quiet \
        >"$work/out$1" 2>>"$work/err$1" &
    eval "pid_$1=$!"
}
pid_of() { eval "echo \$pid_$1"; }
alive() { kill -0 "$(pid_of "$1")" 2>/dev/null; }
ask() { psql -X -q -A -t "$POSTGRESQL_URL" -c "$1" 2>/dev/null || echo 0; }

for slot in $(seq $workers); do start "$slot"; done
kills=0
pauses=0
restarts=0
step=0
while ended=$(ask "SELECT count(*) FROM dollr_intent WHERE phase >= 8 AND NOT unfinished") && [ "$ended" -lt "$intents" ] && [ "$step" -lt 600 ]; do
    step=$((step + 1))
    set -- $(awk -v seed="$seed" -v step="$step" -v workers=$workers 'BEGIN { srand(seed * 7919 + step); rand()
        print 0.1 + rand() * 0.8, 1 + int(rand() * workers), int(rand() * 4) }')
    sleep "$1"
    slot=$2
    pid=$(pid_of "$slot")
    if [ "$3" -eq 0 ] && alive "$slot"; then
        # Not waited for: it wakes up late, when others have taken its payments over, and goes on as if nothing were.
        kill -STOP "$pid"
        pauses=$((pauses + 1))
        (sleep 3 && kill -CONT "$pid" 2>/dev/null) &
    elif kill -9 "$pid" 2>/dev/null; then
        status=0
        wait "$pid" 2>/dev/null || status=$?
        [ "$status" -eq 137 ] && kills=$((kills + 1))
        start "$slot"
    fi
    case $step in
        8) "$POSTGRESQL_CONTROL" restart immediate && restarts=$((restarts + 1)) ;;
        16) "$POSTGRESQL_CONTROL" restart fast && restarts=$((restarts + 1)) ;;
    esac
    [ ! -t 1 ] || printf '\r%s of %s ended, %s kills, %s pauses ' "$ended" "$intents" "$kills" "$pauses"
done
[ ! -t 1 ] || printf '\r'

# Whoever is left sees that all is done, and ends by itself.
for slot in $(seq $workers); do
    status=0
    kill -CONT "$(pid_of "$slot")" 2>/dev/null || :
    wait "$(pid_of "$slot")" || status=$?
    if [ "$status" -eq 4 ]; then  # it was started while the database was away, which it said
        status=0
        start "$slot"
        wait "$(pid_of "$slot")" || status=$?
    fi
    # 1: some were declined, as the sandbox was told to
    [ "$status" -le 1 ] || { echo "fleet: worker $slot ended with $status" >&2; keep=yes; }
done
[ -z "${keep:-}" ] || tail -n 5 "$work"/err*

code=0
"$dollr" audit --journal "$POSTGRESQL_URL" "$work/fleet.jsonl" >"$work/audit" || code=$?
cat "$work/audit"
echo "fleet: pauses=$pauses database_restarts=$restarts taken_over=$(ask "SELECT count(*) FROM dollr_intent WHERE epoch > 2") attempts=$(ask "SELECT count(*) FROM dollr_attempt")"
awk -v kills="$kills" -v workers=$workers '/^ledger:/ { sub("intents=", "", $2); print "fleet: workers=" workers, "intents=" $2, "kills=" kills, $5, $6 }' "$work/audit"
[ "$kills" -gt 0 ] || { echo "fleet: nobody was killed, so nothing is shown" >&2; code=1; }
[ "$pauses" -gt 0 ] || { echo "fleet: nobody was paused, so no lease ran out" >&2; code=1; }
[ "$restarts" -eq 2 ] || { echo "fleet: the database was restarted $restarts times, not twice; more intents take longer" >&2; code=1; }
[ "$code" -eq 0 ] && [ -z "${keep:-}" ] || { keep=yes; exit 1; }
