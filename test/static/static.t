#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every program of the initramfs is one static, position independent file
# with nothing writable and executable, as readelf sees it.
set -u
cd "$(dirname "$0")/../.."
n=0

check() {	# NAME CONDITION...
	local name=$1
	shift
	n=$((n + 1))
	if "$@"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
	fi
}

segments() { readelf -lW "$1" 2>/dev/null; }
no_interp() { segments "$1" | grep -q LOAD && ! segments "$1" | grep -q INTERP; }
no_needed() { ! readelf -dW "$1" | grep -q NEEDED; }
no_rwx() { ! segments "$1" | awk '$1 == "LOAD" || $1 == "GNU_STACK"' |
	grep -q 'RWE'; }
relro() { segments "$1" | grep -q GNU_RELRO &&
	readelf -dW "$1" | grep -q 'BIND_NOW\|FLAGS_1.*NOW'; }
pie() { readelf -hW "$1" | grep -q 'Type:.*DYN'; }
no_host_path() { ! grep -aqF -e "${XDG_CACHE_HOME:-$HOME/.cache}" -e "$PWD" \
	-e sysroot- "$1"; }

while read -r kind name path _; do
	[ "$kind" = file ] || continue
	case $name in /init|/bin/*) ;; *) continue ;; esac
	path=${path/@BIN@/build/bin}
	path=${path/@QEMU@/$(cat build/qemu.path)}
	check "$name: no interpreter" no_interp "$path"
	check "$name: no shared library" no_needed "$path"
	check "$name: nothing writable and executable" no_rwx "$path"
	check "$name: relocations read-only, bound at start" relro "$path"
	check "$name: position independent" pie "$path"
	check "$name: no path of the build machine" no_host_path "$path"
done <qemu-wrapper/build/initramfs.list
echo "1..$n"
