# SPDX-License-Identifier: GPL-2.0-or-later
# soak: not yet seen to pass whole on both hosts.
# Devices that come and go: PV disks of the guest, which are no business of the
# stub domain, and then dozens at once of its own. The guest reads all the time,
# and where libxl can change a CD (4.20), that still works after it.
. $PAYLOAD/lib/disks.sh
PHY=,backendtype=phy
case $XEN_LIB in *4.17) PHY= ;; esac
HDB=$(data hdb.img 2048 1)
WANT=$(sum_of "$HDB")
config plug <<END
$LINUX_BOOT
disk=[$LINUX_DISK,
      "format=raw,vdev=hdb,access=rw,target=$HDB",
      "format=raw,vdev=hdc,devtype=cdrom$PHY,target=$(data 0.iso 256 100)"]
END
linux_up plug
guest_node plug 0:0:1:0
type_in plug 20 "(while :; do dd if=$NODE bs=64k iflag=direct 2>/dev/null | md5sum >>/tmp/sums; done) &"

pv_disk() {	# N
	xl block-attach plug "format=raw,vdev=xvd$1,access=rw,target=$HDC" &&
		xl block-detach plug "xvd$1"
}
HDC=$(data pv.img 64 2)
DONE=0
for L in m n o p m n o p; do
	pv_disk $L >>$RIG/log/plug.attach 2>&1 && DONE=$((DONE + 1))
done
is "PV disks attached to the guest and detached" $DONE 8

# vbds 10,000 and up have a backend that never says anything: the stub domain's
# kernel announces them and waits. Vbd 9999 comes last and has none at all: its
# state becomes 5 or 6 when the kernel has been through all of them. More than 60
# at once would meet xenstored's quota of watches (oxenstored.conf).
DIR=/local/domain/$S/device/vbd
vbds() { seq 10000 10059; }
come() {
	local n args=()
	for n in $(vbds); do
		args+=("$DIR/$n/backend" /rig/backend "$DIR/$n/backend-id" 0
			"$DIR/$n/virtual-device" "$n" "$DIR/$n/state" 1)
	done
	xenstore-write "${args[@]}" "$DIR/9999/backend" /rig/none \
		"$DIR/9999/backend-id" 0 "$DIR/9999/state" 1
	wait_for 60 seen
}
seen() { case $(xenstore-read "$DIR/9999/state") in 5|6) ;; *) return 1 ;; esac; }
go() { { echo 9999; vbds; } | sed "s|^|$DIR/|" | xargs xenstore-rm; }
xenstore-write /rig/backend ""
FROM=$(wc -l <"$(log_of plug)")
for N in 1 2 3 4 5 6 7 8; do
	come || error "round $N: vbd 9999 is $(xenstore-read "$DIR/9999/state")"
	go
done
xenstore-rm /rig
is "nothing of it is left" "$(xenstore-list "$DIR" | wc -l)" 3
sed -n "$FROM,\$p" "$(log_of plug)" | grep -a hotplugd | cut -c1-90 |
	sort | uniq -c | sort -rn | head -n 3 | sed 's/^/# /'

case $XEN_LIB in
*4.17) ;;
*)
	check "a CD is changed" xl cd-insert plug hdc "$(data 1.iso 512 101)"
	guest_node plug 1:0:0:0
	guest_sum plug "$NODE"
	is "the guest reads it" "$REPLY" "$(sum_of $RIG/disk/1.iso)"
	;;
esac
type_in plug 30 'N=$(wc -l </tmp/sums); for i in 1 2 3 4 5 6 7 8 9; do [ $(wc -l </tmp/sums) -gt $N ] && break; sleep 1; done; [ $(wc -l </tmp/sums) -gt $N ]'
check "the guest still reads" [ $? = 0 ]
type_in plug 30 "grep -vc $WANT /tmp/sums; :"
is "and never read anything wrong" "$REPLY" 0
type_in plug 30 "grep -c $WANT /tmp/sums"
note "it read its disk $REPLY times meanwhile"
is "hotplugd is still the first one" \
	"$(grep -ac 'hotplugd: killed\|hotplugd: exited' "$(log_of plug)")" 0
check "xl destroy leaves neither domain" guest_destroy plug
end
