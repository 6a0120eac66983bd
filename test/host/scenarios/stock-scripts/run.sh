# SPDX-License-Identifier: GPL-2.0-or-later
# soak: a matter of how fast the machine is, and slow.
# deadline: 400
# The distribution's own hotplug scripts, block and vif-bridge, which all other
# scenarios replace by short ones: they take most of the time here.
stock() {	# PUT: stock or ours
	local s
	for s in block vif-bridge; do
		cp "$1$s${2:-}" /etc/xen/scripts/$s
	done
}

stock /etc/xen/scripts/ .stock
config stock <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_start stock
RC=$?
if [ $RC = 0 ]; then
	ok "xl create ends well (${CREATE_MS} ms)"
	check "the boot sector runs" expect stock 60 'TICK 1'
	is "guest and stub domain have a loop device each" \
		"$(losetup -a | wc -l)" 2
elif grep -q 'Hotplug timeout\|script.*timed out\|hotplug.*timeout' \
	$RIG/log/stock.xl; then
	skip "the stock scripts" "slower here than libxl's 40 s"
else
	not_ok "xl create: $(tail -n 3 $RIG/log/stock.xl | tr '\n' ' ')"
fi
check "xl destroy leaves neither domain" guest_destroy stock
stock /run/rig/
end
