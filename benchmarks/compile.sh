#!/bin/bash
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# compile.sh [RUNS]   what a user's unit costs to compile, as ratios to the Boost header that it would include anyway.
# User seconds of g++-12, the least of RUNS (3) each, taken in turn so that a busy machine is busy for all.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-3}
work=$(mktemp -d "${TMPDIR:-/tmp}/dollr-compile.XXXXXX")
trap 'rm -rf "$work"' EXIT

echo '#include <boost/json.hpp>' >"$work/json.cpp"
echo '#include <boost/asio.hpp>' >"$work/asio.cpp"
echo '#include <dollr/dollr.hpp>' >"$work/core.cpp"
cp examples/first/pay.cpp "$work/first.cpp"
cat >"$work/await.cpp" <<'END'
#include <dollr/asio/client.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

boost::asio::awaitable<bool> paid(dollr::asio::client& client, dollr::payment_intent order) {
    dollr::pay_options how;
    auto const end = co_await client.async_pay(std::move(order), how, boost::asio::use_awaitable);
    co_return end && end->paid();
}
END

includes="-Iinclude"
for adapter in client runtime asio_client asio testing; do includes="$includes -Iadapters/$adapter/include"; done

# seconds UNIT LEVEL: user time of one compilation
TIMEFORMAT=%U
seconds() {
    { time g++-12 -std=c++20 "$2" $includes -c -o "$work/out.o" "$work/$1.cpp"; } 2>&1 | tail -n 1
}

# ratio NAME UNIT BASE LEVEL GOAL
ratio() {
    local unit= base= s
    for _ in $(seq "$runs"); do
        s=$(seconds "$2" "$4")
        if [ -z "$unit" ] || awk "BEGIN { exit !($s < $unit) }"; then unit=$s; fi
        s=$(seconds "$3" "$4")
        if [ -z "$base" ] || awk "BEGIN { exit !($s < $base) }"; then base=$s; fi
    done
    awk -v name="$1" -v unit="$unit" -v base="$base" -v goal="$5" -v against="$3" 'BEGIN {
        value = unit / base
        printf "ratio %s=%.2f goal=%s %s against=%s (%s s to %s s)\n", name, value, goal,
               value <= goal ? "met" : "missed", against, unit, base
    }'
}

ratio compile_first_O0 first json -O0 2.5
ratio compile_first_O2 first json -O2 2.5
ratio compile_core_O0 core json -O0 3
ratio compile_await_O0 await asio -O0 2.5
