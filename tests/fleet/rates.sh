#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev fleet --rates: what the PostgreSQL journal does, beside what the same server does with pgbench's simple-update
# (an update, a select and an insert in one transaction) in the same run.
set -eu
cd "$(dirname "$0")/../.."
[ -f build/gcc/build.ninja ] || cmake --preset gcc >/dev/null
cmake --build --preset gcc --parallel "$(nproc)" --target fleet_rates >&2
bin=$(pg_config --bindir)
seconds=${RATES_SECONDS:-5}
"$bin/pgbench" -q -i -s 10 "$POSTGRESQL_URL" >/dev/null 2>&1
echo "workers  pgbench -N tps  claims/s (ratio)  verdicts/s one by one (ratio)  in groups of 32 (ratio)"
for workers in 1 2 4 8; do
    tps=$("$bin/pgbench" -n -N -c "$workers" -j "$workers" -T "$seconds" "$POSTGRESQL_URL" 2>/dev/null | sed -n 's/^tps = \([0-9.]*\).*/\1/p')
    build/gcc/bin/fleet_rates "$POSTGRESQL_URL" "$workers" "$seconds" "$tps"
done
