# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0: what a start takes, and a guest that does nothing much.
. $PAYLOAD/add/dom0/lib.sh
ROUNDS=5
IDLE=20

dm_pid() { xenstore-read "/local/domain/$G/image/device-model-pid"; }

dm_cpu() {	# KIND: of its device model so far, in ms (100 ms are a step)
	if [ "$1" = ours ]; then
		xl vcpu-list ours-dm |
			awk 'NR > 1 { t += $6 } END { printf "%d", t * 1000 }'
	else
		awk '{ printf "%d", ($14 + $15) * 10 }' "/proc/$(dm_pid)/stat"
	fi
}

dm_kib() {	# KIND: memory of its device model
	if [ "$1" = ours ]; then
		xl list ours-dm | awk 'NR == 2 { print $3 * 1024 }'
	else
		awk '/^VmRSS/ { print $2 }' "/proc/$(dm_pid)/status"
	fi
}

declare -A CREATE FIRST CPU KIB SPENT
for kind in ours dom0; do
	bench_config $kind <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk $kind.img boot.img)"]
	END
done
for ((i = 0; i < ROUNDS; i++)); do
	for kind in ours dom0; do
		bench_up $kind
		now_ms
		T=$NOW
		expect $kind 120 'BOOT-SECTOR OK' || error "$kind: $REPLY"
		now_ms
		CREATE[$kind]+=" $CREATE_MS"
		FIRST[$kind]+=" $((CREATE_MS + MS + NOW - T))"
		CPU[$kind]+=" $(dm_cpu $kind)"
		KIB[$kind]=$(dm_kib $kind)
		if [ $i = 0 ]; then
			expect $kind 60 'TICK 2' || error "$kind: $REPLY"
			FROM=$(dm_cpu $kind)
			sleep $IDLE
			SPENT[$kind]=$(($(dm_cpu $kind) - FROM))
		fi
		bench_down $kind
	done
done
title "median of $ROUNDS"
compare() { row "$1" "$(median "$2")" "$(median "$3")"; }
compare "xl create, ms" "${CREATE[ours]}" "${CREATE[dom0]}"
compare "to the guest's output, ms" "${FIRST[ours]}" "${FIRST[dom0]}"
compare "CPU until then, ms" "${CPU[ours]}" "${CPU[dom0]}"
row "CPU in $IDLE s of ticks, ms" "${SPENT[ours]}" "${SPENT[dom0]}"
row "memory, KiB" "${KIB[ours]}" "${KIB[dom0]}"
