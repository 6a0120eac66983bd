#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# image.sh bookworm|trixie|forky: make the boot files and the root disk of an
# emulated Xen host from the distribution's binary packages, and print the
# folder that holds them: xen, vmlinuz, initrd, root.qcow2, versions.
# Cached by content; the packages' own versions are not part of the key, so
# that a new package upstream does not cost a rebuild: LS_HOST_FRESH=1 does.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../qemu-wrapper/build/cache.sh"
ARCHIVE="/usr/bin/python3 -B $LS_TOP/qemu-wrapper/build/sources/archive.py"

# The kernel of dom0 is Debian 13's on both hosts: one kernel under test less.
KERNEL_SUITE=$(fetch suite)

# What the toolstack needs, then what the scenarios use to look and to disturb.
PACKAGES=(
	xenstore-utils qemu-system-xen bridge-utils
	bash coreutils dash diffutils findutils grep gzip mawk sed tar
	kmod iproute2 util-linux mount procps dmsetup e2fsprogs
	busybox-static dnsmasq-base strace qemu-utils ovmf
)

MODULES=(
	virtio_blk virtio_net ext4 crc32c_generic loop isofs
	xen-evtchn xen-gntdev xen-gntalloc xen-privcmd xenfs
	xen-blkback xen-netback xen-pciback
	bridge tun veth 8021q dm-mod dm-flakey dm-delay
)

xen_version() {
	case $1 in
	bookworm) echo 4.17 ;;
	trixie|forky) echo 4.20 ;;
	*) die "usage: image.sh bookworm|trixie|forky" ;;
	esac
}

# The mirror in use now and then misses files that its index names, mostly
# the newest ones: try again, and at last without the security suite.
with_sources() {
	local suite=$1 try
	shift
	$ARCHIVE list deb "$suite" >sources
	for try in 1 2 3; do
		"$@" && return
		say "packages of $suite: try $try failed"
		sleep 5
	done
	say "W: $suite without its security suite"
	sed -i /-security/d sources
	"$@" && return
	$ARCHIVE check "$LS_CACHE/apt" "$suite"	# says why, in a line
	return 1
}

# Debian 12's packages still have /bin and /lib, its systems have the links.
root_tree() {
	local link
	rm -rf tree
	link='for d in bin sbin lib lib64; do mkdir -p "$1/usr/$d"
		ln -s "usr/$d" "$1/$d"; done'
	mmdebstrap ${EXPIRED:+--aptopt='Acquire::Check-Valid-Until "false"'} \
		--mode=root --variant=extract --quiet \
		--setup-hook="$link" --include="$1" "$2" tree <sources
}

# The packages are unpacked and not configured (10 s, not 60): a dom0 with an
# init of its own needs no more than the few files that postinsts make.
root_fix() {
	local t=$1 d
	ln -sf dash "$t/usr/bin/sh"
	ln -sf mawk "$t/usr/bin/awk"
	[ -e "$t/usr/bin/which" ] || ln -sf which.debianutils "$t/usr/bin/which"
	printf 'root:x:0:0:root:/root:/bin/bash\n' >"$t/etc/passwd"
	printf 'root:x:0:\ntty:x:5:\n' >"$t/etc/group"
	printf 'dom0\n' >"$t/etc/hostname"
	printf '127.0.0.1 localhost dom0\n' >"$t/etc/hosts"
	ln -sfn ../proc/self/mounts "$t/etc/mtab"
	for d in doc man info locale lintian bug zoneinfo iso-codes xml i18n; do
		rm -rf "$t/usr/share/$d"
	done
	rm -rf "$t"/usr/lib/{udev/hwdb*,systemd,x86_64-linux-gnu/gconv} \
		"$t"/usr/share/qemu/{*.dtb,hppa*,openbios*,palcode*,s390*,ski*} \
		"$t"/usr/share/qemu/{slof*,u-boot*,efi-*,vof*,opensbi*,edk2*} \
		"$t"/var/{cache,lib/apt,lib/dpkg}/* "$t"/boot/*
	mkdir -p "$t"/{proc,sys,dev,run,tmp,payload,var/lib/xen,var/log/xen} \
		"$t"/var/lib/xen/{dump,xenpaging}
}

root_build() {
	local suite=$1 v=$2 list deb t=tree
	list=$(IFS=,; echo "xen-utils-$v,xen-hypervisor-$v-amd64,${PACKAGES[*]}")
	with_sources "$suite" root_tree "$list" "$suite"
	zcat "$t/boot/xen-$v-amd64.gz" >xen
	for deb in "$t"/usr/share/doc/{xen-utils-$v,qemu-system-xen,libc6}; do
		echo "${deb##*/}" "$(zcat "$deb/changelog.Debian.gz" |
			sed -n '1s/.*(\(.*\)).*/\1/p')"
	done >versions
	root_fix "$t"
	# No journal, little room: it is only read (dom0/initrd-init).
	mke2fs -q -t ext4 -O ^has_journal -E lazy_itable_init=1 -m 0 \
		-d "$t" root.raw 1G
	qemu-img convert -O qcow2 root.raw root.qcow2
	rm -rf "$t" root.raw sources
}

