#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ipxe.sh: print the folder with the boot ROMs of the emulated NICs: iPXE, as
# it is in Debian's package ipxe-qemu. The only part of the image that is not
# built from source: mirrors have been seen to name Debian's source package of
# iPXE and not to serve it. The guest runs these ROMs, the stub domain does not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"
. "$here/apt.sh"
SUITE=trixie
VERSION=1.21.1+git20250501.dad20602+dfsg-1
SHA256=b3b799d90b87ef2d6defa925cd48cf1691a19806f08041733a4f884d4a218b17

build() {
	local sum
	mkdir state
	apt_sources deb $SUITE >state/sources.list
	apt_private "$PWD/state" apt-get update
	apt_private "$PWD/state" apt-get download "ipxe-qemu=$VERSION" ||
		apt_private "$PWD/state" apt-get download ipxe-qemu
	sum=$(sha256sum <./*.deb | cut -d' ' -f1)
	[ "$sum" = $SHA256 ] ||
		warn "ipxe-qemu $VERSION is no longer served:" \
			"using $(echo ./*.deb) (not locked)"
	echo "$(dpkg-deb -f ./*.deb Version) $sum" >used
	dpkg-deb -x ./*.deb all
	cp all/usr/share/qemu/pxe-{e1000,rtl8139}.rom .
	rm -rf state all ./*.deb
}

cached ipxe "$(key $VERSION $SHA256 "$(declare -f build)")" "iPXE" build
