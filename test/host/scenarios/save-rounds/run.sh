# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 1800
# Save and restore again and again: 2 rounds, 20 with --set SOAK=1. Nothing
# grows, here or there.
. $PAYLOAD/lib/save.sh
ROUNDS=2
[ -z "${SOAK:-}" ] || ROUNDS=20

# What one round after the other might leave in dom0, or take from the next
# stub domain.
leftovers() {
	echo "$(xl list | wc -l) domains, $(losetup -a | wc -l) loop devices," \
		"$(find $XEN_SAVES -name 'qemu-*' | wc -l) files," \
		"$(pgrep -c 'qemu-system|vchan|^xl') processes," \
		"$(xenstore-ls -f | wc -l) xenstore nodes," \
		"$(grep -ao 'of [0-9]* KiB' "$(log_of boot)" | tail -n 1)"
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 1'
for ((i = 1; i <= ROUNDS; i++)); do
	must save boot "round $i: xl save" guest_save boot
	SAVE_MS=$MS
	serial_keep boot
	rm -f "$(log_of boot)"
	must restore boot "round $i: xl restore" guest_restore boot
	note "save $SAVE_MS ms, restore $MS ms;$(grep -ao \
		'state-ready: [^,]*' "$(log_of boot)" | cut -d: -f2);" \
		"$(grep -ao '[0-9]* KiB free' "$(log_of boot)")"
	check_why restore boot "round $i: the count goes on" \
		expect boot 120 'TICK [0-9]+'
	[ $i != 1 ] || BEFORE=$(leftovers)
done
check "no tick is missing" ticks_gap boot
is "dom0 has what it had after the first" "$(leftovers)" "$BEFORE"
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
