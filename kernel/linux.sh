# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced after qemu-wrapper/build/cache.sh: how a Linux kernel is configured
# and built here. Used for the stub domain's kernel and for test guests.

LINUX_HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# What a kernel depends on besides its own configuration and patches.
linux_key() {
	fetch id linux
	tools_id
	key "$LINUX_HERE/linux.sh" "$LINUX_HERE/check-config.sh"
}

# linux_tree WORK [PATCH...]: a patched source tree in WORK/src, made of hard
# links: patch(1) writes a new file and renames it, so the original stays.
linux_tree() {
	local work=$1 from p
	shift
	from=$(fetch tree linux)
	rm -rf "$work"
	mkdir -p "$work/build"
	cp -al "$from" "$work/src"
	for p in "$@"; do
		patch -s -p1 -F0 -d "$work/src" -i "$p"
	done
}

# linux_make WORK ARG...: make with all that must not differ between two
# builds. WORK is always the same folder, so that ccache finds what it knows.
linux_make() {
	local work=$1 cc=gcc
	shift
	if command -v ccache >/dev/null; then
		cc="ccache gcc"
	fi
	CCACHE_BASEDIR=$work \
	KBUILD_BUILD_TIMESTAMP='1970-01-01 00:00:00 UTC' \
	KBUILD_BUILD_VERSION=1 KBUILD_BUILD_USER=build \
	KBUILD_BUILD_HOST=linux-stubdom \
	nice make -C "$work/src" O="$work/build" ARCH=x86 CC="$cc" \
		HOSTCC="$cc" -j"$LS_JOBS" "$@"
}

# linux_config WORK FRAGMENT...: allnoconfig plus the fragments; fails if one
# of their symbols did not survive.
linux_config() {
	local work=$1
	shift
	cat "$@" >"$work/all.config"
	KCONFIG_ALLCONFIG=$work/all.config linux_make "$work" allnoconfig
	"$LINUX_HERE/check-config.sh" "$work/build/.config" "$@"
}
