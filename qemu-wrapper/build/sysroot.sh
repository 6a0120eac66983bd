#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# sysroot.sh: print the folder of the cross environment, building it first if
# need be: musl, kernel headers, and every library the stub domain's programs
# and QEMU link, all static. bin/mcc is its compiler.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"

CFLAGS_ALL="-Os -pipe -fPIE -fstack-protector-strong -ffunction-sections
-fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables"
CFLAGS_ALL=$(echo $CFLAGS_ALL)

copy_src() {	# NAME: to a private copy of a source tree
	local from
	from=$(fetch tree "$1")
	rm -rf "$OUT/build/$1"
	mkdir -p "$OUT/build"
	cp -a "$from" "$OUT/build/$1"
	cd "$OUT/build/$1"
}

pc() {	# NAME VERSION LIBS REQUIRES: a pkg-config file
	printf 'Name: %s\nDescription: %s\nVersion: %s\nLibs: -L%s/lib %s\n' \
		"$1" "$1" "$2" "$OUT" "$3" >"$OUT/lib/pkgconfig/$1.pc"
	printf 'Cflags: -I%s/include\nRequires.private: %s\n' "$OUT" "${4:-}" \
		>>"$OUT/lib/pkgconfig/$1.pc"
}

musl() {
	copy_src musl
	./configure --prefix="$OUT" --syslibdir="$OUT/lib" --disable-shared \
		--disable-wrapper CC=gcc CFLAGS="$CFLAGS_ALL"
	make -j"$LS_JOBS" install
	mkdir -p "$OUT/bin" "$OUT/lib/pkgconfig"
	sed "s|@PREFIX@|$OUT|g" "$here/mcc.in" >"$OUT/bin/mcc"
	sed "s|@PREFIX@|$OUT|g" "$here/mcc.specs.in" >"$OUT/lib/mcc.specs"
	chmod +x "$OUT/bin/mcc"
}

headers() {
	local d linux
	linux=$(fetch tree linux)
	make -C "$linux" O="$OUT/build/headers" ARCH=x86 \
		-j"$LS_JOBS" headers
	for d in linux asm asm-generic mtd; do
		cp -a "$OUT/build/headers/usr/include/$d" "$OUT/include/"
	done
}

zlib() {
	copy_src zlib
	CC=mcc CFLAGS="$CFLAGS_ALL" ./configure --prefix="$OUT" --static
	make -j"$LS_JOBS" libz.a
	cp libz.a "$OUT/lib/"
	cp zlib.h zconf.h "$OUT/include/"
	cp zlib.pc "$OUT/lib/pkgconfig/"
}

# meson >= 1.5 is what QEMU 10 needs. A build tool only: Debian's package of
# it is plain Python and runs from where it is unpacked.
meson_tool() {
	local from
	from=$(fetch tree meson)
	cp -a "$from" "$OUT/meson"
	ln -s ../meson/usr/bin/meson "$OUT/bin/meson"
}

cross_file() {
	local f
	printf '[binaries]\n'
	printf "c = 'mcc'\nar = 'ar'\nnm = 'nm'\nranlib = 'ranlib'\n"
	printf "strip = 'strip'\npkg-config = 'pkg-config'\n"
	printf '[built-in options]\nc_args = ['
	for f in $CFLAGS_ALL; do printf "'%s'," "$f"; done
	printf "]\nc_link_args = []\ndefault_library = 'static'\n"
	printf "prefix = '%s'\nlibdir = 'lib'\n" "$OUT"
	printf "[host_machine]\nsystem = 'linux'\ncpu_family = 'x86_64'\n"
	printf "cpu = 'x86_64'\nendian = 'little'\n"
}

pixman() {
	local from
	from=$(fetch tree pixman)
	meson setup --cross-file "$OUT/cross.ini" --buildtype plain \
		-Dmmx=disabled -Dsse2=disabled -Dssse3=disabled -Dgtk=disabled \
		-Dlibpng=disabled -Dtests=disabled -Ddemos=disabled \
		-Dopenmp=disabled -Dtls=disabled "$OUT/build/pixman" "$from"
	ninja -j"$LS_JOBS" -C "$OUT/build/pixman" install
}

seccomp() {
	copy_src libseccomp
	[ -x configure ] || die "libseccomp: no configure in the tarball"
	./configure --host=x86_64-linux-musl --prefix="$OUT" --disable-shared \
		--enable-static CC=mcc CFLAGS="$CFLAGS_ALL" GPERF=/bin/true
	make -j"$LS_JOBS" -C include install
	make -j"$LS_JOBS" -C src libseccomp.la
	make -C src install-libLTLIBRARIES
	make install-pkgconfDATA
}