kernel_fetch() {
	local p
	rm -f ./*.deb
	cp sources state/sources.list
	$ARCHIVE run "$PWD/state" apt-get update
	p=$($ARCHIVE run "$PWD/state" apt-cache depends linux-image-amd64 |
		awk '$1 == "Depends:" { print $2; exit }')
	$ARCHIVE run "$PWD/state" apt-get download "$p" busybox-static
}

# Only the modules named above and those they need, uncompressed: busybox
# loads them from the initial RAM disk.
kernel_build() {
	local deb rel m f
	mkdir state
	with_sources $KERNEL_SUITE kernel_fetch
	for deb in *.deb; do
		dpkg-deb -x "$deb" all
	done
	cp all/usr/bin/busybox busybox
	rel=$(basename all/usr/lib/modules/*)
	cp "all/boot/vmlinuz-$rel" vmlinuz
	mkdir -p "modules/$rel"
	cp all/usr/lib/modules/"$rel"/modules.{order,builtin,builtin.modinfo} \
		"modules/$rel"
	mkdir "modules/$rel/kernel"
	for m in "${MODULES[@]}"; do
		module_copy "$rel" "$m"
	done
	rm -rf all state sources ./*.deb
	echo "$rel" >release
}

# module_copy RELEASE NAME: with what it needs, once.
module_copy() {
	local rel=$1 name=${2//-/_} f to dep
	grep -q "/${name//_/[-_]}\.ko" "modules/$rel/modules.builtin" && return
	f=$(find "all/usr/lib/modules/$rel" -name "${name//_/[-_]}.ko.xz")
	[ -n "$f" ] || { say "no module $2"; return 1; }
	to=modules/$rel/kernel/$name.ko
	[ ! -e "$to" ] || return 0
	xz -dc "$f" >"$to"
	# .modinfo is a list of NUL-terminated key=value strings
	for dep in $(tr '\0' '\n' <"$to" | sed -n 's/^depends=//p' | tr , ' '); do
		module_copy "$rel" "$dep"
	done
}

boot_build() {
	local root=$1 kernel=$2 rel t=tree
	rel=$(cat "$kernel/release")
	mkdir -p $t/{bin,dev,proc,sys,run,sysroot,lib,rig}
	cp "$kernel/busybox" $t/bin/busybox
	cp -r "$kernel/modules" $t/lib/modules
	cp "$here"/dom0/{init,agent.py,block,vif-bridge,bashrc} $t/rig/
	install -m 755 "$here/dom0/initrd-init" $t/init
	chmod 755 $t/rig/*
	"$kernel/busybox" depmod -b "$PWD/$t" "$rel"
	(cd $t && find . | LC_ALL=C sort |
		cpio -o -H newc -R 0:0 --reproducible --quiet) | gzip -1 >initrd
	rm -rf $t
	ln -s "$root/xen" "$root/root.qcow2" .
	{ cat "$root/versions"; echo "linux $rel"; } >versions
	ln -s "$kernel/vmlinuz" .
}

main() {
	local suite=${1:-} v root kernel
	v=$(xen_version "$suite")
	[ "$(id -u)" = 0 ] || die "must run as root: the root disk's files" \
		"belong to root"
	"$LS_TOP/qemu-wrapper/build/deps.sh" check test
	PATH=$PATH:/usr/sbin:/sbin
	[ -z "${LS_HOST_FRESH:-}" ] ||
		rm -rf "$LS_CACHE/dom0-root-$suite"-* "$LS_CACHE"/dom0-kernel-*
	root=$(cached "dom0-root-$suite" "$(key "$v" "${PACKAGES[*]}" \
		"$(declare -f root_build root_fix root_tree)")" \
		"dom0 root disk: $suite, Xen $v" root_build "$suite" "$v")
	kernel=$(cached dom0-kernel "$(key "${MODULES[*]}" \
		"$(declare -f kernel_build module_copy)")" \
		"dom0 kernel" kernel_build)
	cached "dom0-boot-$suite" "$(key "$root" "$kernel" "$here/dom0" \
		"$(declare -f boot_build)")" \
		"dom0 initial RAM disk: $suite" boot_build "$root" "$kernel"
}

main "$@"
