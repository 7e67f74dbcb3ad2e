#!/bin/sh
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# run.sh [STORY] URL   drives the pages of the sandbox at this URL in a headless Chromium; a picture of every state is left in
# build/contract/screenshots. with_sandbox.sh gives it a new one. With STORY only those stories run whose name has this text.
set -eu
cd "$(dirname "$0")/../../.."
story=
if [ $# -gt 1 ]; then
    story=$1
    shift
fi
folder=build/contract/browser
pictures=build/contract/screenshots
npm_packages="playwright-core@1.61.0"

if [ "$(cat $folder/installed 2>/dev/null)" != "$npm_packages" ]; then
    rm -rf $folder
    mkdir -p $folder
    npm install --prefix $folder --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $npm_packages
    echo "$npm_packages" >$folder/installed
fi
rm -rf $pictures
mkdir -p $pictures
node tests/contract/browser/pages.mjs "$1" $folder $pictures "$story"
