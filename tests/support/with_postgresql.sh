#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# with_postgresql.sh COMMAND...   runs COMMAND beside a PostgreSQL of its own, in a temporary folder and on 127.0.0.1,
# and stops it afterwards. The command finds it at $POSTGRESQL_URL, and may run
#
#     with_postgresql.sh restart [fast|immediate]     as an administrator, or a crash, would
#     with_postgresql.sh stop | start                 in between the database is away
#     with_postgresql.sh kill                         kill -9 of every process of the server
set -eu

bin=$(pg_config --bindir 2>/dev/null || :)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)

# PostgreSQL refuses to run as root.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec setpriv --reuid postgres --regid postgres --clear-groups --reset-env -- "$@")
    else
        "$@"
    fi
}
start() {
    as_server "$bin/pg_ctl" -D "$POSTGRESQL_FOLDER/data" -l "$POSTGRESQL_FOLDER/log" -w -t 30 -s start \
        -o "-p $POSTGRESQL_PORT -k '' -c listen_addresses=127.0.0.1 -c recovery_init_sync_method=syncfs" </dev/null >/dev/null 2>&1
}
stop() {
    as_server "$bin/pg_ctl" -D "$POSTGRESQL_FOLDER/data" -m "$1" -w -t 30 -s stop >/dev/null 2>&1
}

case ${1:-} in
    start) start; exit ;;
    stop) stop fast; exit ;;
    restart) stop "${2:-fast}"; start; exit ;;
    kill)
        read -r server <"$POSTGRESQL_FOLDER/data/postmaster.pid"
        kill -9 "$server" $(ps -o pid= --ppid "$server")
        sleep 0.2
        rm -f "$POSTGRESQL_FOLDER/data/postmaster.pid"  # nobody may have collected the dead process yet
        exit
        ;;
esac

POSTGRESQL_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/dollr-postgresql.XXXXXX")
export POSTGRESQL_FOLDER POSTGRESQL_PORT POSTGRESQL_URL POSTGRESQL_CONTROL
POSTGRESQL_CONTROL=$(cd "$(dirname "$0")" && pwd)/with_postgresql.sh
end() {
    stop immediate || :
    rm -rf "$POSTGRESQL_FOLDER"
}
trap end EXIT
trap 'exit 130' INT TERM
[ "$(id -u)" -ne 0 ] || chown postgres: "$POSTGRESQL_FOLDER"
as_server "$bin/initdb" -D "$POSTGRESQL_FOLDER/data" -A trust -U dollr -E UTF8 --no-locale --no-instructions >"$POSTGRESQL_FOLDER.initdb" 2>&1 || {
    cat "$POSTGRESQL_FOLDER.initdb" >&2
    exit 1
}
rm -f "$POSTGRESQL_FOLDER.initdb"

# A port that is free now may be taken a moment later: the server itself says whether it got it.
tries=0
POSTGRESQL_PORT=
until [ -n "$POSTGRESQL_PORT" ] && start; do
    tries=$((tries + 1))
    [ "$tries" -le 10 ] || { cat "$POSTGRESQL_FOLDER/log" >&2; exit 1; }
    POSTGRESQL_PORT=$((20000 + ($$ * 7 + tries * 1009) % 20000))
done
POSTGRESQL_URL="postgresql://dollr@127.0.0.1:$POSTGRESQL_PORT/postgres"
"$@"
