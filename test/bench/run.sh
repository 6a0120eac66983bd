#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh [HOST...]: the benchmarks, on emulated Xen hosts in virtual time, so
# that the figures tell of instructions executed and not of this machine. The
# ratio to a QEMU in dom0, in the same run, is what counts.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$here/../../build/bench
mkdir -p "$work/tree"
"$("$here/../../qemu-wrapper/build/sysroot.sh")/bin/mcc" -std=c11 -O2 -Wall \
	-Wextra -Werror -static -s -o "$work/tree/blockbench" \
	"$here/blockbench.c"
xorriso -as mkisofs -quiet -V BENCH -R -o "$work/bench.iso" "$work/tree"
[ $# -gt 0 ] || set -- trixie bookworm
for host; do
	echo "# $host"
	"$here/../host/rig.py" exec --clock virtual --add "$work/bench.iso" \
		--deadline 600 "$host" "$here/disk.sh" | tee "$work/$host.txt"
done
