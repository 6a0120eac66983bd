#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# optionrom.sh: print the folder of linuxboot_dma.bin, the boot ROM by which a
# guest starts the kernel of QEMU's -kernel, building it first if need be.
# QEMU's own build of it is off with --disable-install-blobs (qemu.sh).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/cache.sh"

build() {
	local src
	src=$(fetch tree qemu)
	cat >config.mak <<-END
	TOPSRC_DIR = $src
	CC = gcc
	OBJCOPY = objcopy
	PYTHON = python3 -B
	END
	make -f "$src/pc-bios/optionrom/Makefile" linuxboot_dma.bin
	find . -type f ! -name linuxboot_dma.bin -delete
}

cached optionrom "$(key "$here/optionrom.sh" \
	"$(tools_id)" "$(fetch id qemu)")" "QEMU's boot ROM" build
