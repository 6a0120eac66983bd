# SPDX-License-Identifier: GPL-2.0-or-later
# host: iommu
# deadline: 400
# NICs of the machine are passed through to a guest: their registers, their
# interrupts (a line; MSI-X) and their DMA through the IOMMU. Their wire leads to
# a NIC of dom0. Such a guest is not saved: it goes on, and so do its NICs.
. $PAYLOAD/lib/linux.sh
. $PAYLOAD/lib/net.sh
. $PAYLOAD/lib/migrate.sh
LINE=00:10.0
MSIX=00:11.0
mac() { printf '52:54:00:00:00:%s' "${1:3:2}"; }

through() {	# NIC DRIVER
	check "$2: the guest has the NIC, and its driver" type_in pass 40 \
		"until cat /sys/bus/pci/drivers/$2/*/net/*/address \
		/sys/bus/pci/drivers/$2/*/virtio*/net/*/address 2>/dev/null |
		grep $(mac $1); do sleep 1; done"
	guest_address pass "$(mac $1)" $NET.90.2
	check "$2: full frames from the guest" guest_pings pass $NET.90.1 -s 1472
	check "$2: full frames to the guest" dom0_pings $NET.90.2 -s 1472
	check "$2: TCP, 512 KiB each way: equal sums" tcp pass $NET.90.1 512
	type_in pass 20 'ifconfig $e down; cat /proc/interrupts | grep -c .'
}

# refused KIND COMMAND...: for its PCI devices, before anything else is asked for
refused() {
	! "${@:2}" &&
		grep -q 'the guest has a PCI device' "$RIG/log/pass.$1.xl" &&
		grep -q 'logdirty switch failed' "$RIG/log/pass.$1.xl"
}

modprobe virtio_net
WIRE=$(grep -l "$(mac 00:12.0)" /sys/class/net/*/address | cut -d/ -f5)
ip addr add $NET.90.1/24 dev "$WIRE"
ip link set "$WIRE" up
modprobe xen-pciback
for nic in $LINE $MSIX; do
	check "xl pci-assignable-add $nic" xl pci-assignable-add $nic
done

# Without the word that it needs.
config pass <<END
xen_platform_pci=0
pci=["$LINE,permissive=1","$MSIX,permissive=1"]
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img full.img)"]
END
if guest_create pass; then
	not_ok "without stubdom.unrestricted xl create fails"
else
	ok "without stubdom.unrestricted xl create fails"
fi
check "QEMU is not let at xenstore" \
	grep -q "Failed to read device/pci/0/backend" $RIG/log/pass.xl
check "neither domain is left" guest_destroy pass

echo 'stubdomain_cmdline="stubdom.unrestricted"' >>$RIG/pass.cfg
linux_up pass
through $LINE e1000
through $MSIX virtio-pci
# "PCI-MSIX-..."; "xen-pirq -msi-x" where Xen offers the guest pirqs (4.17)
check "by MSI-X" type_in pass 20 \
	"grep -iE ': +[1-9].*msi-?x.*virtio' /proc/interrupts"
check_why save pass "xl save fails before the guest stands still, and says why" \
	refused save guest_save pass
check_why migrate pass "and so does xl migrate" \
	refused migrate migrate pass transport
check "the guest goes on" type_in pass 20 'ifconfig $e up'
check "and so does its NIC" dom0_pings $NET.90.2 -s 1472
is "the IOMMU found no fault" "$(xl dmesg | grep -ci 'DMAR:.*fault')" 0
note "$(grep -ao '[0-9]* KiB free of [0-9]* KiB' "$(log_of pass)") in the stub" \
	"domain"
check "xl destroy leaves neither domain" guest_destroy pass
for nic in $LINE $MSIX; do
	check "xl pci-assignable-remove $nic" xl pci-assignable-remove $nic
done
xenstore-rm /libxl/pci	# what libxl keeps of them
ip addr del $NET.90.1/24 dev "$WIRE"
end
