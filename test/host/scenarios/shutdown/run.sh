# SPDX-License-Identifier: GPL-2.0-or-later
# All ways a guest goes: xl shutdown (asked through xenstore where it has PV
# drivers, else by its power button), its own power off, xl destroy while it
# runs and while it is paused. The rig itself looks for what is left in dom0:
# domains, loop devices, processes, xenstore nodes, interfaces.
config linux <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img guest.img)"]
END
guest_up linux
if expect linux 90 'GUEST READY' && expect linux 20 'guest# '; then
	ok "the Linux guest runs"
	xl shutdown -F linux >>$RIG/log/linux.xl 2>&1
	check "xl shutdown -F: the guest sees its power button" \
		expect linux 30 'GUEST POWER BUTTON'
	check "xl shutdown -F: both domains end" wait_for 60 both_gone linux
else
	not_ok "the Linux guest runs: $REPLY"
	guest_destroy linux
fi
con_close linux

config full <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hdc.img full.img)"]
END
guest_up full
if expect full 120 'GUEST READY'; then
	ok "the guest with PV drivers runs"
	check "xl shutdown is accepted" xl shutdown full
	check "xl shutdown: the guest is asked" \
		expect full 30 'GUEST ASKED TO poweroff'
	check "xl shutdown: both domains end" wait_for 60 both_gone full
else
	not_ok "the guest with PV drivers runs: $REPLY"
	guest_destroy full
fi
con_close full

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hdb.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 60 'TICK 1'
send boot p
check "power off by the guest: both domains end" wait_for 60 both_gone boot
con_close boot

guest_create boot -p
check "xl destroy of a paused guest leaves neither domain" guest_destroy boot
end
