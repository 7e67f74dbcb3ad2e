#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# packages.sh against a machine made of stubs: dpkg-query, id and apt-get are this test's own.
set -eu
script=$(cd "$(dirname "$0")" && pwd)/packages.sh
machine=$(mktemp -d)
trap 'rm -rf "$machine"' EXIT

stub() {
    printf '#!/bin/sh\n%s\n' "$2" > "$machine/$1"
    chmod +x "$machine/$1"
}
# On this machine everything that is asked for is installed, but for what stands in the file "missing"; cmake provides what
# stands in the file "provided".
stub dpkg-query 'shift 3; for p in "$@"; do grep -qxF "$p" "${0%/*}/missing" || echo "ii $p $([ "$p" != cmake ] || cat "${0%/*}/provided")"; done'
: > "$machine/provided"
stub apt-get 'echo "$*" >> "${0%/*}/apt-calls"'

expect() {
    missing=$1 user=$2 expected_status=$3
    printf '%s\n' $missing > "$machine/missing"
    stub id "echo $user"
    rm -f "$machine/apt-calls"
    status=0
    words=$(PATH=$machine:$PATH "$script" test 2>&1) || status=$?
    if [ "$status" -ne "$expected_status" ]; then
        echo "packages_test: missing '$missing' as user $user: exit code $status, not $expected_status: $words" >&2
        exit 1
    fi
}

check() {
    echo "packages_test: $1"
    shift
    "$@"
}

expect "" 1000 0
check "nothing missing: nothing said, nothing installed, no root needed" test -z "$words" -a ! -e "$machine/apt-calls"

expect "cmake doctest-dev" 1000 1
check "without root the missing packages are named" \
    test "$(printf '%s\n' "$words" | grep -c 'install --no-install-recommends cmake doctest-dev$')" -eq 1
check "without root nothing is installed" test ! -e "$machine/apt-calls"

expect "cmake doctest-dev" 0 0
check "as root the missing packages are named first" \
    test "$(printf '%s\n' "$words" | head -n 1)" = "Installing the missing Debian packages: cmake doctest-dev"
check "the package lists are fetched once" test "$(grep -c ' update$' "$machine/apt-calls")" -eq 1
check "what is missing is installed, and nothing else" \
    test "$(tail -n 1 "$machine/apt-calls" | sed 's/.*--no-remove //')" = "cmake doctest-dev"

echo "something, doctest-dev (= 2.4.9)" > "$machine/provided"
expect "doctest-dev" 1000 0
check "what an installed package provides is not missing" test -z "$words"
