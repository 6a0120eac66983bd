#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# deps.sh check build|test: say what is missing and how to get it.
# deps.sh list build: their names, separated by commas.
# deps.sh install: install all of it (Debian 12 or newer, as root).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"

# command, file or Python module, and the Debian package that has it
BUILD='gcc gcc
make make
ninja ninja-build
cmake cmake
pkg-config pkg-config
python3 python3
python3:ensurepip python3-venv
patch patch
flex flex
bison bison
bc bc
zstd zstd
xz xz-utils
bzip2 bzip2
cpio cpio
perl perl
dpkg-deb dpkg
/usr/include/libelf.h libelf-dev
/usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring'
TEST='prove perl
qemu-system-x86_64 qemu-system-x86
qemu-img qemu-utils
mmdebstrap mmdebstrap
mke2fs e2fsprogs
grub-mkimage grub-common
/usr/lib/grub/i386-pc/linux.mod grub-pc-bin
/usr/lib/grub/x86_64-efi/fat.mod grub-efi-amd64-bin
xorriso xorriso
mformat mtools
/usr/include/cmocka.h libcmocka-dev
/usr/include/json-c/json.h libjson-c-dev
/usr/include/xenstore.h libxen-dev
python3:jsonschema python3-jsonschema'

missing() {	# LIST: the packages of what is not there
	local what pkg
	printf '%s\n' "$1" | while read -r what pkg; do
		case $what in
		/*) [ -e "$what" ] || [ -e "${what%.gpg}.pgp" ] ;;
		python3:*) /usr/bin/python3 -c "import ${what#*:}" 2>/dev/null ;;
		*) PATH=$PATH:/usr/sbin:/sbin command -v "$what" >/dev/null ;;
		esac || printf ' %s' "$pkg"
	done
}

# Given all sources, only the tools count.
check_debian() {
	[ -z "${SOURCES:-}" ] || return 0
	command -v apt-get >/dev/null &&
		[ "$(. /etc/os-release && echo "$ID")" = debian ] ||
		die "this build takes its sources from Debian through apt-get:" \
			"run it on Debian 12 or newer (a container or chroot will do)"
}

check_emulator() {
	qemu-system-x86_64 -cpu help 2>/dev/null | grep -qw svm ||
		die "qemu-system-x86_64 cannot emulate AMD SVM: the tests need" \
			"Debian 12's QEMU 7.2 or newer (KVM is not needed)"
}

check_debian
case "${1:-} ${2:-}" in
'check build') list=$BUILD ;;
'list build')
	printf '%s\n' "$BUILD" | awk '{ print $2 }' | paste -s -d,
	exit ;;
'check test') list="$BUILD
$TEST" ;;
'install ') list="$BUILD
$TEST" ;;
*) die "usage: deps.sh check build|test, list build, or install" ;;
esac
pkgs=$(missing "$list")
if [ -n "$pkgs" ] && [ "$1" = install ]; then
	[ "$(id -u)" = 0 ] ||
		die "not root; as root: apt-get install$pkgs"
	say "installing by apt-get:$pkgs"
	step "package lists" apt-get -q update
	step "packages" env DEBIAN_FRONTEND=noninteractive \
		apt-get -q install -y --no-install-recommends $pkgs
elif [ -n "$pkgs" ]; then
	die "missing packages; as root: apt-get install$pkgs (or 'make deps')"
fi
case "$1 ${2:-}" in
'check test') check_emulator ;;
esac
