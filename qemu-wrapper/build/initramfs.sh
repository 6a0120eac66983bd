#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# initramfs.sh BUILD [LIST]: the compressed initramfs, on stdout. The same
# inputs give the same bytes: order, owner and modes come from LIST, all times
# are 0. @BIN@, @QEMU@, @ROM@ and @IPXE@ in it are where the programs are.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
b=$1
list=$(mktemp)
trap 'rm -f "$list"' EXIT
sed "s|@BIN@|$b/bin|; s|@QEMU@|$(cat "$b/qemu.path")|
	s|@ROM@|$(cat "$b/optionrom.path")|
	s|@IPXE@|$(cat "$b/ipxe.path")|" \
	"${2:-$here/initramfs.list}" >"$list"
"$b/gen_init_cpio" -t 0 "$list" | zstd -q -19 -T1 --no-check -c
