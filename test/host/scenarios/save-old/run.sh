# SPDX-License-Identifier: GPL-2.0-or-later
# What QEMU of an earlier build wrote (*.state, made by test/host/fixture.sh)
# takes the place of today's in a file of xl save: the guest goes on, and can be
# saved and restored.
. $PAYLOAD/lib/save.sh

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 1'
for f in "$HERE"/*.state; do
	name=$(basename "$f" .state)
	must save boot "$name: xl save" guest_save boot
	serial_keep boot
	python3 -IS $PAYLOAD/lib/damage.py "$(save_file boot)" \
		$RIG/disk/old.save put "$f" || error "damage.py"
	must restore boot "$name: xl restore with that state" \
		guest_restore boot $RIG/disk/old.save
	note "$MS ms; $(grep -ao 'phase state-ready.*' "$(log_of boot)")"
	check_why restore boot "$name: the count goes on" \
		expect boot 90 'TICK [0-9]+'
	must save boot "$name: xl save" guest_save boot
	serial_keep boot
	must restore boot "$name: xl restore" guest_restore boot
	check_why restore boot "$name: the count goes on" \
		expect boot 90 'TICK [0-9]+'
done
check "no tick is missing" ticks_gap boot
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
