#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh [HOST...]: the benchmarks, on emulated Xen hosts in virtual time, so
# that the figures tell of instructions executed and not of this machine. The
# ratio to a QEMU in dom0, in the same run, is what counts. BENCH="start save"
# runs those only.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$here/../../build/bench
mkdir -p "$work/tree" "$work/dom0"
"$("$here/../../qemu-wrapper/build/sysroot.sh")/bin/mcc" -std=c11 -O2 -Wall \
	-Wextra -Werror -static -s -o "$work/tree/blockbench" \
	"$here/blockbench.c"
rm -f "$work/dom0/bench.iso"
xorriso -as mkisofs -quiet -V BENCH -R -o "$work/dom0/bench.iso" "$work/tree"
cp "$here/lib.sh" "$work/dom0/"
[ $# -gt 0 ] || set -- trixie bookworm
for host; do
	for bench in ${BENCH:-start disk net save}; do
		echo "# $host: $bench"
		"$here/../host/rig.py" exec --clock virtual \
			--add "$work/dom0" --deadline 900 "$host" \
			"$here/$bench.sh"
	done | tee "$work/$host.txt"
done
