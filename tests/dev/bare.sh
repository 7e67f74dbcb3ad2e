#!/bin/bash
# Copyright 2026 The Dollr for C++ authors. Distributed under the Boost Software License, Version 1.0.
#
# ./dev bare [--uncommitted] [COMMAND...]
#
# Runs each COMMAND ("./dev test" if none) in a fresh clone on a fresh Debian 12 with nothing but git and bash, in a
# chroot with its own mounts. By hand, as root, with debootstrap. The base system and the packages it fetches are kept
# in build/bare, so that a second run starts at once. --uncommitted clones the working tree as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."

uncommitted=no
if [ "${1:-}" = --uncommitted ]; then
    uncommitted=yes
    shift
fi
[ $# -gt 0 ] || set -- "./dev test"
if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
    echo "bare: needs root and the Debian package debootstrap" >&2
    exit 1
fi

# The mirror, and the settings for reaching it, are those of this machine.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | head -n 1)
: "${mirror:?bare: no source of Debian bookworm is configured in apt}"
kept=$PWD/build/bare
mkdir -p "$kept/archives"
if [ ! -e "$kept/base.tar" ]; then
    debootstrap --variant=minbase --include=git bookworm "$kept/base" "$mirror"
    tar -C "$kept/base" --one-file-system -cf "$kept/base.tar.new" .
    rm -rf --one-file-system "$kept/base"
    mv "$kept/base.tar.new" "$kept/base.tar"
fi

root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
tar -C "$root" -xf "$kept/base.tar"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
# So are the authorities that it trusts beside Debian's: npm asks through them.
[ ! -d /usr/local/share/ca-certificates ] || cp -r /usr/local/share/ca-certificates "$root/usr/local/share/"
apt-config dump | grep -E '^Acquire::(http|https|Check-[A-Za-z-]+)\b.* "[^"]+";$' > "$root/etc/apt/apt.conf.d/99host" || :

git clone --quiet --no-local . "$root/root/dollr"
if [ $uncommitted = yes ]; then
    git ls-files -z --deleted | (cd "$root/root/dollr" && xargs -0 -r rm -f --)
    git ls-files -z --cached --others --exclude-standard | xargs -0 ls -d 2>/dev/null | tar -cf - -T - |
        tar -C "$root/root/dollr" -xf -
fi

# The mounts live in a namespace of their own: they are gone with the last process, before anything is removed.
export root kept
unshare --mount --pid --fork --kill-child bash -euc '
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mkdir -p "$root/var/cache/apt/archives"
    mount --bind "$kept/archives" "$root/var/cache/apt/archives"
    for command in "$@"; do
        printf "\n=== bare: %s\n" "$command"
        began=$(date +%s)
        env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 \
            chroot "$root" bash -c "cd /root/dollr && $command"
        printf "=== bare: %s: %s s\n" "$command" "$(($(date +%s) - began))"
    done' bare "$@"
