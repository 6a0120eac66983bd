# SPDX-License-Identifier: GPL-2.0-or-later
# soak: does not pass on both hosts yet.
# deadline: 1800
# Save and restore again and again: 3 rounds, 20 with --set SOAK=1. In the
# second one dom0's end of the stub domain's consoles is stopped most of the
# time: the save is slow, but whole. Nothing grows, here or there.
. $PAYLOAD/lib/save.sh
ROUNDS=3
[ -z "${SOAK:-}" ] || ROUNDS=20

# What one round after the other might leave in dom0.
leftovers() {
	echo "$(xl list | wc -l) domains, $(losetup -a | wc -l) loop devices," \
		"$(find $XEN_SAVES -name 'qemu-*' | wc -l) files," \
		"$(pgrep -c 'qemu-system|vchan') processes"
}
free_kib() {	# of the stub domain, when its guest runs
	grep -ao '[0-9]* KiB available\|available [0-9]* KiB' \
		"$(log_of boot)" | tail -n 1
}

backend_pid() { xenstore-read "/local/domain/$S/image/device-model-pid"; }

throttle() {	# PID, until the file throttle is gone
	while [ -e $RIG/throttle ]; do
		kill -STOP "$1"
		read -rt 1 <>$RIG/never
		kill -CONT "$1"
		read -rt 0.05 <>$RIG/never
	done
}

slow_save() {
	local pid rc
	touch $RIG/throttle
	pid=$(backend_pid) || return
	throttle "$pid" &
	guest_save boot
	rc=$?
	rm $RIG/throttle
	wait $!
	return $rc
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 1'
BEFORE=$(leftovers)
for ((i = 1; i <= ROUNDS; i++)); do
	SAVE=guest_save
	[ $i != 2 ] || SAVE=slow_save
	if ! $SAVE boot; then
		not_ok "round $i: xl save"
		why_not save boot
		guest_destroy boot
		end
	fi
	SAVE_MS=$MS
	serial_keep boot
	rm -f "$(log_of boot)"
	if ! guest_restore boot; then
		not_ok "round $i: xl restore"
		why_not restore boot
		guest_destroy boot
		end
	fi
	ok "round $i: $SAVE $SAVE_MS ms, restore $MS ms,$(grep -ao \
		'state-ready: [^,]*' "$(log_of boot)" | cut -d: -f2)"
	check "round $i: the count goes on" expect boot 120 'TICK [0-9]+'
done
check "no tick is missing" ticks_gap boot
is "dom0 has what it had" "$(leftovers)" "$BEFORE"
note "$(free_kib)"
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