jsonc() {
	local from
	from=$(fetch tree json-c)
	mkdir -p "$OUT/build/jsonc"
	cd "$OUT/build/jsonc"
	cmake -DCMAKE_C_COMPILER=mcc -DCMAKE_SYSTEM_NAME=Linux \
		-DCMAKE_C_FLAGS="$CFLAGS_ALL" -DCMAKE_BUILD_TYPE=None \
		-DCMAKE_INSTALL_PREFIX="$OUT" -DCMAKE_INSTALL_LIBDIR=lib \
		-DBUILD_SHARED_LIBS=OFF -DBUILD_APPS=OFF -DBUILD_TESTING=OFF \
		-DENABLE_THREADING=OFF -DDISABLE_WERROR=ON \
		-DDISABLE_EXTRA_LIBS=ON "$from"
	make -j"$LS_JOBS" install
}

# QEMU needs of glib libglib-2.0.a only. pcre2 (for gregex, which QEMU never
# pulls in) counts with its header, libffi (gobject, not built) with a stub.
glib() {
	local g p b=$OUT/build/glib
	g=$(fetch tree glib2.0)
	p=$(fetch tree pcre2)
	cp "$p/src/pcre2.h.generic" "$OUT/include/pcre2.h"
	pc libpcre2-8 "$(fetch version pcre2)" ""
	pc libffi 3.0.0 ""	# the oldest that glib takes: unused
	# it is copied by hand: no path of this machine as its prefix
	meson setup --cross-file "$OUT/cross.ini" --buildtype plain \
		-Dprefix=/usr -Dselinux=disabled -Dxattr=false -Dlibmount=disabled \
		-Dtests=false -Dinstalled_tests=false -Dman-pages=disabled \
		-Ddocumentation=false -Ddtrace=disabled -Dsystemtap=disabled \
		-Dsysprof=disabled -Dnls=disabled -Dlibelf=disabled \
		-Dintrospection=disabled -Dglib_debug=disabled \
		-Dbsymbolic_functions=false -Dmultiarch=false \
		--wrap-mode=nodownload "$b" "$g"
	ninja -j"$LS_JOBS" -C "$b" glib/libglib-2.0.a \
		gmodule/gmodule-visibility.h
	cp "$b/glib/libglib-2.0.a" "$OUT/lib/"
	mkdir -p "$OUT/include/glib-2.0/glib/deprecated" \
		"$OUT/include/glib-2.0/gmodule" "$OUT/lib/glib-2.0/include"
	cp "$g"/glib/{glib,glib-unix}.h "$g/gmodule/gmodule.h" \
		"$OUT/include/glib-2.0/"
	cp "$g"/glib/*.h "$b"/glib/*.h "$OUT/include/glib-2.0/glib/"
	cp "$g"/glib/deprecated/*.h "$OUT/include/glib-2.0/glib/deprecated/"
	cp "$b/gmodule/gmodule-visibility.h" "$OUT/include/glib-2.0/gmodule/"
	cp "$b/glib/glibconfig.h" "$OUT/lib/glib-2.0/include/"
	pc glib-2.0 "$(fetch version glib2.0)" "-lglib-2.0 -lm -pthread"
	printf 'Cflags: -I%s/include/glib-2.0 -I%s/lib/glib-2.0/include\n' \
		"$OUT" "$OUT" >"$OUT/build/cflags"
	sed -i "/^Cflags/d" "$OUT/lib/pkgconfig/glib-2.0.pc"
	cat "$OUT/build/cflags" >>"$OUT/lib/pkgconfig/glib-2.0.pc"
}

# Xen's client libraries, without Xen's configure: a few C files each.
xen_headers() {	# XEN
	local inc=$OUT/include pub=$1/xen/include/public t=$1/tools/include h
	mkdir -p "$inc/xen/sys" "$inc/xen/foreign"
	cp "$pub"/*.h "$inc/xen/"
	cp -a "$pub"/{arch-x86,hvm,io,xsm} "$inc/xen/"
	cp -a "$t/xen-sys/Linux/." "$inc/xen/sys/"
	cd "$inc/xen/foreign"	# the output's name becomes its include guard
	for h in 32 64; do
		python3 -B "$t/xen-foreign/mkheader.py" x86_$h x86_$h.h \
			"$pub/arch-x86/xen-x86_$h.h" "$pub/arch-x86/xen.h" \
			"$pub/xen.h"
	done
	sed -i 's/(__align8__ \(uint64_t\))/(\1)/g' ./*.h
	for h in xentoolcore xentoollog xenevtchn xengnttab xenforeignmemory \
		xencall xendevicemodel xenstore xenstore_lib xenctrl \
		xenctrl_compat libxenvchan; do
		cp "$t/$h.h" "$inc/"
	done
	[ ! -e "$t/xen-barrier.h" ] || cp "$t/xen-barrier.h" "$inc/"	# 4.20
}

xen_lib() {	# DIR PCNAME VERSION "REQUIRES" SOURCE...
	local name=$1 pcname=$2 ver=$3 req=$4 s objs=
	shift 4
	mkdir -p "$OUT/build/xen-$name"
	for s in "$@"; do
		mcc -std=gnu99 -D_GNU_SOURCE -D__XEN_TOOLS__ \
			-D__XEN_INTERFACE_VERSION__=__XEN_LATEST_INTERFACE_VERSION__ \
			-DHAVE_PIPE2=1 -DUSE_PTHREAD $XEN_EXTRA \
			'-DXEN_RUN_STORED="/run/xenstored"' \
			'-DXEN_LIB_DIR="/lib/xen"' $CFLAGS_ALL \
			-I"$OUT/include" \
			-I"$XEN/tools/include" -I"$XEN/tools/libs/$name" \
			-c "$XEN/tools/libs/$name/$s.c" \
			-o "$OUT/build/xen-$name/$s.o"
		objs="$objs $OUT/build/xen-$name/$s.o"
	done
	rm -f "$OUT/lib/libxen$name.a"
	ar rcsD "$OUT/lib/libxen$name.a" $objs
	pc "$pcname" "$ver" "-lxen$name" "$req"
}

xenlibs() {
	local XEN XEN_EXTRA= base=xentoollog,xentoolcore p v
	copy_src xen
	XEN=$PWD
	v=$(fetch version xen)
	for p in "$here"/patches/xen/*.patch; do
		case $p in
		*-4.[0-9][0-9].patch) [[ $p = *-${v%.*}.patch ]] || continue ;;
		esac
		patch -p1 -i "$p"
	done
	xen_headers "$XEN"
	xen_lib toolcore xentoolcore 1.0 "" handlereg
	xen_lib toollog xentoollog 1.0 "" xtl_core xtl_logger_stdio
	xen_lib evtchn xenevtchn 1.2 $base core linux
	xen_lib gnttab xengnttab 1.2 $base gnttab_core gntshr_core linux
	xen_lib call xencall 1.3 $base core buffer linux
	xen_lib foreignmemory xenforeignmemory 1.4 $base core linux
	xen_lib devicemodel xendevicemodel 1.4 $base,xencall core common
	XEN_EXTRA=-U_GNU_SOURCE
	if [ -e "$XEN/tools/xenstore/xs_lib.c" ]; then	# Xen 4.17
		cp "$XEN"/tools/xenstore/{xs_lib.c,xs_lib.h,list.h,utils.h} \
			"$XEN/tools/libs/store/"
	fi
	xen_lib store xenstore 4.0 xentoolcore xs \
		$([ ! -e "$XEN/tools/libs/store/xs_lib.c" ] || echo xs_lib)
	XEN_EXTRA=
	xen_lib vchan xenvchan $v \
		xentoollog,xenstore,xengnttab,xenevtchn init io
	xen_lib ctrl xencontrol $v \
		$base,xencall,xenevtchn,xengnttab,xenforeignmemory,xendevicemodel \
		xc_{altp2m,cpupool,domain,evtchn,gnttab,misc,flask,physdev,private,csched,csched2,arinc653,rt,tbuf,pm,cpu_hotplug,vm_event,vmtrace,monitor,mem_paging,mem_access,memshr,hcall_buf,foreign_memory,kexec,resource,psr,pagetab,linux,evtchn_compat,gnttab_compat,devicemodel_compat} \
		$([ ! -e "$XEN/tools/libs/ctrl/xc_version.c" ] || echo xc_version)
}

build_sysroot() {
	local part
	# assert() has file names: the package's own. The last that fits counts.
	CFLAGS_ALL="$CFLAGS_ALL -ffile-prefix-map=$LS_CACHE=.
		-ffile-prefix-map=$OUT/build=."
	CFLAGS_ALL=$(echo $CFLAGS_ALL)
	for part in musl headers meson_tool zlib pixman seccomp jsonc glib \
		xenlibs; do
		export PATH=$OUT/bin:/usr/sbin:/usr/bin:/sbin:/bin
		export PYTHONPATH=$OUT/meson/usr/lib/python3/dist-packages
		export PKG_CONFIG_LIBDIR=$OUT/lib/pkgconfig PKG_CONFIG_PATH=
		cross_file >"$OUT/cross.ini"
		cd "$OUT"
		once "  sysroot: $part" "$part"
	done
	rm -rf "$OUT/build"
}

k=$(key "$here/sysroot.sh" "$here/mcc.in" "$here/mcc.specs.in" \
	"$here/patches/xen" "$(tools_id)" "$(fetch id musl linux meson zlib \
	pixman libseccomp json-c glib2.0 pcre2 xen)")
cached sysroot "$k" "sysroot (musl, Xen libraries, glib, …)" build_sysroot
