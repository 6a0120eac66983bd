#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# qemu.sh: print the folder with qemu (stripped) and its data files, building
# them first if need be. Each patch says what is lost without it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"

OPTIONS="--target-list=i386-softmmu --without-default-features
--without-default-devices --with-devices-i386=stubdom --static --enable-pie
--disable-tcg --disable-kvm --enable-xen --enable-xen-pci-passthrough
--enable-pixman --enable-seccomp --disable-tools --disable-guest-agent
--disable-docs --disable-install-blobs --disable-qom-cast-debug
--disable-debug-info --disable-werror --audio-drv-list=
--enable-trace-backends=nop --enable-stack-protector --disable-download"

build_qemu() {
	local from p cflags
	from=$(fetch tree qemu)
	rm -rf src build
	cp -a "$from" src
	cp "$here/stubdom.mak" src/configs/devices/i386-softmmu/
	for p in "$here"/patches/qemu/*.patch; do
		[ ! -e "$p" ] || patch -p1 -F0 -d src -i "$p"
	done
	cflags="-Os -pipe -ffunction-sections -fdata-sections
		-fno-asynchronous-unwind-tables -fno-unwind-tables
		-ffile-prefix-map=$OUT=."
	mkdir build
	cd build
	../src/configure $OPTIONS --cc=mcc --host-cc=gcc --cxx=/bin/false \
		--objcc=/bin/false --python=/usr/bin/python3 --prefix=/usr \
		--extra-cflags="$(echo $cflags)" \
		--extra-ldflags="-Wl,--gc-sections -Wl,-O1"
	ninja -j"$LS_JOBS" qemu-system-i386
	strip -o ../qemu qemu-system-i386
	cd ..
	rm -rf build src
}

# QEMU wants the VGA BIOS of its display device (hvmloader brings the rest).
build_vgabios() {
	local kind from
	from=$(fetch tree seabios)
	rm -rf src
	cp -a "$from" src
	cd src
	echo "$(fetch version seabios)-stubdom" >.version
	for kind in stdvga:BOCHS cirrus:CIRRUS; do
		rm -rf out .config
		printf 'CONFIG_QEMU=y\nCONFIG_BUILD_VGABIOS=y\n' >.config
		case $kind in
		stdvga:*) cat >>.config <<-END
			CONFIG_VGA_BOCHS=y
			CONFIG_VGA_PCI=y
			CONFIG_VGA_BOCHS_STDVGA=y
			CONFIG_OVERRIDE_PCI_ID=y
			CONFIG_VGA_VID=0x1234
			CONFIG_VGA_DID=0x1111
			END
			;;
		cirrus:*) cat >>.config <<-END
			CONFIG_VGA_CIRRUS=y
			CONFIG_VGA_PCI=y
			CONFIG_OVERRIDE_PCI_ID=y
			CONFIG_VGA_VID=0x1013
			CONFIG_VGA_DID=0x00b8
			END
			;;
		esac
		make PYTHON=python3 EXTRAVERSION=-stubdom olddefconfig
		make -j"$LS_JOBS" PYTHON=python3 EXTRAVERSION=-stubdom \
			out/vgabios.bin
		cp out/vgabios.bin "../vgabios-${kind%%:*}.bin"
	done
	cd ..
	rm -rf src
}

build() {
	export PATH=$SYSROOT/bin:/usr/sbin:/usr/bin:/sbin:/bin
	export PYTHONPATH=$SYSROOT/meson/usr/lib/python3/dist-packages
	export PKG_CONFIG_LIBDIR=$SYSROOT/lib/pkgconfig PKG_CONFIG_PATH=
	once "  vgabios" build_vgabios
	once "  qemu-system-i386" build_qemu
}

SYSROOT=$("$here/sysroot.sh")
k=$(key "$here/qemu.sh" "$here/stubdom.mak" "$here/patches/qemu" \
	"${SYSROOT##*/}" "$(fetch id qemu seabios)")
cached qemu "$k" "QEMU" build
