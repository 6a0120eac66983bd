#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# ipxe.sh: print the folder with the boot ROMs of the emulated NICs,
# pxe-e1000.rom and pxe-rtl8139.rom: iPXE, as it is in Debian's package
# ipxe-qemu. The guest runs these ROMs, the stub domain does not. IPXE=FOLDER
# takes the ROMs of that folder; IPXE=none has none, and no guest boots from
# the network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"
ROMS="pxe-e1000.rom pxe-rtl8139.rom"

take() {	# FOLDER
	local rom
	for rom in $ROMS; do
		[ -s "$1/$rom" ] || die "IPXE=$1: there is no $rom in it"
		cp "$1/$rom" .
	done
}

debian() {
	local tree
	tree=$(fetch tree ipxe-qemu)
	take "$tree/usr/share/qemu"
}

case ${IPXE:-} in
'') cached ipxe "$(key "$(fetch id ipxe-qemu)" "$(declare -f take)")" \
	"iPXE" debian ;;
none) cached ipxe none "iPXE: none" true ;;
*) cached ipxe "$(key "$IPXE")" "iPXE of $IPXE" take "$(realpath "$IPXE")" ;;
esac
