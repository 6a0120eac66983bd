# SPDX-License-Identifier: GPL-2.0-or-later
# Save and restore, then a checkpoint and a save, of a boot sector that counts:
# its count goes on where it was, with the newest state.
. $PAYLOAD/lib/save.sh

restored() {	# TEXT
	if guest_restore boot; then
		ok "$1: xl restore ends well ($MS ms)"
	else
		not_ok "$1: xl restore"
		why_not restore boot
		guest_destroy boot
		end
	fi
	note "$(grep -ao 'phase state-ready.*' "$(log_of boot)" | tail -n 1)"
	check "$1: the count goes on" expect boot 90 'TICK [0-9]+'
	check "$1: for a while" expect boot 90 'TICK [0-9]+'
	check "$1: no tick is missing" ticks_gap boot
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 2'
check "xl save" guest_save boot
note "save: $MS ms;" "$(grep -ao 'device state: .*' "$(log_of boot)")"
check "xl save: both domains are gone" wait_for 10 gone boot-dm
check "xl save: nothing is left in $XEN_SAVES" nothing_left
serial_keep boot
restored first
check "xl save -c" guest_save boot -c
note "checkpoint: $MS ms; $(state_size) bytes in dom0's file"
expect boot 90 'TICK ([0-9]+)\r'
expect boot 90 'TICK ([0-9]+)\r' && AT=$REPLY
check "xl save after it" guest_save boot
note "save: $MS ms"
serial_keep boot
restored second
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
