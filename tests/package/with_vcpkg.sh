#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# with_vcpkg.sh WORK EXAMPLE ADAPTERS PROGRAM [ARGUMENT...]   installs the port with these adapters, a list with commas, then
# builds and runs an example with it.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$1 example=$2 adapters=$3 program=$4
shift 4
command -v vcpkg >/dev/null || { echo "not run: vcpkg is not installed"; exit 0; }

rm -rf "$work"
mkdir -p "$work"
cd "$work"
root=${VCPKG_ROOT:-$(dirname "$(readlink -f "$(command -v vcpkg)")")}
features=$(echo "core,$adapters" | tr _ -)
vcpkg install "dollr[$features]" --overlay-ports="$source/packaging/vcpkg" --x-install-root="$work/installed"
cmake -S "$example" -B build -DCMAKE_TOOLCHAIN_FILE="$root/scripts/buildsystems/vcpkg.cmake" -DCMAKE_BUILD_TYPE=Release \
      -DVCPKG_MANIFEST_MODE=OFF -DVCPKG_INSTALLED_DIR="$work/installed"
cmake --build build
${DOLLR_RUN_WITH:-} "$PWD/build/$program" "$@"
