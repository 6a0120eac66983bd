# SPDX-License-Identifier: GPL-2.0-or-later
# A CD drive served by blkback that is empty when the guest is started: it delays
# nothing, takes a CD and gives it back. The libxl of 4.17 serves CDs by QEMU only
# (scenario cd-boot has such an empty drive).
. $PAYLOAD/lib/disks.sh
config cd <<END
$LINUX_BOOT
disk=[$LINUX_DISK,
      "format=raw,vdev=hdc,devtype=cdrom,backendtype=phy,target="]
END
case $XEN_LIB in
*4.17)
	check "xl create is refused" eval '! guest_start cd'
	check "libxl says why" grep -q \
		'Backend for CD devices on HVM guests must be Qdisk' \
		$RIG/log/cd.xl
	end
	;;
esac
linux_up cd
check "xl create did not wait for the empty drive ($CREATE_MS ms)" \
	[ "$CREATE_MS" -lt 12000 ]
guest_node cd 1:0:0:0
CD=$NODE
empty() {
	type_in cd 60 "dd if=$CD of=/dev/null count=1 2>/dev/null && echo medium || echo empty"
	[ "$REPLY" = empty ]
}
check "the drive is empty" empty
for n in 1 2; do
	check "CD $n goes in" xl -vvv cd-insert cd hdc \
		"$(data $n.iso $((256 * n)) $n)"
	check "the guest reads it" guest_reads_cd cd "$CD" "$RIG/disk/$n.iso"
	check "xl cd-eject" xl -vvv cd-eject cd hdc
	check "the drive is empty again" empty
done
check "xl destroy leaves neither domain" guest_destroy cd
end
