# SPDX-License-Identifier: GPL-2.0-or-later
# 26 disks on AHCI: QEMU gets the first six, the rest are for PV drivers and do
# not hold up the start. The sixth is the one that its vdev says.
. $PAYLOAD/lib/disks.sh
LIST=
for L in y x w v u t s r q p o n m l k j i h g; do
	truncate -s 4096 "$RIG/disk/$L.img"
	LIST+="\"format=raw,vdev=xvd$L,access=rw,target=$RIG/disk/$L.img\","
done
config many <<END
$LINUX_BOOT
hdtype="ahci"
disk=[$LINUX_DISK,$LIST
      "format=raw,vdev=xvdf,access=rw,target=$(data f.img 1030 6)",
      "format=raw,vdev=xvde,access=rw,target=$(data e.img 1029 5)",
      "format=raw,vdev=hdd,access=rw,target=$(data d.img 1028 4)",
      "format=raw,vdev=hdc,access=rw,target=$(data c.img 1027 3)",
      "format=raw,vdev=hdb,access=rw,target=$(data b.img 1026 2)",
      "format=raw,vdev=hda,access=rw,target=$(data a.img 1025 1)"]
END
now_ms
T=$NOW
linux_up many
now_ms
# SeaBIOS 1.16.2 (Debian 12) waits 32 s for a reply that it does not understand
check "the firmware waits for none of them ($((NOW - T)) ms)" \
	[ $((NOW - T)) -lt 30000 ]
is "the stub domain has all of them" \
	"$(xenstore-list "/local/domain/$S/device/vbd" | wc -l)" 26
guest_disks many
is "the guest has the first six" "${REPLY//[0-9]:0:0:0=/}" \
	"1025 1026 1027 1028 1029 1030 "
note "$REPLY"
for N in 1026:b 1030:f; do
	PLACE=$(tr ' ' '\n' <<<"$REPLY" | sed -n "s/=${N%:*}\$//p")
	DISKS=$REPLY
	guest_node many "$PLACE"
	guest_sum many "$NODE"
	is "the guest reads ${N#*:}.img" "$REPLY" "$(sum_of $RIG/disk/${N#*:}.img)"
	check "it writes and flushes ${N#*:}.img" type_in many 60 \
		"dd if=$NODE of=$NODE bs=4k skip=64 seek=1 count=8 conv=fsync 2>/dev/null"
	REPLY=$DISKS
done
check "xl destroy leaves neither domain" guest_destroy many
for N in b f; do
	is "$N.img has what was written" "$(head_sum $RIG/disk/$N.img 32 4)" \
		"$(head_sum $RIG/disk/$N.img 32 256)"
done
end
