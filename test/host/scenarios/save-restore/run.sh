# SPDX-License-Identifier: GPL-2.0-or-later
# Save and restore, then a checkpoint and a save, of a boot sector that counts:
# its count goes on where it was, with the newest state.
. $PAYLOAD/lib/save.sh

clock() {	# TEXT: the CMOS clock, in seconds of the day, in REPLY
	send boot t
	check "$1" expect boot 30 'RTC ([0-9]{6})\r'
	REPLY=$((10#${REPLY:0:2} * 3600 + 10#${REPLY:2:2} * 60 +
		10#${REPLY:4:2}))
}

restored() {	# TEXT
	must restore boot "$1: xl restore ends well" guest_restore boot
	note "$MS ms; $(grep -ao 'phase state-ready.*' "$(log_of boot)" |
		tail -n 1)"
	check_why restore boot "$1: the count goes on" expect boot 90 \
		'TICK [0-9]+'
	check "$1: for a while" expect boot 90 'TICK [0-9]+'
	check "$1: no tick is missing" ticks_gap boot
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 2'
clock "its CMOS clock can be read"
RTC=$REPLY NOW_RTC=$(date +%s)
must save boot "xl save" guest_save boot
note "$MS ms; $(grep -ao 'device state: .*' "$(log_of boot)")"
check "xl save: both domains are gone" wait_for 10 gone boot-dm
check "xl save: nothing is left in $XEN_SAVES" nothing_left
serial_keep boot
restored first
clock "its CMOS clock can still be read"
AHEAD=$(((REPLY - RTC - ($(date +%s) - NOW_RTC) + 86400) % 86400))
check "and is right ($AHEAD s)" [ $AHEAD -le 2 -o $AHEAD -ge 86398 ]
must save boot "xl save -c" guest_save boot -c
note "$MS ms; $(state_size) bytes in dom0's file"
check_why save boot "the guest goes on" goes_on boot
must save boot "xl save after it" guest_save boot
note "$MS ms"
serial_keep boot
restored second
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
