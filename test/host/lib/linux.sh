# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by scenarios with a Linux guest that need not boot from a disk, after
# lib.sh. With LINUX=full it is the one with all drivers.

# Lines of a configuration, and of its disks: the guest is started without its
# disk, from which SeaBIOS takes 9 s more of virtual time to read it (scenario
# direct-kernel). A CD: dom0's QEMU 10 serves no read-only disk ("Block node is
# read-only").
LINUX_KERNEL=$GUEST/${LINUX:-guest}.bzImage
LINUX_BOOT="kernel=\"$LINUX_KERNEL\"
cmdline=\"$(cat "$GUEST/guest.cmdline")\""
LINUX_DISK="\"format=raw,vdev=xvdz,devtype=cdrom,backendtype=qdisk,\
target=$LINUX_KERNEL\""

# linux_up NAME [SECONDS]: the Linux guest at its prompt, or the end of the
# scenario. From a disk it takes longer.
linux_up() {
	guest_up "$1"
	expect "$1" ${2:-120} 'GUEST READY' && expect "$1" 20 'guest# ' && return
	not_ok "the guest comes up: $REPLY"
	guest_destroy "$1"
	end
}
