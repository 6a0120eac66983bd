# SPDX-License-Identifier: GPL-2.0-or-later
# A guest that reboots gets a new stub domain from xl's daemon, as often as it
# wants: by the chipset's reset register (the guest's own doing), and by xl
# reboot, which asks the guest's PV drivers.
LINUX=full
. $PAYLOAD/lib/linux.sh

again() {	# NAME: is there a pair with other numbers?
	local g s
	g=$(domid "$1") && s=$(domid "$1-dm") && [ "$g" != "$G" ] &&
		[ "$s" != "$S" ] && has_serial "$1" && G=$g S=$s
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
for i in 1 2; do
	check "start $i: runs" expect boot 60 TICK
	OLD=$G/$S
	send boot r
	if ! wait_for 90 again boot; then
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

config full <<END
$LINUX_BOOT
disk=[$LINUX_DISK]
END
linux_up full
OLD=$G/$S
check "xl reboot is accepted" xl reboot full
check "the guest is asked" expect full 30 'GUEST ASKED TO reboot'
if wait_for 90 again full; then
	ok "xl reboot: $OLD became $G/$S"
else
	not_ok "xl reboot: no new pair of domains"
fi
con_close full
serial_open full
check "the guest runs again" expect full 120 'GUEST READY'
check "xl destroy leaves neither domain" guest_destroy full
end
