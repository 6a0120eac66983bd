# SPDX-License-Identifier: GPL-2.0-or-later
# A guest without a disk boots from the network: its card's boot ROM asks for an
# address and gets a boot sector by TFTP, both from dom0. SOAK=1: another card.
MODELS=rtl8139
[ -z "${SOAK:-}" ] || MODELS="rtl8139 e1000"
NO_PROXY=encap:175,176,1b	# iPXE's no-pxedhcp: it waits for no second server

dhcp_up() { [ -e "$RIG/dhcp.pid" ] && kill -0 "$(cat "$RIG/dhcp.pid")"; }

mkdir "$RIG/disk/tftp"
cp "$GUEST/boot.bin" "$RIG/disk/tftp/"
dnsmasq --conf-file=/dev/null --port=0 --user=root --interface=xenbr0 \
	--bind-interfaces --pid-file="$RIG/dhcp.pid" \
	--dhcp-leasefile="$RIG/disk/leases" \
	--dhcp-range=192.168.77.100,192.168.77.200 --dhcp-boot=boot.bin \
	--dhcp-option-force="$NO_PROXY" \
	--enable-tftp --tftp-root="$RIG/disk/tftp" \
	--log-dhcp --log-facility="$RIG/log/dnsmasq.log" ||
	error "dnsmasq does not start"
wait_for 10 dhcp_up
for model in $MODELS; do
	config boot <<-END
	boot="n"
	vif=["model=$model,bridge=xenbr0"]
	END
	guest_up boot
	check "$model: the guest boots over TFTP" expect boot 120 'BOOT-SECTOR OK'
	check "$model: and runs" expect boot 30 'TICK 1'
	check "xl destroy leaves neither domain" guest_destroy boot
	con_close boot
done
kill "$(cat "$RIG/dhcp.pid")"
rm -f "$RIG/dhcp.pid"
end
