# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0, for test/bench/save: a boot sector is saved and restored, ROUNDS
# times with a stub domain and ROUNDS times without, in turn.
. $PAYLOAD/lib/save.sh
ROUNDS=${ROUNDS:-5}

serial_path() {
	case $1 in
	stub) echo "/local/domain/$(domid stub-dm)/device/console/3/tty" ;;
	dom0) echo "/local/domain/$(domid dom0)/serial/0/tty" ;;
	esac
}

give_up() {	# WORD NAME
	echo "$2: xl $1 failed"
	tail -n 5 "$RIG/log/$2."*xl
	guest_destroy stub
	guest_destroy dom0
	exit 1
}

median() { tr ' ' '\n' | grep . | sort -n | awk '{ v[NR] = $1 }
	END { print v[int((NR + 1) / 2)] }'; }

declare -A SAVE RESTORE
for kind in stub dom0; do
	config $kind <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk $kind.img boot.img)"]
	END
	[ $kind = stub ] ||
		sed -i '/^stubdomain_\|^device_model_stubdomain/d' $RIG/dom0.cfg
	guest_start $kind || give_up create $kind
	expect $kind 120 'TICK 1' || give_up create $kind
done
for ((i = 0; i < ROUNDS; i++)); do
	for kind in stub dom0; do
		guest_save $kind || give_up save $kind
		SAVE[$kind]+=" $MS"
		serial_keep $kind
		guest_restore $kind || give_up restore $kind
		RESTORE[$kind]+=" $MS"
		expect $kind 90 'TICK [0-9]+' || give_up restore $kind
	done
done
for kind in stub dom0; do
	echo "$kind save ms:${SAVE[$kind]}"
	echo "$kind restore ms:${RESTORE[$kind]}"
	ticks_gap $kind
	guest_destroy $kind
done
awk -v ss="$(echo "${SAVE[stub]}" | median)" \
	-v sr="$(echo "${RESTORE[stub]}" | median)" \
	-v ds="$(echo "${SAVE[dom0]}" | median)" \
	-v dr="$(echo "${RESTORE[dom0]}" | median)" 'BEGIN {
	printf "%-10s %10s %10s %8s\n", "median", "stub", "dom0", "ratio"
	printf "%-10s %7d ms %7d ms %8.2f\n", "save", ss, ds, ss / ds
	printf "%-10s %7d ms %7d ms %8.2f\n", "restore", sr, dr, sr / dr
}'
