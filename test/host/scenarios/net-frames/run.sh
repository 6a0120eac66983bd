# SPDX-License-Identifier: GPL-2.0-or-later
# What goes through an emulated NIC arrives as it was sent, in both directions:
# full frames, VLAN tags, IPv6, TCP streams; and no checksum is wrong.
# deadline: 600
LINUX=full
. $PAYLOAD/lib/net.sh
KIB=256
[ -z "${SOAK:-}" ] || KIB=16384

bridges add
ip link add link xenbr0 name xenbr0.5 type vlan id 5
ip addr add $NET.90.1/24 dev xenbr0.5
ip addr add fd00::1/64 dev xenbr0
ip link set xenbr0.5 up
config frames <<END
xen_platform_pci=0
$LINUX_BOOT
disk=[$LINUX_DISK]
vif=["mac=00:16:3e:00:00:01,model=e1000,bridge=xenbr0",
     "mac=00:16:3e:00:00:02,model=rtl8139,bridge=xenbr1",
     "mac=00:16:3e:00:00:03,model=virtio-net,bridge=xenbr2"]
END
linux_up frames
guest_address frames 00:16:3e:00:00:02 $NET.78.2
guest_address frames 00:16:3e:00:00:03 $NET.79.2
guest_address frames 00:16:3e:00:00:01 $NET.77.2
type_in frames 30 "ifconfig \$e add fd00::2/64; vconfig add \$e 5 >/dev/null;
	ifconfig \$e.5 $NET.90.2"
for n in 0:e1000 1:rtl8139 2:virtio-net; do
	to=$NET.$((77 + ${n%:*}))
	n=${n#*:}
	check "$n: full frames from the guest" guest_pings frames $to.1 -s 1472
	check "$n: full frames to the guest" dom0_pings $to.2 -s 1472
	check "$n: TCP, $KIB KiB each way: equal sums" tcp frames $to.1 $KIB
done
check "a VLAN, full frames" guest_pings frames $NET.90.1 -s 1472
check "a VLAN, full frames to the guest" dom0_pings $NET.90.2 -s 1472
check "IPv6, its own address" guest_pings frames fd00::1 -s 1452
check "IPv6, to the guest" dom0_pings fd00::2 -s 1452
check "TCP by the VLAN: equal sums" tcp frames $NET.90.1 128
check "TCP by IPv6: equal sums" tcp frames fd00::1 128
# InCsumErrors: the 3rd of Icmp, the last of Tcp, the last but two of Udp
type_in frames 20 "echo \$(sed -n 's/^Icmp: [0-9]* [0-9]* \([0-9]*\) .*/\\\\1/p;
	s/^Tcp: [0-9].* //p; s/^Udp: [0-9].* \([0-9]*\) [0-9]* [0-9]*\$/\\\\1/p' \
	/proc/net/snmp)"
is "no checksum was wrong in the guest (ICMP, TCP, UDP)" "$REPLY" "0 0 0"
# full rings drop frames, as on any network; what arrives is whole
type_in frames 20 'cd /sys/class/net; cat */statistics/rx_crc_errors
	*/statistics/rx_frame_errors */statistics/rx_length_errors |
	grep -c -v "^0$"; cd /tmp'
is "no frame was damaged in the guest" "$REPLY" 0
check "xl destroy leaves neither domain" guest_destroy frames
ip link del xenbr0.5
ip addr del fd00::1/64 dev xenbr0
bridges del
end
