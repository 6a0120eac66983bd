# SPDX-License-Identifier: GPL-2.0-or-later
# Another CD, then none, ten times; a locked tray; a paused guest. libxl can do
# it for a stub domain since Xen 4.20; before that it refuses, and no harm is done.
. $PAYLOAD/lib/disks.sh
PHY=,backendtype=phy
case $XEN_LIB in *4.17) PHY= ;; esac
config cd <<END
$LINUX_BOOT
disk=[$LINUX_DISK,
      "format=raw,vdev=hdc,devtype=cdrom$PHY,target=$(data 0.iso 256 100)"]
END
linux_up cd
guest_node cd 1:0:0:0
CD=$NODE

reads() { guest_reads_cd cd "$CD" "$RIG/disk/$1"; }	# IMAGE
empty() {
	type_in cd 60 "dd if=$CD of=/dev/null count=1 2>/dev/null && echo medium || echo empty"
	[ "$REPLY" = empty ]
}
insert() {	# IMAGE
	xl -vvv cd-insert cd hdc "$RIG/disk/$1" >>$RIG/log/cd.change 2>&1
}
eject() { xl -vvv cd-eject cd hdc >>$RIG/log/cd.change 2>&1; }

check "the guest reads the first CD" reads 0.iso
data 1.iso 512 101 >/dev/null
case $XEN_LIB in
*4.17)
	check "xl cd-insert is refused" eval '! insert 1.iso'
	check "libxl says why" \
		grep -q "cdrom-insert doesn't work for stub domains" \
		$RIG/log/cd.change
	check "xl cd-eject is refused" eval '! eject'
	check "the guest still reads the first CD" reads 0.iso
	check "xl destroy leaves neither domain" guest_destroy cd
	end
	;;
esac

change() {	# N: a new CD of another size, then none
	data "$1.iso" $((256 + 4 * $1)) $((100 + $1)) >/dev/null
	insert "$1.iso" || { note "cd-insert $1"; return 1; }
	reads "$1.iso" || { note "CD $1: the guest read '$REPLY'"; return 1; }
	eject || { note "cd-eject $1"; return 1; }
	empty || { note "CD $1: still there: $REPLY"; return 1; }
	rm "$RIG/disk/$1.iso"
}
now_ms; T=$NOW
for ((DONE = 0; DONE < ${SOAK:+9}10; DONE++)); do
	change $((DONE + 1)) || break
done
now_ms
is "CDs inserted, read and ejected ($(((NOW - T) / (DONE + !DONE))) ms each)" \
	$DONE ${SOAK:+9}10

check "a CD goes in" insert 0.iso
check "the guest reads it" reads 0.iso
type_in cd 20 "sleep 1000 <$CD & sleep 1"	# which locks the tray
check "a locked tray: xl cd-eject fails" eval '! eject'
check "the guest still reads it" reads 0.iso
type_in cd 20 'kill %1; sleep 1'
check "unlocked: xl cd-eject" eject
check "the drive is empty" empty

xl pause cd
data p.iso 300 99 >/dev/null
check "a CD goes into a paused guest's drive" insert p.iso
xl unpause cd
check "the guest reads it" reads p.iso
check "xl destroy leaves neither domain" guest_destroy cd
end
