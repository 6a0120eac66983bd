# SPDX-License-Identifier: GPL-2.0-or-later
# A disk that breaks in dom0 (device-mapper's error target) while the guest
# uses it: the guest gets an error, no more; when the disk works again, the
# guest reads it again. And what the guest flushes is flushed in dom0: the
# backend counts. The stub domain's page cache is a write-back cache, as libxl
# orders it: it has what was read before, and a write fails when it is flushed.
# From then on every flush fails, since the cache may have lost what was written
# (QEMU, block/file-posix.c, handle_aiocb_flush), until the guest is started
# again.
. $PAYLOAD/lib/disks.sh
HDB=$(data hdb.img 4096 1)
dm_disk rig "$HDB" || error "device-mapper"

flushes() { cat "/sys/bus/xen-backend/devices/vbd-$S-832/statistics/f_req"; }

config broken <<END
$LINUX_BOOT
disk=[$LINUX_DISK,
      "format=raw,vdev=hda,access=rw,target=$(data hda.img 512 2)",
      "format=raw,vdev=hdb,access=rw,target=$DM"]
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
READ="dd if=$NODE of=/dev/null bs=4k skip=900 count=1 iflag=direct 2>/dev/null && echo good || echo bad"
WRITE="dd if=/dev/zero of=$NODE bs=4k seek=800 count=1 conv=fsync 2>/dev/null && echo good || echo bad"
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
is "a write that is flushed, for good" "$REPLY" bad
check "xl destroy leaves neither domain" guest_destroy broken
dm_gone rig
end
