# SPDX-License-Identifier: GPL-2.0-or-later
# SCSI disks, named in the wrong order: the guest boots from sda, writes sdb, and
# may read but not write sdc, which is read-only.
. $PAYLOAD/lib/disks.sh
SDB=$(data sdb.img 1025 2)
SDC=$(data sdc.img 1026 3)
WAS=$(sum_of "$SDC")
config scsi <<END
disk=["format=raw,vdev=sdc,access=ro,target=$SDC",
      "format=raw,vdev=sdb,access=rw,target=$SDB",
      "format=raw,vdev=sda,access=rw,target=$(disk sda.img guest.img)"]
END
linux_up scsi
guest_disks scsi
note "$REPLY"
HOST=${REPLY%%:*}
is "each disk is where its vdev says" "$REPLY" \
	"$HOST:0:0:0=32768 $HOST:0:1:0=1025 $HOST:0:2:0=1026 "
guest_node scsi "$HOST:0:1:0"
guest_sum scsi "$NODE"
is "the guest reads sdb" "$REPLY" "$(sum_of "$SDB")"
check "it writes and flushes sdb" type_in scsi 60 \
	"dd if=$NODE of=$NODE bs=4k skip=64 seek=1 count=8 conv=fsync 2>/dev/null"
guest_node scsi "$HOST:0:2:0"
guest_sum scsi "$NODE"
is "the guest reads sdc" "$REPLY" "$WAS"
type_in scsi 20 "cat /sys/block/${NODE##*/}/ro"
is "sdc is read-only to the guest" "$REPLY" 1
type_in scsi 60 "dd if=/dev/zero of=$NODE bs=4k count=1 conv=fsync 2>/dev/null && echo written || echo refused"
is "a write to sdc" "$REPLY" refused
check "xl destroy leaves neither domain" guest_destroy scsi
is "sdb has what was written" "$(head_sum "$SDB" 32 4)" \
	"$(head_sum "$SDB" 32 256)"
is "sdc is as it was" "$(sum_of "$SDC")" "$WAS"
end
