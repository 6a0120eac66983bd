#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# build.sh: print the folder of the stub domain's kernel, building it first if
# need be: bzImage, config, System.map, sizes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../qemu-wrapper/build/cache.sh"
. "$here/linux.sh"

SIZE_MAX=$((2 * 1024 * 1024))

build_kernel() {
	local work=$LS_CACHE/work-kernel b=$LS_CACHE/work-kernel/build size
	linux_tree "$work" "$here"/patches/*.patch
	linux_config "$work" "$here"/config/*.config
	linux_make "$work" bzImage
	size=$(stat -c %s "$b/arch/x86/boot/bzImage")
	[ "$size" -le $SIZE_MAX ] ||
		die "bzImage: $size bytes are more than $SIZE_MAX"
	cp "$b/arch/x86/boot/bzImage" "$b/System.map" .
	cp "$b/.config" config
	{ echo "bzImage $size"; size -A -d "$b/vmlinux"; } >sizes
	rm -rf "$work"
}

cached kernel "$(key "$(linux_key)" "$here/build.sh" "$here/config" \
	"$here/patches")" "stub domain kernel" build_kernel
