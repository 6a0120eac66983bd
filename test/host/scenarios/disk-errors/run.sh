# SPDX-License-Identifier: GPL-2.0-or-later
# A disk that breaks in dom0 (device-mapper's error target) while the guest
# uses it: the guest gets an error, no more; when the disk works again, so it
# does for the guest. And what the guest flushes is flushed in dom0: the backend
# counts. Writes do not wait for a flush in the stub domain, so they fail at
# once; but dom0's cache is one, and a flush that fails has lost writes (hdc: a
# loop device on the disk). No state is saved then, and from then on every flush
# fails, as with a QEMU in dom0 (QEMU, block/file-posix.c, handle_aiocb_flush),
# until the guest is started again.
. $PAYLOAD/lib/save.sh
. $PAYLOAD/lib/disks.sh
HDB=$(data hdb.img 4096 1)
dm_disk rig "$HDB" || error "device-mapper"
CACHED=$(losetup -f --show "$DM") || error "no loop device"

flushes() { cat "/sys/bus/xen-backend/devices/vbd-$S-832/statistics/f_req"; }

not_saved() {	# TEXT: xl save says why it fails, and the guest goes on
	local why='the disks could not be flushed: [A-Za-z/ ]*'
	if guest_save broken; then
		not_ok "$1"
	else
		check_why save broken "$1: $(grep -om 1 "$why" \
			"$RIG/log/broken.save.xl")" \
			grep -q "$why" "$RIG/log/broken.save.xl"
	fi
	check "and the guest goes on" type_in broken 60 true
}

config broken <<END
$LINUX_BOOT
disk=[$LINUX_DISK,
      "format=raw,vdev=hda,access=rw,target=$(data hda.img 512 2)",
      "format=raw,vdev=hdb,access=rw,target=$DM",
      "format=raw,vdev=hdc,access=rw,target=$CACHED"]
END
linux_up broken
guest_node broken 0:0:1:0
guest_sum broken "$NODE" count=4
is "the guest reads the disk" "$REPLY" "$(head_sum "$HDB" 256)"

BEFORE=$(flushes)
check "it writes without a flush" type_in broken 60 \
	"dd if=/dev/zero of=$NODE bs=4k count=4 oflag=direct 2>/dev/null"
is "which flushes nothing in dom0" "$(flushes)" "$BEFORE"
check "it writes and flushes" type_in broken 60 \
	"dd if=/dev/zero of=$NODE bs=4k count=4 conv=fsync 2>/dev/null"
check "the flush is one in dom0 ($(flushes), was $BEFORE)" \
	[ "$(flushes)" -gt "$BEFORE" ]

check "the disk breaks" dm_become rig error
READ="dd if=$NODE of=/dev/null bs=4k skip=450 count=1 iflag=direct 2>/dev/null && echo good || echo bad"
WRITE="dd if=/dev/zero of=$NODE bs=4k seek=400 count=1 conv=fsync 2>/dev/null && echo good || echo bad"
type_in broken 120 "$READ"
is "a read" "$REPLY" bad
type_in broken 120 "$WRITE"
is "a write that is flushed" "$REPLY" bad
guest_sum broken /dev/sda count=4
is "its other disk still works" "$REPLY" "$(head_sum $RIG/disk/hda.img 256)"
check "the stub domain is up" xl domid broken-dm
check "the disk is mended" dm_become rig linear
type_in broken 120 "$READ"
is "a read" "$REPLY" good
type_in broken 120 "$WRITE"
is "a write that is flushed" "$REPLY" good

guest_node broken 1:0:0:0
FLUSH="dd if=/dev/null of=$NODE conv=fsync 2>/dev/null && echo good || echo bad"
check "it writes to hdc, and dom0 has it" type_in broken 60 \
	"dd if=/dev/urandom of=$NODE bs=4k seek=300 count=4 oflag=direct 2>/dev/null"
check "the disk breaks" dm_become rig error
not_saved "xl save fails"
check "the disk is mended" dm_become rig linear
type_in broken 120 "$FLUSH"
is "a flush of hdc, for good" "$REPLY" bad
not_saved "xl save fails again"
type_in broken 120 "$WRITE"
is "a flush of hdb" "$REPLY" good
check "xl destroy leaves neither domain" guest_destroy broken
losetup -d "$CACHED"
dm_gone rig
end
