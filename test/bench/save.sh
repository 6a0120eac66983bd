# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0: xl save and xl restore of a boot sector, each kind in turn.
. $PAYLOAD/lib/save.sh
. $PAYLOAD/add/dom0/lib.sh
ROUNDS=5

declare -A SAVE RESTORE
for kind in ours dom0; do
	bench_config $kind <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk $kind.img boot.img)"]
	END
	bench_up $kind
	expect $kind 120 'TICK 1' || error "$kind: $REPLY"
done
for ((i = 0; i < ROUNDS; i++)); do
	note "round $((i + 1)) of $ROUNDS"
	for kind in ours dom0; do
		guest_save $kind || error "$kind: xl save"
		SAVE[$kind]+=" $MS"
		serial_keep $kind
		guest_restore $kind || error "$kind: xl restore"
		RESTORE[$kind]+=" $MS"
		expect $kind 90 'TICK [0-9]+' || error "$kind: $REPLY"
	done
done
for kind in ours dom0; do
	ticks_gap $kind || error "$kind: a tick is missing"
	bench_down $kind
done
title "median of $ROUNDS, ms"
row "xl save" "$(median "${SAVE[ours]}")" "$(median "${SAVE[dom0]}")"
row "xl restore" "$(median "${RESTORE[ours]}")" "$(median "${RESTORE[dom0]}")"
