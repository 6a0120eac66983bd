# SPDX-License-Identifier: GPL-2.0-or-later
# Four IDE disks of all kinds of backend, named in the wrong order: a raw file,
# a qcow2 image that dom0's QEMU serves, a file of an odd number of sectors and
# a block device. Each is where its vdev says, has what dom0 has, and keeps
# what the guest writes and flushes although the guest is then destroyed.
. $PAYLOAD/lib/disks.sh
HDA=$(data hda.img 1023 4)
RAW=$(data hdb.raw 1024 1)
QCOW=$RIG/disk/hdb.qcow2
qemu-img convert -f raw -O qcow2 "$RAW" "$QCOW" ||
	error "qemu-img convert"
HDC=$(data hdc.img 2049 2)
dm_disk rig "$(data hdd.img 3072 3)" || error "device-mapper"

config ide <<END
$LINUX_BOOT
disk=[$LINUX_DISK,
      "format=raw,vdev=hdd,access=rw,target=$DM",
      "format=qcow2,vdev=hdb,access=rw,target=$QCOW",
      "format=raw,vdev=hdc,access=rw,target=$HDC",
      "format=raw,vdev=hda,access=rw,target=$HDA"]
END
linux_up ide
guest_disks ide
is "each disk is where its vdev says" "$REPLY" \
	"0:0:0:0=1023 0:0:1:0=1024 1:0:0:0=2049 1:0:1:0=3072 "
put() {	# PLACE IMAGE WHAT: compare, write the sectors 8 to 71, flush
	guest_node ide "$1"
	guest_sum ide "$NODE"
	is "the guest reads $3" "$REPLY" "$(sum_of "$2")"
	check "it writes and flushes $3" type_in ide 60 \
		"dd if=$NODE of=$NODE bs=4k skip=64 seek=1 count=8 conv=fsync 2>/dev/null"
}
put 0:0:0:0 "$HDA" "hda"
put 0:0:1:0 "$RAW" "a qcow2 image"
put 1:0:0:0 "$HDC" "a file"
put 1:0:1:0 $DM "a block device"
check "xl destroy leaves neither domain" guest_destroy ide
kept() {	# IMAGE WHAT
	is "$2 has what was written" "$(head_sum "$1" 32 4)" \
		"$(head_sum "$1" 32 256)"
}
qemu-img convert -f qcow2 -O raw "$QCOW" "$RAW"
kept "$RAW" "the qcow2 image"
kept "$HDA" "hda"
kept "$HDC" "the file"
kept $DM "the block device"
dm_gone rig
end
