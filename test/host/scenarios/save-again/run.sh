# SPDX-License-Identifier: GPL-2.0-or-later
# One stub domain saves again and again: after other saves, while dom0 takes
# what it writes only now and then, after a client that went away, after saves
# that failed for want of room. What is restored in the end is the newest
# state. A save that QEMU refuses fails with a clear error.
. $PAYLOAD/lib/save.sh

states() {	# WHAT: of lib/qmpsave.py; its words in OUT
	OUT=$(python3 -IS $PAYLOAD/lib/qmpsave.py "/var/run/xen/qmp-libxl-$G" \
		"$XEN_SAVES/qemu-save.$G" "$@" 2>&1)
	local rc=$?
	note "$OUT"
	return $rc
}

small_save() {	# BYTES: xl save to a file system of that size
	local rc
	mkdir -p $RIG/small
	mount -t tmpfs -o "size=$1" none $RIG/small || return 0
	xl -vv save boot $RIG/small/save >$RIG/log/boot.save.xl 2>&1
	rc=$?
	umount $RIG/small
	return $rc
}

fails() {	# TEXT REGEX COMMAND...: xl save with that on its standard error
	local text=$1 regex=$2
	shift 2
	if "$@"; then
		not_ok "$text"
	elif ! grep -q "$regex" $RIG/log/boot.save.xl; then
		not_ok "$text: not with '$regex'"
		why_not save boot
	else
		ok "$text: $(grep -o "$regex" $RIG/log/boot.save.xl |
			head -n 1)"
	fi
	check_why save boot "and the guest goes on" goes_on boot
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 1'
BACKEND=$(xenstore-read "/local/domain/$S/image/device-model-pid")
check "twenty saves; at each reply dom0 has all of the state" states 20
check "dom0's QEMU is stopped: the reply waits until dom0 has all of it" \
	states 2 "$BACKEND"
check "libxl goes away in the middle of one" states leave "$BACKEND"
check "the next one is whole" states 1
must save boot "xl save -c" guest_save boot -c
SIZE=$(stat -c %s "$(save_file boot)")
fails "no room for the guest's memory: xl save fails" \
	'No space left on device' small_save 4m
fails "no room for the device state: xl save fails" \
	'No space left on device' small_save $((SIZE - 12288))
# What the guest said while nobody took it is lost, but no more from here on.
check "ticks come" expect boot 90 'TICK ([0-9]+)\r'
FROM=$REPLY
must save boot "xl save after all these" guest_save boot
serial_keep boot
must restore boot "xl restore" guest_restore boot
note "$MS ms; $(grep -ao 'phase state-ready.*' "$(log_of boot)")"
check_why restore boot "the count goes on" expect boot 90 'TICK [0-9]+\r'
check "no tick is missing: it was the newest state" ticks_gap boot "$FROM"
check "QEMU's way to save is taken away" states break
fails "xl save fails" 'Failed to find fdset.*' guest_save boot
fails "and again" 'Failed to find fdset.*' guest_save boot
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
