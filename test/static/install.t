#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# "make install" puts the two files where it is told, and refuses to guess.
set -u
cd "$(dirname "$0")/../.."
dest=$(mktemp -d)
trap 'rm -rf "$dest"' EXIT
boot=/usr/lib/xen-4.20/boot
echo 1..3

out=$(make -s install DESTDIR="$dest" XEN_BOOT_DIR=$boot 2>&1)
same=yes
for f in qemu-stubdom-linux-kernel qemu-stubdom-linux-rootfs; do
	cmp -s "build/$f" "$dest$boot/$f" || same=no
done
[ $same = yes ] || printf 'not '
echo "ok 1 - both files are in DESTDIR/XEN_BOOT_DIR"

case $out in
*'device_model_version = "qemu-xen"'*) ;;
*) printf 'not ' ;;
esac
echo "ok 2 - it says what the guest's configuration needs"

if out=$(make -s install DESTDIR="$dest" XEN_BOOT_DIR= 2>&1); then
	printf 'not '
else
	case $out in *XEN_BOOT_DIR*) ;; *) printf 'not ' ;; esac
fi
echo "ok 3 - without XEN_BOOT_DIR it fails and names it"
