# SPDX-License-Identifier: GPL-2.0-or-later
# All ways a guest goes: xl shutdown (asked through xenstore where it has PV
# drivers, else by its power button), its own power off, xl destroy while it
# runs and while it is paused. The rig itself looks for what is left in dom0:
# domains, loop devices, processes, xenstore nodes, interfaces.
linux() {	# NAME KERNEL
	LINUX=$2
	. $PAYLOAD/lib/linux.sh
	config "$1" <<-END
	$LINUX_BOOT
	disk=[$LINUX_DISK]
	END
	linux_up "$1"
}

linux button guest
xl shutdown -F button >>$RIG/log/button.xl 2>&1
check "xl shutdown -F: the guest sees its power button" \
	expect button 30 'GUEST POWER BUTTON'
check "xl shutdown -F: both domains end" wait_for 60 both_gone button
con_close button

linux pv full
check "xl shutdown is accepted" xl shutdown pv
check "xl shutdown: the guest is asked" expect pv 30 'GUEST ASKED TO poweroff'
check "xl shutdown: both domains end" wait_for 60 both_gone pv
con_close pv

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hdb.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 60 'TICK 1'
send boot p
check "power off by the guest: both domains end" wait_for 60 both_gone boot
con_close boot

check "xl create -p" guest_create boot -p
check "xl destroy of a paused guest leaves neither domain" guest_destroy boot
end
