#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two makes at once, in one build folder, end well and leave whole files.
set -u
cd "$(dirname "$0")/../.."
b=$(mktemp -d)
trap 'rm -rf "$b"' EXIT
programs=$(sed -n 's|^file /bin/\([a-z-]*\) @BIN@.*|\1|p' \
	qemu-wrapper/build/initramfs.list)
n=0
echo 1..3

check() {	# TEXT COMMAND...
	local text=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $text"
	else
		sed 's/^/# /' "$b"/log.*
		echo "not ok $n - $text"
	fi
}

both() {
	local first rc=0
	make -s B="$b/build" all >"$b/log.1" 2>&1 &
	first=$!
	make -s B="$b/build" all >"$b/log.2" 2>&1 || rc=1
	wait $first || rc=1
	return $rc
}

same() {
	local p
	for p in $programs; do
		cmp "build/bin/$p" "$b/build/bin/$p" || return 1
	done
	cmp build/qemu-stubdom-linux-rootfs "$b/build/qemu-stubdom-linux-rootfs"
}

none_left() { ! find "$b/build" -name '*.[0-9]*' | grep -E '\.[0-9]+(\.d)?$'; }

check "both end well" both
check "what they made is what one makes" same
check "no half-made file is left" none_left
