#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# packages.sh GROUP...   installs the Debian packages of these groups that are missing, and names them first.
# Prints nothing and needs no root when none is. Each group includes build; test is in check and in contract.
set -eu

build="g++-12 cmake ninja-build libboost1.81-dev libboost-json1.81-dev
       libcurl4-openssl-dev libssl-dev ca-certificates libcli11-dev libfmt-dev libsqlite3-dev libpq-dev"
test="$build doctest-dev librapidcheck-dev ccache"
contract="$test nodejs npm chromium python3 python3-fastapi"
check="$test clang-19 libclang-rt-19-dev llvm-19 clang-tidy-19 clang-format-19 libbenchmark-dev nlohmann-json3-dev
       postgresql procps"

wanted=
for group in "$@"; do
    case $group in
        build) wanted="$wanted $build" ;;
        test) wanted="$wanted $test" ;;
        contract) wanted="$wanted $contract" ;;
        check) wanted="$wanted $check" ;;
        *)
            echo "packages: there is no group '$group'; the groups are build, test, check, contract" >&2
            exit 2
            ;;
    esac
done

if ! command -v dpkg-query >/dev/null; then
    echo "packages: this is not Debian; what Debian 12 calls so must be there already:" >&2
    printf '%s\n' $wanted | sort -u | sed 's/^/    /' >&2
    exit 0
fi

# Unknown packages make dpkg-query fail and print nothing for them, which is what missing means here. What an installed
# package provides is there too: a nodejs of Node's own makers brings npm along.
installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package} ${Provides}\n' $wanted 2>/dev/null | sed -n 's/^ii *//p' | tr -s ', ' '\n' || :)
missing=
for package in $(printf '%s\n' $wanted | sort -u); do
    printf '%s\n' "$installed" | grep -qxF -- "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "packages: these Debian packages are missing, and installing them needs root:" >&2
    printf '\n    apt-get install --no-install-recommends%s\n\n' "$missing" >&2
    exit 1
fi

echo "Installing the missing Debian packages:$missing"
export DEBIAN_FRONTEND=noninteractive
# --no-remove: another Boost's development files would have to go, and that is the user's own decision.
apt="apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -q"
$apt update
$apt install --yes --no-install-recommends --no-remove $missing
