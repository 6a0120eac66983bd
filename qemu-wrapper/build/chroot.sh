#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# chroot.sh SUITE [MAKE ARGUMENT...]: build what is committed on another Debian
# release: in a fresh chroot of it that has the build's packages and no network,
# from the archive that "make sources" writes. Prints the sums. As root.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"
suite=${1:?usage: chroot.sh SUITE [MAKE ARGUMENT...]}
shift
archive="/usr/bin/python3 -B $here/sources/archive.py"

[ "$(id -u)" = 0 ] || die "not root: a chroot needs it"
work=$(mktemp -d /var/tmp/chroot.XXXXXX)
root=$work/root
cleanup() { umount "$root/proc" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT

system() {
	$archive list deb "$suite" |
		mmdebstrap --mode=root --variant=apt --quiet \
			--include="git,$("$here/deps.sh" list build)" \
			"$suite" "$root"
}

build() {
	git clone -q "$LS_TOP" "$root/tree"
	fetch bundle "$root/sources.tar" || true	# it says what is missing
	mount -t proc proc "$root/proc"
	unshare -n chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
		HOME=/root LS_PROGRESS=9 SOURCES=/sources.tar STRICT=1 \
		make -C /tree -j"$LS_JOBS" "$@"
}

step "a chroot of $suite" system
step "the build in it" build "$@"
cd "$root/tree/build"
grep -A 6 '"tools"' manifest.json
sha256sum qemu-stubdom-linux-*
