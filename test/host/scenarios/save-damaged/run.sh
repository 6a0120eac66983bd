# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 500
# A saved state with a bit wrong, cut off, of somebody else, or of a guest with
# other devices or another machine: one clear line, an early end, and the file
# stays as it is. QEMU's plain stream is taken.
. $PAYLOAD/lib/save.sh
BAD=$RIG/disk/bad.save

damage() {	# HOW
	if [ "$1" = devices ] || [ "$1" = machine ]; then # it is a good one
		cp --sparse=always "$(save_file boot)" $BAD
		return
	fi
	python3 -IS $PAYLOAD/lib/damage.py "$(save_file boot)" $BAD "$1" |
		sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

wrong_restore() {	# HOW REGEX [CONFIG]
	local pid sum
	damage "$1" || error "damage.py"
	rm -f "$(log_of boot)"
	sum=$(md5sum <$BAD)
	xl -vv restore ${3:-} $BAD >"$RIG/log/$1.restore.xl" 2>&1 &
	pid=$!
	down_within boot-dm 15 "$1: the stub domain is down early"
	if wait $pid; then
		not_ok "$1: xl restore fails"
	else
		ok "$1: xl restore fails"
	fi
	one_line "$(log_of boot)" "$2"
	note "$(grep -aoE 'E: restore.*|qemu: (Unknown savevm|Missing section).*' \
		"$(log_of boot)" | tr -d '\r')"
	is "$1: the save file is as it was" "$(md5sum <$BAD)" "$sum"
	check "$1: neither domain is left" guest_destroy boot
	check "$1: nothing is left in $XEN_SAVES" nothing_left
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 1'
check "xl save" guest_save boot
serial_keep boot
wrong_restore flip 'restore: .*expected checksum'
wrong_restore cut 'restore: .*expected [0-9]* bytes, got'
wrong_restore foreign 'restore: .*expected a saved state, got'
{ cat $RIG/boot.cfg; echo 'vga="stdvga"'; } >$RIG/other.cfg
wrong_restore devices 'Unknown savevm section' $RIG/other.cfg
{ cat $RIG/boot.cfg; echo 'xen_platform_pci=0'; } >$RIG/other.cfg
wrong_restore machine 'Missing section footer' $RIG/other.cfg
if damage plain && guest_restore boot $BAD; then
	ok "a plain stream is restored ($MS ms)"
	check "the count goes on" expect boot 90 'TICK [0-9]+'
else
	not_ok "a plain stream is restored"
	why_not restore boot
fi
check "xl destroy leaves neither domain" guest_destroy boot
end
