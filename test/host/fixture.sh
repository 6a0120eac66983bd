#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fixture.sh: keep the device state that today's build writes of a guest with
# one disk, for the scenario save-old of later builds. To be run for each
# release: it makes NAME.state, and NAME.txt with what it was made with.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
out=$here/scenarios/save-old/$(git -C "$top" log -1 --format=%cs-%h)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cat >"$tmp/dom0.sh" <<'END'
. $PAYLOAD/lib/save.sh
config boot <<CFG
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
CFG
guest_start boot && expect boot 120 'TICK 2' && guest_save boot &&
	python3 -IS $PAYLOAD/lib/damage.py "$(save_file boot)" /tmp/state get &&
	echo "STATE $(base64 -w 0 /tmp/state)"
END
"$here/rig.py" exec --clock virtual bookworm "$tmp/dom0.sh" >"$tmp/out" || true
sed -n 's/^STATE //p' "$tmp/out" | base64 -d >"$tmp/state"
[ -s "$tmp/state" ] || { cat "$tmp/out" >&2; exit 1; }
cp "$tmp/state" "$out.state"
{
	git -C "$top" log -1 --format='commit %H'
	grep -E '^(qemu|xen|linux) ' "$top/qemu-wrapper/build/sources.lock"
} >"$out.txt"
ls -l "$out".*
