# SPDX-License-Identifier: GPL-2.0-or-later
# Dozens of the stub domain's devices come and go at once. The guest reads its
# disk all the time, and where libxl can change a CD (4.20), it still can then.
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
type_in plug 20 "(while :; do
	dd if=$NODE bs=64k iflag=direct 2>/dev/null | md5sum >>sums; done) & :"

# vbds 10,000 and up have a backend that never says anything: the stub domain's
# kernel announces them and waits. They are the stub domain's own, as those of
# libxl are: it writes their state. Vbd 9999 comes last and has no backend at
# all: its state becomes 5 or 6 when the kernel has been through all of them.
# More than 60 at once would meet xenstored's quota of watches (oxenstored.conf).
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
seen() { xenstore-read "$DIR/9999/state" | grep -q '[56]'; }
go() { { echo 9999; vbds; } | sed "s|^|$DIR/|" | xargs xenstore-rm; }
xenstore-write /rig/backend ""
xenstore-chmod /rig/backend n0 "r$S"
xenstore-chmod "$DIR" "n$S"
FROM=$(wc -l <"$(log_of plug)")
for N in 1 2 3 4 5 6 7 8; do
	come || error "round $N: vbd 9999 is $(xenstore-read "$DIR/9999/state")"
	go
done
xenstore-rm /rig
xenstore-chmod "$DIR" n0 "r$S"
is "nothing of it is left" "$(xenstore-list "$DIR" | wc -l)" 3
sed -n "$FROM,\$p" "$(log_of plug)" | grep -a hotplugd | cut -c1-90 |
	sort | uniq -c | sort -rn | head -n 3 | sed 's/^/# /'

case $XEN_LIB in
*4.17) ;;
*)
	check "a CD is changed" xl cd-insert plug hdc "$(data 1.iso 512 101)"
	guest_node plug 1:0:0:0
	check "the guest reads it" guest_reads_cd plug "$NODE" "$RIG/disk/1.iso"
	;;
esac
check "the guest still reads its disk" type_in plug 60 'n=$(wc -l <sums);
	until [ $(wc -l <sums) -gt $n ]; do sleep 0.1; done'
type_in plug 30 "grep -vc $WANT sums; :"
is "and never read anything wrong" "$REPLY" 0
type_in plug 30 "grep -c $WANT sums"
note "it read its disk $REPLY times meanwhile"
is "hotplugd is still the first one" \
	"$(grep -ac 'hotplugd: killed\|hotplugd: exited' "$(log_of plug)")" 0
check "xl destroy leaves neither domain" guest_destroy plug
end
