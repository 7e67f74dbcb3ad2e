#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# with_conan.sh WORK EXAMPLE ADAPTERS PROGRAM [ARGUMENT...]   packages Dollr with these adapters, a list with commas, then
# builds and runs an example with that package. Uses the cache of packages that CONAN_HOME names, or the user's own.
set -eu
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$1 example=$2 adapters=$3 program=$4
shift 4
command -v conan >/dev/null || { echo "not run: conan is not installed"; exit 0; }

rm -rf "$work"
mkdir -p "$work"
cd "$work"
conan profile path default >/dev/null 2>&1 || conan profile detect
options="-o dollr/*:client=False"
case ,$adapters, in *,client,*) options= ;; esac
for adapter in $(echo "$adapters" | tr , ' '); do options="$options -o dollr/*:$adapter=True"; done

set -f # the options have stars
settings="-s build_type=Release -s compiler.cppstd=20 --build=missing"
# The example is the test; the recipe's own would leave its build beside the sources.
conan create "$source" $settings $options --test-folder=""
version=$(sed -n 's/^project(dollr VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
conan install --requires="dollr/$version" $settings $options -g CMakeDeps -g CMakeToolchain --output-folder=conan
cmake -S "$example" -B build -DCMAKE_TOOLCHAIN_FILE="$work/conan/conan_toolchain.cmake" -DCMAKE_BUILD_TYPE=Release
cmake --build build
${DOLLR_RUN_WITH:-} "$PWD/build/$program" "$@"
