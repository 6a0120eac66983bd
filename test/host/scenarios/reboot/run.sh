# SPDX-License-Identifier: GPL-2.0-or-later
# A guest that reboots gets a new stub domain from xl's daemon, as often as it
# wants, by the chipset's reset register (the guest's own doing).
again() {	# is there a pair with other numbers?
	local g s
	g=$(domid boot) && s=$(domid boot-dm) && [ "$g" != "$G" ] &&
		[ "$s" != "$S" ] && has_serial boot && G=$g S=$s
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
for i in 1 2; do
	check "start $i: runs" expect boot 60 TICK
	OLD=$G/$S
	send boot r
	if ! wait_for 90 again; then
		not_ok "reboot $i: no new pair of domains"
		guest_destroy boot
		end
	fi
	ok "reboot $i: $OLD became $G/$S"
	con_close boot
	serial_open boot
done
check "start 3: runs" expect boot 60 TICK
check "xl destroy leaves neither domain" guest_destroy boot
end
