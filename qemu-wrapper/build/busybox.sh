#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# busybox.sh NAME CONFIG: print the folder with a busybox of those programs,
# building it first. For the debug image and the test guests only.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"

# Its kconfig knows no KCONFIG_ALLCONFIG, keeps the first of two values, and
# gives a symbol that only our choice made visible its default: say all of it.
busybox_config() {	# SOURCE
	local all=$1/.config.all
	make -C "$1" allnoconfig
	sed -n 's/^\(CONFIG_[A-Z0-9_]*\)=.*/\1/p' "$config" >"$all"
	{
		cat "$config"
		find "$1" -name Config.in -exec sed -n \
		's/^[[:space:]]*config \([A-Z0-9_]*\)$/# CONFIG_\1 is not set/p' \
			{} + | LC_ALL=C sort -u | grep -vwFf "$all"
		grep '^CONFIG' "$1/.config" | grep -vwFf "$all"
	} >"$all.new"
	mv "$all.new" "$1/.config"
	yes '' | make -C "$1" oldconfig || true
}

build_busybox() {
	local src=$LS_CACHE/work-busybox from
	from=$(fetch tree busybox)
	export KCONFIG_NOTIMESTAMP=1 SOURCE_DATE_EPOCH=0
	rm -rf "$src"
	cp -a "$from" "$src"
	busybox_config "$src"
	"$LS_TOP/kernel/check-config.sh" "$src/.config" "$config"
	nice make -C "$src" -j"$LS_JOBS" CC="$sysroot/bin/mcc" HOSTCC=gcc \
		busybox
	cp "$src/busybox" .
	rm -rf "$src"
}

name=$1
config=$(realpath "$2")
sysroot=$("$here/sysroot.sh")
cached busybox "$(key "$(basename "$sysroot")" \
	"$(fetch id busybox)" \
	"$(declare -f busybox_config build_busybox)" "$config")" \
	"busybox: $name" build_busybox
