# SPDX-License-Identifier: GPL-2.0-or-later
# Several NICs, each on a bridge of its own in dom0: each reaches its own, by
# its devid, and a NIC for PV drivers only is left alone. Nothing but the
# guest's frames comes out of the stub domain. PV NICs that come and go at run
# time change nothing.
. $PAYLOAD/lib/net.sh

mac() { printf '00:16:3e:00:00:%02x' "$1"; }

learnt() {	# N: the addresses behind the stub domain's port of xenbrN
	bridge fdb show br "xenbr$1" dynamic | grep "dev vif$S\." | cut -d' ' -f1
}

all_reached() {
	local i bad=0
	for i in 0 1 3; do
		guest_pings nics "$NET.$((77 + i)).1" || bad=1
	done
	return $bad
}

bridges add
config nics <<END
$LINUX_BOOT
disk=[$LINUX_DISK]
vif=["mac=$(mac 1),model=e1000,bridge=xenbr0",
     "mac=$(mac 2),model=rtl8139,bridge=xenbr1",
     "mac=$(mac 3),type=vif,bridge=xenbr2",
     "mac=$(mac 4),bridge=xenbr3"]
END
ip link set xenbr0 promisc on
peer sources xenbr0
linux_up nics
type_in nics 20 "cat /sys/class/net/eth*/address | grep -c \
	-e $(mac 1) -e $(mac 2) -e $(mac 4)"
is "the guest has the three that are emulated" "$REPLY" 3
type_in nics 20 'ls -d /sys/class/net/eth* | wc -l'
is "and no other" "$REPLY" 3
for i in 0 1 3; do
	guest_address nics "$(mac $((i + 1)))" "$NET.$((77 + i)).2"
done
check "each reaches its own bridge" all_reached
for i in 0 1 3; do
	is "behind xenbr$i is only the guest" "$(learnt $i)" "$(mac $((i + 1)))"
done
is "behind xenbr2 is nobody" "$(learnt 2)" ""
is "the NIC for PV drivers waits for them" \
	"$(xenstore-read "/local/domain/0/backend/vif/$G/2/state")" 2
check "xl network-attach" xl network-attach nics bridge=xenbr0
check "the links stay" all_reached
check "xl network-detach" xl network-detach nics 4
check "the links stay" all_reached
check "xl destroy leaves neither domain" guest_destroy nics
kill $PEER
wait $PEER
is "no frame was from anybody else" "$(tail -n 1 "$PEER_OUT")" \
	"$(mac 1) $(bridge_mac 0)"
ip link set xenbr0 promisc off
bridges del
end
